import {
  CLUSTER_GROUP,
  cluster,
  clusterGroup,
  corednsPod,
  healthy,
  https,
  rule,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {annotated, REDIS, withGroups} from './filters.ts';
import {hanging, publicOnly} from './worlds.ts';

const group = (...ingress: Parameters<typeof rule>[]) => [clusterGroup({ingress: ingress.map((one) => rule(...one))})];
const self = (protocol: string, port: number) => [CLUSTER_GROUP, {protocol, fromPort: port, toPort: port}] as const;

/** The cluster's group as it would come without its ingress. */
const silent = () => {
  const {ingress: _, ...rest} = clusterGroup();
  return rest;
};

export const fixtures: readonly Fixture[] = [
  {name: 'as EKS made it', facts: healthy, yields: []},
  {
    name: 'no rule at all, private endpoint',
    facts: hanging({securityGroups: [clusterGroup({ingress: []})]}),
    yields: ['cluster-sg-no-self-ingress'],
  },
  {
    name: 'rules that were not told',
    facts: hanging({securityGroups: [silent()]}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'no rule for itself, public endpoint: the DNS of the cluster is cut off',
    facts: hanging({cluster: publicOnly(), securityGroups: [clusterGroup({ingress: [https('10.0.0.0/16')]})]}),
    yields: ['cluster-sg-no-self-ingress'],
  },
  {
    name: 'no rule for itself, public endpoint, CoreDNS elsewhere',
    facts: hanging({cluster: publicOnly(), securityGroups: [clusterGroup({ingress: []})], corednsPods: []}),
    yields: ['cluster-sg-no-self-ingress'],
  },
  {
    name: 'no rule for itself, but for all addresses of the VPC',
    facts: hanging({securityGroups: [clusterGroup({ingress: [rule('10.0.0.0/16')]})]}),
    yields: [],
  },
  {
    name: 'only HTTPS and the kubelet from itself',
    facts: hanging({securityGroups: group([...self('tcp', 443)], [...self('tcp', 10_250)])}),
    yields: ['coredns-sg-blocks-53'],
  },
  {
    name: 'only HTTPS and DNS from itself',
    facts: hanging({securityGroups: group([...self('tcp', 443)], [...self('tcp', 53)], [...self('udp', 53)])}),
    yields: ['controlplane-cannot-reach-10250'],
  },
  {
    name: 'CoreDNS has groups of its own that admit nobody',
    facts: hanging({
      securityGroups: [clusterGroup(), {...clusterGroup({ingress: []}), id: REDIS}],
      corednsPods: [annotated(corednsPod(), REDIS)],
    }),
    yields: ['coredns-sg-blocks-53'],
  },
  {
    name: 'the additional groups of the cluster admit the pod',
    facts: hanging({
      cluster: cluster({securityGroupIds: [REDIS]}),
      securityGroups: [
        clusterGroup({ingress: [rule(...self('udp', 53)), rule(...self('tcp', 10_250))]}),
        {...clusterGroup({ingress: [https('10.0.0.0/16')]}), id: REDIS},
      ],
    }),
    yields: [],
  },
  {
    name: 'the pod has other groups: not its question',
    facts: hanging({...withGroups(REDIS), securityGroups: [clusterGroup({ingress: []})]}),
    yields: [],
  },
  {name: 'the group is not there: not its question', facts: withFacts({securityGroups: []}), yields: []},
];
