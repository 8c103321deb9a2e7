import {LARGEST, OVERHEAD_GIB, fargateSize, podNeed, sizeText} from '../../domain/pod-size.ts';
import {editedObject, kubectlKind} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {refusals, REFUSAL_INPUTS, type RefusalGiven} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Remedy} from '../../model/finding.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-fits-a-fargate-size',
  title: 'There is a Fargate size that holds the pod',
  topic: 'size',
  group: 'capacity',
  causes: {
    'size-exceeds-max': {
      title: 'Requests beyond the largest Fargate size',
      why: 'Fargate cuts a micro-VM to the requests of the pod, with 256 MiB on top for its own components. The largest has 16 vCPU and 120 GB, so requests above 16 vCPU or 119.75 GiB fit none. The larger of the biggest init container and the sum of the containers counts.',
      symptoms: [
        '"Your pod\'s cpu/memory requirements exceed the max Fargate configuration"',
        'The condition PodScheduled has the reason POD_CPU_MEM_EXCEEDS_MAX_FARGATE_SIZE.',
      ],
      proof: 'No published combination holds the requests. An older limit of 4 vCPU and 30 GB is still widely quoted.',
      severity: 'error',
      fix: ['kubectl set resources deployment/D -n NS --requests=cpu=4,memory=8Gi --limits=cpu=4,memory=8Gi'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html'],
    },
  },
  run(given, doubt) {
    const need = podNeed(given.podSpec.spec);
    return refusals(given, doubt, [
      {
        cause: 'size-exceeds-max',
        says: ['size'],
        find,
        what: 'requests',
        certainty: need.confirmed ? 'certain' : 'likely',
        summary: () =>
          `The pod needs ${need.cpu} vCPU and ${need.memoryGiB} GB (${OVERHEAD_GIB} of it for Fargate); the largest Fargate size is ${sizeText(LARGEST)}.`,
        remedies: remedies(given),
      },
    ]);
  },
});

/** The requests of every container, where together they fit nothing. */
const find = (spec: PodSpec): readonly SpecField[] =>
  fargateSize(spec)
    ? []
    : placedContainers(spec).flatMap(({container, path}) => {
        const {cpu, memory} = {...container.limits, ...container.requests};
        return cpu === undefined && memory === undefined
          ? []
          : [{path: `${path}.resources.requests`, value: `cpu ${cpu ?? '0'}, memory ${memory ?? '0'}`}];
      });

function remedies({podSpec, workload}: RefusalGiven): readonly Remedy[] {
  const owner = valueOf(workload);
  const need = podNeed(podSpec.spec);
  const [only, ...more] = podSpec.spec.containers;
  const cpu = Math.min(need.cpu, LARGEST.cpu);
  const memory = Math.floor(Math.min(need.memoryGiB, LARGEST.memoryGiB) - OVERHEAD_GIB);
  const nearest = `cpu=${cpu},memory=${memory}Gi`;
  const settable =
    owner && only && more.length === 0 && podSpec.spec.initContainers.length === 0 && owner.kind !== 'Job';
  return [
    {
      summary: `Lower the requests in ${editedObject(podSpec, owner)} to what it uses: at most 16 vCPU and 119.75 GiB in all${settable ? ' (the command sets the largest that fits)' : ''}; or split it into smaller pods.`,
      commands: settable
        ? [
            sh`kubectl set resources ${kubectlKind(owner.kind)}/${owner.name} -n ${owner.namespace} -c ${only.name} ${`--requests=${nearest}`} ${`--limits=${nearest}`}`,
          ]
        : [],
      changes: 'workload',
    },
  ];
}
