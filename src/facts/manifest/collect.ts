import type {ManifestWarning} from '../../model/diagnosis.ts';
import type {Position} from '../../model/finding.ts';
import {subjectKey, type SpecifiedPod, type Subject, type Workload, type WorkloadKind} from '../../model/kubernetes.ts';
import {at, text} from '../probes/kube/json.ts';
import {mapPod, specifiedByPod} from '../probes/kube/map-pod.ts';
import {mapWorkload, specifiedByTemplate} from '../probes/kube/map-workload.ts';
import {claimTemplates, type ClaimTemplate} from './claim-templates.ts';
import {unreadableAt, type ManifestDocument} from './parse.ts';
import {stepsOf, type Step} from './positions.ts';
import {strangeFields} from './unknown-fields.ts';

/** A pod, or a workload with a pod template, as a manifest has it. */
export interface PlannedPod {
  readonly subject: Subject;
  readonly podSpec: SpecifiedPod;
  /** Absent for a bare pod. */
  readonly workload?: Workload;
  /** Where the object begins. */
  readonly position: Position;
  /** Where one of its fields stands, by its path as evidence writes it. */
  place(path: string): Position;
}

/** Something else in a manifest that decides whether a pod runs: a claim, a volume, a class. */
export interface PlannedObject {
  readonly json: unknown;
  /** `persistentvolumeclaim/data`, as evidence writes it, with its namespace before it where it has one. */
  readonly ref: string;
  place(path: string): Position;
}

/** What manifests say. */
export interface Manifest {
  readonly pods: readonly PlannedPod[];
  /** By API path: `/api/v1/namespaces/shop/persistentvolumeclaims/data`. */
  readonly objects: ReadonlyMap<string, PlannedObject>;
  /** Objects without pods, the above included. */
  readonly otherObjects: number;
  readonly warnings: readonly ManifestWarning[];
}

export interface CollectOptions {
  /** For objects that name none. */
  readonly namespace: string;
  /** The user chose that namespace: an object that names another one is refused, as kubectl does. */
  readonly chosen: boolean;
  /** The time at which it would be created, RFC 3339. */
  readonly now: string;
}

/** An object of a document, or of a list in one. */
interface Found {
  readonly json: unknown;
  readonly kind: string;
  readonly steps: readonly Step[];
  readonly document: ManifestDocument;
}

/**
 * Sorts the objects of manifests. One that is given twice counts as it is given last, as when both are applied.
 *
 * @throws DoctorError (2) with the position of what is no Kubernetes object, or has no name.
 */
export function collect(documents: readonly ManifestDocument[], options: CollectOptions): Manifest {
  const pods = new Map<string, PlannedPod>();
  const objects = new Map<string, PlannedObject>();
  const warnings: ManifestWarning[] = [];
  let otherObjects = 0;
  for (const found of documents.flatMap((document) => objectsIn(document, document.json, [], 0))) {
    const api = PODDED[found.kind];
    if (api === undefined || !api.includes(text(found.json, 'apiVersion') ?? '')) {
      otherObjects++;
      keep(objects, found, options);
      continue;
    }
    warnings.push(...strangeFields(found.kind, found.json, found.document, found.steps));
    const pod = plannedPod(found, options);
    const key = subjectKey(pod.subject);
    if (pods.has(key)) {
      warnings.push({message: `${pod.podSpec.ref} is given twice; this one counts`, position: pod.position});
    }
    pods.set(key, pod);
    for (const template of pod.templates) {
      const {path, json} = template;
      if (!objects.has(path)) objects.set(path, {json, ref: refOf(path), place: (field) => template.place(field)});
    }
  }
  return {pods: [...pods.values()], objects, otherObjects, warnings};
}

/** The kinds with pods, and the versions of their APIs that a server of today knows. */
const PODDED: Readonly<Record<string, readonly string[]>> = {
  Pod: ['v1'],
  ReplicationController: ['v1'],
  Deployment: ['apps/v1'],
  ReplicaSet: ['apps/v1'],
  StatefulSet: ['apps/v1'],
  DaemonSet: ['apps/v1'],
  Job: ['batch/v1'],
  CronJob: ['batch/v1'],
};

/** A list in a list is no API object. */
const MOST_LISTS = 2;

function objectsIn(document: ManifestDocument, json: unknown, steps: readonly Step[], lists: number): readonly Found[] {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw unreadableAt(document.place(steps), 'a Kubernetes object is wanted here: a map with apiVersion and kind');
  }
  const kind = text(json, 'kind');
  if (kind === undefined || text(json, 'apiVersion') === undefined) {
    throw unreadableAt(
      document.place(steps),
      `this is no Kubernetes object: ${kind === undefined ? 'kind' : 'apiVersion'} is not set`,
    );
  }
  const list = at(json, 'items');
  if (!kind.endsWith('List') || !Array.isArray(list) || lists >= MOST_LISTS) return [{json, kind, steps, document}];
  return list.flatMap((item, i) => objectsIn(document, item, [...steps, 'items', i], lists + 1));
}

