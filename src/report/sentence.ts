import {PODS_ARE_LISTED, type Cause, type Diagnosis, type SubjectReport} from '../model/diagnosis.ts';
import {blindSpots, blocksOf, crowdsOf, inTrouble, subjectName} from './blocks.ts';
import {cut, LONGEST} from './escape.ts';
import {plannedOpening} from './planned.ts';
import {capital, count, duration, inSentence, list, withoutStop, withStop} from './wording.ts';

/** Id of the note that holds a scheduler's text which the grammar of messages doesn't know. */
const UNKNOWN_MESSAGE = 'scheduler-message-unknown';

/**
 * The answer in one or two sentences: how the subject fares, and the cause. This is the first thing that a person reads
 * in every format. It may hold foreign text, so the format has to escape it.
 *
 * A headline of the form "X has been Pending for 14m: its node never joined." takes the cause in after the first part,
 * so that it is named before the line is full; it follows every other headline.
 */
export function sentence(diagnosis: Diagnosis): string {
  if (diagnosis.error) return withStop(diagnosis.error.message);
  const headline = opening(diagnosis);
  switch (diagnosis.verdict) {
    case 'causes-found':
      return withCause(headline, diagnosis);
    case 'incomplete':
      return `${withStop(headline)} ${unseen(diagnosis)}`;
    case 'unexplained':
      return `${withStop(headline)} ${unexplained(diagnosis)}`;
    case 'healthy':
    case 'not-fargate':
    case 'error':
      return withStop(headline);
  }
}

function opening(diagnosis: Diagnosis): string {
  const {subjects} = diagnosis;
  const [only] = subjects;
  if (diagnosis.manifest && subjects.length !== 1) return plannedOpening(diagnosis);
  if (only !== undefined && subjects.length === 1) return only.headline;
  if (subjects.length > 1) return several(subjects);
  const found = diagnosis.verdict === 'causes-found';
  // Pods that nobody saw may be stuck.
  if (diagnosis.notChecked.some((n) => n.check === PODS_ARE_LISTED)) {
    const seen = (diagnosis.scanned?.pods ?? 0) > 0 ? 'No stuck Fargate pod was seen' : 'The pods could not be read';
    return found ? `${seen}, and the next one would be stuck.` : `${seen}.`;
  }
  if (found) return 'No Fargate pod is stuck, but the next one would be.';
  return diagnosis.verdict === 'healthy' && diagnosis.notChecked.length > 0
    ? `No Fargate pod is stuck, as far as could be seen: ${count(diagnosis.notChecked.length, 'check')} could not run.`
    : 'No Fargate pod is stuck.';
}

/** `12 pods of deployment default/web have been stuck for up to 14m.` */
function several(subjects: readonly SubjectReport[]): string {
  const troubled = subjects.filter(inTrouble);
  const told = troubled.length > 0 ? troubled : subjects;
  const crowds = crowdsOf(told.map((s) => ({...s, standing: 'stuck'})));
  const [first] = crowds;
  const of =
    crowds.length === 1 && first?.owner ? ` of ${subjectName({...first.owner, namespace: first.namespace})}` : '';
  const owned = crowds.every((crowd) => crowd.owner);
  const apart = owned && crowds.length > 1 && crowds.length < told.length ? ` of ${crowds.length} workloads` : '';
  const who = `${count(told.length, told.every((s) => s.kind === 'Pod') ? 'pod' : 'subject')}${of}${apart}`;
  const one = told.length === 1;
  if (troubled.length === 0) return `${who} ${one ? 'is' : 'are'} on ${one ? 'its' : 'their'} way or running.`;
  const longest = Math.max(0, ...told.map((s) => s.stuckSeconds ?? 0));
  const stuck = told.every((s) => s.standing === 'stuck') ? 'stuck' : 'in trouble';
  if (longest === 0) return `${who} ${one ? 'is' : 'are'} ${stuck}.`;
  return `${who} ${one ? 'has' : 'have'} been ${stuck} for ${one ? '' : 'up to '}${duration(longest)}.`;
}

/** How sure it is stands before the cause: a guess must not read like a fact. */
const LEAD: Readonly<Record<Cause['certainty'], string>> = {
  certain: '',
  likely: 'likely cause: ',
  possible: 'possible cause: ',
};

function withCause(headline: string, diagnosis: Diagnosis): string {
  const {now, next} = blocksOf(diagnosis.causes);
  const [first] = now.length > 0 ? now : next;
  if (first === undefined) return withStop(headline);
  // What is yet to come explains nothing of what has come.
  if (now.length === 0 && diagnosis.subjects.some((s) => s.standing === 'stuck')) {
    return `${withStop(headline)} Nothing that was found explains it yet; ${aheadText(next)}.`;
  }
  const others = now.length > 0 ? now.length - 1 : next.length - 1;
  const named = `${inSentence(withoutStop(first.cause.title))}${others > 0 ? `, and ${count(others, 'more cause')}` : ''}`;
  const lead = LEAD[first.cause.certainty];
  // Our own openings, unlike a subject's headline, have only the cause to add.
  if (diagnosis.subjects.length !== 1) return `${withoutStop(headline)}${lead === '' ? ': ' : `, ${lead}`}${named}.`;
  const [, before, where] = /^([^:]+ has [^:]+): (.+)$/s.exec(cut(headline, LONGEST)) ?? [];
  if (before === undefined || where === undefined) {
    return `${withStop(headline)} ${capital(`${lead === '' ? 'cause: ' : lead}${named}.`)}`;
  }
  return `${before}${lead === '' ? ': ' : `, ${lead}`}${named}. ${withStop(capital(where))}`;
}

/** What a subject that hangs will meet once it hangs no more, with how sure that is. */
function aheadText(next: ReturnType<typeof blocksOf>['next']): string {
  const [first] = next;
  const {certainty, title} = first?.cause ?? {certainty: 'possible', title: ''};
  const others = next.length > 1 ? `, and ${count(next.length - 1, 'more cause')}` : '';
  const sure = certainty === 'certain' ? '' : ` (${certainty})`;
  return `behind it waits ${inSentence(withoutStop(title))}${sure}${others}`;
}

function unseen(diagnosis: Diagnosis): string {
  const blinds = blindSpots(diagnosis.notChecked);
  const telling = blinds.some((b) => b.matters) ? blinds.filter((b) => b.matters) : blinds;
  const needs = telling.flatMap((b) => (b.needs === undefined ? [] : [b.needs]));
  const trouble = diagnosis.manifest
    ? 'What would stop it'
    : diagnosis.subjects.length > 0
      ? 'The cause'
      : 'What would stop the next one';
  if (needs.length > 0) return `${trouble} may be in what could not be read: that needs ${list(needs, 3)}.`;
  const detail = telling.find((b) => b.detail !== undefined)?.detail;
  const what = `${trouble} may be in what could not be read (${list(
    telling.flatMap((b) => b.topics),
    3,
  )})`;
  return withStop(detail === undefined ? what : `${what}: ${detail}`);
}

function unexplained(diagnosis: Diagnosis): string {
  const unknown = diagnosis.notes.find((n) => n.id === UNKNOWN_MESSAGE)?.evidence[0];
  if (unknown === undefined) return 'All checks that apply ran, and none explains it.';
  return `No check explains it; ${unknown.ref ?? 'the scheduler'} says what the doctor does not know: “${unknown.value}”`;
}
