import {answered, valueOf, type Fact} from '../model/fact.ts';
import type {Certainty, Evidence, Problem} from '../model/finding.ts';
import type {FargatePod, KubeEvent, Pod} from '../model/kubernetes.ts';
import {lastRefusal} from './messages.ts';
import {healthySibling, lowered, siblingEvidence} from './siblings.ts';

/** Facts that speak for or against a fault of the pod execution role, beside the role itself. */
export interface LaunchFacts {
  readonly pod: Fact<Pod>;
  readonly podEvents: Fact<readonly KubeEvent[]>;
  readonly fargatePods: Fact<readonly FargatePod[]>;
  readonly clock: Fact<string>;
}

/** What is known of how the launch went. */
export interface Launch {
  /** fargate-scheduler's latest word names this very fault. */
  readonly refusal?: Evidence;
  /** When it said so. */
  readonly refusedAt?: string;
  /** The profile that it named. */
  readonly profile?: string;
  /** A healthy pod of the same profile that started lately. */
  readonly sibling?: FargatePod;
  /** There is such a sibling, or whether there is could not be seen: what speaks against a fault must not make it surer unread. */
  readonly doubted: boolean;
  /** The pod has a node, so its role was accepted when it started. */
  readonly passed: boolean;
}

/** `profile-blocked-auth`: the role is not mapped. `profile-blocked-assume`: it can't be assumed. */
export type Complaint = 'profile-blocked-auth' | 'profile-blocked-assume';

/** Reads whether fargate-scheduler's latest refusal is this complaint, and who got through lately. */
export function launchOf(complaint: Complaint, facts: LaunchFacts, profile: string | undefined): Launch {
  const pod = valueOf(facts.pod);
  const reference = pod?.createdAt ?? valueOf(facts.clock);
  const pods = valueOf(facts.fargatePods) ?? [];
  const sibling =
    profile === undefined || reference === undefined
      ? undefined
      : healthySibling(pods, {reference, profile, except: pod});
  const doubted = sibling !== undefined || !answered<unknown>(facts.fargatePods) || reference === undefined;
  const passed = pod?.spec.nodeName !== undefined;
  const said = pod && !passed ? lastRefusal(pod, valueOf(facts.podEvents) ?? []) : undefined;
  const clause = said?.clauses.find((c) => c.says === complaint);
  const ours = clause !== undefined && (profile === undefined || (clause.names['profile'] ?? profile) === profile);
  return {
    passed,
    doubted,
    ...(sibling ? {sibling} : {}),
    ...(said && ours
      ? {
          refusal: {
            source: said.from === 'event' ? 'event' : `get pods -n ${pod?.namespace ?? ''}`,
            ref: said.from === 'event' ? said.component : `pod/${pod?.name ?? ''}`,
            ...(said.from === 'event' ? {} : {path: 'status.conditions'}),
            value: said.message,
            ...(said.at === undefined ? {} : {at: said.at}),
          },
        }
      : {}),
    ...(ours && said?.at !== undefined ? {refusedAt: said.at} : {}),
    ...(ours && clause.names['profile'] !== undefined ? {profile: clause.names['profile']} : {}),
  };
}

/**
 * Gives a problem the certainty that its facts have alone, raised by a refusal that names it (which also makes it the
 * fault of now) and lowered by a sibling that got through. For a pod that has a node it is a note.
 */
export function shaded(problem: Problem, launch: Launch, named: Certainty = 'certain'): Problem {
  const {refusal, sibling, doubted, passed} = launch;
  const evidence: Problem['evidence'] = [
    ...problem.evidence,
    ...(refusal ? [refusal] : []),
    ...(sibling && !refusal ? [siblingEvidence(sibling)] : []),
  ];
  if (refusal) return {...problem, evidence, certainty: named, stage: 'validation'};
  const certainty = doubted ? lowered(problem.certainty) : problem.certainty;
  return {...problem, evidence, certainty, ...(passed ? {note: true, severity: 'warning' as const} : {})};
}
