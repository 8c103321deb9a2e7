// Random worlds: a healthy shape, at most one fault, things that have nothing to do with it. The same seed gives the same
// world, as a story that can be saved and read.
import {FAULTS, NO_FAULTS, ownImage, type Injection, type SingleFault} from './compose-faults.ts';
import {NOISE} from './compose-noise.ts';
import {mergePatch, type Json} from './merge.ts';
import {readStory, type Story} from './story.ts';
import {BASE_WORLDS, type World} from './world.ts';

/** A composed world, and what must be said of it. */
export interface Composed {
  /** `seed base fault`. */
  readonly name: string;
  readonly base: string;
  readonly fault: string;
  readonly injection: Injection;
  readonly story: Story;
  /** The same world with unrelated things in it. */
  readonly noisy: Story;
  /** The story as text, to be kept under mocks/stories. */
  readonly text: Json;
}

/** Numbers in [0, 1) from a seed: mulberry32, which is small and good enough to choose by. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of these. The list must not be empty. */
export function pick<T>(items: readonly T[], next: () => number): T {
  return items[Math.floor(next() * items.length)] as T;
}

/** The same items in another order. */
export function shuffled<T>(items: readonly T[], next: () => number): readonly T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [all[i], all[j]] = [all[j] as T, all[i] as T];
  }
  return all;
}

/** Every shape with every fault that can be made in it. */
export function combinations(now: string): readonly {readonly base: string; readonly fault: SingleFault}[] {
  return Object.entries(BASE_WORLDS).flatMap(([base, build]) => {
    const world = build(now);
    return [...NO_FAULTS, ...FAULTS].filter((f) => f.inject(world) !== undefined).map((fault) => ({base, fault}));
  });
}

/** Composes the world of a seed. */
export function compose(base: string, fault: SingleFault, seed: number, now: string): Composed {
  const build = BASE_WORLDS[base];
  const world = build?.(now);
  const injection = world === undefined ? undefined : fault.inject(world);
  if (world === undefined || injection === undefined) throw new Error(`${fault.id} can't be made in ${base}`);
  const next = random(seed);
  const text = storyText(base, fault.id, world, injection);
  const noise = NOISE.filter(() => next() < 0.5)
    .map((n) => n(world))
    .filter((n) => injection.noProfiles !== true || n.aws?.['profiles'] === undefined);
  const kube = text['kube'] as {readonly remove: readonly string[]; readonly apply: readonly Json[]};
  const noisyText = {
    ...text,
    aws: noise.reduce<unknown>((aws, n) => mergePatch(aws, n.aws ?? {}), text['aws']),
    kube: {...kube, apply: [...noise.flatMap((n) => n.apply ?? []), ...kube.apply]},
    pods: [...(text['pods'] as readonly Json[]), ...noise.flatMap((n) => n.pods ?? [])],
  };
  const read = (from: Json): Story => readStory(JSON.stringify(from), `composed/${base}-${fault.id}.yaml`, now);
  return {
    name: `${base} ${fault.id} (seed ${seed})`,
    base,
    fault: fault.id,
    injection,
    story: read(text),
    noisy: read(noisyText),
    text,
  };
}

function storyText(base: string, id: string, world: World, injection: Injection): Json {
  const {trouble, first} = injection;
  const {pod, events} = shown(world, injection);
  // A pod that came up lately in the same place would speak against a fault that stops all of them.
  const alone = trouble === 'running' ? [] : ['Deployment/default/web'];
  return {
    title: `Composed: ${id} in ${base}`,
    about: 'Composed by the generator.',
    base,
    command: 'pod nginx',
    aws: injection.aws ?? {},
    kube: {remove: [...alone, ...(injection.remove ?? [])], apply: injection.apply ?? []},
    pods: pod === undefined ? [] : [pod],
    events,
    expect:
      first[0] === undefined
        ? {exit: 0, verdict: 'healthy', causes: []}
        : {exit: 3, verdict: 'causes-found', first: first[0]},
  };
}

interface Shown {
  readonly pod?: Json;
  readonly events: readonly Json[];
}

const said = (from: string, message: string, reason = 'FailedScheduling'): Json => ({
  about: 'Pod/default/nginx',
  reason,
  from,
  type: 'Warning',
  age: '3m',
  first: '11m',
  count: 5,
  message,
});

