import {
  about,
  accessEntry,
  awsAuth,
  denyOne,
  event,
  healthy,
  minutesAgo,
  pendingPod,
  role,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {refused as roleRefused} from '../iam/execution-role-is-mapped.fixtures.ts';

const ASSUME =
  'Misconfigured Fargate Profile: fargate profile default-fp blocked for new launches due to: Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal';
const message = 'Pod not supported on Fargate: volumes not supported: data not supported because: PVC data-0 not bound';
const refused = {...about(pendingPod()), podEvents: [event({message})]};
const claim = {name: 'data-0', exists: true, phase: 'Bound', accessModes: ['ReadWriteMany']};

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'bound since', facts: withFacts({...refused, claims: [claim]}), yields: ['sched-no-retry']},
  {name: 'still unbound', facts: withFacts({...refused, claims: [{...claim, phase: 'Pending'}]}), yields: []},
  {name: 'the claim could not be read', facts: denyOne(withFacts(refused), 'claims'), yields: [], outcome: 'unchecked'},
  {
    name: 'the role is mapped since the refusal',
    facts: roleRefused('API_AND_CONFIG_MAP', {accessEntry: accessEntry({modifiedAt: minutesAgo(7)})}),
    yields: ['sched-no-retry'],
  },
  {
    name: 'aws-auth maps the role rightly, and when that was changed is not known',
    facts: roleRefused('CONFIG_MAP'),
    yields: [],
  },
  {
    name: 'the entry was right before the refusal',
    facts: roleRefused('API'),
    yields: [],
  },
  {
    name: 'the role of the profile is gone, and one of its name lies under a path',
    facts: withFacts({
      ...about(pendingPod()),
      podEvents: [event({message: ASSUME})],
      executionRole: role({arn: 'arn:aws:iam::111122223333:role/platform/fargate-pod-execution'}),
    }),
    yields: [],
  },
  {
    name: 'an old right entry that aws-auth does not double has a cause of its own',
    facts: roleRefused('API_AND_CONFIG_MAP', {awsAuth: awsAuth('')}),
    yields: [],
  },
  {
    name: 'an entry that is older than its role has a cause of its own',
    facts: roleRefused('API', {executionRole: role({createdAt: minutesAgo(60)})}),
    yields: [],
  },
  {
    name: 'the trust policy admits Fargate now',
    facts: withFacts({...about(pendingPod()), podEvents: [event({message: ASSUME})]}),
    yields: ['sched-no-retry'],
  },
  {
    name: 'the trust policy could not be read',
    facts: denyOne(withFacts({...about(pendingPod()), podEvents: [event({message: ASSUME})]}), 'executionRole'),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'events could not be read',
    facts: denyOne(withFacts({...refused, claims: [claim]}), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
