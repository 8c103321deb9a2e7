import {
  about,
  accessEntry,
  awsAuth,
  AWS_AUTH_ROLES,
  but,
  denyOne,
  ec2Node,
  event,
  EXECUTION_POLICY,
  healthy,
  pendingPod,
  policy,
  profile,
  role,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {absent, known} from '../../../src/model/fact.ts';

const AS_NODE = AWS_AUTH_ROLES.replace('SessionName', 'EC2PrivateDNSName');
const TWICE = AWS_AUTH_ROLES + AS_NODE;
const waiting = {...about(pendingPod()), podEvents: [event()], fargatePods: []};
const byConfigMap = (mapRoles: string, values = {}) =>
  but(withFacts({...waiting, awsAuth: awsAuth(mapRoles), ...values}), {accessEntry: absent});
const trust = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: {Service: ['ec2.amazonaws.com', 'eks-fargate-pods.amazonaws.com']},
      Action: 'sts:AssumeRole',
    },
  ],
});
const NODE = {...EXECUTION_POLICY, name: 'AmazonEKSWorkerNodePolicy'};
const madeForNodes = {
  executionRole: role({trustPolicy: trust}),
  managedPolicies: [{...policy('x', ['ec2:Describe*']), ...NODE}],
};

export const twice = byConfigMap(TWICE, {nodes: [ec2Node()]});
const reported = {
  ...waiting,
  profile: profile({
    healthIssues: [{code: 'PodExecutionRoleAlreadyInUse', message: 'in use by a node group', resourceIds: []}],
  }),
};
export const inUse = withFacts({...reported, ...madeForNodes});
export const lookalike = byConfigMap(AS_NODE);

export const fixtures: readonly Fixture[] = [
  {name: 'its own', facts: healthy, yields: []},
  {name: 'EC2 nodes with another role', facts: withFacts({nodes: [ec2Node()]}), yields: []},
  {name: 'a slip in aws-auth, and no EC2 nodes', facts: lookalike, yields: []},
  {
    name: 'a slip in aws-auth, and nodes that could not be read',
    facts: denyOne(lookalike, 'nodes'),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'mapped twice, with EC2 nodes', facts: twice, yields: ['iam-role-shared-with-nodes']},
  {
    name: 'mapped as a node, and made for nodes',
    facts: byConfigMap(AS_NODE, madeForNodes),
    yields: ['iam-role-shared-with-nodes'],
  },
  {
    name: 'an access entry of EC2 nodes, with EC2 nodes',
    facts: but(withFacts({...waiting, nodes: [ec2Node()]}), {accessEntry: known(accessEntry({type: 'EC2_LINUX'}))}),
    yields: ['iam-role-shared-with-nodes'],
  },
  {name: 'EKS says so, and nothing else does', facts: withFacts(reported), yields: []},
  {name: 'EKS says so, and it is made for nodes', facts: inUse, yields: ['iam-role-shared-with-nodes']},
  {
    name: 'made for nodes, and mapped rightly',
    facts: withFacts({...waiting, ...madeForNodes}),
    yields: ['iam-role-shared-with-nodes'],
  },
];
