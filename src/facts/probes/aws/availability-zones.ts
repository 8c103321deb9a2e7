import {isUnplaced} from '../../../domain/spoken.ts';
import {absent} from '../../../model/fact.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'ec2:DescribeAvailabilityZones';

/**
 * `DescribeAvailabilityZones` with `AllAvailabilityZones`, so that the Local and Wavelength zones are there whether or not
 * the account has opted in: a subnet may have been shared by one that has. Not asked for a pod that has
 * its node.
 */
export default defineProbe({
  fact: 'availabilityZones',
  reads: [{action: ACTION}],
  after: [],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({pod}, {aws, once}) {
    if (pod.is === 'known' && !isUnplaced(pod.value)) return absent;
    const answer = await once(ACTION, () =>
      aws.call({
        service: 'ec2',
        permission: ACTION,
        send: (client, sdk) => client.send(new sdk.DescribeAvailabilityZonesCommand({AllAvailabilityZones: true})),
      }),
    );
    return mapped(answer, ({AvailabilityZones}) =>
      sortedBy(
        (AvailabilityZones ?? []).flatMap(({ZoneName: name, ZoneId: id = '', ZoneType: type = ''}) =>
          name === undefined ? [] : [{name, id, type}],
        ),
        (zone) => zone.name,
      ),
    );
  },
});
