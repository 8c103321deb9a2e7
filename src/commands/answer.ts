import {diagnose, type Conclusion} from '../engine/diagnose.ts';
import {replay} from '../engine/record.ts';
import {now} from '../facts/clock.ts';
import type {Recording} from '../model/recording.ts';
import type {Redaction, Withheld} from '../redaction/kinds.ts';
import type {Progress} from '../report/progress.ts';
import type {ScanQuestion} from './scan-cluster.ts';
import {diagnosePod, recordPod, type PodQuestion} from './diagnose-pod.ts';
import {DoctorError} from '../facts/errors.ts';
import type {Run} from './run.ts';

/** What is asked of a pod: of a live one, or of one in a bundle. */
export interface Asked extends Omit<PodQuestion, 'name'> {
  /** May be missing only with a bundle: then all that is in it is asked about. */
  readonly name?: string;
  /** A bundle's file. */
  readonly from?: string;
  readonly redaction: Redaction;
}

export interface Answer {
  readonly conclusion: Conclusion;
  /** The time of the facts, RFC 3339. */
  readonly startedAt: string;
  /** What has a token in its place; absent where nothing was to be withheld. */
  readonly withheld?: readonly Withheld[];
}

/**
 * Answers from the cluster, or from a bundle. What is withheld is withheld from the facts, before any check sees them, so
 * that a redacted report is the same whether it is made now or from a bundle later.
 */
export async function answer(asked: Asked, run: Run, progress: Progress): Promise<Answer> {
  if (asked.from !== undefined) {
    const {openBundle, narrowed} = await import('./bundle.ts');
    const {recording, redaction, withheld} = await openBundle(asked.from, asked.redaction);
    for (const sentence of recording.told) progress.tell(sentence);
    const judged = await judge(narrowed(recording, asked.name, asked.namespace), asked, run);
    return redaction === 'none' ? judged : {...judged, withheld};
  }
  const {name} = asked;
  if (name === undefined)
    throw new DoctorError('Missing 1 required arg: name', 'It may be left out with --from FILE alone. See --help.', 2);
  if (asked.redaction === 'none') return diagnosePod({...asked, name}, run, progress);
  const {withholdFrom} = await import('./bundle.ts');
  const {recording, withheld} = withholdFrom(await recordPod({...asked, name}, run, progress), asked.redaction);
  return {...(await judge(recording, asked, run)), withheld};
}

/** What is asked of a cluster as a whole: of a live one, or of one in a bundle. */
export interface AskedScan extends ScanQuestion {
  /** A bundle's file. */
  readonly from?: string;
  readonly redaction: Redaction;
}

/** The same for a scan. */
export async function answerScan(asked: AskedScan, run: Run, progress: Progress): Promise<Answer> {
  const {scanCluster, recordScan} = await import('./scan-cluster.ts');
  if (asked.from !== undefined) {
    const {openBundle} = await import('./bundle.ts');
    const {recording, redaction, withheld} = await openBundle(asked.from, asked.redaction);
    if (!recording.scan)
      throw new DoctorError('The bundle is of a pod, not of a scan.', 'fargate-doctor pod --from FILE');
    for (const sentence of recording.told) progress.tell(sentence);
    const judged = await judge(recording, asked, run);
    return redaction === 'none' ? judged : {...judged, withheld};
  }
  if (asked.redaction === 'none') return scanCluster(asked, run, progress);
  const {withholdFrom} = await import('./bundle.ts');
  const {recording, withheld} = withholdFrom(await recordScan(asked, run, progress), asked.redaction);
  return {...(await judge(recording, asked, run)), withheld};
}

/** Judges what was recorded. */
async function judge(recording: Recording, asked: Asked | AskedScan, run: Run): Promise<Omit<Answer, 'withheld'>> {
  const subjects = recording.subjects.map(({subject}) => subject);
  const {scan} = recording;
  const whole = scan && {alike: new Map(scan.alike.map((a) => [a.subject, a.others])), scan: () => scan};
  const conclusion = await diagnose(replay(recording), subjects, {...asked, signal: run.signal, ...whole});
  const {clock} = recording.cluster;
  const time = clock?.is === 'known' && typeof clock.value === 'string' ? clock.value : now(run.options.env);
  return {conclusion, startedAt: time};
}
