import {ecrImage} from '../../domain/ecr-image.ts';
import {imageHost} from '../../domain/image-host.ts';
import {pullFailures} from '../../domain/pull.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem} from '../../model/finding.ts';
import type {ContainerStatus} from '../../model/kubernetes.ts';

const docs = ['https://kubernetes.io/docs/concepts/containers/images/'];

export default defineCheck({
  id: 'image-exists',
  title: 'The images of the pod exist',
  topic: 'image names',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'image-not-found': {
      title: 'The registry has no such image',
      why: 'The name or the tag is wrong, or the image was never pushed, or was removed by a lifecycle policy. A registry prefix that is written twice gives the same answer.',
      symptoms: [
        '"manifest unknown", "not found", "repository with name … does not exist"',
        '"lookup registry.exmaple.com: no such host", for a registry whose name is wrong',
      ],
      proof:
        "The registry's answer, as the kubelet repeats it; or that of the DNS, for a registry that is none of the well-known ones.",
      severity: 'error',
      fix: ['aws ecr describe-images --repository-name REPOSITORY --image-ids imageTag=TAG'],
      docs,
    },
    'image-invalid-name': {
      title: 'An image name that cannot be read',
      why: 'The image reference does not follow the form registry/name:tag: capital letters in the name, a space, an empty tag, or a template variable that was not filled in.',
      symptoms: ['The container waits with InvalidImageName.'],
      proof: 'The kubelet says InvalidImageName.',
      severity: 'error',
      fix: ['kubectl set image deployment/D -n NS CONTAINER=IMAGE'],
      docs,
    },
  },
  run({pod, podEvents}, doubt) {
    return pullFailures(pod, podEvents, doubt).flatMap(({status, image, spoken, evidence}): readonly Problem[] => {
      const {says, names} = spoken.clause;
      if (says === 'pull-unresolved') return unresolved(status, image, names['host'] ?? imageHost(image), evidence);
      if (says !== 'image-missing' && says !== 'image-name') return [];
      const ecr = ecrImage(image);
      const invalid = says === 'image-name';
      return [
        {
          cause: invalid ? 'image-invalid-name' : 'image-not-found',
          summary: invalid
            ? `The image name ${JSON.stringify(image)} of container ${status.name} cannot be read.`
            : `The registry has no image ${image} (container ${status.name}).`,
          certainty: 'certain',
          evidence,
          remedies: [
            {
              summary: `Correct the image of container ${status.name} in the pod template${ecr && !invalid ? '; this shows whether the tag exists' : ''}.`,
              commands:
                ecr && !invalid
                  ? [
                      sh`aws ecr describe-images --region ${ecr.region} --registry-id ${ecr.account} --repository-name ${ecr.repository} --image-ids ${ecr.id}`,
                    ]
                  : [],
              changes: 'workload',
            },
          ],
        },
      ];
    });
  },
});

/** Registries that exist for sure: where their names don't resolve, the name is not what is wrong. */
const KNOWN =
  /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|on\.aws|docker\.io|public\.ecr\.aws|quay\.io|ghcr\.io|gcr\.io|registry\.k8s\.io|mcr\.microsoft\.com)$/;

function unresolved(
  {name}: ContainerStatus,
  image: string,
  host: string,
  evidence: Problem['evidence'],
): readonly Problem[] {
  if (KNOWN.test(host)) return [];
  return [
    {
      cause: 'image-not-found',
      summary: `The registry ${host} of image ${image} (container ${name}) has no address in DNS.`,
      certainty: 'likely',
      evidence,
      remedies: [
        {
          summary: `Correct the registry in the image of container ${name}; if it is a private name, let the VPC resolve it.`,
          commands: [],
          changes: 'workload',
        },
      ],
    },
  ];
}
