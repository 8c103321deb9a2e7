import type {ClusterTarget} from '../../model/aws.ts';
import type {Answered, Fact} from '../../model/fact.ts';
import type {FactId, FactMap} from '../../model/facts.ts';
import type {Subject} from '../../model/kubernetes.ts';
import type {AwsRight, KubeRight, Right} from '../../model/right.ts';
import type {AwsClients, KubeClient} from '../clients/types.ts';

export type {AwsRight, KubeRight, Right};

/** What a probe may use. */
export interface ProbeContext {
  readonly subject: Subject;
  readonly kube: KubeClient;
  readonly aws: AwsClients;
  /** What the connection knows of the cluster. */
  readonly target: Target;
  /** The time of the diagnosis, RFC 3339. */
  readonly now: string;
  /**
   * Makes a read once per key, whichever subject or probe asks for it: many pods share one execution role. Kubernetes
   * objects need no key: the client of a live source remembers them by their path.
   */
  readonly once: <T>(key: string, read: () => Promise<Fact<T>>) => Promise<Fact<T>>;
}

/**
 * How one fact is learnt: one call, one permission. A probe maps, it does not judge and does not catch. It runs once all
 * of `after` are known; one of them that is absent, denied or failed becomes the probe's own answer.
 */
export interface Probe<K extends FactId = FactId, A extends FactId = FactId, M extends FactId = FactId> {
  readonly fact: K;
  /** The rights that its calls need; empty for a fact that is derived from others. */
  readonly reads: readonly Right[];
  readonly after: readonly A[];
  /** Facts that may be absent, but must have been answered. */
  readonly afterMaybe?: readonly M[];
  /** Which API it talks to; `none` for a derived fact. Decides what an unreachable API makes unknown. */
  readonly api: 'kubernetes' | 'aws' | 'none';
  ask(given: ProbeGiven<A, M>, context: ProbeContext): Promise<Fact<FactMap[K]>> | Fact<FactMap[K]>;
}

export type ProbeGiven<A extends FactId, M extends FactId> = {readonly [I in A]: FactMap[I]} & {
  readonly [I in M]: Answered<FactMap[I]>;
};

export type AnyProbe = Omit<Probe, 'ask'> & {
  ask(given: never, context: ProbeContext): Promise<Fact<unknown>> | Fact<unknown>;
};

/** Gives a probe its types from the facts that it names. */
export function defineProbe<const K extends FactId, const A extends FactId = never, const M extends FactId = never>(
  probe: Probe<K, A, M>,
): Probe<K, A, M> {
  return probe;
}

/** A Kubernetes right in the words of the contract: `get configmaps/aws-auth -n kube-system`. */
export function kubePermission(right: KubeRight, subject?: Pick<Subject, 'namespace'>): string {
  const namespace = right.namespace === 'SUBJECT' ? subject?.namespace : right.namespace;
  const object = right.name === undefined ? right.resource : `${right.resource}/${right.name}`;
  return `${right.verb} ${object}${namespace === undefined ? '' : ` -n ${namespace}`}`;
}

/** What the connection knows of the cluster before any call. */
export type Target = Fact<ClusterTarget>;
