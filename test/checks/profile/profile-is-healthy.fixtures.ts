import {healthy, profile, withFacts, type Fixture} from '../../fixture.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'no issue', facts: healthy, yields: []},
  {
    name: 'an issue as EKS words it',
    facts: withFacts({
      profile: profile({
        healthIssues: [{code: 'PodExecutionRoleAlreadyInUse', message: 'The role is in use.', resourceIds: ['role/x']}],
      }),
    }),
    yields: ['profile-health-issue'],
  },
];
