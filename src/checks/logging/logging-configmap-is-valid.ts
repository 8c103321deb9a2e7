import {loggingFaults, type LoggingFault} from '../../domain/logging-config.ts';
import {utterances, type Utterance} from '../../domain/messages.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';
import type {ConfigMap} from '../../model/kubernetes.ts';

const SOURCE = 'get configmaps/aws-logging -n aws-observability';

export default defineCheck({
  id: 'logging-configmap-is-valid',
  title: "The aws-logging ConfigMap keeps Fargate's rules",
  topic: 'logging config',
  group: 'logging',
  stage: 'start',
  scope: 'pod',
  needs: [],
  consults: ['awsLogging', 'pod', 'podEvents'],
  causes: {
    'logging-configmap-invalid': {
      title: "The aws-logging ConfigMap breaks Fargate's rules",
      why: 'Fargate takes only a part of what Fluent Bit can: at most 5300 characters, the keys filters.conf, output.conf and parsers.conf with their own sections, certain plugins and no variables. A ConfigMap that breaks a rule turns logging off for new pods; they start all the same.',
      symptoms: [
        'Disabled logging for pod due to invalid configmap. amazon_data_firehose is not a supported output plugin. Please fix the logging configmap',
        'A new pod has no logs at its destination.',
      ],
      proof:
        'The ConfigMap is held against the rules of the AWS user guide. Where it breaks none, or could not be read, an event that is newer than its last change tells.',
      severity: 'warning',
      fix: ['kubectl edit configmap aws-logging -n aws-observability', 'and recreate the pods that should log.'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html'],
    },
  },
  run({awsLogging, pod, podEvents}, doubt) {
    const live = valueOf(pod);
    const said = (live ? utterances(live, valueOf(podEvents) ?? []) : []).find((u) => whyOf(u) !== undefined);
    if (awsLogging.is === 'absent') return doubt.inapplicable('there is no aws-logging ConfigMap');
    if (!answered(awsLogging)) doubt.unsure('awsLogging');
    const config = valueOf(awsLogging);
    const faults = config ? loggingFaults(config.data) : [];
    const heard = said && (!config || isNewer(said, config)) ? said : undefined;
    const word: readonly Evidence[] = heard
      ? [
          {
            source: 'event',
            ref: heard.component,
            value: heard.message,
            ...(heard.at === undefined ? {} : {at: heard.at}),
          },
        ]
      : [];
    const [first, ...rest] = [...faults.map(faultSeen), ...word];
    if (!first) return [];
    const what = faults.length > 0 ? faults.map((fault) => fault.what) : [(heard && whyOf(heard)) ?? ''];
    const more = what.length > 3 ? `, and ${what.length - 3} more` : '';
    return [
      {
        cause: 'logging-configmap-invalid',
        note: true,
        summary: `The aws-logging ConfigMap breaks Fargate's rules (${what.slice(0, 3).join('; ')}${more}), so new pods have no logging; they start all the same.`,
        certainty: config ? 'certain' : 'likely',
        evidence: [first, ...rest],
        remedies: [
          {
            summary: 'Mend the ConfigMap; it counts for pods that are made afterwards.',
            commands: ['kubectl edit configmap aws-logging -n aws-observability'],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});

const faultSeen = (fault: LoggingFault): Evidence => ({
  source: SOURCE,
  ref: 'configmap/aws-logging',
  path: fault.key === '' ? 'data' : `data['${fault.key}']${fault.line === undefined ? '' : ` line ${fault.line}`}`,
  value: fault.what,
});

/** What fargate-scheduler finds wrong with the ConfigMap, if that is what it says. */
function whyOf(utterance: Utterance): string | undefined {
  const clause = utterance.clauses.find((c) => c.says === 'logging-invalid');
  return clause && (clause.names['why'] ?? clause.text).replace(/\.$/, '');
}

const isNewer = (said: Utterance, config: ConfigMap): boolean =>
  said.at !== undefined && Date.parse(said.at) > Date.parse(config.modifiedAt ?? config.createdAt);
