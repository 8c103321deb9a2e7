import {diskRequest, MOST_DISK_GIB} from '../../domain/pod-size.ts';
import {editedObject} from '../../domain/remedies.ts';
import {refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {placedContainers, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-fits-ephemeral-storage',
  title: 'Fargate has as much ephemeral storage as the pod requests',
  topic: 'ephemeral storage',
  group: 'capacity',
  causes: {
    'size-ephemeral-exceeds-175': {
      title: 'Requests beyond the most ephemeral storage of Fargate',
      why: 'A Fargate pod has 20 GiB of ephemeral storage, and as much as 175 GiB if its containers request it. Fargate needs a part of it for itself.',
      symptoms: ['The pod stays Pending. In which words fargate-scheduler refuses it is not documented.'],
      proof: 'The sum of requests.ephemeral-storage over the containers of the pod.',
      severity: 'error',
      atMost: 'likely',
      fix: ['kubectl set resources deployment/D -n NS --requests=ephemeral-storage=150Gi', 'Keep larger data on EFS.'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html'],
    },
  },
  run(given, doubt) {
    const asked = diskRequest(given.podSpec.spec);
    return refusals(given, doubt, [
      {
        cause: 'size-ephemeral-exceeds-175',
        says: [],
        find,
        what: 'requests',
        certainty: 'likely',
        summary: () =>
          `The pod requests ${asked} GiB of ephemeral storage; the most that Fargate has is ${MOST_DISK_GIB} GiB.`,
        remedies: [
          {
            summary: `Lower requests.ephemeral-storage in ${editedObject(given.podSpec, valueOf(given.workload))} well below ${MOST_DISK_GIB}Gi in all, since Fargate adds some for itself; keep larger data on EFS.`,
            commands: [],
            changes: 'workload',
          },
        ],
      },
    ]);
  },
});

const find = (spec: PodSpec): readonly SpecField[] =>
  diskRequest(spec) <= MOST_DISK_GIB
    ? []
    : placedContainers(spec).flatMap(({container, path}) => {
        const value = container.requests['ephemeral-storage'] ?? container.limits['ephemeral-storage'];
        return value === undefined ? [] : [{path: `${path}.resources.requests.ephemeral-storage`, value}];
      });
