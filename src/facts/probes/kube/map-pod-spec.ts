import type {
  Container,
  ContainerPort,
  NodeSelectorRequirement,
  PodSpec,
  Toleration,
  Volume,
} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {dictionary, flag, number, objects, setFields, strings, text} from './json.ts';
import {overrides} from './map-overrides.ts';
import {portFlags} from './map-port-flags.ts';

/** Reads a pod's `spec`, or a template's. Environment, arguments and probes of containers are left behind. */
export function mapPodSpec(spec: unknown): PodSpec {
  return {
    schedulerName: text(spec, 'schedulerName') ?? '',
    serviceAccountName: text(spec, 'serviceAccountName') ?? text(spec, 'serviceAccount') ?? 'default',
    nodeSelector: dictionary(spec, 'nodeSelector'),
    nodeAffinityTerms: objects(
      spec,
      'affinity',
      'nodeAffinity',
      'requiredDuringSchedulingIgnoredDuringExecution',
      'nodeSelectorTerms',
    ).map((term) => ({
      expressions: requirements(term, 'matchExpressions'),
      fields: requirements(term, 'matchFields'),
    })),
    affinityKinds: ['nodeAffinity', 'podAffinity', 'podAntiAffinity'].filter(
      (kind) => setFields(spec, 'affinity', kind).length > 0,
    ),
    tolerations: objects(spec, 'tolerations').map(mapToleration),
    topologySpreadKeys: named(spec, 'topologySpreadConstraints', 'topologyKey'),
    hostNetwork: flag(spec, 'hostNetwork') ?? false,
    hostPID: flag(spec, 'hostPID') ?? false,
    hostIPC: flag(spec, 'hostIPC') ?? false,
    readinessGates: named(spec, 'readinessGates', 'conditionType'),
    volumes: objects(spec, 'volumes').flatMap(mapVolume),
    initContainers: objects(spec, 'initContainers').flatMap(mapContainer),
    containers: objects(spec, 'containers').flatMap(mapContainer),
    ephemeralContainers: objects(spec, 'ephemeralContainers').flatMap(mapContainer),
    overhead: dictionary(spec, 'overhead'),
    overrides: overrides(spec),
    ...some({
      nodeName: text(spec, 'nodeName'),
      os: text(spec, 'os', 'name'),
      runtimeClassName: text(spec, 'runtimeClassName'),
      priorityClassName: text(spec, 'priorityClassName'),
      restartPolicy: text(spec, 'restartPolicy'),
    }),
  };
}

/** Reads `matchExpressions` or `matchFields`, of node selectors and of label selectors alike. */
export function requirements(json: unknown, field: string): readonly NodeSelectorRequirement[] {
  return objects(json, field).flatMap((r) => {
    const key = text(r, 'key');
    return key === undefined ? [] : [{key, operator: text(r, 'operator') ?? '', values: strings(r, 'values')}];
  });
}

const named = (json: unknown, list: string, field: string): readonly string[] =>
  objects(json, list).flatMap((item) => text(item, field) ?? []);

function mapToleration(toleration: unknown): Toleration {
  return {
    key: text(toleration, 'key') ?? '',
    // The API's default, which a template may leave out.
    operator: text(toleration, 'operator') ?? 'Equal',
    ...some({value: text(toleration, 'value'), effect: text(toleration, 'effect')}),
  };
}

function mapVolume(volume: unknown): readonly Volume[] {
  const name = text(volume, 'name');
  if (name === undefined) return [];
  const [type] = setFields(volume).filter((field) => field !== 'name');
  const claimName = text(volume, 'persistentVolumeClaim', 'claimName');
  // A volume without a source is an emptyDir (Kubernetes API reference, Volume).
  return [{name, type: type ?? 'emptyDir', ...some({claimName})}];
}

function mapContainer(container: unknown): readonly Container[] {
  const name = text(container, 'name');
  if (name === undefined) return [];
  return [
    {
      name,
      image: text(container, 'image') ?? '',
      requests: dictionary(container, 'resources', 'requests'),
      limits: dictionary(container, 'resources', 'limits'),
      ports: objects(container, 'ports').flatMap(mapPort),
      capabilitiesAdd: strings(container, 'securityContext', 'capabilities', 'add'),
      volumeDevices: named(container, 'volumeDevices', 'name'),
      portFlags: portFlags(container),
      ...some({
        restartPolicy: text(container, 'restartPolicy'),
        privileged: flag(container, 'securityContext', 'privileged'),
        allowPrivilegeEscalation: flag(container, 'securityContext', 'allowPrivilegeEscalation'),
      }),
    },
  ];
}

function mapPort(port: unknown): readonly ContainerPort[] {
  const containerPort = number(port, 'containerPort');
  if (containerPort === undefined) return [];
  const rest = {hostPort: number(port, 'hostPort'), hostIP: text(port, 'hostIP'), name: text(port, 'name')};
  return [{containerPort, ...some(rest)}];
}
