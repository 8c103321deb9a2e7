import {absent} from '../../../src/model/fact.ts';
import {
  but,
  cluster,
  CLUSTER_GROUP,
  clusterGroup,
  healthy,
  https,
  rule,
  securityGroup,
  templateOf,
  workload,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {isolated, policy, REDIS, withGroups, endpointGroup} from './filters.ts';
import {hanging, privateTables, publicOnly, route} from './worlds.ts';

const NAMES = ['udp', 'tcp'].map((protocol) => rule('10.0.0.0/16', {protocol, fromPort: 53, toPort: 53}));
const shut = (...egress: readonly string[]) => clusterGroup({egress: [...NAMES, ...egress.map((peer) => https(peer))]});
const redis = (over: Parameters<typeof securityGroup>[1] = {}) => securityGroup(REDIS, over);
const DNS = {id: 'dopt-1', domainNames: [], domainNameServers: ['10.9.0.2']};

export const fixtures: readonly Fixture[] = [
  {name: 'as EKS made it', facts: healthy, yields: []},
  {name: 'HTTPS to anywhere, and names', facts: hanging({securityGroups: [shut('0.0.0.0/0')]}), yields: []},
  {
    name: 'HTTPS only, and no names from CoreDNS',
    facts: hanging({securityGroups: [clusterGroup({egress: [https('0.0.0.0/0')]})]}),
    yields: ['cluster-sg-egress-restricted'],
  },
  {name: 'nothing goes out', facts: hanging({securityGroups: [shut()]}), yields: ['cluster-sg-egress-restricted']},
  {
    name: 'only to the VPC, with a public endpoint',
    facts: hanging({cluster: publicOnly(), securityGroups: [shut('10.0.0.0/16')]}),
    yields: ['cluster-sg-egress-restricted'],
  },
  {
    name: 'isolated, only to the VPC: S3 is left out',
    facts: isolated({securityGroups: [shut('10.0.0.0/16'), endpointGroup(https('10.0.0.0/16'))]}),
    yields: ['cluster-sg-egress-restricted'],
  },
  {
    name: 'isolated, to the VPC and to the prefix list of S3',
    facts: isolated({
      routeTables: privateTables(route('vpce-s3', 'vpc-endpoint', 'active', 'pl-6ea54007')),
      securityGroups: [shut('10.0.0.0/16', 'pl-6ea54007'), endpointGroup(https('10.0.0.0/16'))],
    }),
    yields: [],
  },
  {
    name: 'to a prefix list that could not be read',
    facts: hanging({securityGroups: [shut('pl-0a1b2c3d')]}),
    yields: [],
  },
  {
    name: 'to a prefix list with everything in it',
    facts: hanging({securityGroups: [shut('pl-0a1b2c3d')], prefixLists: [{id: 'pl-0a1b2c3d', cidrs: ['0.0.0.0/0']}]}),
    yields: [],
  },
  {
    name: 'to some public places, which may be those of AWS',
    facts: hanging({cluster: publicOnly(), securityGroups: [shut('3.0.0.0/8')]}),
    yields: [],
  },
  {
    name: 'to a hub, whose endpoints may serve',
    facts: hanging({
      routeTables: privateTables(route('tgw-1', 'transit-gateway')),
      securityGroups: [shut('10.0.0.0/8')],
    }),
    yields: [],
  },
  {
    name: 'DNS servers of their own, no DNS out',
    facts: hanging({dhcpOptions: DNS, securityGroups: [shut('0.0.0.0/0')]}),
    yields: ['cluster-sg-egress-restricted'],
  },
  {
    name: 'a policy with a group that lets out, private endpoint',
    facts: hanging({...withGroups(REDIS), securityGroups: [clusterGroup(), redis()]}),
    yields: ['sgp-without-cluster-sg'],
  },
  {
    name: 'a policy with a group that the cluster security group admits for HTTPS, but not for names',
    facts: hanging({
      ...withGroups(REDIS),
      securityGroups: [clusterGroup({ingress: [rule(CLUSTER_GROUP), https(REDIS)]}), redis()],
      securityGroupPolicies: [policy()],
    }),
    yields: ['sgp-without-cluster-sg'],
  },
  {
    name: 'a policy with a group that gets everywhere, but whose kubelet does not answer',
    facts: hanging({
      ...withGroups(REDIS),
      securityGroups: [clusterGroup({ingress: [rule(CLUSTER_GROUP), rule(REDIS)]}), redis()],
    }),
    yields: ['sgp-without-cluster-sg'],
  },
  {
    name: 'a policy with a group that is as good',
    facts: hanging({
      ...withGroups(REDIS),
      securityGroups: [
        clusterGroup({ingress: [rule(CLUSTER_GROUP), rule(REDIS)]}),
        redis({ingress: [rule(CLUSTER_GROUP)]}),
      ],
    }),
    yields: [],
  },
  {
    name: 'a policy that has the cluster security group too',
    facts: hanging({...withGroups(REDIS, CLUSTER_GROUP), securityGroups: [clusterGroup(), redis({egress: []})]}),
    yields: [],
  },
  {
    name: 'isolated, endpoints that admit the cluster security group alone',
    facts: isolated({
      ...withGroups(REDIS),
      securityGroups: [
        clusterGroup({ingress: [rule(CLUSTER_GROUP), rule(REDIS)]}),
        redis({ingress: [rule(CLUSTER_GROUP)]}),
        endpointGroup(https(CLUSTER_GROUP)),
      ],
    }),
    yields: ['sgp-without-cluster-sg'],
  },
  {
    name: 'a policy, no pod yet',
    facts: but(
      withFacts({
        cluster: cluster(),
        podSpec: templateOf(workload()),
        workload: workload(),
        securityGroups: [clusterGroup(), redis()],
        securityGroupPolicies: [policy()],
      }),
      {pod: absent},
    ),
    yields: ['sgp-without-cluster-sg'],
  },
];
