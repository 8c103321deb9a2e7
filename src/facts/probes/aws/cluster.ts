import type {ClusterTarget} from '../../../model/aws.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapCluster} from './map-cluster.ts';

const ACTION = 'eks:DescribeCluster';

/**
 * `DescribeCluster`: `cluster`. A cluster that EKS does not know is a failed read and not an absent thing: something led
 * here, so these credentials are of another account or Region.
 */
export default defineProbe({
  fact: 'cluster',
  reads: [{action: ACTION}],
  after: ['target'],
  api: 'aws',
  ask: async ({target}, {aws}) =>
    mapped(
      await aws.call({
        service: 'eks',
        permission: ACTION,
        send: (client, sdk) => client.send(new sdk.DescribeClusterCommand({name: target.name})),
      }),
      (answer) => mapCluster(answer.cluster, arnOf(target)),
    ),
});

const arnOf = ({name, region, partition, account = ''}: ClusterTarget): string =>
  `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
