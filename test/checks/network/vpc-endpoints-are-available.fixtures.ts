import {endpoint, fargatePod, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';
import {hanging, privateTables} from './worlds.ts';
import {FULL} from './subnets-route-out.fixtures.ts';

const but = (service: string, state: string) =>
  FULL.map((e) => (e.serviceName.endsWith(`.${service}`) ? {...e, state} : e));
const isolated = privateTables();

export const fixtures: readonly Fixture[] = [
  {name: 'none', facts: healthy, yields: []},
  {name: 'all available', facts: hanging({routeTables: isolated, vpcEndpoints: FULL}), yields: []},
  {
    name: 'isolated, one failed',
    facts: hanging({routeTables: isolated, vpcEndpoints: but('ecr.dkr', 'failed')}),
    yields: ['vpce-not-available'],
  },
  {
    name: 'isolated, one failed, a sibling got through',
    facts: hanging({
      routeTables: isolated,
      vpcEndpoints: but('ecr.api', 'failed'),
      fargatePods: [fargatePod({createdAt: minutesAgo(20)})],
    }),
    yields: ['vpce-not-available'],
  },
  {
    name: 'isolated, logs rejected',
    facts: hanging({routeTables: isolated, vpcEndpoints: but('logs', 'rejected')}),
    yields: ['vpce-not-available'],
  },
  {
    name: 'with a way out',
    facts: withFacts({vpcEndpoints: but('sts', 'pendingacceptance')}),
    yields: ['vpce-not-available'],
  },
  {
    name: 'one failed beside one that works',
    facts: hanging({
      routeTables: isolated,
      vpcEndpoints: [...FULL, endpoint('sts', {id: 'vpce-old', state: 'failed'})],
    }),
    yields: [],
  },
  {
    name: 'deleted ones are gone',
    facts: hanging({routeTables: isolated, vpcEndpoints: but('sts', 'deleted')}),
    yields: [],
  },
  {
    name: 'a state that is new',
    facts: hanging({routeTables: isolated, vpcEndpoints: but('sts', 'musing')}),
    yields: [],
    outcome: 'unchecked',
  },
];
