import {absent} from '../../../model/fact.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapAccessEntry} from './map-cluster.ts';

const ACTION = 'eks:DescribeAccessEntry';

/** `DescribeAccessEntry` of the profile's role: `accessEntry`. Not asked in the mode CONFIG_MAP, which has none. */
export default defineProbe({
  fact: 'accessEntry',
  reads: [{action: ACTION}],
  after: ['target', 'profile', 'cluster'],
  api: 'aws',
  async ask({target, profile, cluster}, {aws, once}) {
    const principalArn = profile.podExecutionRoleArn;
    if (cluster.authenticationMode === 'CONFIG_MAP' || principalArn === '') return absent;
    const entry = await once(`${ACTION} ${principalArn}`, () =>
      aws.call({
        service: 'eks',
        permission: ACTION,
        absentOn: ['ResourceNotFoundException'],
        send: (client, sdk) =>
          client.send(new sdk.DescribeAccessEntryCommand({clusterName: target.name, principalArn})),
      }),
    );
    return mapped(entry, (answer) => mapAccessEntry(answer.accessEntry));
  },
});
