import {lacksPods, refusedPods} from '../domain/short-workload.ts';
import {valueOf, type Fact, type Gap} from '../model/fact.ts';
import type {Subject, WorkloadKind} from '../model/kubernetes.ts';
import type {KubeClient} from './clients/types.ts';
import {mapped} from './probes/answers.ts';
import {labelSelectorOf, readChildren, type Child} from './probes/kube/children.ts';
import {number} from './probes/kube/json.ts';
import {conditions, uidOf} from './probes/kube/map-meta.ts';
import {mapWorkload} from './probes/kube/map-workload.ts';
import {GET_POD, LIST_PODS, read} from './probes/kube/requests.ts';
import {getWorkload, workloadApi, type WorkloadApi} from './probes/kube/workload-kinds.ts';
import {remember, type RememberingKube} from './sources/remember.ts';
import {choose, glimpse, type Choice, type PodGlimpse} from './subjects/choose.ts';
import {lookAround, notFound} from './subjects/missing.ts';
import {parseName, type AskedName} from './subjects/name.ts';

/** What the user typed, and the namespace of `-n` or of the kubeconfig's context. */
export interface SubjectArgs {
  readonly name: string;
  readonly namespace: string;
}

export type Subjects =
  | {
      readonly is: 'found';
      readonly subjects: readonly [Subject, ...Subject[]];
      /** One sentence on what was chosen and why; absent where the very thing that was named is the subject. */
      readonly said?: string;
    }
  /**
   * The Kubernetes API did not say. `subject` is what was asked for, taken at its word, so that the AWS side can go on. It
   * may be a workload whose pods could not be listed: that one is not known to be without pods.
   */
  | {readonly is: 'unread'; readonly subject: Subject; readonly gap: Gap};

/**
 * The subject that a name most probably is, before anything was asked: a pod of that very name. A diagnosis may start with
 * it at once. Undefined for a workload, whose pods must be found first.
 *
 * @throws DoctorError (2) for a name that can't be one.
 */
export function likelySubject(args: SubjectArgs): Subject | undefined {
  const {kind = 'Pod', namespace, name} = parseName(args.name, args.namespace);
  return kind === 'Pod' ? {kind, namespace, name} : undefined;
}

/**
 * Finds what is to be diagnosed. With a client that remembers (`rememberReads`), which the live source then shares, a pod
 * that bears the very name costs no call beyond the one that the diagnosis makes anyway, and pods found in a list are not
 * read again.
 *
 * @throws DoctorError (1) where nothing bears the name, with the nearest names that exist; (2) for bad syntax.
 */
export async function findSubjects(kube: KubeClient, args: SubjectArgs): Promise<Subjects> {
  const asked = parseName(args.name, args.namespace);
  const client = remember(kube);
  const api = workloadApi(asked.kind ?? '');
  return api ? ofWorkload(client, asked, api) : ofPod(client, asked);
}

async function ofPod(kube: RememberingKube, asked: AskedName): Promise<Subjects> {
  const {namespace, name} = asked;
  const subject: Subject = {kind: 'Pod', namespace, name};
  const pod = await kube.get<unknown>(read(GET_POD, asked));
  if (pod.is === 'known') return {is: 'found', subjects: [subject]};
  if (pod.is !== 'absent') return {is: 'unread', subject, gap: pod};

  const pods = await kube.list(read(LIST_PODS, {namespace}), (item: unknown) => {
    const seen = glimpse(item);
    // Only what may be diagnosed is kept whole: a namespace may hold very many pods.
    return seen && (seen.name.startsWith(name) ? seen : {...seen, object: undefined});
  });
  const hits = beginningWith(name, valueOf(pods) ?? []);
  if (hits.length > 0) {
    const one = `pod/${hits[0]?.name ?? ''} is the one whose name begins with ${name}.`;
    const many = `${hits.length} pods have names that begin with ${name}`;
    return found(kube, namespace, choose(hits), (said) => (hits.length === 1 ? one : `${many}${said}`));
  }
  const around = await lookAround(kube, asked);
  const namesake = around.workloads.find((w) => w.name === name);
  const api = asked.kind === undefined && namesake ? workloadApi(namesake.kind) : undefined;
  if (api) return ofWorkload(kube, {...asked, kind: api.kind}, api);
  throw await notFound(
    kube,
    asked,
    around,
    mapped(pods, (all) => all.map((p) => p.name)),
  );
}

/** The pods whose names begin so; `web` means those of `web-…` before those of `webhook-…`. */
function beginningWith(name: string, pods: readonly PodGlimpse[]): readonly PodGlimpse[] {
  const dashed = pods.filter((pod) => pod.name.startsWith(`${name}-`));
  return dashed.length > 0 ? dashed : pods.filter((pod) => pod.name.startsWith(name));
}

