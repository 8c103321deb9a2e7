import {absent, denied} from '../../../src/model/fact.ts';
import {
  about,
  addon,
  but,
  cluster,
  corednsDeployment,
  corednsPod,
  ec2Node,
  healthy,
  node,
  PENDING,
  spec,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {coredns, EC2, elsewhere, LABELS, NO_PROFILE, strandedPod, YOUNG_PROFILE} from './worlds.ts';

const annotatedDeployment = corednsDeployment({
  template: {labels: LABELS, annotations: EC2, spec: spec({schedulerName: ''})},
});
const mixed = {nodes: [node(), ec2Node()]};
const bare = {corednsAddon: addon({configurationValues: ''})};

export const fixtures: readonly Fixture[] = [
  {name: 'another pod, DNS is well', facts: healthy, yields: []},
  {name: 'a CoreDNS pod on Fargate', facts: withFacts({...about(corednsPod())}), yields: []},
  {name: 'no profile for it', facts: coredns({}, NO_PROFILE), yields: ['coredns-no-profile']},
  {
    name: 'no profile, and annotated: the profile comes first',
    facts: coredns(EC2, NO_PROFILE),
    yields: ['coredns-no-profile'],
  },
  {
    name: 'no profile, but EC2 nodes',
    facts: coredns({}, {...NO_PROFILE, ...mixed, ...about({...strandedPod(), status: PENDING})}),
    yields: [],
  },
  {
    name: 'no profile, and nodes denied: the default scheduler tells',
    facts: but(coredns({}, NO_PROFILE), {nodes: denied('list nodes')}),
    yields: ['coredns-no-profile'],
  },
  {name: 'annotated, add-on set for Fargate', facts: coredns(EC2), yields: ['coredns-compute-type-ec2']},
  {
    name: 'annotated, and the add-on would do it again',
    facts: coredns(EC2, bare),
    yields: ['coredns-compute-type-ec2', 'coredns-addon-overwrites'],
  },
  {
    name: 'annotated, and no add-on',
    facts: but(coredns(EC2), {corednsAddon: absent}),
    yields: ['coredns-compute-type-ec2'],
  },
  {
    name: 'annotated and older than its profile',
    facts: coredns(EC2, YOUNG_PROFILE),
    yields: ['coredns-compute-type-ec2'],
  },
  {name: 'only older than its profile', facts: coredns({}, YOUNG_PROFILE), yields: []},
  {name: 'the add-on lacks computeType, but nothing is annotated', facts: coredns({}, bare), yields: []},
  {
    name: 'annotated and running on EC2',
    facts: withFacts({
      ...about({...strandedPod(EC2), spec: spec({schedulerName: 'default-scheduler', nodeName: 'ip-10-0-1-200'})}),
      ...mixed,
      corednsDeployment: annotatedDeployment,
    }),
    yields: [],
  },
  {
    name: 'a mixed cluster whose CoreDNS is annotated and well',
    facts: withFacts({...mixed, corednsDeployment: annotatedDeployment}),
    yields: [],
  },
  {name: 'seen from another pod: no profile', facts: elsewhere({}, NO_PROFILE), yields: ['coredns-no-profile']},
  {name: 'seen from another pod: annotated', facts: elsewhere(EC2), yields: ['coredns-compute-type-ec2']},
  {name: 'seen from another pod: ailing on EC2 nodes is not ours', facts: elsewhere(EC2, mixed), yields: []},
  {
    name: 'Auto Mode has nodes for it',
    facts: coredns(EC2, {cluster: cluster({autoMode: true})}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'the Deployment can not be read',
    facts: but(elsewhere(EC2), {corednsDeployment: denied('get deployments/coredns -n kube-system')}),
    yields: [],
    outcome: 'unchecked',
  },
];
