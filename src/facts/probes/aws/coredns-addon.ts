import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapAddon} from './map-cluster.ts';

const ACTION = 'eks:DescribeAddon';

/** `DescribeAddon` of `coredns`: `addon`. */
export default defineProbe({
  fact: 'corednsAddon',
  reads: [{action: ACTION}],
  after: ['target'],
  api: 'aws',
  ask: async ({target}, {aws}) =>
    mapped(
      await aws.call({
        service: 'eks',
        permission: ACTION,
        absentOn: ['ResourceNotFoundException'],
        send: (client, sdk) =>
          client.send(new sdk.DescribeAddonCommand({clusterName: target.name, addonName: 'coredns'})),
      }),
      (answer) => mapAddon(answer.addon),
    ),
});
