import {absent, known, type Fact} from '../../model/fact.ts';
import type {AwsClients} from '../clients/types.ts';
import {sameServer} from './mismatch.ts';

/** What of `eks:DescribeCluster` is needed to reach a cluster and to recognise it. */
export interface DescribedCluster {
  readonly name: string;
  readonly arn?: string;
  readonly status?: string;
  /** Absent while the cluster is being created. */
  readonly endpoint?: string;
  /** Base64 PEM. */
  readonly caData?: string;
}

/** Absent where there is no such cluster in the Region. */
export function describeCluster(aws: AwsClients, name: string): Promise<Fact<DescribedCluster>> {
  return aws.call({
    service: 'eks',
    permission: 'eks:DescribeCluster',
    absentOn: ['ResourceNotFoundException'],
    async send(client, sdk) {
      const {cluster} = await client.send(new sdk.DescribeClusterCommand({name}));
      return {
        name,
        ...(cluster?.arn === undefined ? {} : {arn: cluster.arn}),
        ...(cluster?.status === undefined ? {} : {status: cluster.status}),
        ...(cluster?.endpoint === undefined ? {} : {endpoint: cluster.endpoint}),
        ...(cluster?.certificateAuthority?.data === undefined ? {} : {caData: cluster.certificateAuthority.data}),
      };
    },
  });
}

/** Names of all clusters of the Region. */
export function listClusters(aws: AwsClients): Promise<Fact<readonly string[]>> {
  return aws.call({
    service: 'eks',
    permission: 'eks:ListClusters',
    async send(client, sdk) {
      const names: string[] = [];
      for await (const page of sdk.paginateListClusters({client}, {})) names.push(...(page.clusters ?? []));
      return names;
    },
  });
}

/** Regions with more clusters than this are not searched to their end: it would throttle the calls that matter. */
const MOST_SEARCHED = 100;

/**
 * The cluster of the Region that is the one at `server`: by its endpoint, or by its certificate authority, which is
 * another one for each cluster. The last resort, two rounds long, where no name says which cluster it is. Absent where
 * none is; a cluster that can't be described could be the one, so it leaves the question open.
 */
export async function findByServer(
  aws: AwsClients,
  server: {readonly url: string; readonly caData?: string},
): Promise<Fact<DescribedCluster>> {
  const names = await listClusters(aws);
  if (names.is !== 'known') return names;
  const described = await Promise.all(names.value.slice(0, MOST_SEARCHED).map((name) => describeCluster(aws, name)));
  const match = described.find(
    (fact) =>
      fact.is === 'known' &&
      ((fact.value.endpoint !== undefined && sameServer(fact.value.endpoint, server.url)) ||
        sameCertificate(fact.value.caData, server.caData)),
  );
  if (match?.is === 'known') return known(match.value);
  return described.find((fact) => fact.is === 'denied' || fact.is === 'failed') ?? absent;
}

/** Whether two base64 PEM texts hold the same certificate, however their lines are broken. */
export function sameCertificate(a: string | undefined, b: string | undefined): boolean {
  if (!a || !b) return false;
  const bare = (data: string) => Buffer.from(data, 'base64').toString('latin1').replace(/\s+/g, '');
  return bare(a) !== '' && bare(a) === bare(b);
}
