import type {LoggingOutput} from './logging-config.ts';

/** An action that Fargate's Fluent Bit needs for one output. */
export interface LogAction {
  readonly action: string;
  /** ARNs that a policy may name for it, any one of them enough; absent: not known. */
  readonly resources?: readonly string[];
  /** False where AWS does not say that it takes just this. */
  readonly documented: boolean;
}

export interface LogPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * What the pod execution role must be allowed for an output, by its plugin; empty for plugins that we don't know.
 * https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html
 */
export function logActions({plugin, settings}: LoggingOutput, place: LogPlace): readonly LogAction[] {
  const {partition, account} = place;
  const region = settings.get('region') ?? place.region;
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  switch (plugin) {
    case 'cloudwatch':
    case 'cloudwatch_logs': {
      const group = settings.get('log_group_name');
      const base = arn('logs', `log-group:${group ?? ''}`);
      // Policies name a group with or without `:*`, and streams below it.
      const resources = group === undefined ? {} : {resources: [base, `${base}:*`, `${base}:log-stream:x`]};
      const creates = settings.get('auto_create_group')?.toLowerCase() === 'true';
      return [
        ...(creates ? [{action: 'logs:CreateLogGroup', ...resources, documented: true}] : []),
        {action: 'logs:CreateLogStream', ...resources, documented: true},
        {action: 'logs:PutLogEvents', ...resources, documented: true},
      ];
    }
    case 'kinesis': {
      const stream = settings.get('stream');
      const resources = stream === undefined ? {} : {resources: [arn('kinesis', `stream/${stream}`)]};
      return [{action: 'kinesis:PutRecords', ...resources, documented: true}];
    }
    case 'firehose':
    case 'kinesis_firehose': {
      const stream = settings.get('delivery_stream');
      const resources = stream === undefined ? {} : {resources: [arn('firehose', `deliverystream/${stream}`)]};
      return [{action: 'firehose:PutRecordBatch', ...resources, documented: false}];
    }
    default:
      return [];
  }
}
