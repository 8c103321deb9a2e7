import {parseRoleArn} from '../../domain/arn.ts';
import {accountOf, regionOf} from '../../domain/cluster-arn.ts';
import {sessionContext, type PolicyVerdict} from '../../domain/iam-policy.ts';
import {listText} from '../../domain/lists.ts';
import {logActions, type LogAction} from '../../domain/log-rights.ts';
import {loggingOutputs, type LoggingOutput} from '../../domain/logging-config.ts';
import {byBoundary, byIdentity, policiesSeen, rightsOf} from '../../domain/role-rights.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'execution-role-may-write-logs',
  title: 'The pod execution role may write where aws-logging sends the logs',
  topic: 'logging rights',
  group: 'logging',
  stage: 'start',
  scope: 'pod',
  needs: ['profile', 'cluster'],
  maybe: ['awsLogging'],
  consults: ['managedPolicies', 'inlinePolicies', 'permissionsBoundary'],
  causes: {
    'logging-no-permission': {
      title: 'The pod execution role may not write the logs',
      why: "Fargate's Fluent Bit writes with the pod execution role, and the policy that AWS made for that role allows ECR only. The pod starts and runs; its logs do not arrive, and nothing says so.",
      symptoms: ['The pod runs, and its log group stays empty or is never made.'],
      proof:
        "The role's policies, and its boundary, are evaluated for the actions of each output of aws-logging. What Firehose takes is not documented.",
      severity: 'warning',
      atMost: 'likely',
      fix: [
        'aws iam put-role-policy --role-name ROLE --policy-name fargate-logging --policy-document file://permissions.json',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html'],
    },
  },
  run({profile, cluster, awsLogging, ...facts}, doubt) {
    const role = parseRoleArn(profile.podExecutionRoleArn);
    const rights = rightsOf(facts, profile);
    const config = valueOf(awsLogging);
    if (!config) return doubt.inapplicable('there is no aws-logging ConfigMap');
    if (!rights || !role) return doubt.inapplicable('nothing hangs on what the role may do');
    const region = regionOf(cluster);
    const context = sessionContext({arn: profile.podExecutionRoleArn, account: role.account});
    const place = {partition: role.partition, region, account: accountOf(cluster)};
    const lacks = (action: LogAction): boolean => {
      const asked = (action.resources ?? [undefined]).map((resource) => ({
        action: action.action,
        context,
        ...(resource === undefined ? {} : {resource}),
      }));
      return [byIdentity, byBoundary].some((by) => asked.every((request) => isRefused(by(rights, request))));
    };
    const missing = loggingOutputs(config.data).flatMap((output) =>
      logActions(output, place)
        .filter(lacks)
        .map((action) => ({...action, output})),
    );
    doubt.unsure('managedPolicies', 'inlinePolicies', 'permissionsBoundary');
    const [first] = missing;
    if (!first) return [];
    const actions = [...new Set(missing.map((m) => m.action))];
    return [
      {
        cause: 'logging-no-permission',
        note: true,
        summary: `Role ${rights.role} is not allowed ${listText(actions)}, which aws-logging needs for ${destinationOf(first.output)}: the pod runs, and its logs get lost.`,
        certainty: missing.some((m) => m.documented) ? 'likely' : 'possible',
        evidence: [
          {
            source: 'get configmaps/aws-logging -n aws-observability',
            ref: 'configmap/aws-logging',
            path: `data['output.conf'] line ${first.output.line}`,
            value: `[OUTPUT] ${first.output.plugin} ${destinationOf(first.output)}`,
          },
          ...policiesSeen(rights),
        ],
        remedies: [
          {
            summary: `Allow role ${rights.role} the destination; if it has a permissions boundary, that has to allow it too.`,
            commands: [
              sh`aws iam put-role-policy --role-name ${rights.role} --policy-name fargate-logging --policy-document ${policyFor(actions)}`,
            ],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});

const isRefused = (verdict: PolicyVerdict): boolean => verdict.is === 'denied' || verdict.is === 'not-allowed';

const KEYS = ['log_group_name', 'delivery_stream', 'stream'];

/** "CloudWatch log group fargate". */
function destinationOf({plugin, settings}: LoggingOutput): string {
  const name = KEYS.map((key) => settings.get(key)).find((value) => value !== undefined);
  const kind = plugin.startsWith('cloudwatch')
    ? 'CloudWatch log group'
    : plugin === 'kinesis'
      ? 'Kinesis stream'
      : 'Firehose stream';
  return name === undefined ? kind : `${kind} ${name}`;
}

const policyFor = (actions: readonly string[]): string =>
  JSON.stringify({Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: actions, Resource: '*'}]});
