import {CHECKS} from '../checks/index.ts';
import {parseName, type AskedName} from '../facts/subjects/name.ts';
import {loadBundle} from '../facts/bundle/file.ts';
import {packBundle, type Bundle} from '../facts/bundle/format.ts';
import {DoctorError} from '../facts/errors.ts';
import {subjectKey, type Subject} from '../model/kubernetes.ts';
import type {Recording} from '../model/recording.ts';
import {REDACTIONS, type Redaction, type Withheld} from '../redaction/kinds.ts';
import {redact} from '../redaction/redact.ts';
import type {Progress} from '../report/progress.ts';
import {recordPod} from './diagnose-pod.ts';
import type {Run} from './run.ts';
import {recordScan, type ScanQuestion} from './scan-cluster.ts';

/** A recording from which something was withheld, and what. */
export interface WithheldRecording {
  readonly recording: Recording;
  readonly redaction: Redaction;
  readonly withheld: readonly Withheld[];
}

/** Withholds from a fresh recording. */
export function withholdFrom(recording: Recording, redaction: Redaction): WithheldRecording {
  return {...redact(recording, 'none', redaction), redaction};
}

/** What a capture of a pod is to hold. */
export interface CaptureQuestion {
  readonly name: string;
  readonly namespace?: string;
  readonly redaction: Redaction;
  /** Of the program. */
  readonly version: string;
}

/**
 * Keeps the answers to all questions of all checks about a pod.
 *
 * @param warned Warnings of the connection, which whoever opens the bundle is told too.
 */
export async function capturePod(
  {redaction, version, ...asked}: CaptureQuestion,
  run: Run,
  progress: Progress,
  warned: readonly string[] = [],
): Promise<{readonly bytes: Buffer; readonly withheld: readonly Withheld[]}> {
  const recording = await recordPod({...asked, checks: CHECKS, ignore: [], failOn: 'error'}, run, progress);
  return packed({...recording, told: [...warned, ...recording.told]}, redaction, version);
}

/** The same of a scan: every pod that hangs, and what would stop the next one. */
export async function captureScan(
  {redaction, version, ...asked}: Omit<CaptureQuestion, 'name'> & Pick<ScanQuestion, 'allNamespaces' | 'selector'>,
  run: Run,
  progress: Progress,
  warned: readonly string[] = [],
): Promise<{readonly bytes: Buffer; readonly withheld: readonly Withheld[]}> {
  const recording = await recordScan({...asked, checks: CHECKS, ignore: [], failOn: 'error'}, run, progress);
  return packed({...recording, told: [...warned, ...recording.told]}, redaction, version);
}

function packed(
  whole: Recording,
  redaction: Redaction,
  version: string,
): {readonly bytes: Buffer; readonly withheld: readonly Withheld[]} {
  const {recording, withheld} = withholdFrom(whole, redaction);
  return {bytes: packBundle({version, redaction, withheld, recording}), withheld};
}

/**
 * Opens a bundle. What was withheld from it stays so; what is to be withheld beyond that, is.
 *
 * @throws DoctorError (1) where it can't be read.
 */
export async function openBundle(path: string, redaction: Redaction): Promise<WithheldRecording> {
  const bundle: Bundle = await loadBundle(path);
  const done = REDACTIONS.find((level) => level === bundle.redaction) ?? 'none';
  const {recording, withheld} = redact(bundle.recording, done, redaction);
  const level = REDACTIONS.indexOf(redaction) > REDACTIONS.indexOf(done) ? redaction : done;
  return {recording, redaction: level, withheld: [...bundle.withheld, ...withheld]};
}

/**
 * The recording of what bears a name: of all that was recorded where none is given. Takes what `pod` takes: a pod's name or
 * the beginning of one, kind/name, namespace/name; a workload's means its pods.
 *
 * @throws DoctorError (1) where the recording is of something else, with what it is of.
 */
export function narrowed(recording: Recording, name: string | undefined, namespace: string | undefined): Recording {
  const asked = name === undefined ? undefined : parseName(name, namespace ?? ANY);
  const home = asked?.namespace ?? namespace ?? ANY;
  const all = recording.subjects.filter(({subject}) => home === ANY || subject.namespace === home);
  const same = all.filter(({subject}) => asked === undefined || isSame(subject, asked));
  const subjects = same.length > 0 ? same : all.filter(({subject}) => asked !== undefined && isLike(subject, asked));
  // Of one pod, and no longer of the whole cluster.
  const {scan: _, ...rest} = recording;
  if (subjects.length > 0) return {...rest, subjects};
  const held = recording.subjects.map(({subject}) => subjectKey(subject)).slice(0, 8);
  throw new DoctorError(
    `The bundle holds nothing${asked ? ` called ${asked.name}` : ''}${home === ANY ? '' : ` in namespace ${home}`}.`,
    `It is of ${held.join(', ')}.`,
  );
}

/** In whatever namespace: what is not said can't be meant. */
const ANY = 'any';

const isSame = (subject: Subject, {kind, name}: AskedName): boolean =>
  subject.name === name && (kind === undefined || subject.kind === kind);

const isLike = (subject: Subject, {kind, name}: AskedName): boolean =>
  subject.kind === 'Pod' && subject.name.startsWith(kind === undefined || kind === 'Pod' ? name : `${name}-`);
