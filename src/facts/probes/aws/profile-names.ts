import {mapped, sorted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'eks:ListFargateProfiles';

/** `ListFargateProfiles`: `fargateProfileNames`. */
export default defineProbe({
  fact: 'profileNames',
  reads: [{action: ACTION}],
  after: ['target'],
  api: 'aws',
  ask: async ({target}, {aws}) =>
    mapped(
      await aws.call({
        service: 'eks',
        permission: ACTION,
        send: (client, sdk) =>
          everyItem(
            sdk.paginateListFargateProfiles({client}, {clusterName: target.name}),
            (page) => page.fargateProfileNames,
          ),
      }),
      (names) => sorted([...new Set(names)]),
    ),
});
