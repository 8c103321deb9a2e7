import {utterances} from '../../domain/messages.ts';
import {LOGGING_ANNOTATION} from '../../domain/names.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence, Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'logging-configmap-exists',
  title: 'There is an aws-logging ConfigMap',
  topic: 'logging',
  group: 'logging',
  stage: 'start',
  scope: 'pod',
  needs: [],
  consults: ['awsLogging', 'loggingNamespace', 'pod', 'podEvents', 'podSpec'],
  causes: {
    'logging-configmap-missing': {
      title: 'Logging is off: there is no aws-logging ConfigMap',
      why: 'Fargate collects the logs of pods only where the namespace aws-observability has a ConfigMap aws-logging. Without it every pod gets the warning LoggingDisabled and starts all the same. It is the most common event on Fargate, and never why a pod is Pending.',
      symptoms: [
        'LoggingDisabled: Disabled logging because aws-logging configmap was not found. configmap "aws-logging" not found',
        'The pod has the annotation Logging: LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND.',
      ],
      proof: "The ConfigMap is not there. Where it can't be read, the event or the annotation tells.",
      severity: 'info',
      fix: [
        'kubectl create namespace aws-observability',
        'kubectl label namespace aws-observability aws-observability=enabled',
        'and create the ConfigMap aws-logging in it; it counts for new pods.',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html'],
    },
  },
  run({awsLogging, loggingNamespace, pod, podEvents, podSpec}, doubt) {
    const live = valueOf(pod);
    const said = (live ? utterances(live, valueOf(podEvents) ?? []) : []).find((u) =>
      u.clauses.some((c) => c.says === 'logging-missing'),
    );
    const spec = valueOf(podSpec);
    const word = spec?.annotations[LOGGING_ANNOTATION];
    const annotated = word?.includes('LOGGING_CONFIGMAP_NOT_FOUND') === true;
    const namespace = loggingNamespace;
    if (awsLogging.is === 'known') return [];
    if (!answered(awsLogging)) {
      doubt.unsure('awsLogging');
      if (!said && !annotated) return [];
    }
    const event: readonly Evidence[] = said
      ? [{source: 'event', ref: said.component, value: said.message, ...(said.at === undefined ? {} : {at: said.at})}]
      : [];
    const annotation: readonly Evidence[] =
      spec && annotated
        ? [
            {
              source: `get pods -n ${spec.namespace}`,
              ref: spec.ref,
              path: `${spec.pathPrefix}metadata.annotations.${LOGGING_ANNOTATION}`,
              value: word,
            },
          ]
        : [];
    const lookup: readonly Evidence[] =
      awsLogging.is === 'absent'
        ? [
            {
              source: 'get configmaps/aws-logging -n aws-observability',
              ref: 'configmap/aws-logging',
              value: 'no such ConfigMap',
            },
          ]
        : [];
    const [first, ...rest] = [...lookup, ...event, ...annotation];
    if (!first) return [];
    const remedy: Remedy = {
      summary:
        'Only if you want logs: make the namespace and its label, then the ConfigMap aws-logging as the AWS user guide shows it, and let the role write to its destination.',
      commands: [
        ...(namespace.is === 'absent' ? ['kubectl create namespace aws-observability'] : []),
        'kubectl label namespace aws-observability aws-observability=enabled --overwrite',
      ],
      changes: 'cluster',
      then: 'Pods made afterwards use it.',
    };
    return [
      {
        cause: 'logging-configmap-missing',
        note: true,
        summary: `Logging is off: ${awsLogging.is === 'absent' ? 'there is no aws-logging ConfigMap' : 'there was no aws-logging ConfigMap when the pod was made'}. It does not keep the pod from starting.`,
        certainty: awsLogging.is === 'absent' ? 'certain' : 'likely',
        evidence: [first, ...rest],
        remedies: [remedy],
      },
    ];
  },
});
