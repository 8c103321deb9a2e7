import {capital, inContainers, listed, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {pointerSegment} from '../../domain/remedies.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-asks-for-no-device',
  title: 'No container asks for a GPU or another device',
  topic: 'devices',
  causes: {
    'spec-gpu': {
      title: 'A GPU, an accelerator or another extended resource',
      why: 'Fargate has no GPUs, no Inferentia and no device plugins, so a pod that requests an extended resource finds no node there. What fargate-scheduler says to it is not documented.',
      symptoms: ['The pod stays Pending; requests or limits name nvidia.com/gpu or the like.'],
      proof: 'requests or limits of a container have a resource with a domain in its name.',
      severity: 'error',
      fix: ['Remove the request, or keep the pod off Fargate and run it on EC2 nodes with the device.'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-gpu',
        says: [],
        find,
        what: 'the request for a device',
        certainty: 'likely',
        summary: (fields) =>
          `${capital(inContainers(fields))} ${new Set(fields.map((f) => f.container)).size === 1 ? 'asks' : 'ask'} for ${listed([...new Set(fields.map(resourceOf))])}, which Fargate does not have.`,
      },
    ]),
});

const resourceOf = (field: SpecField): string => /\[([^\]]*)\]$/.exec(field.path)?.[1] ?? '';

/** Extended resources have a domain. EKS's own webhook adds those of vpc.amazonaws.com to pods with security groups. */
const isDevice = (resource: string): boolean =>
  resource.includes('/') && !resource.startsWith('vpc.amazonaws.com/') && !resource.startsWith('kubernetes.io/');

const find = (spec: PodSpec): readonly SpecField[] =>
  placedContainers(spec).flatMap(({container, path, pointer}) =>
    (['requests', 'limits'] as const).flatMap((list) =>
      Object.entries(container[list])
        .filter(([resource]) => isDevice(resource))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([resource, value]) => ({
          path: `${path}.resources.${list}[${resource}]`,
          value,
          container: container.name,
          mend: {op: 'remove' as const, path: `${pointer}/resources/${list}/${pointerSegment(resource)}`},
        })),
    ),
  );
