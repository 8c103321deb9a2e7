import {clusterFacts, factsFor} from '../engine/plan.ts';
import {diagnose, type Conclusion, type DiagnoseOptions} from '../engine/diagnose.ts';
import {record} from '../engine/record.ts';
import {globMatches} from '../domain/selectors.ts';
import {now} from '../facts/clock.ts';
import {refuseMismatch} from '../facts/cluster/mismatch.ts';
import {connect} from '../facts/connect.ts';
import type {Connection} from '../facts/connection.ts';
import {parseName} from '../facts/subjects/name.ts';
import {DoctorError} from '../facts/errors.ts';
import {liveSource, rememberReads} from '../facts/sources/live.ts';
import {findSubjects, likelySubject, type SubjectArgs} from '../facts/subjects.ts';
import {failed, unavailable, valueOf, type Fact, type Gap} from '../model/fact.ts';
import type {FactId} from '../model/facts.ts';
import type {Cluster, FargateProfile} from '../model/aws.ts';
import type {Subject} from '../model/kubernetes.ts';
import type {Recording} from '../model/recording.ts';
import type {Source} from '../model/source.ts';
import type {Progress} from '../report/progress.ts';
import type {Run} from './run.ts';

/** Which pod is asked about, and how what is found of it is judged. */
export interface PodQuestion extends Pick<DiagnoseOptions, 'checks' | 'ignore' | 'failOn'> {
  readonly name: string;
  readonly namespace?: string;
}

/** A diagnosis, and the time that it is of, RFC 3339. */
export interface Diagnosed {
  readonly conclusion: Conclusion;
  readonly startedAt: string;
}

/** Connects, finds the pod, and diagnoses it. */
export async function diagnosePod(question: PodQuestion, session: Run, progress: Progress): Promise<Diagnosed> {
  progress.say('finding the cluster');
  return diagnosePodOf(await connect(session.options), question, session, progress);
}

/** The same over a connection that stands. */
export async function diagnosePodOf(
  reached: Connection,
  question: PodQuestion,
  session: Run,
  progress: Progress,
): Promise<Diagnosed> {
  const {result, startedAt} = await withPod(reached, question, session, progress, ({source, subjects}) =>
    diagnose(source, subjects, {...question, signal: session.signal}),
  );
  return {conclusion: result, startedAt};
}

/** Connects, finds the pod, and keeps every answer that a diagnosis of it would be given, instead of judging them. */
export async function recordPod(question: PodQuestion, session: Run, progress: Progress): Promise<Recording> {
  progress.say('finding the cluster');
  return recordPodOf(await connect(session.options), question, session, progress);
}

/** The same over a connection that stands. */
export async function recordPodOf(
  reached: Connection,
  question: PodQuestion,
  session: Run,
  progress: Progress,
): Promise<Recording> {
  const {result} = await withPod(reached, question, session, progress, async ({source, subjects, said}) => ({
    ...(await record(source, subjects, factsFor(question.checks), session.signal)),
    told: said === undefined ? [] : [said],
  }));
  return result;
}

/** Finds the pod and does some work with the source of its facts. What does not depend on the pod is asked at once. */
async function withPod<T>(
  reached: Connection,
  question: PodQuestion,
  session: Run,
  progress: Progress,
  work: (meant: Meant) => Promise<T>,
): Promise<{readonly result: T; readonly startedAt: string}> {
  const startedAt = now(session.options.env);
  const connection = rememberReads(reached);
  const source = liveSource(connection, startedAt);
  const args = {name: question.name, namespace: question.namespace ?? connection.namespace};
  const likely = likelySubject(args);
  const facts = factsFor(question.checks);
  // What does not depend on the subject, and most probably the subject's own facts, are asked while it is being found.
  const early = clusterFacts(facts).map((fact) => source.ask(fact, likely ?? NOBODY));
  if (likely) void Promise.allSettled(facts.map((fact) => source.ask(fact, likely)));
  progress.say(`reading ${args.name} and its cluster`);
  // That a name is not there says nothing about the cluster that was meant, where it was looked for in another one.
  const meant = await meantBy(connection, source, args, session, progress).catch(async (error: unknown) => {
    await checkCluster(connection, source, session);
    throw error;
  });
  const result = await work(meant);
  await Promise.race([Promise.allSettled(early), aborted(session.signal)]);
  await checkConnection(connection, source, meant.subjects[0] ?? NOBODY, session);
  return {result, startedAt};
}

