import {configMap, endpoint, fargatePod, healthy, minutesAgo, type Fixture} from '../../fixture.ts';
import {hanging, privateTables, route} from './worlds.ts';
import {FULL} from './subnets-route-out.fixtures.ts';

const isolated = privateTables();
const without = (...services: readonly string[]) =>
  FULL.filter((e) => !services.some((service) => e.serviceName.endsWith(`.${service}`)));
const quiet = configMap('aws-logging', {'output.conf': '[OUTPUT]\n    Name kinesis\n'});

export const fixtures: readonly Fixture[] = [
  {name: 'a way to the internet, no endpoints', facts: healthy, yields: []},
  {name: 'isolated, all there', facts: hanging({routeTables: isolated, vpcEndpoints: FULL}), yields: []},
  {name: 'isolated, none at all: not its question', facts: hanging({routeTables: isolated}), yields: []},
  {
    name: 'isolated, ECR is missing',
    facts: hanging({routeTables: isolated, vpcEndpoints: without('ecr.api', 'ecr.dkr')}),
    yields: ['vpce-missing'],
  },
  {
    name: 'isolated, S3 is missing, a sibling got through',
    facts: hanging({
      routeTables: isolated,
      vpcEndpoints: without('s3'),
      fargatePods: [fargatePod({createdAt: minutesAgo(20)})],
    }),
    yields: ['vpce-missing'],
  },
  {
    name: 'isolated, just STS is missing',
    facts: hanging({routeTables: isolated, vpcEndpoints: without('sts')}),
    yields: ['vpce-missing'],
  },
  {
    name: 'isolated, ECR is missing here and may be shared from a hub',
    facts: hanging({
      routeTables: privateTables(route('tgw-1', 'transit-gateway', 'active', '10.0.0.0/8')),
      vpcEndpoints: without('ecr.api', 'ecr.dkr'),
    }),
    yields: ['vpce-missing'],
  },
  {
    name: 'isolated, logs are missing',
    facts: hanging({routeTables: isolated, vpcEndpoints: without('logs')}),
    yields: ['vpce-missing'],
  },
  {
    name: 'isolated, logs are missing and not used',
    facts: hanging({routeTables: isolated, vpcEndpoints: without('logs'), awsLogging: quiet}),
    yields: [],
  },
  {
    name: 'isolated, with endpoints of another Region only',
    facts: hanging({
      routeTables: isolated,
      vpcEndpoints: [endpoint('sts', {serviceName: 'com.amazonaws.us-east-1.sts'})],
    }),
    yields: [],
  },
];
