import {clusterFacts, factsFor} from '../engine/plan.ts';
import {diagnose, type Conclusion, type DiagnoseOptions} from '../engine/diagnose.ts';
import {globMatches} from '../domain/selectors.ts';
import {now} from '../facts/clock.ts';
import {refuseMismatch} from '../facts/cluster/mismatch.ts';
import {connect} from '../facts/connect.ts';
import type {Connection} from '../facts/connection.ts';
import {DoctorError} from '../facts/errors.ts';
import {liveSource, rememberReads} from '../facts/sources/live.ts';
import {findSubjects, likelySubject, type SubjectArgs} from '../facts/subjects.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {FargateProfile} from '../model/aws.ts';
import type {Subject} from '../model/kubernetes.ts';
import type {Source} from '../model/source.ts';
import type {Progress} from '../report/progress.ts';
import type {Session} from './session.ts';

/** Connects, finds the pod, and diagnoses it. Everything that does not depend on the pod is asked at once. */
export async function diagnosePod(
  asked: {readonly name: string; readonly namespace?: string},
  judgement: Pick<DiagnoseOptions, 'checks' | 'ignore' | 'failOn'>,
  session: Session,
  progress: Progress,
): Promise<{readonly conclusion: Conclusion; readonly startedAt: string}> {
  const startedAt = now(session.options.env);
  progress.say('finding the cluster');
  const connection = rememberReads(await connect(session.options));
  const source = liveSource(connection, startedAt);
  const args = {name: asked.name, namespace: asked.namespace ?? connection.namespace};
  const likely = likelySubject(args);
  const facts = factsFor(judgement.checks);
  // What does not depend on the subject, and most probably the subject's own facts, are asked while it is being found.
  const early = clusterFacts(facts).map((fact) => source.ask(fact, likely ?? NOBODY));
  if (likely) void Promise.allSettled(facts.map((fact) => source.ask(fact, likely)));
  progress.say(`reading ${args.name} and its cluster`);
  const subjects = await subjectsOf(connection, source, args, session, progress);
  const conclusion = await diagnose(source, subjects, {...judgement, signal: session.signal});
  await Promise.race([Promise.allSettled(early), aborted(session.signal)]);
  await checkConnection(connection, source, subjects[0] ?? NOBODY, session);
  return {conclusion, startedAt};
}

/** For facts of the cluster, which are the same whoever asks. */
const NOBODY: Subject = {kind: 'Pod', namespace: 'default', name: ''};

/** The pods or the workload that NAME means; where they can't be read, the profiles that would take a pod of that namespace. */
async function subjectsOf(
  connection: Connection,
  source: Source,
  args: SubjectArgs,
  session: Session,
  progress: Progress,
): Promise<readonly Subject[]> {
  const taken: Subject = likelySubject(args) ?? {kind: 'Pod', ...args};
  if (connection.kube.is !== 'known') return [taken, ...(await standIns(source, taken))];
  const found = await Promise.race([findSubjects(connection.kube.value, args), aborted(session.signal)]);
  if (found?.is === 'found') {
    if (found.said !== undefined) progress.tell(found.said);
    return found.subjects;
  }
  const subject = found?.subject ?? taken;
  return [subject, ...(await standIns(source, subject))];
}

async function standIns(source: Source, asked: Subject): Promise<readonly Subject[]> {
  const profiles: Fact<readonly FargateProfile[]> = await source.ask('profiles', asked);
  const all = valueOf(profiles) ?? [];
  const fitting = all.filter((p) => p.selectors.some((s) => globMatches(s.namespace, asked.namespace)));
  return (fitting.length > 0 ? fitting : all).map((p) => ({kind: 'FargateProfile', namespace: '', name: p.name}));
}

/** Ends the run where there is nothing to stand on: the wrong cluster, or neither API. */
async function checkConnection(
  connection: Connection,
  source: Source,
  subject: Subject,
  session: Session,
): Promise<void> {
  if (session.interrupted()) return;
  const cluster = await Promise.race([source.ask('cluster', subject), aborted(session.signal)]);
  const described = cluster && valueOf(cluster);
  if (described) refuseMismatch(connection.serverToMatch, described);
  const pod = await Promise.race([source.ask('pod', subject), aborted(session.signal)]);
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

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) setImmediate(() => resolve(undefined));
    else signal.addEventListener('abort', () => setImmediate(() => resolve(undefined)), {once: true});
  });
}
