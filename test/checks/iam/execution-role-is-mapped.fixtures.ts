import {absent, denied} from '../../../src/model/fact.ts';
import type {FactId, FactMap} from '../../../src/model/facts.ts';
import {
  about,
  accessEntry,
  AWS_AUTH_ROLES,
  awsAuth,
  but,
  cluster,
  event,
  healthy,
  pendingPod,
  withFacts,
  type AllAnswers,
  type Fixture,
} from '../../fixture.ts';

export const BLOCKED =
  'Misconfigured Fargate Profile: fargate profile default-fp blocked for new launches due to: Pod execution role is not found in auth config or does not have all required permissions for launching fargate pods.';
export const NO_MAP = denied('get configmaps/aws-auth -n kube-system');
export const NO_ENTRY = denied('eks:DescribeAccessEntry');

type Values = {readonly [K in FactId]?: FactMap[K]};
/** A pending pod in a cluster of this mode. */
export const inMode = (authenticationMode: string, values: Values = {}): AllAnswers => {
  const facts = withFacts({...about(pendingPod()), cluster: cluster({authenticationMode}), ...values});
  return authenticationMode === 'CONFIG_MAP' ? but(facts, {accessEntry: absent, accessEntryArns: absent}) : facts;
};
/** The same, refused by fargate-scheduler. */
export const refused = (authenticationMode: string, values: Values = {}): AllAnswers =>
  inMode(authenticationMode, {podEvents: [event({message: BLOCKED})], ...values});
export const EC2_NAME = AWS_AUTH_ROLES.replace('SessionName', 'EC2PrivateDNSName');
const both = 'API_AND_CONFIG_MAP';

export const fixtures: readonly Fixture[] = [
  {name: 'entry and aws-auth', facts: healthy, yields: []},
  {name: 'aws-auth alone', facts: inMode('CONFIG_MAP'), yields: []},
  {name: 'access entry alone', facts: but(inMode('API'), {awsAuth: absent}), yields: []},
  {name: 'both modes, aws-auth does it', facts: but(inMode(both), {accessEntry: absent}), yields: []},
  {
    name: 'both modes, the entry does it and aws-auth is denied',
    facts: but(inMode(both), {awsAuth: NO_MAP}),
    yields: [],
  },
  {
    name: 'no entry in aws-auth',
    facts: inMode('CONFIG_MAP', {awsAuth: awsAuth('')}),
    yields: ['auth-configmap-entry-missing'],
  },
  {
    name: 'neither nor, and the scheduler says so',
    facts: but(refused(both, {awsAuth: awsAuth('')}), {accessEntry: absent}),
    yields: ['auth-configmap-entry-missing'],
  },
  {
    name: 'both modes, nothing at all',
    facts: but(inMode(both), {accessEntry: absent, awsAuth: absent}),
    yields: ['auth-configmap-entry-missing'],
  },
  {
    name: 'the username of EC2 nodes',
    facts: inMode('CONFIG_MAP', {awsAuth: awsAuth(EC2_NAME)}),
    yields: ['auth-configmap-entry-wrong'],
  },
  {
    name: 'mapRoles is a map',
    facts: inMode('CONFIG_MAP', {awsAuth: awsAuth('a: b')}),
    yields: ['auth-configmap-malformed'],
  },
  {
    name: 'aws-auth is broken, but the access entry is right',
    facts: inMode(both, {awsAuth: awsAuth('a: b')}),
    yields: ['auth-configmap-malformed'],
  },
  {name: 'no aws-auth', facts: but(inMode('CONFIG_MAP'), {awsAuth: absent}), yields: ['auth-configmap-missing']},
  {
    name: 'two entries that differ',
    facts: inMode('CONFIG_MAP', {awsAuth: awsAuth(AWS_AUTH_ROLES + EC2_NAME)}),
    yields: ['auth-configmap-duplicate'],
  },
  {
    name: 'API without an access entry',
    facts: but(inMode('API', {accessEntryArns: []}), {accessEntry: absent}),
    yields: ['auth-mode-api-no-entry'],
  },
  {
    name: 'an access entry of EC2 nodes overrides a right aws-auth',
    facts: inMode(both, {accessEntry: accessEntry({type: 'EC2_LINUX'})}),
    yields: ['auth-access-entry-wrong-type'],
  },
  {
    name: 'aws-auth denied, and no access entry',
    facts: but(inMode(both), {accessEntry: absent, awsAuth: NO_MAP}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'the access entry denied, which could override a right aws-auth',
    facts: but(inMode(both), {accessEntry: NO_ENTRY}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'aws-auth denied and no access entry, but the scheduler says so',
    facts: but(refused(both, {accessEntryArns: []}), {accessEntry: absent, awsAuth: NO_MAP}),
    yields: ['auth-configmap-entry-missing'],
  },
  {
    name: 'an access entry of a type that is not known here',
    facts: inMode(both, {accessEntry: accessEntry({type: 'FARGATE_WINDOWS'})}),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'a mode that is not known here', facts: inMode('OIDC'), yields: [], outcome: 'unchecked'},
  {name: 'no profile takes the pod', facts: but(inMode(both), {profile: absent}), yields: [], outcome: 'inapplicable'},
];
