import {absent} from '../../../src/model/fact.ts';
import {addon, but, healthy, withFacts, type Fixture} from '../../fixture.ts';

export const REPEATED =
  'The add-on is unhealthy because all deployments have all pods unscheduled Pod not supported on Fargate: fields not supported: HostNetwork';

export const fixtures: readonly Fixture[] = [
  {name: 'ACTIVE', facts: healthy, yields: []},
  {name: 'UPDATING', facts: withFacts({corednsAddon: addon({status: 'UPDATING'})}), yields: []},
  {
    name: 'DEGRADED',
    facts: withFacts({
      corednsAddon: addon({
        status: 'DEGRADED',
        healthIssues: [{code: 'InsufficientNumberOfReplicas', message: REPEATED, resourceIds: []}],
      }),
    }),
    yields: ['coredns-addon-degraded'],
  },
  {name: 'no add-on', facts: but(healthy, {corednsAddon: absent}), yields: [], outcome: 'inapplicable'},
  {
    name: 'a status that is not known here',
    facts: withFacts({corednsAddon: addon({status: 'RESTING'})}),
    yields: [],
    outcome: 'unchecked',
  },
];
