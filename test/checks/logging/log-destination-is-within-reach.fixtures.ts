import {absent, known} from '../../../src/model/fact.ts';
import {but, configMap, denyOne, endpoint, healthy, type Fixture} from '../../fixture.ts';
import {privateTables} from '../network/worlds.ts';

const to = (plugin: string, more = ''): ReturnType<typeof configMap> =>
  configMap('aws-logging', {'output.conf': `[OUTPUT]\n    Name ${plugin}\n    Match *\n${more}`});
const nowhere = {routeTables: known(privateTables())};
const yields = ['logging-no-egress'];

export const fixtures: readonly Fixture[] = [
  {name: 'a way out', facts: healthy, yields: []},
  {name: 'none to CloudWatch', facts: but(healthy, nowhere), yields},
  {
    name: 'none to Firehose, in isolation',
    facts: but(healthy, {...nowhere, awsLogging: known(to('kinesis_firehose')), vpcEndpoints: known([endpoint('s3')])}),
    yields,
  },
  {
    name: 'an endpoint for Firehose',
    facts: but(healthy, {
      ...nowhere,
      awsLogging: known(to('kinesis_firehose')),
      vpcEndpoints: known([endpoint('kinesis-firehose')]),
    }),
    yields: [],
  },
  {
    name: 'an endpoint for CloudWatch here, and logs go to another Region',
    facts: but(healthy, {
      ...nowhere,
      awsLogging: known(to('cloudwatch_logs', '    region us-east-1\n')),
      vpcEndpoints: known([endpoint('logs')]),
    }),
    yields,
  },
  {
    name: 'none to CloudWatch, in isolation: an endpoint is missing, and that is said elsewhere',
    facts: but(healthy, {...nowhere, vpcEndpoints: known([endpoint('s3')])}),
    yields: [],
  },
  {
    name: 'to OpenSearch',
    facts: but(healthy, {...nowhere, awsLogging: known(to('es'))}),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'no logging', facts: but(healthy, {awsLogging: absent}), yields: [], outcome: 'inapplicable'},
  {name: 'endpoints unread', facts: denyOne(but(healthy, nowhere), 'vpcEndpoints'), yields: [], outcome: 'unchecked'},
];