async function ofWorkload(kube: RememberingKube, asked: AskedName, api: WorkloadApi): Promise<Subjects> {
  const {namespace, name} = asked;
  const subject: Subject = {kind: api.kind, namespace, name};
  const object = await kube.get<unknown>(read(getWorkload(api), asked));
  if (object.is === 'absent') throw await notFound(kube, asked, await lookAround(kube, asked));
  if (object.is !== 'known') return {is: 'unread', subject, gap: object};

  const pods = await podsOf(kube, api.kind, asked, object.value);
  if (pods.is === 'absent') return {is: 'found', subjects: [subject]};
  if (pods.is !== 'known') return {is: 'unread', subject, gap: pods};
  const word = `${api.kind.toLowerCase()}/${name}`;
  if (pods.value.length === 0) {
    const job = api.kind === 'CronJob' ? await jobWithoutPods(kube, namespace, object.value) : undefined;
    if (job !== undefined) {
      const said = `${word} has no pods: its job/${job}, which wants some, is diagnosed.`;
      return {is: 'found', subjects: [{kind: 'Job', namespace, name: job}], said};
    }
    const none = number(object.value, 'spec', 'replicas') === 0 ? 'asks for no pods (replicas: 0)' : 'has no pods';
    return {is: 'found', subjects: [subject], said: `${word} ${none}: it is diagnosed itself.`};
  }
  const {length} = pods.value;
  const chosen = choose(pods.value);
  // A rollout that is refused leaves the old pods running.
  if (chosen.stuck === 0 && refusedPods({conditions: conditions(object.value)})) {
    const pod = length === 1 ? 'one pod, which is not stuck' : `${length} pods, none of them stuck`;
    return {
      is: 'found',
      subjects: [subject],
      said: `${word} has ${pod}, and is refused others: it is diagnosed itself.`,
    };
  }
  return found(kube, namespace, chosen, (said) =>
    length === 1 ? `${word} has one pod, ${pods.value[0]?.name ?? ''}.` : `${word} has ${length} pods${said}`,
  );
}

function found(
  kube: RememberingKube,
  namespace: string,
  {pods, stuck}: Choice,
  say: (said: string) => string,
): Subjects {
  for (const pod of pods) kube.tell(read(GET_POD, {namespace, name: pod.name}), pod.object);
  const [first, ...rest] = pods.map(({name}): Subject => ({kind: 'Pod', namespace, name}));
  if (!first) throw new Error('a choice without a pod');
  return {is: 'found', subjects: [first, ...rest], said: say(saidOf(pods.length, stuck, first.name))};
}

function saidOf(chosen: number, stuck: number, first: string): string {
  if (stuck === 0) return `, and none is stuck: the newest, ${first}, is diagnosed.`;
  if (stuck > chosen) return `, ${stuck} of them stuck: ${chosen} of those are diagnosed, some of each owner.`;
  return stuck === 1 ? `: the stuck one, ${first}, is diagnosed.` : `: the ${stuck} that are stuck are diagnosed.`;
}

/** The newest Job of a CronJob, where it wants pods that were never made. */
async function jobWithoutPods(kube: RememberingKube, namespace: string, cronJob: unknown): Promise<string | undefined> {
  const jobs = valueOf(await readChildren(kube, 'CronJob', namespace, cronJob)) ?? [];
  return jobs.find((job) => lacksPods(mapWorkload('Job', job.object)))?.name;
}

/** A CronJob keeps few Jobs; more would make the selector too long for a URL. */
const MOST_JOBS = 20;

/** The pods of a workload, by their owners' uids: a selector alone may also fit those of another. */
async function podsOf(
  kube: RememberingKube,
  kind: WorkloadKind,
  {namespace, name}: AskedName,
  workload: unknown,
): Promise<Fact<readonly PodGlimpse[]>> {
  const list = (labelSelector: string): Promise<Fact<readonly PodGlimpse[]>> =>
    kube.list(read(LIST_PODS, {namespace, ...(labelSelector === '' ? {} : {labelSelector})}), glimpse);
  const tell = (children: readonly Child[]): ReadonlySet<string> => {
    for (const child of children) {
      const api = workloadApi(child.kind);
      if (api) kube.tell(read(getWorkload(api), {namespace, name: child.name}), child.object);
    }
    return new Set(children.map((child) => child.uid));
  };
  if (kind === 'CronJob') {
    const jobs = await readChildren(kube, kind, namespace, workload);
    if (jobs.is !== 'known' || jobs.value.length === 0) return mapped(jobs, () => []);
    const uids = tell(jobs.value.slice(0, MOST_JOBS));
    const names = jobs.value.slice(0, MOST_JOBS).map((job) => job.name);
    return mapped(await list(`job-name in (${names.join(',')})`), (pods) => ownedBy(pods, uids));
  }
  if (kind !== 'Deployment') {
    return mapped(await list(labelSelectorOf(workload)), (pods) => ownedBy(pods, new Set([uidOf(workload) ?? ''])));
  }
  const [sets, pods] = await Promise.all([
    readChildren(kube, kind, namespace, workload),
    list(labelSelectorOf(workload)),
  ]);
  if (sets.is === 'known') return mapped(pods, (all) => ownedBy(all, tell(sets.value)));
  // Without the right to list ReplicaSets their names tell: a Deployment's begin with its own.
  return mapped(pods, (all) =>
    all.filter(({owner}) => owner?.kind === 'ReplicaSet' && owner.name.startsWith(`${name}-`)),
  );
}

const ownedBy = (pods: readonly PodGlimpse[], uids: ReadonlySet<string>): readonly PodGlimpse[] =>
  pods.filter(({owner}) => owner !== undefined && owner.uid !== '' && uids.has(owner.uid));