/** Where the webhook writes the security groups of a pod. */
const POD_GROUPS = 'fargate.amazonaws.com/pod-sg';

const BLOCKED = 'Misconfigured Fargate Profile: fargate profile default-fp blocked for new launches due to: ';

/** The asked pod and its events, as the fault lets them be seen. */
function shown(world: World, injection: Injection): Shown {
  const before = world.kube.objects.find((o) => o.kind === 'Pod' && o.metadata.name === 'nginx');
  const groups = before?.metadata.annotations?.[POD_GROUPS];
  const annotations = groups === undefined ? {} : {annotations: {[POD_GROUPS]: groups}};
  const pod = (more: Json): Json =>
    mergePatch({name: 'nginx', age: '14m', ...annotations, ...more}, injection.pod ?? {}) as Json;
  const scheduler = (message: string): Shown => ({
    pod: pod({state: 'timed-out'}),
    events: [said('fargate-scheduler', message)],
  });
  switch (injection.trouble) {
    case 'running':
      return {events: []};
    case 'timed-out':
      return scheduler('Pod provisioning timed out (will retry) for pod: default/nginx');
    case 'unmapped':
      return scheduler(
        `${BLOCKED}Pod execution role is not found in auth config or does not have all required permissions for launching fargate pods.`,
      );
    case 'unassumable':
      return scheduler(
        `${BLOCKED}Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal`,
      );
    case 'unscheduled':
      return {
        pod: pod({state: 'unscheduled'}),
        events: [
          said(
            'default-scheduler',
            '0/4 nodes are available: 4 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.',
          ),
        ],
      };
    case 'refused':
      return {
        pod: pod({state: 'refused', reason: 'POD_UNSUPPORTED_ON_FARGATE', message: injection.message ?? ''}),
        events: [said('fargate-scheduler', injection.message ?? '')],
      };
    case 'pull-public':
    case 'pull-private':
    case 'pull-403':
      return pulling(world, injection, pod);
  }
}

/** A pod whose image does not come, and the kubelet's words for it. */
function pulling(world: World, injection: Injection, pod: (more: Json) => Json): Shown {
  const image = ownImage(world);
  const [host = '', path = ''] = [image.slice(0, image.indexOf('/')), image.slice(image.indexOf('/') + 1)];
  const url = `https://${host}/v2/${path.replace(':', '/manifests/')}`;
  const address = injection.trouble === 'pull-private' ? '10.0.1.141' : '192.0.2.141';
  const why =
    injection.trouble === 'pull-403'
      ? `unexpected status from HEAD request to ${url}: 403 Forbidden`
      : `failed to do request: Head "${url}": dial tcp ${address}:443: i/o timeout`;
  return {
    pod: pod({image, state: 'image-pull', reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"`}),
    events: [
      said('kubelet', `Failed to pull image "${image}": failed to resolve reference "${image}": ${why}`, 'Failed'),
    ],
  };
}

/** The same world with its lists, and the keys of its maps, in another order. */
export function reordered(world: World, seed: number): World {
  const next = random(seed);
  const maps = Object.entries(world.aws).map(([key, value]): [string, unknown] => [
    key,
    // A policy is a text, of which a report may quote a part.
    key === 'policies' ? value : reorder(value, next),
  ]);
  const aws = Object.fromEntries(maps) as unknown as World['aws'];
  // In a VPC the primary range comes first, and so it must stay.
  return {
    ...world,
    aws: {...aws, vpcs: world.aws.vpcs},
    kube: {...world.kube, objects: shuffled(world.kube.objects, next)},
  };
}

/** Members that hold a policy document. */
const DOCUMENTS: ReadonlySet<string> = new Set(['trust', 'inline', 'policy']);

function reorder(value: unknown, next: () => number): unknown {
  if (Array.isArray(value))
    return shuffled(
      value.map((v: unknown) => reorder(v, next)),
      next,
    );
  if (typeof value !== 'object' || value === null) return value;
  const inner = ([k, v]: [string, unknown]): [string, unknown] => [k, DOCUMENTS.has(k) ? v : reorder(v, next)];
  return Object.fromEntries(shuffled(Object.entries(value), next).map(inner));
}
