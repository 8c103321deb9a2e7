import {healthy, profile, withFacts, type Fixture} from '../../fixture.ts';

const failed = (status: string, code: string) =>
  withFacts({profile: profile({status, healthIssues: [{code, message: 'not authorized', resourceIds: []}]})});

export const fixtures: readonly Fixture[] = [
  {name: 'ACTIVE', facts: healthy, yields: []},
  {name: 'ACTIVE, with an issue', facts: failed('ACTIVE', 'AccessDenied'), yields: []},
  {name: 'failed for another reason', facts: failed('CREATE_FAILED', 'InternalFailure'), yields: []},
  {
    name: 'failed for lack of access',
    facts: failed('CREATE_FAILED', 'AccessDenied'),
    yields: ['account-not-authorized-region'],
  },
];
