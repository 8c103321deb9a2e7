import {defineCheck} from '../../model/check.ts';

const LABEL = 'aws-observability';

export default defineCheck({
  id: 'logging-namespace-is-labelled',
  title: 'The namespace aws-observability has its label',
  topic: 'logging namespace',
  group: 'logging',
  stage: 'start',
  scope: 'cluster',
  needs: ['loggingNamespace', 'awsLogging'],
  causes: {
    'logging-namespace-label': {
      title: 'The namespace aws-observability lacks its label',
      why: "Fargate wants the namespace aws-observability to carry the label aws-observability=enabled. Without it EKS's webhook does not examine the ConfigMap when it is applied, so that mistakes show only in events of pods.",
      symptoms: ['A faulty aws-logging ConfigMap is accepted without a word.'],
      proof: 'The labels of the namespace are read.',
      severity: 'info',
      fix: ['kubectl label namespace aws-observability aws-observability=enabled'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html',
        'https://github.com/awsdocs/amazon-eks-user-guide/issues/452',
      ],
    },
  },
  run({loggingNamespace, awsLogging}) {
    const value = Object.hasOwn(loggingNamespace.labels, LABEL) ? loggingNamespace.labels[LABEL] : undefined;
    if (value === 'enabled') return [];
    return [
      {
        cause: 'logging-namespace-label',
        note: true,
        summary: `The namespace aws-observability ${value === undefined ? 'has no label' : `has ${value} as its label`} aws-observability, where enabled belongs, so ConfigMap ${awsLogging.name} is not examined when it is applied.`,
        certainty: 'certain',
        evidence: [
          {
            source: 'get namespaces/aws-observability',
            ref: 'namespace/aws-observability',
            path: 'metadata.labels.aws-observability',
            value: value ?? 'not set',
          },
        ],
        remedies: [
          {
            summary: 'Set the label.',
            commands: ['kubectl label namespace aws-observability aws-observability=enabled --overwrite'],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});
