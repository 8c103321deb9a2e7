import {cluster, ec2Node, fargatePod, healthy, node, withFacts, type Fixture} from '../../fixture.ts';

/** A Fargate node of this version beside one that is up to date. */
export const oldNode = (kubeletVersion: string, version = '1.33') =>
  withFacts({
    cluster: cluster({version}),
    nodes: [node(), node({name: 'fargate-ip-10-0-2-31.eu-central-1.compute.internal', kubeletVersion})],
    fargatePods: [fargatePod({nodeName: 'fargate-ip-10-0-2-31.eu-central-1.compute.internal'})],
  });

export const fixtures: readonly Fixture[] = [
  {name: 'all of one version', facts: healthy, yields: []},
  {name: 'one behind', facts: oldNode('v1.32.9-eks-0123456'), yields: ['cluster-version-skew']},
  {name: 'three behind', facts: oldNode('v1.30.4-eks-0123456'), yields: ['cluster-version-skew']},
  {name: 'a word that is no version', facts: oldNode('latest'), yields: []},
  {name: 'a cluster in other words', facts: oldNode('v1.30.4', '2.1'), yields: []},
  {
    name: 'an old EC2 node is another matter',
    facts: withFacts({nodes: [node(), ec2Node({kubeletVersion: 'v1.30.4-eks-0123456'})]}),
    yields: [],
  },
];
