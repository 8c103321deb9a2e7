import {
  about,
  denyOne,
  fargateWebhook,
  healthy,
  minutesAgo,
  profile,
  unmutatedPod,
  withFacts,
  type Fixture,
} from '../../fixture.ts';

const pod = unmutatedPod();

export const fixtures: readonly Fixture[] = [
  {name: 'mutated', facts: healthy, yields: []},
  {
    name: 'the webhook is gone',
    facts: withFacts({...about(pod), mutatingWebhooks: []}),
    yields: ['profile-webhook-missing-or-broken'],
  },
  {name: 'it is there and did not act', facts: withFacts(about(pod)), yields: ['profile-webhook-missing-or-broken']},
  {
    name: 'its selectors leave the pod out',
    facts: withFacts({
      ...about(pod),
      mutatingWebhooks: [
        fargateWebhook({
          webhooks: fargateWebhook().webhooks.map((w) => ({
            ...w,
            objectSelector: {matchLabels: {fargate: 'yes'}, matchExpressions: []},
          })),
        }),
      ],
    }),
    yields: ['profile-webhook-missing-or-broken'],
  },
  {
    name: 'an annotation is the reason',
    facts: withFacts({
      ...about(unmutatedPod({annotations: {'eks.amazonaws.com/compute-type': 'ec2'}})),
      mutatingWebhooks: [],
    }),
    yields: [],
  },
  {
    name: 'made while its profile may still have been CREATING',
    facts: withFacts({
      ...about(unmutatedPod({createdAt: minutesAgo(14)})),
      profiles: [profile({createdAt: minutesAgo(17)})],
    }),
    yields: [],
  },
  {
    name: "a DaemonSet's pod",
    facts: withFacts(about(unmutatedPod({owner: {kind: 'DaemonSet', name: 'agent'}}))),
    yields: [],
  },
  {
    name: 'a label asks for a profile',
    facts: withFacts(about(unmutatedPod({labels: {...pod.labels, 'eks.amazonaws.com/fargate-profile': 'old'}}))),
    yields: [],
  },
  {name: 'the pod could not be read', facts: denyOne(withFacts(about(pod)), 'pod'), yields: [], outcome: 'unchecked'},
];
