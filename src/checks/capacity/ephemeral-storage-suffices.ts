import {utterances} from '../../domain/messages.ts';
import {diskRequest, USUAL_DISK_GIB} from '../../domain/pod-size.ts';
import {editedObject, kubectlKind} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {IMAGE_ERRORS} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence, Remedy} from '../../model/finding.ts';
import type {KubeEvent, Pod, SpecifiedPod, Workload} from '../../model/kubernetes.ts';
import type {Stage} from '../../model/stage.ts';

export default defineCheck({
  id: 'ephemeral-storage-suffices',
  title: "The pod's ephemeral storage has not run full",
  topic: 'disk space',
  group: 'capacity',
  stage: 'start',
  scope: 'pod',
  needs: ['pod', 'podSpec'],
  consults: ['podEvents', 'workload'],
  causes: {
    'size-ephemeral-too-small': {
      title: 'The ephemeral storage of the pod ran full',
      why: 'A Fargate pod has 20 GiB of ephemeral storage for its images, its writable layers, emptyDir volumes and logs together, unless its containers request more.',
      symptoms: [
        'The pod is evicted: "The node was low on resource: ephemeral-storage".',
        '"no space left on device" while an image is unpacked, or in the application.',
      ],
      proof:
        "The pod's status, an event of the kubelet, or a container's last words say so. The application's words may be about another volume.",
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: ['kubectl set resources deployment/D -n NS -c C --requests=ephemeral-storage=60Gi'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html'],
    },
  },
  run({pod, podSpec, podEvents, workload}, doubt) {
    const full = ranFull(pod, valueOf(podEvents) ?? []);
    if (!full) {
      const hangs = pod.status.phase === 'Failed' || pod.status.containers.some(isWaitingForImage);
      if (hangs) doubt.unsure('podEvents');
      return [];
    }
    const asked = diskRequest(podSpec.spec);
    return [
      {
        cause: 'size-ephemeral-too-small',
        summary: `${full.who} ran out of disk space: the pod ${asked > 0 ? `requests ${asked} GiB of` : `has the usual ${USUAL_DISK_GIB} GiB of`} ephemeral storage.`,
        certainty: full.certainty,
        stage: full.stage,
        evidence: [full.evidence],
        remedies: [raise(podSpec, valueOf(workload), asked)],
      },
    ];
  },
});

interface Full {
  /** "The pod", "Container app". */
  readonly who: string;
  readonly certainty: Certainty;
  readonly stage: Stage;
  readonly evidence: Evidence;
}

const NO_SPACE = 'no space left on device';
/** The kubelet's words for an eviction; the second is for a limit that a container sets itself. */
const EVICTED = ['low on resource: ephemeral-storage', 'ephemeral local storage usage exceeds', 'DiskPressure'];

const isWaitingForImage = (c: Pod['status']['containers'][number]): boolean =>
  c.state.is === 'waiting' && IMAGE_ERRORS.includes(c.state.reason ?? '');

function ranFull(pod: Pod, events: readonly KubeEvent[]): Full | undefined {
  const source = `get pods -n ${pod.namespace}`;
  const ref = `pod/${pod.name}`;
  const {reason = '', message = '', containers} = pod.status;
  if (reason === 'Evicted' && EVICTED.some((words) => message.includes(words))) {
    const evidence = {source, ref, path: 'status.message', value: message.slice(0, 500)};
    return {who: 'The pod was evicted since it', certainty: 'likely', stage: 'start', evidence};
  }
  if (containers.some(isWaitingForImage)) {
    const said = utterances(pod, events).find((u) => u.message.includes(NO_SPACE));
    if (!said) return undefined;
    const evidence: Evidence = {
      source: said.from === 'event' ? 'event' : source,
      ref: said.from === 'event' ? said.component : ref,
      value: said.message.slice(0, 500),
      ...(said.at === undefined ? {} : {at: said.at}),
    };
    return {who: 'Unpacking an image', certainty: 'likely', stage: 'image', evidence};
  }
  for (const {name, state, last, ready} of containers) {
    if (ready) continue;
    for (const [path, was] of [
      ['state', state],
      ['lastState', last],
    ] as const) {
      if (was?.is !== 'terminated' || !was.message?.toLowerCase().includes(NO_SPACE)) continue;
      const at = `status.containerStatuses[${name}].${path}.terminated.message`;
      const evidence = {source, ref, path: at, value: was.message.slice(-500)};
      return {who: `Container ${name}`, certainty: 'possible', stage: 'start', evidence};
    }
  }
  return undefined;
}

function raise(podSpec: SpecifiedPod, workload: Workload | undefined, asked: number): Remedy {
  const size = `${Math.min(150, Math.max(60, Math.ceil(asked * 2)))}Gi`;
  const [first] = podSpec.spec.containers;
  const limits = first?.limits['ephemeral-storage'] === undefined ? [] : [`--limits=ephemeral-storage=${size}`];
  const settable = workload && first && workload.kind !== 'Job';
  return {
    summary: `Request more ephemeral storage in ${editedObject(podSpec, workload)}, 175 GiB at most in all.`,
    commands: settable
      ? [
          sh`kubectl set resources ${kubectlKind(workload.kind)}/${workload.name} -n ${workload.namespace} -c ${first.name} ${[`--requests=ephemeral-storage=${size}`, ...limits]}`,
        ]
      : [],
    changes: 'workload',
  };
}
