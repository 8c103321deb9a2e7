import {editedObject} from '../../domain/remedies.ts';
import {capital, inContainers, listed, refusals, REFUSAL_INPUTS, type RefusalGiven} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {Remedy} from '../../model/finding.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-binds-no-host-port',
  title: 'No container binds a port of its host',
  topic: 'host ports',
  causes: {
    'spec-host-port': {
      title: 'A hostPort or hostIP',
      why: 'Fargate refuses containers that bind a port or an address of the host. The pod has an address of its own in the VPC, so the container port is reachable without it. A pod with hostNetwork is given host ports by the API server.',
      symptoms: ['"Pod not supported on Fargate: port contains HostIP or HostPort"'],
      proof: 'ports[].hostPort is greater than 0, or ports[].hostIP is set, in the pod or the template.',
      severity: 'error',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/ports/0/hostPort"}]'`,
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/589',
      ],
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-host-port',
        says: ['host-port'],
        find,
        what: 'host ports and host addresses',
        summary: (fields) =>
          `${capital(inContainers(fields))} ${new Set(fields.map((f) => f.container)).size === 1 ? 'binds' : 'bind'} ${listed(fields.map(named))}, which Fargate refuses.`,
        ...withHostNetwork(given),
      },
    ]),
});

/** Where the template has no host port and yet the pod has them: the API server fills them in for `hostNetwork` alone. */
function withHostNetwork({podSpec, workload}: RefusalGiven): {readonly remedies?: readonly Remedy[]} {
  if (!podSpec.spec.hostNetwork || workload.is !== 'known' || find(workload.value.template.spec).length > 0) return {};
  const ports = placedContainers(podSpec.spec).flatMap(({container}) => container.ports);
  if (ports.some((port) => port.hostIP || (port.hostPort ?? port.containerPort) !== port.containerPort)) return {};
  return {
    remedies: [
      {
        summary: `It goes with hostNetwork: the API server gives such a pod a host port for each of its ports, and the template of ${editedObject(podSpec, workload.value)} has none.`,
        commands: [],
        changes: 'workload',
      },
    ],
  };
}

const named = (field: SpecField): string => `${field.path.endsWith('hostIP') ? 'host IP' : 'host port'} ${field.value}`;

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec).flatMap(({container, path, pointer}) =>
    container.ports.flatMap((port, i) => {
      const field = (name: 'hostPort' | 'hostIP', value: string): SpecField => ({
        path: `${path}.ports[${i}].${name}`,
        value,
        container: container.name,
        mend: {op: 'remove', path: `${pointer}/ports/${i}/${name}`},
      });
      return [
        ...(port.hostPort !== undefined && port.hostPort > 0 ? [field('hostPort', String(port.hostPort))] : []),
        ...(port.hostIP ? [field('hostIP', port.hostIP)] : []),
      ];
    }),
  );
