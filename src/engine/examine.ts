import type {AnyCheck, Doubt} from '../model/check.ts';
import {answered, failed, type Fact, type Gap} from '../model/fact.ts';
import type {FactId, FactMap} from '../model/facts.ts';
import type {NamedGap, Outcome, Problem} from '../model/finding.ts';

/** The answers that were gathered for one subject. A fact that was not asked is missing. */
export type Answers = {readonly [K in FactId]?: Fact<FactMap[K]>};

/** All facts that a check names. */
export function inputsOf(check: AnyCheck): readonly FactId[] {
  return [...check.needs, ...(check.maybe ?? []), ...(check.consults ?? [])];
}

/**
 * Runs one check over answers. This is the only place that turns a missing answer into "could not say", and the only one
 * that catches for a check: a check that throws is a broken check, never a finding.
 */
export function examine(check: AnyCheck, answers: Answers): Outcome {
  const gaps: NamedGap[] = [];
  const missing: FactId[] = [];
  const given: Record<string, unknown> = {};
  const take = (id: FactId): Fact<unknown> => answers[id] ?? {is: 'unavailable', reason: `${id} was not asked`};

  for (const id of check.needs) {
    const fact = take(id);
    if (fact.is === 'known') given[id] = fact.value;
    else if (fact.is === 'absent') missing.push(id);
    else gaps.push({fact: id, gap: fact});
  }
  for (const id of check.maybe ?? []) {
    const fact = take(id);
    if (answered(fact)) given[id] = fact;
    else gaps.push({fact: id, gap: fact});
  }
  for (const id of check.consults ?? []) given[id] = take(id);
  // What is not there makes the question moot whatever else could not be read.
  if (missing.length > 0) return {is: 'inapplicable', because: missing};
  if (gaps.length > 0) return {is: 'unchecked', gaps};

  const doubts = new Map<string, Gap>();
  const moot: string[] = [];
  const doubt: Doubt = {
    unsure(...facts) {
      let any = false;
      for (const id of facts) {
        const fact = take(id);
        if (answered(fact)) continue;
        doubts.set(id, fact);
        any = true;
      }
      return any;
    },
    unreadable(id, reason) {
      doubts.set(id, failed(reason));
      return [];
    },
    inapplicable(because) {
      moot.push(because);
      return [];
    },
  };
  let problems: readonly Problem[];
  try {
    problems = check.run(given as never, doubt);
  } catch (error) {
    return {is: 'broken', reason: error instanceof Error ? error.message : String(error)};
  }
  const unsure = [...doubts].map(([fact, gap]) => ({fact, gap}));
  const undeclared = problems.find((p) => !Object.hasOwn(check.causes, p.cause));
  if (undeclared) return {is: 'broken', reason: `reported ${undeclared.cause}, which it does not declare`};
  if (problems.length > 0) return {is: 'found', problems, gaps: unsure};
  if (unsure.length > 0) return {is: 'unchecked', gaps: unsure};
  if (moot.length > 0) return {is: 'inapplicable', because: moot};
  return {is: 'clear'};
}
