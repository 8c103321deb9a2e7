import {regionOf} from '../../domain/cluster-arn.ts';
import {kubectlKind, patchTemplate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import type {Cluster} from '../../model/aws.ts';
import {onTemplate} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem, Remedy} from '../../model/finding.ts';
import type {ContainerStatus, Workload} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'container-does-without-imds',
  title: 'No container fails for want of instance metadata',
  topic: 'instance metadata',
  group: 'iam',
  stage: 'start',
  scope: 'pod',
  needs: ['pod'],
  consults: ['cluster', 'workload'],
  causes: {
    'imds-unavailable': {
      title: 'A container wants the instance metadata service',
      why: 'Fargate pods have no instance metadata service (IMDS). An application that asks it for its Region, its zone or credentials gets no answer: it needs the Region as a setting, and credentials by IRSA.',
      symptoms: [
        'failed to introspect region from EC2Metadata, specify --aws-region instead if EC2Metadata is unavailable',
        'failed to get VPC ID from instance metadata',
      ],
      proof:
        "A container's termination message speaks of it; the doctor reads no logs, so most applications that fail for it don't show it here.",
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: [
        'helm upgrade aws-load-balancer-controller eks/aws-load-balancer-controller -n kube-system --reuse-values --set region=R --set vpcId=V',
        'kubectl set env deployment/D -n NS AWS_REGION=R',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
      ],
    },
  },
  run({pod, cluster, workload}, doubt) {
    if (!pod.spec.nodeName?.startsWith('fargate-')) return doubt.inapplicable('the pod is not on Fargate');
    return pod.status.containers.flatMap((status): readonly Problem[] => {
      const said = lastWords(status);
      if (!said) return [];
      return [
        {
          cause: 'imds-unavailable',
          summary: `Container ${status.name} asks for instance metadata, which Fargate pods do not have.`,
          certainty: 'likely',
          evidence: [
            {
              source: `get pods -n ${pod.namespace}`,
              ref: `pod/${pod.name}`,
              path: `status.containerStatuses[${status.name}].${said.path}.message`,
              value: said.message.slice(-500),
            },
          ],
          remedies: remedies(status, valueOf(cluster), valueOf(workload)),
        },
      ];
    });
  },
});

/** Words of the AWS SDKs and of controllers that use them, lower-cased. */
const WORDS = [
  'ec2metadata',
  'ec2 metadata',
  'instance metadata',
  '169.254.169.254',
  'no ec2 imds role found',
  'ec2rolerequesterror',
];

/** What the container left as its termination message, or what its state says. */
function lastWords({ready, state, last}: ContainerStatus): {path: string; message: string} | undefined {
  if (ready) return undefined;
  for (const [path, was] of [
    ['state', state],
    ['lastState', last],
  ] as const) {
    const message = (was?.message ?? '').slice(0, 8192);
    const lower = message.toLowerCase();
    if (was && WORDS.some((words) => lower.includes(words))) return {path: `${path}.${was.is}`, message};
  }
  return undefined;
}

function remedies(
  {name}: ContainerStatus,
  cluster: Cluster | undefined,
  workload: Workload | undefined,
): readonly Remedy[] {
  const region = cluster ? regionOf(cluster) : '';
  if (region === '' || !workload || workload.kind === 'Job') {
    return [
      {
        summary: 'Give the application its Region as a setting, and its AWS rights by IRSA.',
        commands: [],
        changes: 'workload',
      },
    ];
  }
  const index = workload.template.spec.containers.findIndex((container) => container.name === name);
  if (workload.name.includes('load-balancer-controller') && cluster && index >= 0) {
    const args = [`--aws-region=${region}`, `--aws-vpc-id=${cluster.vpcId}`];
    return [
      {
        summary:
          'Give the controller its Region and VPC, which it would otherwise ask the metadata service for; where Helm installed it, as its values region and vpcId.',
        commands: [
          patchTemplate(
            workload,
            args.map((value) => ({op: 'add', path: `/spec/containers/${index}/args/-`, value})),
          ),
        ],
        changes: 'workload',
      },
    ];
  }
  return [
    onTemplate(workload, {
      summary: 'Give the application its Region as a setting; its AWS rights have to come by IRSA.',
      commands: [
        sh`kubectl set env ${kubectlKind(workload.kind)}/${workload.name} -n ${workload.namespace} -c ${name} ${`AWS_REGION=${region}`}`,
      ],
      changes: 'workload',
    }),
  ];
}
