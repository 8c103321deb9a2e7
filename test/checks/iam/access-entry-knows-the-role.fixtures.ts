import {absent} from '../../../src/model/fact.ts';
import {accessEntry, awsAuth, but, healthy, minutesAgo, role, type Fixture} from '../../fixture.ts';
import {inMode} from './execution-role-is-mapped.fixtures.ts';

const fresh = {executionRole: role({createdAt: minutesAgo(600)})};

export const fixtures: readonly Fixture[] = [
  {name: 'the role came first', facts: healthy, yields: []},
  {
    name: 'the role is younger, and aws-auth has it not',
    facts: inMode('API_AND_CONFIG_MAP', {...fresh, awsAuth: awsAuth('')}),
    yields: ['access-entry-stale-role-id'],
  },
  {name: 'the role is younger, in mode API', facts: inMode('API', fresh), yields: ['access-entry-stale-role-id']},
  {
    name: 'the role is younger, and aws-auth has it',
    facts: inMode('API_AND_CONFIG_MAP', fresh),
    yields: ['access-entry-stale-role-id'],
  },
  {
    name: 'an entry of another type',
    facts: inMode('API', {...fresh, accessEntry: accessEntry({type: 'STANDARD'})}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'no access entry',
    facts: but(inMode('API', fresh), {accessEntry: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
