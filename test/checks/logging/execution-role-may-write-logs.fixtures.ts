import {absent, known} from '../../../src/model/fact.ts';
import {but, configMap, healthy, LOGS_POLICY, policy, type AllAnswers, type Fixture} from '../../fixture.ts';
import type {PolicyDocument} from '../../../src/model/aws.ts';

const outputs = (text: string, policies: readonly PolicyDocument[]): AllAnswers =>
  but(healthy, {
    awsLogging: known(configMap('aws-logging', {'output.conf': text})),
    inlinePolicies: known(policies),
  });
const CLOUDWATCH = `[OUTPUT]
    Name cloudwatch_logs
    Match *
    region eu-central-1
    log_group_name shop-logs
    auto_create_group true
`;
const FIREHOSE = '[OUTPUT]\n    Name kinesis_firehose\n    Match *\n    region eu-west-1\n    delivery_stream shop\n';
const KINESIS = '[OUTPUT]\n    Name kinesis\n    Match *\n    stream shop\n';
const ON_GROUP = ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:PutLogEvents'];

export const lacking = outputs(CLOUDWATCH, []);
export const noGroup = outputs(CLOUDWATCH, [policy('write', ['logs:CreateLogStream', 'logs:PutLogEvents'])]);
export const firehose = outputs(FIREHOSE, [LOGS_POLICY]);

export const fixtures: readonly Fixture[] = [
  {name: 'may write', facts: healthy, yields: []},
  {name: 'no logging', facts: but(healthy, {awsLogging: absent}), yields: [], outcome: 'inapplicable'},
  {
    name: 'nobody asked',
    facts: but(healthy, {managedPolicies: absent, inlinePolicies: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'the group by name',
    facts: outputs(CLOUDWATCH, [
      policy('own', ON_GROUP, {resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:shop-logs:*'}),
    ]),
    yields: [],
  },
  {
    name: 'a group that is not known',
    facts: outputs('[OUTPUT]\n  Name cloudwatch\n  Match *\n', [
      policy('own', ON_GROUP, {resource: 'arn:aws:logs:*:*:log-group:x:*'}),
    ]),
    yields: [],
  },
  {name: 'Elasticsearch is another matter', facts: outputs('[OUTPUT]\n  Name es\n  Match *\n', []), yields: []},
  {
    name: 'the stream by name',
    facts: outputs(KINESIS, [policy('own', ['kinesis:Put*'], {resource: 'arn:aws:kinesis:*:*:stream/shop'})]),
    yields: [],
  },
  {name: 'no right at all', facts: lacking, yields: ['logging-no-permission']},
  {
    name: 'another group',
    facts: outputs(CLOUDWATCH, [policy('own', ON_GROUP, {resource: 'arn:aws:logs:*:*:log-group:other:*'})]),
    yields: ['logging-no-permission'],
  },
  {name: 'may not make the group', facts: noGroup, yields: ['logging-no-permission']},
  {name: 'Firehose', facts: firehose, yields: ['logging-no-permission']},
  {
    name: 'a boundary without logs',
    facts: but(healthy, {permissionsBoundary: known(policy('dev', ['ecr:*']))}),
    yields: ['logging-no-permission'],
  },
];
