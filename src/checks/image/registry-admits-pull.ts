import {ecrImage} from '../../domain/ecr-image.ts';
import {imageHost} from '../../domain/image-host.ts';
import {pullFailures} from '../../domain/pull.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem, Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'registry-admits-pull',
  title: 'The registry lets the pod pull its images',
  topic: 'registry access',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  precedence: 'auth',
  needs: ['pod'],
  consults: ['podEvents', 'profile', 'target'],
  causes: {
    'image-denied': {
      title: 'The registry refuses the pull',
      why: 'On Fargate images are pulled with the pod execution role of the profile, not with the role of the service account. ECR refuses where that role lacks the pull actions, or a repository of another account does not name it. Other registries need imagePullSecrets. Docker Hub says the same of an image that does not exist.',
      symptoms: [
        '"403 Forbidden", "no basic auth credentials", "pull access denied"',
        '"is not authorized to perform: ecr:BatchGetImage"',
      ],
      proof: "The registry's answer, as the kubelet repeats it.",
      severity: 'error',
      atMost: 'likely',
      fix: [
        'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
        "Another account's repository: name the role in its repository policy.",
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html',
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html',
        'https://kubernetes.io/docs/concepts/containers/images/#using-a-private-registry',
      ],
    },
  },
  run({pod, podEvents, profile, target}, doubt) {
    return pullFailures(pod, podEvents, doubt).flatMap(({status, image, spoken, evidence}): readonly Problem[] => {
      if (spoken.clause.says !== 'image-denied') return [];
      const action = spoken.clause.names['action'];
      return [
        {
          cause: 'image-denied',
          summary: `${imageHost(image)} refuses to let container ${status.name} pull ${image}${action === undefined ? '' : ` (${action})`}.`,
          certainty: 'likely',
          evidence,
          remedies: [
            ecrImage(image)
              ? grant(valueOf(profile)?.podExecutionRoleArn, valueOf(target)?.partition ?? 'aws')
              : {
                  summary: `Give the pod an imagePullSecret for ${imageHost(image)}, or copy the image to ECR. If the image does not exist, the registry may say the same.`,
                  commands: [],
                  changes: 'workload',
                },
          ],
        },
      ];
    });
  },
});

function grant(roleArn: string | undefined, partition: string): Remedy {
  const role = roleArn?.split('/').at(-1);
  return {
    summary: `Let the pod execution role${role === undefined ? '' : ` ${role}`} pull from ECR; for a repository of another account, name the role in the repository's policy as well.`,
    commands:
      role === undefined
        ? []
        : [
            sh`aws iam list-attached-role-policies --role-name ${role}`,
            sh`aws iam attach-role-policy --role-name ${role} --policy-arn ${`arn:${partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy`}`,
          ],
    changes: 'aws',
  };
}
