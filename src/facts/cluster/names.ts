import {isRegion} from './partitions.ts';

/** What a name or an address tells about the cluster. */
export interface ClusterHint {
  readonly name?: string;
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
}

/** EKS: letters, digits, hyphens and underscores, at most 100. */
const CLUSTER_NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
const ARN = /^arn:aws[a-z-]{0,12}:eks:([a-z0-9-]{1,32}):(\d{12}):cluster\/([^/\s]{1,100})$/;
const EKSCTL = /(?:^|@)([^.@\s]{1,100})\.([a-z0-9-]{1,32})\.eksctl\.io$/;

/** `arn:aws:eks:eu-central-1:111122223333:cluster/web`, as `aws eks update-kubeconfig` names contexts and clusters. */
export function fromArn(text: string): ClusterHint | undefined {
  const [, region, account, name] = ARN.exec(text) ?? [];
  if (region === undefined || name === undefined || account === undefined) return undefined;
  return isRegion(region) && CLUSTER_NAME.test(name) ? {name, region, account} : undefined;
}

/** `user@web.eu-central-1.eksctl.io` as a context, `web.eu-central-1.eksctl.io` as a cluster. */
export function fromEksctlName(text: string): ClusterHint | undefined {
  const [, name, region] = EKSCTL.exec(text.slice(-300)) ?? [];
  if (name === undefined || region === undefined) return undefined;
  return isRegion(region) && CLUSTER_NAME.test(name) ? {name, region} : undefined;
}

const EKS_HOSTS = [
  '.eks.amazonaws.com',
  '.eks.amazonaws.com.cn',
  '.api.aws',
  '.api.amazonwebservices.com.cn',
  '.eks.amazonaws.eu',
];

/**
 * The Region in an API server's host name: `ABC.gr7.eu-central-1.eks.amazonaws.com`, and `ABC.eks-cluster.eu-west-1.api.aws`
 * for clusters with IPv6. Undefined for every other host.
 */
export function regionOfServer(server: string): string | undefined {
  const host = hostOf(server);
  const suffix = EKS_HOSTS.find((end) => host?.endsWith(end));
  const region = suffix === undefined ? undefined : host?.slice(0, -suffix.length).split('.').at(-1);
  return region !== undefined && isRegion(region) ? region : undefined;
}

/** Whether a word can be a cluster's name. */
export function isClusterName(word: string): boolean {
  return CLUSTER_NAME.test(word);
}

/** The host of a URL in lower case; undefined where it is no URL. */
export function hostOf(server: string): string | undefined {
  try {
    return new URL(server).hostname.toLowerCase().replace(/\.$/, '');
  } catch {
    return undefined;
  }
}
