import {mapped, together} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapProfile} from './map-cluster.ts';

const ACTION = 'eks:DescribeFargateProfile';

/** `DescribeFargateProfile` for each profile: `fargateProfile`. One deleted since it was listed is left out. */
export default defineProbe({
  fact: 'profiles',
  reads: [{action: ACTION}],
  after: ['target', 'profileNames'],
  api: 'aws',
  async ask({target, profileNames}, {aws}) {
    const profiles = await Promise.all(
      profileNames.map((fargateProfileName) =>
        aws.call({
          service: 'eks',
          permission: ACTION,
          absentOn: ['ResourceNotFoundException'],
          send: (client, sdk) =>
            client.send(new sdk.DescribeFargateProfileCommand({clusterName: target.name, fargateProfileName})),
        }),
      ),
    );
    return together(profiles.map((fact) => mapped(fact, (answer) => mapProfile(answer.fargateProfile))));
  },
});