/** For facts of the cluster, which are the same whoever asks. */
const NOBODY: Subject = {kind: 'Pod', namespace: 'default', name: ''};

/** What NAME means, and the source to ask about it. */
interface Meant {
  readonly subjects: readonly Subject[];
  readonly source: Source;
  /** What was chosen and why, where that is not the very thing that was named. */
  readonly said?: string;
}

/** The pods or the workload that NAME means; where they can't be read, the profiles that would take a pod of that namespace. */
async function meantBy(
  connection: Connection,
  source: Source,
  args: SubjectArgs,
  session: Run,
  progress: Progress,
): Promise<Meant> {
  const {kind = 'Pod', namespace, name} = parseName(args.name, args.namespace);
  const taken: Subject = {kind, namespace, name};
  const unread = async (subject: Subject, gap: Gap): Promise<Meant> => ({
    subjects: [subject, ...(await standIns(source, subject))],
    source: subject.kind === 'Pod' ? source : withUnreadPods(source, subject, gap),
  });
  if (connection.kube.is !== 'known') {
    return unread(
      taken,
      connection.kube.is === 'absent' ? unavailable('there is no Kubernetes API to ask') : connection.kube,
    );
  }
  const found = await Promise.race([findSubjects(connection.kube.value, args), aborted(session.signal)]);
  if (found === undefined) return unread(taken, failed('no answer before the run was ended'));
  if (found.is === 'unread') return unread(found.subject, found.gap);
  if (found.said !== undefined) progress.tell(found.said);
  return {subjects: found.subjects, source, ...(found.said === undefined ? {} : {said: found.said})};
}

/** Facts that rest on the pod, which are as unread as it is. */
const OF_THE_POD: readonly FactId[] = [
  'pod',
  'podSpec',
  'podEvents',
  'claims',
  'profile',
  'executionRole',
  'accessEntry',
];

/**
 * A source for a workload whose pods could not be listed: it may have pods that hang, so what rests on a pod is unread, and
 * not absent as it is for a workload without pods.
 */
function withUnreadPods(source: Source, subject: Subject, gap: Gap): Source {
  return {
    ask: (fact, of) =>
      of.kind === subject.kind && of.name === subject.name && OF_THE_POD.includes(fact)
        ? Promise.resolve(gap)
        : source.ask(fact, of),
  };
}

async function standIns(source: Source, asked: Subject): Promise<readonly Subject[]> {
  const profiles: Fact<readonly FargateProfile[]> = await source.ask('profiles', asked);
  return (valueOf(profiles) ?? [])
    .filter((p) => p.selectors.some((s) => globMatches(s.namespace, asked.namespace)))
    .map((p) => ({kind: 'FargateProfile', namespace: '', name: p.name}));
}

/** Ends the run where there is nothing to stand on: the wrong cluster, or neither API. */
async function checkConnection(connection: Connection, source: Source, subject: Subject, session: Run): Promise<void> {
  if (session.interrupted()) return;
  const cluster = await checkCluster(connection, source, session);
  const asked = subject.kind === 'Pod' ? 'pod' : 'workload';
  const pod = await Promise.race([source.ask(asked, subject), aborted(session.signal)]);
  const unread = (fact: typeof cluster | typeof pod): string | undefined =>
    fact === undefined
      ? 'no answer before the deadline'
      : fact.is === 'failed' || fact.is === 'unavailable'
        ? fact.reason
        : undefined;
  const [kube, aws] = [unread(pod), unread(cluster)];
  if (kube !== undefined && aws !== undefined) {
    throw new DoctorError('Neither the Kubernetes API nor AWS could be read.', `Kubernetes: ${kube}\nAWS: ${aws}`);
  }
}

/** The cluster as described; ends the run where the kubeconfig's server is not its endpoint. */
async function checkCluster(connection: Connection, source: Source, session: Run): Promise<Fact<Cluster> | undefined> {
  const cluster = await Promise.race([source.ask('cluster', NOBODY), aborted(session.signal)]);
  const described = cluster && valueOf(cluster);
  if (described) refuseMismatch(connection.serverToMatch, described);
  return cluster;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) setImmediate(() => resolve(undefined));
    else signal.addEventListener('abort', () => setImmediate(() => resolve(undefined)), {once: true});
  });
}
