import {DoctorError} from '../errors.ts';
import {oneLine} from '../network-words.ts';

/** Whether two addresses of an API server are the same: host in any case, the default port written or not, no path. */
export function sameServer(a: string, b: string): boolean {
  const one = address(a);
  return one !== undefined && one === address(b);
}

function address(server: string): string | undefined {
  try {
    const url = new URL(server.includes('://') ? server : `https://${server}`);
    const port = url.port || (url.protocol === 'http:' ? '80' : '443');
    return `${url.hostname.toLowerCase().replace(/\.$/, '')}:${port}${url.pathname.replace(/\/+$/, '')}`;
  } catch {
    return undefined;
  }
}

/**
 * To be called once `DescribeCluster` is known: facts of two clusters in one report would be confident nonsense.
 * `server` is `Connection.serverToMatch`, absent where there is nothing to compare.
 *
 * @throws DoctorError with both values.
 */
export function refuseMismatch(
  server: string | undefined,
  cluster: {readonly name: string; readonly endpoint: string},
): void {
  if (server === undefined || cluster.endpoint === '' || sameServer(server, cluster.endpoint)) return;
  throw new DoctorError(
    `The kubeconfig and the cluster don't match: the kubeconfig's server is ${oneLine(server)}, ` +
      `but the endpoint of cluster ${oneLine(cluster.name)} is ${oneLine(cluster.endpoint)}.`,
    'Choose another --context or --cluster; --allow-mismatch goes on, for a tunnel or a proxy before the cluster.',
  );
}
