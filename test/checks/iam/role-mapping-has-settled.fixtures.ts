import {absent} from '../../../src/model/fact.ts';
import {accessEntry, awsAuth, but, denyOne, healthy, minutesAgo, type Fixture} from '../../fixture.ts';
import {inMode, NO_MAP, refused} from './execution-role-is-mapped.fixtures.ts';

const both = 'API_AND_CONFIG_MAP';

export const fixtures: readonly Fixture[] = [
  {name: 'an old mapping', facts: healthy, yields: []},
  {
    name: 'refused, though the entry is right and old, and aws-auth lacks it',
    facts: refused(both, {awsAuth: awsAuth('')}),
    yields: ['auth-api-and-configmap-2024-bug'],
  },
  {
    name: 'the same without an aws-auth at all',
    facts: but(refused(both), {awsAuth: absent}),
    yields: ['auth-api-and-configmap-2024-bug'],
  },
  {name: 'the same, but aws-auth has it too', facts: refused(both), yields: ['auth-api-and-configmap-2024-bug']},
  {
    name: 'the same in mode API',
    facts: but(refused('API'), {awsAuth: absent}),
    yields: ['auth-api-and-configmap-2024-bug'],
  },
  {
    name: 'the same, aws-auth denied',
    facts: but(refused(both), {awsAuth: NO_MAP}),
    yields: ['auth-api-and-configmap-2024-bug'],
  },
  {
    name: 'the same, and the role is unread, which may be younger than its entry',
    facts: denyOne(refused(both), 'executionRole'),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'the entry was changed after the refusal',
    facts: refused(both, {accessEntry: accessEntry({modifiedAt: minutesAgo(7)})}),
    yields: ['auth-mode-propagation'],
  },
  {
    name: 'aws-auth was changed after the refusal',
    facts: refused('CONFIG_MAP', {awsAuth: {...awsAuthRight(), modifiedAt: minutesAgo(6)}}),
    yields: ['auth-mode-propagation'],
  },
  {
    name: 'the entry was changed a moment ago, and nobody complains',
    facts: inMode(both, {accessEntry: accessEntry({modifiedAt: minutesAgo(2)})}),
    yields: ['auth-mode-propagation'],
  },
  {
    name: 'not mapped, which another check says',
    facts: but(refused('API'), {accessEntry: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];

function awsAuthRight() {
  return healthy.awsAuth.is === 'known' ? healthy.awsAuth.value : awsAuth('');
}
