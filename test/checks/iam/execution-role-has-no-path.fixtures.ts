import {absent} from '../../../src/model/fact.ts';
import {about, but, event, healthy, minutesAgo, pendingPod, profile, type Fixture} from '../../fixture.ts';
import {inMode, NO_MAP} from './execution-role-is-mapped.fixtures.ts';

export const WITH_PATH = profile({podExecutionRoleArn: 'arn:aws:iam::111122223333:role/team/fargate-pod-execution'});
const hanging = {profile: WITH_PATH, podEvents: [event()]};

export const fixtures: readonly Fixture[] = [
  {name: 'no path', facts: healthy, yields: []},
  {
    name: 'a path, and an access entry',
    facts: inMode('API_AND_CONFIG_MAP', {...hanging, accessEntryArns: [WITH_PATH.podExecutionRoleArn]}),
    yields: [],
  },
  {name: 'a path, mapped by aws-auth, the pod hangs', facts: inMode('CONFIG_MAP', hanging), yields: ['iam-role-path']},
  {
    name: 'the same where an access entry is possible',
    facts: but(inMode('API_AND_CONFIG_MAP', hanging), {accessEntry: absent}),
    yields: ['iam-role-path'],
  },
  {
    name: 'a path, but the pod is young',
    facts: inMode('CONFIG_MAP', {profile: WITH_PATH, ...about(pendingPod({createdAt: minutesAgo(1)}))}),
    yields: [],
  },
  {
    name: 'a path, and aws-auth denied',
    facts: but(inMode('CONFIG_MAP', hanging), {awsAuth: NO_MAP}),
    yields: [],
    outcome: 'unchecked',
  },
];
