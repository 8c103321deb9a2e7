import {unmapped} from '../classify-error.ts';
import {absent, unavailable, valueOf, type Fact} from '../../model/fact.ts';
import {isSubjectFact, type FactId, type FactMap} from '../../model/facts.ts';
import {subjectKey, type Subject} from '../../model/kubernetes.ts';
import type {Source} from '../../model/source.ts';
import type {AwsClients, KubeClient} from '../clients/types.ts';
import type {Connection} from '../connection.ts';
import {PROBES} from '../probes/index.ts';
import type {AnyProbe, ProbeContext} from '../probes/probe.ts';
import type {Layer} from './manifest.ts';
import {remember} from './remember.ts';

export {closureOf, permissionOf, rightsOf} from '../probes/rights.ts';
export {remember, rememberReads} from './remember.ts';

/**
 * The facts of a live cluster. Each fact is asked once (once per subject, where subjects differ) and everything that can
 * run at once does: a probe waits for the facts that it names and for nothing else.
 *
 * @param now The time of the diagnosis, RFC 3339.
 * @param over Answers before the cluster is asked; what is derived from these facts is derived from its answers.
 */
export function liveSource(connection: Connection, now: string, over?: Layer): Source {
  const answers = new Map<string, Promise<Fact<unknown>>>();
  const shared = new Map<string, Promise<Fact<unknown>>>();
  const context: Omit<ProbeContext, 'subject'> = {
    kube: kubeOf(connection.kube),
    aws: awsOf(connection.aws),
    target: connection.target,
    now,
    once<T>(key: string, read: () => Promise<Fact<T>>): Promise<Fact<T>> {
      const answer = shared.get(key) ?? read();
      shared.set(key, answer);
      return answer as Promise<Fact<T>>;
    },
  };
  const told = (fact: FactId, subject: Subject): Promise<Fact<unknown>> | undefined => {
    const answer = over?.answer(fact, subject);
    return answer && Promise.resolve(answer);
  };
  const ask = (fact: FactId, subject: Subject): Promise<Fact<unknown>> => {
    const key = isSubjectFact(fact) ? `${fact} ${subjectKey(subject)}` : fact;
    const answer =
      answers.get(key) ??
      told(fact, subject) ??
      learn(PROBES[fact], {...context, subject}, (before) => ask(before, subject));
    answers.set(key, answer);
    return answer;
  };
  return {
    ask: <K extends FactId>(fact: K, subject: Subject) => ask(fact, subject) as Promise<Fact<FactMap[K]>>,
  };
}

/** Runs one probe after what it waits for. Whatever of that has no value is the answer. */
async function learn(
  probe: AnyProbe,
  context: ProbeContext,
  ask: (fact: FactId) => Promise<Fact<unknown>>,
): Promise<Fact<unknown>> {
  const maybe = probe.afterMaybe ?? [];
  const [needed, consulted] = await Promise.all([Promise.all(probe.after.map(ask)), Promise.all(maybe.map(ask))]);
  const before = needed.map((fact, i) => (probe.after[i] === 'target' ? unknownIfAbsent(fact) : fact));
  // What is not there makes the question moot, whatever else could not be read.
  const missing =
    before.find((fact) => fact.is === 'absent') ??
    [...before, ...consulted].find((fact) => fact.is !== 'known' && fact.is !== 'absent');
  if (missing) return missing;
  const given: Readonly<Record<string, unknown>> = Object.fromEntries<unknown>([
    ...probe.after.map((id, i) => [id, valueOf(before[i] ?? absent)] as const),
    ...maybe.map((id, i) => [id, consulted[i]] as const),
  ]);
  try {
    return await probe.ask(given as never, context);
  } catch (error) {
    return unmapped(error);
  }
}

/** Not to know which cluster is meant doesn't make the cluster absent. */
function unknownIfAbsent(target: Fact<unknown>): Fact<unknown> {
  return target.is === 'absent' ? unavailable('nothing tells which EKS cluster this is') : target;
}

/** A client whose every answer is the reason why there is none. */
function kubeOf(kube: Fact<KubeClient>): KubeClient {
  if (kube.is === 'known') return remember(kube.value);
  const gap = kube.is === 'absent' ? unavailable('there is no Kubernetes API to ask') : kube;
  return {server: '', get: () => Promise.resolve(gap), list: () => Promise.resolve(gap)};
}

function awsOf(aws: Fact<AwsClients>): AwsClients {
  if (aws.is === 'known') return aws.value;
  const gap = aws.is === 'absent' ? unavailable('there is no AWS API to ask') : aws;
  return {region: '', call: () => Promise.resolve(gap)};
}
