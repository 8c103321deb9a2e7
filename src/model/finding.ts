import type {Fact, Gap, Permission} from './fact.ts';
import type {Stage} from './stage.ts';

/** How bad it is: `error` keeps a pod from running, `warning` degrades it, `info` is worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * How sure we are. `certain`: the facts alone establish it and nothing else would look the same. `likely`: they establish
 * a broken precondition. `possible`: circumstantial, or the behaviour of AWS is unconfirmed.
 */
export type Certainty = 'certain' | 'likely' | 'possible';

/** Stable kebab-case id of a cause; part of the contract, one page each. */
export type CauseId = string;

/** One value that was seen, with where it was seen. */
export interface Evidence {
  /** Whose answer it is: `eks:DescribeCluster`, `get configmaps/aws-auth -n kube-system`, `event`. */
  readonly source: string;
  /** The object it was seen on: `subnet-0aa1`, `pod/nginx`, `fargate-scheduler` for its events. */
  readonly ref?: string;
  /** Where in that object: `spec.containers[0].securityContext.privileged`. */
  readonly path?: string;
  /** What was seen, verbatim where it is foreign text. */
  readonly value: string;
  /** What would have to be seen there for it to be right: `true`, `available`. Only where one value says it. */
  readonly needed?: string;
  /** When it was seen or happened there, RFC 3339. */
  readonly at?: string;
  /** Where it is written, for what comes from a manifest. */
  readonly position?: Position;
}

/** A place in a file of the user's, line and column from 1. */
export interface Position {
  /** As the user named it; `stdin` for the standard input. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `web.yaml:12:5`, as compilers write it and editors read it. */
export const positionText = ({file, line, column}: Position): string => `${file}:${line}:${column}`;

/** What a remedy touches, from the safest to the widest. */
export type Changes = 'pod' | 'workload' | 'cluster' | 'aws';

/** One way to mend a cause. Commands are complete: real names and ids, quoted for a POSIX shell. */
export interface Remedy {
  /** What it does, one sentence. */
  readonly summary: string;
  /** Command lines to paste, in order; empty where there is nothing to type. */
  readonly commands: readonly string[];
  readonly changes: Changes;
  /** What to do once that is done: usually, recreate the pod. A command line or a sentence. */
  readonly then?: string;
}

/** What a check found wrong: one cause, seen in one place. */
export interface Problem {
  readonly cause: CauseId;
  /** One sentence that names what is wrong with the real values in it. */
  readonly summary: string;
  readonly certainty: Certainty;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** Safest first. */
  readonly remedies: readonly Remedy[];
  /** Where in a pod's life it bites, if this instance bites elsewhere than its page says. */
  readonly stage?: Stage;
  /** For an instance that is milder than its page says. */
  readonly severity?: Severity;
  /** Set when it is worth knowing but doesn't keep this pod from running. */
  readonly note?: boolean;
}

/** What became of one check. */
export type Outcome =
  /** All that it needs was seen, and nothing is wrong. */
  | {readonly is: 'clear'}
  /** Something is wrong. `gaps` holds what could have shown more. */
  | {readonly is: 'found'; readonly problems: readonly Problem[]; readonly gaps: readonly NamedGap[]}
  /** Could not say. */
  | {readonly is: 'unchecked'; readonly gaps: readonly NamedGap[]}
  /** The question does not arise: what it asks about is not there. */
  | {readonly is: 'inapplicable'; readonly because: readonly string[]}
  /** The check itself failed: our bug, shown as such. */
  | {readonly is: 'broken'; readonly reason: string};

/** A fact that stayed unanswered, by name. */
export interface NamedGap {
  readonly fact: string;
  readonly gap: Gap;
}

/** The permission whose absence made this gap, if that is what it was. */
export function missingPermission(fact: Fact<unknown>): Permission | undefined {
  return fact.is === 'denied' ? fact.permission : undefined;
}
