import {isCoreDns} from '../../domain/coredns.ts';
import {CAPACITY_ANNOTATION} from '../../domain/names.ts';
import {fargateSize, parseCapacity} from '../../domain/pod-size.ts';
import {inUnits, ONE, parseQuantity} from '../../domain/quantity.ts';
import {boundForFargate, fieldEvidence, inContainers, isUnsettled} from '../../domain/spec-refusal.ts';
import {spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {placedContainers, takeOut, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem} from '../../model/finding.ts';
import type {PodSpec, SpecifiedPod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'container-limits-equal-requests',
  title: "Containers' limits equal their requests",
  topic: 'limits',
  group: 'pod-spec',
  stage: 'start',
  scope: 'pod',
  precedence: 'spec',
  needs: ['podSpec', 'subject'],
  consults: ['profile', 'pod', 'podEvents', 'workload'],
  causes: {
    'spec-requests-ne-limits': {
      title: 'Limits above requests',
      why: "The micro-VM is cut to the requests. A CPU limit above what was provisioned is a quota that its kernel may refuse, and then the container cannot start. AWS's answer is that requests must equal limits, since Fargate pods run with guaranteed priority.",
      symptoms: [
        'StartError: "failed to write …: write …/cpu.cfs_quota_us: invalid argument"',
        'Often none: most pods with limits above their requests do start.',
      ],
      proof:
        'A limit is larger than the request beside it. It is a cause where the kernel has refused the quota, or where the CPU limit is larger than the vCPUs provisioned; otherwise it is a note, and of CoreDNS, whose manifest has it so, nothing.',
      severity: 'error',
      atMost: 'likely',
      explains: ['start-cfs-quota'],
      fix: ['kubectl set resources deployment/D -n NS --requests=cpu=1,memory=2Gi --limits=cpu=1,memory=2Gi'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html',
        'https://github.com/aws/containers-roadmap/issues/1890',
        'https://github.com/aws/containers-roadmap/issues/1864',
      ],
    },
  },
  run(given, doubt) {
    const {podSpec, subject, pod, podEvents, workload} = given;
    if (boundForFargate(given) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const fields = find(podSpec.spec);
    if (fields.length === 0 || isUnsettled(given, doubt)) return [];
    const value = valueOf(pod);
    const [refused] = value ? spokenOf(value, valueOf(podEvents) ?? [], ['cfs-quota']) : [];
    const cpus = provisioned(podSpec);
    const above = fields.filter((field) => cpus !== undefined && (cpuOf(field) ?? 0) > cpus);
    const ready = value?.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True') === true;
    const [worst = fields[0]] = above;
    if (!worst) return [];
    const seen: readonly [Evidence, ...Evidence[]] = [
      fieldEvidence(given, worst),
      ...fields.filter((field) => field !== worst).map((field) => fieldEvidence(given, field)),
    ];
    const problem: Problem = {
      cause: 'spec-requests-ne-limits',
      summary:
        above.length > 0 && cpus !== undefined
          ? `The CPU limit of ${inContainers(above)} (${worst.value}) is above the ${cpus} vCPU that the pod is given${refused ? ', and the kernel refuses it' : ''}.`
          : `The limits of ${inContainers(fields)} are above the requests${refused ? ', and the kernel refuses the CPU quota' : '; Fargate gives the pod what it requests'}.`,
      certainty: refused || above.length > 0 ? 'likely' : 'possible',
      evidence: value && refused ? [...seen, spokenEvidence(value, refused.utterance, refused.clause)] : seen,
      remedies: [
        takeOut({
          subject,
          podSpec,
          workload,
          find,
          what: 'limits above the requests',
          deed: (place) =>
            `Raise the requests to the limits in ${place} (where the container needs less, lower the limit by hand)`,
        }),
      ],
    };
    const harmless = !refused && (ready || above.length === 0);
    // EKS's own manifest has it so, and an update of the add-on would undo the change.
    if (harmless && isCoreDns(podSpec)) return [];
    return [harmless ? {...problem, note: true, severity: 'warning'} : problem];
  },
});

/** vCPUs of the pod's micro-VM: as provisioned, else as Fargate would choose them. */
function provisioned({annotations, spec}: SpecifiedPod): number | undefined {
  return parseCapacity(annotations[CAPACITY_ANNOTATION] ?? '')?.cpu ?? fargateSize(spec)?.cpu;
}

function cpuOf(field: SpecField): number | undefined {
  const amount = field.path.endsWith('.cpu') ? parseQuantity(field.value.split(' ')[0] ?? '') : undefined;
  return amount === undefined ? undefined : inUnits(amount, ONE);
}

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec).flatMap(({container, path, pointer}) =>
    (['cpu', 'memory'] as const).flatMap((resource) => {
      const request = container.requests[resource];
      const limit = container.limits[resource];
      if (request === undefined || limit === undefined) return [];
      const [low, high] = [parseQuantity(request), parseQuantity(limit)];
      if (low === undefined || high === undefined || high <= low) return [];
      return [
        {
          path: `${path}.resources.limits.${resource}`,
          value: `${limit} (request ${request})`,
          container: container.name,
          // The lower limit would be a kill, or a brake, for what uses more than it asks for.
          mend: {op: 'replace' as const, path: `${pointer}/resources/requests/${resource}`, value: limit},
        },
      ];
    }),
  );
