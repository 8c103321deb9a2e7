import {LOGGING_ANNOTATION, PROFILE_LABEL} from '../../domain/names.ts';
import {recreate} from '../../domain/remedies.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'pod-knows-logging-config',
  title: 'The pod is younger than the logging configuration',
  topic: 'logging reload',
  group: 'logging',
  stage: 'start',
  scope: 'pod',
  needs: ['awsLogging', 'pod', 'subject'],
  causes: {
    'logging-not-reloaded': {
      title: 'The logging configuration changed after the pod was made',
      why: 'Fargate reads aws-logging when a pod is made. Later changes of the ConfigMap, its creation among them, reach new pods only.',
      symptoms: ['A changed destination or filter has no effect on pods that are there already.'],
      proof:
        "The ConfigMap was created, or last written according to its managedFields, after the pod's creation. A write may have changed nothing that counts.",
      severity: 'info',
      fix: ['kubectl rollout restart deployment/D -n NS'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html'],
    },
  },
  run({awsLogging, pod, subject}, doubt) {
    if (pod.labels[PROFILE_LABEL] === undefined) return doubt.inapplicable('the pod is not on Fargate');
    const born = Date.parse(pod.createdAt);
    const created = Date.parse(awsLogging.createdAt) > born;
    const changedAt = awsLogging.modifiedAt ?? awsLogging.createdAt;
    if (!created && !(Date.parse(changedAt) > born)) return [];
    const word = pod.annotations[LOGGING_ANNOTATION];
    return [
      {
        cause: 'logging-not-reloaded',
        note: true,
        summary: created
          ? `The aws-logging ConfigMap was created at ${awsLogging.createdAt}, after the pod; it counts for new pods only.`
          : `The aws-logging ConfigMap was changed at ${changedAt}, after the pod was made; the pod logs as it did before.`,
        certainty: created ? 'certain' : 'likely',
        evidence: [
          {
            source: 'get configmaps/aws-logging -n aws-observability',
            ref: 'configmap/aws-logging',
            path: created ? 'metadata.creationTimestamp' : 'metadata.managedFields',
            value: created ? awsLogging.createdAt : changedAt,
          },
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: 'metadata.creationTimestamp',
            value: pod.createdAt,
          },
          ...(word === undefined
            ? []
            : [
                {
                  source: `get pods -n ${pod.namespace}`,
                  ref: `pod/${pod.name}`,
                  path: `metadata.annotations.${LOGGING_ANNOTATION}`,
                  value: word,
                },
              ]),
        ],
        remedies: [
          {
            ...recreate(subject, pod.owner !== undefined),
            summary: 'Only if it should log by the new configuration: make the pod anew.',
          },
        ],
      },
    ];
  },
});
