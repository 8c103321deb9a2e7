import {clusterFacts, factsFor} from '../engine/plan.ts';
import {diagnose, type Conclusion, type DiagnoseOptions} from '../engine/diagnose.ts';
import {globMatches} from '../domain/selectors.ts';
import {now} from '../facts/clock.ts';
import {connect, refuseMismatch} from '../facts/connect.ts';
import type {Connection} from '../facts/connection.ts';
import {DoctorError} from '../facts/errors.ts';
import {liveSource} from '../facts/sources/live.ts';
import {findSubjects} from '../facts/subjects.ts';
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
  const connection = await connect(session.options);
  const source = liveSource(connection, startedAt);
  const namespace = asked.namespace ?? connection.namespace;
  const nobody: Subject = {kind: 'Pod', namespace, name: asked.name};
  const warm = clusterFacts(factsFor(judgement.checks)).map((fact) => source.ask(fact, nobody));
  progress.say(`reading ${namespace}/${asked.name} and the cluster`);
  const subjects = await subjectsOf(connection, source, asked.name, namespace, session, progress);
  const conclusion = await diagnose(source, subjects, {...judgement, signal: session.signal});
  await Promise.race([Promise.allSettled(warm), aborted(session.signal)]);
  await checkConnection(connection, source, subjects[0] ?? nobody, session);
  return {conclusion, startedAt};
}

/** The pods or the workload that NAME means; where they can't be read, the profiles that would take a pod of that namespace. */
async function subjectsOf(
  connection: Connection,
  source: Source,
  name: string,
  namespace: string,
  session: Session,
  progress: Progress,
): Promise<readonly Subject[]> {
  const asked: Subject = {kind: 'Pod', namespace, name};
  if (connection.kube.is !== 'known') return [asked, ...(await standIns(source, asked))];
  const found = await findSubjects(connection.kube.value, {name, namespace}, session.signal);
  if ('gap' in found) return [found.asked, ...(await standIns(source, found.asked))];
  if (found.remark !== undefined) progress.warn(found.remark);
  source.prime?.(found.facts);
  return found.subjects;
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
  const cluster = await Promise.race([source.ask('cluster', subject), aborted(session.signal)]);
  const kube = valueOf(connection.kube);
  if (cluster?.is === 'known' && kube && !session.options.allowMismatch && session.options.cluster === undefined) {
    refuseMismatch(kube.server, cluster.value.endpoint);
  }
  const pod = await Promise.race([source.ask('pod', subject), aborted(session.signal)]);
  if (session.interrupted()) return;
  if (cluster?.is === 'failed' && pod?.is === 'failed') {
    throw new DoctorError(
      'Neither the Kubernetes API nor AWS could be read.',
      `Kubernetes: ${pod.reason}\nAWS: ${cluster.reason}`,
    );
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) setImmediate(() => resolve(undefined));
    else signal.addEventListener('abort', () => setImmediate(() => resolve(undefined)), {once: true});
  });
}
