import {CAPACITY_ANNOTATION} from '../../domain/names.ts';
import {
  cpuRow,
  fargateSize,
  OVERHEAD_GIB,
  parseCapacity,
  podNeed,
  sizeText,
  type FargateSize,
} from '../../domain/pod-size.ts';
import {boundForFargate, fieldEvidence} from '../../domain/spec-refusal.ts';
import {placedContainers} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'size-is-what-was-asked',
  title: 'Fargate bills no more vCPUs than the pod asks for',
  topic: 'billed size',
  group: 'capacity',
  stage: 'ready',
  scope: 'pod',
  needs: ['podSpec'],
  consults: ['profile', 'pod'],
  causes: {
    'size-silent-upsize': {
      title: 'Fargate gives and bills a larger size than was asked for',
      why: 'Fargate has fixed combinations of vCPU and memory, and adds 256 MiB to what a pod asks for. Memory that does not fit the row of its vCPUs moves the pod to the next row, with more vCPUs than it asked for. A large init container does the same for the whole life of the pod.',
      symptoms: ['The annotation CapacityProvisioned shows more vCPUs than the requests, and so does the bill.'],
      proof:
        "The annotation CapacityProvisioned, or for a pod without it the published combinations, against the pod's requests.",
      severity: 'info',
      fix: ['kubectl set resources deployment/D -n NS --requests=cpu=1,memory=7936Mi --limits=cpu=1,memory=7936Mi'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html'],
    },
  },
  run({podSpec, profile, pod}, doubt) {
    if (boundForFargate({podSpec, profile}) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const {spec} = podSpec;
    const need = podNeed(spec);
    const given = parseCapacity(valueOf(pod)?.annotations[CAPACITY_ANNOTATION] ?? '') ?? fargateSize(spec);
    const row = cpuRow(need);
    // How Fargate counts such a pod is not documented, so that nothing can be called more than was asked for.
    if (!given || !row || !need.confirmed) return [];
    const why = given.cpu > row.cpu ? byMemory(need, row, given) : byInit(spec, given);
    if (why === undefined) return [];
    return [
      {
        cause: 'size-silent-upsize',
        note: true,
        summary: `Fargate gives and bills this pod ${sizeText(given)}: ${why}.`,
        certainty: 'certain',
        evidence: [
          {
            source: `get pods -n ${podSpec.namespace}`,
            ref: podSpec.ref,
            path: `metadata.annotations.${CAPACITY_ANNOTATION}`,
            value: valueOf(pod)?.annotations[CAPACITY_ANNOTATION] ?? `none yet; ${sizeText(given)} by its requests`,
          },
          ...requestsSeen(spec).map((field) => fieldEvidence({podSpec}, field)),
        ],
        remedies: [],
      },
    ];
  },
});

/** Memory that does not fit the row of the vCPUs that were asked for. */
function byMemory(
  need: {readonly cpu: number; readonly memoryGiB: number},
  row: {readonly cpu: number; readonly mostMemory: number},
  given: FargateSize,
): string | undefined {
  const asked = round(need.memoryGiB - OVERHEAD_GIB);
  if (need.memoryGiB <= row.mostMemory) return undefined;
  return `it asks for ${need.cpu} vCPU and ${asked} GB, which with the ${OVERHEAD_GIB} GB that Fargate adds is more than ${row.cpu} vCPU can have (${row.mostMemory} GB), so it pays for ${given.cpu}`;
}

/** An init container that is larger than all that runs after it. */
function byInit(spec: PodSpec, given: FargateSize): string | undefined {
  const without = spec.initContainers.length > 0 ? fargateSize({...spec, initContainers: []}) : null;
  if (!without || without.cpu >= given.cpu) return undefined;
  const alone = spec.initContainers.find(
    (init) => fargateSize({...spec, containers: [], initContainers: [init]})?.cpu === given.cpu,
  );
  return alone
    ? `only init container ${alone.name} needs so much; what runs after it would fit ${sizeText(without)}`
    : undefined;
}

const requestsSeen = (spec: PodSpec): readonly {readonly path: string; readonly value: string}[] =>
  placedContainers(spec)
    .slice(0, 5)
    .flatMap(({container, path}) => {
      const {cpu, memory} = {...container.limits, ...container.requests};
      return cpu === undefined && memory === undefined
        ? []
        : [{path: `${path}.resources.requests`, value: `cpu ${cpu ?? '0'}, memory ${memory ?? '0'}`}];
    });

const round = (gib: number): number => Math.round(gib * 100) / 100;
