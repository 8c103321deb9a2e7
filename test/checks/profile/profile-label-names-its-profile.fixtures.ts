import {
  about,
  healthy,
  minutesAgo,
  pendingPod,
  profile,
  unmutatedPod,
  withFacts,
  workload,
  type Fixture,
} from '../../fixture.ts';

const LABEL = 'eks.amazonaws.com/fargate-profile';
const pinned = workload({template: {...workload().template, labels: {app: 'nginx', [LABEL]: 'gone'}}});

export const fixtures: readonly Fixture[] = [
  {name: 'the webhook named a profile that is there', facts: healthy, yields: []},
  {name: 'no label', facts: withFacts(about(unmutatedPod())), yields: [], outcome: 'inapplicable'},
  {
    name: 'the profile was deleted',
    facts: withFacts({...about(pendingPod()), profiles: []}),
    yields: ['profile-replaced-pods-stuck'],
  },
  {
    name: 'the profile was made anew under the same name',
    facts: withFacts({...about(pendingPod()), profiles: [profile({createdAt: minutesAgo(3)})]}),
    yields: ['profile-replaced-pods-stuck'],
  },
  {
    name: 'the template asks for a profile that is not there',
    facts: withFacts({...about(unmutatedPod({labels: {app: 'nginx', [LABEL]: 'gone'}})), workload: pinned}),
    yields: ['profile-label-forces-nonmatch'],
  },
  {
    name: 'the template asks for a profile of another namespace',
    facts: withFacts({...about(unmutatedPod({labels: {app: 'nginx', [LABEL]: 'coredns-fp'}}))}),
    yields: ['profile-label-forces-nonmatch'],
  },
];
