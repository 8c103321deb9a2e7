import type {SecurityRule} from '../../../src/model/aws.ts';
import {
  CLUSTER_GROUP,
  clusterGroup,
  configMap,
  healthy,
  https,
  rule,
  securityGroup,
  fargatePod,
  minutesAgo,
  type Fixture,
} from '../../fixture.ts';
import {endpointGroup, endpoints, isolated, REDIS, waitingForImage, withGroups} from './filters.ts';
import {hanging} from './worlds.ts';

const admitting = (...rules: readonly SecurityRule[]) => ({
  securityGroups: [clusterGroup(), endpointGroup(...rules)],
});
const onlyLogs = endpoints((e) =>
  e.serviceName.endsWith('.logs') || e.type === 'Gateway' ? e : {...e, securityGroupIds: [CLUSTER_GROUP]},
);

export const fixtures: readonly Fixture[] = [
  {name: 'no endpoints', facts: healthy, yields: []},
  {name: 'the VPC is admitted', facts: isolated(), yields: []},
  {name: 'the cluster security group is admitted', facts: isolated(admitting(https(CLUSTER_GROUP))), yields: []},
  {name: 'nobody is admitted', facts: isolated(admitting()), yields: ['vpce-sg-blocks-443']},
  {
    name: 'nobody is admitted, though there is a NAT gateway',
    facts: hanging({vpcEndpoints: endpoints((e) => e), ...admitting(https('192.168.0.0/16'))}),
    yields: ['vpce-sg-blocks-443'],
  },
  {
    name: 'nobody is admitted, a sibling got through',
    facts: isolated({...admitting(), fargatePods: [fargatePod({createdAt: minutesAgo(20)})]}),
    yields: ['vpce-sg-blocks-443'],
  },
  {
    name: 'without private DNS nobody asks',
    facts: hanging({vpcEndpoints: endpoints((e) => ({...e, privateDnsEnabled: false})), ...admitting()}),
    yields: [],
  },
  {
    name: 'the first block of the VPC is admitted, and the pod is in the second',
    facts: isolated({...waitingForImage(), ...admitting(https('10.0.2.0/24'))}),
    yields: ['vpce-sg-blocks-443'],
  },
  {
    name: 'a part of the subnet is admitted',
    facts: isolated(admitting(https('10.0.1.0/25'), https('10.0.2.0/24'))),
    yields: ['vpce-sg-blocks-443'],
  },
  {
    name: 'by a prefix list that holds the subnets',
    facts: isolated({...admitting(https('pl-1')), prefixLists: [{id: 'pl-1', cidrs: ['10.0.0.0/8']}]}),
    yields: [],
  },
  {
    name: 'by a prefix list that does not',
    facts: isolated({...admitting(https('pl-1')), prefixLists: [{id: 'pl-1', cidrs: ['172.16.0.0/12']}]}),
    yields: ['vpce-sg-blocks-443'],
  },
  {
    name: 'only logs are refused',
    facts: isolated({vpcEndpoints: onlyLogs, ...admitting()}),
    yields: ['vpce-sg-blocks-443'],
  },
  {
    name: 'logs are refused and go elsewhere',
    facts: isolated({
      vpcEndpoints: onlyLogs,
      ...admitting(),
      awsLogging: configMap('aws-logging', {'output.conf': '[OUTPUT]\n    Name es\n'}),
    }),
    yields: [],
  },
  {
    name: 'the pod has other groups, and the endpoints admit the cluster security group: not its question',
    facts: isolated({
      ...withGroups(REDIS),
      securityGroups: [clusterGroup(), securityGroup(REDIS), endpointGroup(https(CLUSTER_GROUP))],
    }),
    yields: [],
  },
  {
    name: 'the pod has other groups, and the endpoints admit nobody',
    facts: isolated({
      ...withGroups(REDIS),
      securityGroups: [clusterGroup(), securityGroup(REDIS, {ingress: [rule(CLUSTER_GROUP)]}), endpointGroup()],
    }),
    yields: ['vpce-sg-blocks-443'],
  },
];
