import {placementOf, prospectOf} from '../../../domain/placement.ts';
import {absent, known} from '../../../model/fact.ts';
import {defineProbe} from '../probe.ts';

/** The profile that has the pod, would take it, or would once its selectors are mended; for the next pod of a profile, the profile of that name. */
export default defineProbe({
  fact: 'profile',
  reads: [],
  after: ['profiles'],
  afterMaybe: ['podSpec'],
  api: 'none',
  ask({profiles, podSpec}, {subject}) {
    const profile =
      subject.kind === 'FargateProfile'
        ? profiles.find((p) => p.name === subject.name)
        : podSpec.is === 'known'
          ? prospectOf(placementOf(podSpec.value, profiles))
          : undefined;
    return profile ? known(profile) : absent;
  },
});
