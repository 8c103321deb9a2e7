import {fargateSize, parseCapacity, sizeText} from '../../domain/pod-size.ts';
import {CAPACITY_ANNOTATION} from '../../domain/names.ts';
import {inUnits, GIB, parseQuantity} from '../../domain/quantity.ts';
import {editedObject, kubectlKind} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem, Remedy} from '../../model/finding.ts';
import type {Container, ContainerStatus, Workload} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'containers-fit-their-memory',
  title: 'No container was killed for its memory',
  topic: 'memory',
  group: 'capacity',
  stage: 'start',
  scope: 'pod',
  needs: ['pod', 'podSpec'],
  consults: ['workload'],
  causes: {
    'size-oom': {
      title: 'A container was killed because it ran out of memory',
      why: "A container that uses more than its memory limit, or a pod that uses more than its micro-VM has, is killed. Fargate adds 256 MiB for its own components, and with logging on its log router needs 50 to 100 MB of the pod's share.",
      symptoms: ['lastState.terminated.reason is OOMKilled, exit code 137.'],
      proof: 'The container status says OOMKilled.',
      severity: 'error',
      explains: ['start-crashloop'],
      fix: [
        'kubectl set resources deployment/D -n NS -c C --requests=memory=2Gi --limits=memory=2Gi',
        'A VerticalPodAutoscaler must run in mode Auto or Recreate to move pods to a larger size.',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html',
      ],
    },
  },
  run({pod, podSpec, workload}) {
    const killed = pod.status.containers.filter((c) => isKilled(c) && !isHealed(c));
    const size = parseCapacity(pod.annotations[CAPACITY_ANNOTATION] ?? '') ?? fargateSize(podSpec.spec) ?? undefined;
    return killed.map((status): Problem => {
      const container = [...podSpec.spec.initContainers, ...podSpec.spec.containers].find(
        (c) => c.name === status.name,
      );
      const limit = container?.limits['memory'] ?? container?.requests['memory'];
      const path = status.state.reason === 'OOMKilled' ? 'state' : 'lastState';
      return {
        cause: 'size-oom',
        summary: `Container ${status.name} was killed because it ran out of memory (${limit === undefined ? 'it has no limit' : `limit ${limit}`}${size ? `; the pod has ${sizeText(size)}` : ''}).`,
        certainty: 'certain',
        evidence: [
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: `status.containerStatuses[${status.name}].${path}.terminated.reason`,
            value: `OOMKilled, ${status.restarts} ${status.restarts === 1 ? 'restart' : 'restarts'}`,
          },
        ],
        remedies: [raise(status, container, valueOf(workload), editedObject(podSpec, valueOf(workload)))],
      };
    });
  },
});

const isKilled = ({state, last}: ContainerStatus): boolean =>
  state.reason === 'OOMKilled' || (last?.reason === 'OOMKilled' && state.is !== 'unknown');

/** Running again and ready: the kill is history, and worth no cause. */
const isHealed = ({state, ready}: ContainerStatus): boolean => state.is === 'running' && ready;

function raise(
  status: ContainerStatus,
  container: Container | undefined,
  owner: Workload | undefined,
  object: string,
): Remedy {
  const now = parseQuantity(container?.limits['memory'] ?? container?.requests['memory'] ?? '');
  const twice = now === undefined ? undefined : Math.max(1, Math.ceil(inUnits(now * 2n, GIB / 1024n)));
  // kubectl set resources leaves init containers alone, and a Job's template can't be changed.
  const settable = owner && twice !== undefined && owner.kind !== 'Job' && !status.init;
  const memory = `memory=${twice ?? 0}Mi`;
  return {
    summary: `Give container ${status.name} more memory in ${object}, request and limit alike${settable ? ' (the command doubles it)' : ''}.`,
    commands: settable
      ? [
          sh`kubectl set resources ${kubectlKind(owner.kind)}/${owner.name} -n ${owner.namespace} -c ${status.name} ${`--requests=${memory}`} ${`--limits=${memory}`}`,
        ]
      : [],
    changes: 'workload',
  };
}
