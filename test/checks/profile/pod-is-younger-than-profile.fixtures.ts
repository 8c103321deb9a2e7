import {
  about,
  fargateWebhook,
  healthy,
  minutesAgo,
  profile,
  unmutatedPod,
  withFacts,
  type Fixture,
} from '../../fixture.ts';

const pod = unmutatedPod({createdAt: minutesAgo(14)});

export const fixtures: readonly Fixture[] = [
  {name: 'mutated', facts: healthy, yields: []},
  {name: 'younger than the profile', facts: withFacts({...about(pod)}), yields: []},
  {
    name: 'older than the profile',
    facts: withFacts({...about(pod), profiles: [profile({createdAt: minutesAgo(5)})]}),
    yields: ['profile-pod-predates'],
  },
  {
    name: 'older than one matching profile, younger than another',
    facts: withFacts({...about(pod), profiles: [profile({name: 'a', createdAt: minutesAgo(5)}), profile({name: 'b'})]}),
    yields: [],
  },
  {
    name: "a minute younger than the cluster's first profile",
    facts: withFacts({...about(pod), profiles: [profile({createdAt: minutesAgo(15)})]}),
    yields: ['profile-webhook-race'],
  },
  {
    name: 'made while its profile, not the first, may still have been CREATING',
    facts: withFacts({
      ...about(unmutatedPod({createdAt: minutesAgo(14)})),
      profiles: [profile({createdAt: minutesAgo(17)}), profile({name: 'first', selectors: []})],
    }),
    yields: ['profile-pod-predates'],
  },
  {
    name: "a DaemonSet's pod",
    facts: withFacts({
      ...about(unmutatedPod({createdAt: minutesAgo(14), owner: {kind: 'DaemonSet', name: 'agent'}})),
      profiles: [profile({createdAt: minutesAgo(5)})],
    }),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'older than the webhook',
    facts: withFacts({...about(pod), mutatingWebhooks: [fargateWebhook({createdAt: minutesAgo(10)})]}),
    yields: ['profile-webhook-race'],
  },
];
