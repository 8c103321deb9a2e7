import {cluster, healthy, securityGroup, withFacts, type Fixture} from '../../fixture.ts';
import {without} from './worlds.ts';

const others = [securityGroup('sg-0e1f2a3b4c5d60000', {name: 'default'})];

export const fixtures: readonly Fixture[] = [
  {name: 'it does', facts: healthy, yields: []},
  {name: 'gone', facts: withFacts({securityGroups: others}), yields: ['cluster-sg-missing']},
  {
    name: 'gone, and EKS says so',
    facts: withFacts({
      securityGroups: others,
      cluster: cluster({healthIssues: [{code: 'Ec2SecurityGroupNotFound', message: 'gone', resourceIds: []}]}),
    }),
    yields: ['cluster-sg-missing'],
  },
  {name: 'none is visible at all', facts: withFacts({securityGroups: []}), yields: [], outcome: 'unchecked'},
  {
    name: 'a cluster without one',
    facts: withFacts({cluster: without(cluster(), 'clusterSecurityGroupId')}),
    yields: [],
    outcome: 'inapplicable',
  },
];
