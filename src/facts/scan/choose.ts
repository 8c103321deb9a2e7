import {isFargateNode} from '../../domain/fargate-node.ts';
import {intentOf, type IntentEvidence} from '../../domain/intent.ts';
import {placementOf} from '../../domain/placement.ts';
import {lacksPods} from '../../domain/short-workload.ts';
import {isStuck, standingOf} from '../../domain/stages.ts';
import type {FargateProfile} from '../../model/aws.ts';
import {known, valueOf, type Fact} from '../../model/fact.ts';
import type {AlikePod, KubeEvent, Pod, SpecifiedPod, Subject} from '../../model/kubernetes.ts';
import {ownerOf} from '../probes/kube/map-meta.ts';
import {mapPod, specifiedByPod} from '../probes/kube/map-pod.ts';
import {mapWorkload, specifiedByTemplate} from '../probes/kube/map-workload.ts';
import {workloadApi} from '../probes/kube/workload-kinds.ts';
import type {ListedWorkload} from './listed.ts';
import type {PodCensus} from './pods.ts';

/** Pods that hang alike: one is diagnosed, and what is found of it holds for all. */
export interface Alike {
  readonly subject: Subject;
  /** The others: pods of the same owner and template, or made alike, that stand at the same place with the same words. */
  readonly others: readonly AlikePod[];
}

/** What a scan is to look into. */
export interface Choice {
  readonly groups: readonly Alike[];
  /** Pods that are not ready and not meant for Fargate. */
  readonly elsewhere: number;
  /** Pods on their way that are not late, or about to end. */
  readonly onTheirWay: number;
}

export interface ChoiceFacts extends Omit<IntentEvidence, 'podEvents' | 'condition'> {
  readonly profiles: Fact<readonly FargateProfile[]>;
  readonly now: string;
  eventsOf(pod: Pod): Promise<Fact<readonly KubeEvent[]>>;
}

/** Chooses what is meant for Fargate and hangs, and groups the pods that hang alike. */
export async function chooseSubjects(
  census: PodCensus,
  workloads: readonly ListedWorkload[],
  facts: ChoiceFacts,
): Promise<Choice> {
  const groups = new Map<string, {subject: Subject; seconds: number; others: AlikePod[]}>();
  const [elsewhere, onTheirWay] = [new Set<string>(), new Set<string>()];
  for (const {object, namespace, name} of census.unready) {
    const pod = mapPod(object);
    const events = await facts.eventsOf(pod);
    const standing = standingOf(pod, events, facts.now);
    const specified = specifiedByPod(pod);
    const condition = pod.status.conditions.find((c) => c.type === 'PodScheduled')?.message;
    const ours = isOurs(specified, {...facts, podEvents: events, ...(condition === undefined ? {} : {condition})});
    const subject: Subject = {kind: 'Pod', namespace, name};
    if (!ours && !hangsOnFargateNode(specified)) elsewhere.add(`${namespace}/${name}`);
    else if (!isStuck(standing)) onTheirWay.add(`${namespace}/${name}`);
    else {
      const key = likeness(pod, `${standing.standing} ${standing.from} ${standing.to}`, facts.profiles);
      const group = groups.get(key);
      if (group) group.others.push({subject, seconds: standing.seconds});
      else groups.set(key, {subject, seconds: standing.seconds, others: []});
    }
  }
  return {
    groups: [...[...groups.values()].map(longestFirst), ...podless(workloads, facts)],
    elsewhere: elsewhere.size,
    onTheirWay: onTheirWay.size,
  };
}

function longestFirst({subject, seconds, others}: AlikePod & {readonly others: readonly AlikePod[]}): Alike {
  const all = [{subject, seconds}, ...others].sort(
    (a, b) => b.seconds - a.seconds || (a.subject.name < b.subject.name ? -1 : 1),
  );
  const [first = {subject, seconds}, ...rest] = all;
  return {subject: first.subject, others: rest};
}

/** Where what the pod is meant for can't be told, it is looked into: the diagnosis says what it lacks. */
function isOurs(pod: SpecifiedPod, {profiles, ...evidence}: IntentEvidence & Pick<ChoiceFacts, 'profiles'>): boolean {
  const intent = intentOf(pod, placementOf(pod, valueOf(profiles) ?? []), evidence);
  if (intent.is !== 'elsewhere') return true;
  // No profile is known to match only where the profiles are known.
  return profiles.is !== 'known' && profiles.is !== 'absent' && intent.because.startsWith('no Fargate profile matches');
}

/** A DaemonSet's pod that its affinity binds to one Fargate node, on which it can never run. */
function hangsOnFargateNode({spec, ...pod}: SpecifiedPod): boolean {
  if (pod.from !== 'pod' || pod.ownerKind !== 'DaemonSet') return false;
  return spec.nodeAffinityTerms.some((term) =>
    term.fields.some((field) => field.values.some((name) => isFargateNode({name, labels: {}}))),
  );
}

/** Pods with the same key differ in nothing that a check reads but their names and ages. */
function likeness(pod: Pod, standing: string, profiles: Fact<readonly FargateProfile[]>): string {
  const {namespace, name, owner, status, labels, spec} = pod;
  // A pod is older than a profile or not: that decides whether the webhook could have seen it.
  const born = Date.parse(pod.createdAt);
  const since = (valueOf(profiles) ?? []).map((p) => born < Date.parse(p.createdAt));
  const plain = (words: string | undefined): string | undefined => words?.replaceAll(name, 'POD');
  return JSON.stringify([
    namespace,
    owner ? [owner.kind, owner.name] : nameless(pod),
    labels['pod-template-hash'] ?? labels['controller-revision-hash'] ?? null,
    labels['eks.amazonaws.com/fargate-profile'] ?? null,
    standing,
    spec.schedulerName,
    spec.nodeName === undefined,
    since,
    status.conditions.map((c) => [c.type, c.status, c.reason, plain(c.message)]),
    status.containers.map((c) => [c.name, c.state.is, 'reason' in c.state ? c.state.reason : null]),
  ]);
}

/** What a pod without an owner was made from, its own name taken out: pods of one loop or one script are the same. */
function nameless({name, labels, annotations, spec}: Pod): unknown {
  const text = JSON.stringify([labels, annotations, spec]).replaceAll(name, 'POD');
  // The service account's token comes in a volume with a name of its own.
  return text.replaceAll(/kube-api-access-[a-z0-9]{5}/g, 'TOKEN');
}

/** Workloads that make pods themselves or through others, want some, and have fewer: judged by their template. */
function podless(workloads: readonly ListedWorkload[], facts: ChoiceFacts): readonly Alike[] {
  return workloads.flatMap(({api, object}): readonly Alike[] => {
    // A Deployment counts what its ReplicaSets lack; a CronJob does not count for its Jobs.
    const owner = workloadApi(ownerOf(object)?.kind ?? '');
    if (owner && owner.kind !== 'CronJob') return [];
    const workload = mapWorkload(api.kind, object);
    if (!lacksPods(workload)) return [];
    const ours = isOurs(specifiedByTemplate(workload), {...facts, podEvents: known([])});
    const {kind, namespace, name} = workload;
    return ours ? [{subject: {kind, namespace, name}, others: []}] : [];
  });
}