function plannedPod(
  {json, kind, steps, document}: Found,
  {namespace: fallback, chosen, now}: CollectOptions,
): PlannedPod & {readonly templates: readonly ClaimTemplate[]} {
  const position = document.place([...steps, 'kind']);
  const generated = text(json, 'metadata', 'generateName')?.replace(/-+$/, '');
  const name = text(json, 'metadata', 'name') ?? generated;
  if (name === undefined) throw unreadableAt(position, `this ${kind} has no metadata.name`);
  const own = text(json, 'metadata', 'namespace');
  if (chosen && own !== undefined && own !== fallback) {
    throw unreadableAt(
      document.place([...steps, 'metadata', 'namespace']),
      `${kind} ${name} names namespace ${own}, but -n says ${fallback}`,
      'Leave out -n, or take the namespace out of the manifest.',
    );
  }
  const namespace = own ?? fallback;
  const metadata = {...(at(json, 'metadata') as object), name, namespace, creationTimestamp: now};
  const full = {...(json as object), metadata};
  const subject: Subject = {kind: kind as 'Pod' | WorkloadKind, namespace, name, planned: true};
  const place = (path: string): Position => document.place([...steps, ...stepsOf(path)]);
  if (kind === 'Pod') {
    return {subject, podSpec: {...specifiedByPod(mapPod(full)), from: 'template'}, position, place, templates: []};
  }
  const workload = mapWorkload(kind as WorkloadKind, full);
  const specified = specifiedByTemplate(workload);
  if (kind !== 'StatefulSet') return {subject, podSpec: specified, workload, position, place, templates: []};
  const templates = claimTemplates(full, {namespace, name}, place);
  // The controller puts a volume for each template in the place of one that bears the same name.
  const volumes = [
    ...specified.spec.volumes.filter((v) => !templates.some((t) => t.volume === v.name)),
    ...templates.map((t) => ({name: t.volume, type: 'persistentVolumeClaim', claimName: t.claim})),
  ];
  const kept = volumes.length - templates.length;
  const placed = (path: string): Position => {
    const made = /^spec\.template\.spec\.volumes\[(\d{1,4})\]/.exec(path)?.[1];
    return made === undefined || Number(made) < kept
      ? place(path)
      : place(`spec.volumeClaimTemplates[${Number(made) - kept}]`);
  };
  const podSpec = {...specified, spec: {...specified.spec, volumes}};
  return {subject, podSpec, workload, position, place: placed, templates};
}

/** The kinds that are looked up when a pod's claims are. */
const KEPT: Readonly<Record<string, {readonly api: string; readonly resource: string; readonly namespaced: boolean}>> =
  {
    'v1 PersistentVolumeClaim': {api: '/api/v1', resource: 'persistentvolumeclaims', namespaced: true},
    'v1 PersistentVolume': {api: '/api/v1', resource: 'persistentvolumes', namespaced: false},
    'storage.k8s.io/v1 StorageClass': {api: '/apis/storage.k8s.io/v1', resource: 'storageclasses', namespaced: false},
  };

function keep(objects: Map<string, PlannedObject>, found: Found, options: CollectOptions): void {
  const {json, kind, steps, document} = found;
  const key = `${text(json, 'apiVersion') ?? ''} ${kind}`;
  const kept = Object.hasOwn(KEPT, key) ? KEPT[key] : undefined;
  const name = text(json, 'metadata', 'name');
  if (kept === undefined || name === undefined) return;
  const namespace = text(json, 'metadata', 'namespace') ?? options.namespace;
  const within = kept.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const path = `${kept.api}${within}/${kept.resource}/${encodeURIComponent(name)}`;
  // What it says of its own status is a copy of the past.
  const {status: _status, ...rest} = json as {readonly status?: unknown};
  objects.set(path, {json: rest, ref: refOf(path), place: (p) => document.place([...steps, ...stepsOf(p)])});
}

/** `shop/persistentvolumeclaim/data`, `persistentvolume/data`. */
function refOf(path: string): string {
  const parts = path.split('/').map(decodeURIComponent);
  const [resource = '', name = ''] = parts.slice(-2);
  const kind = resource.replace(/classes$/, 'class').replace(/([^s])s$/, '$1');
  const namespace = parts.at(-4) === 'namespaces' ? `${parts.at(-3) ?? ''}/` : '';
  return `${namespace}${kind}/${name}`;
}
