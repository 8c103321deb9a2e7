import {stringify} from 'yaml';

/** How the kubeconfig's user proves who it is, and what the context is called. */
export interface KubeconfigOptions {
  /** `token`: a fixed bearer token. `exec-eks`: the plugin section that `aws eks update-kubeconfig` writes. */
  readonly auth?: 'token' | 'exec-eks';
  readonly clusterName?: string;
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
  /** The context's name; the cluster's ARN if it is not given, or `clusterName` without a region. */
  readonly contextName?: string;
  /** Namespace of the context. */
  readonly namespace?: string;
  /** Another address than the fake's own. */
  readonly server?: string;
  /** Another authority than the fake's own, PEM. */
  readonly caPem?: string;
  /** Another token than the fake's own. */
  readonly token?: string;
  /** `--role-arn` of the exec plugin. */
  readonly roleArn?: string;
  /** `AWS_PROFILE` for the exec plugin. */
  readonly profile?: string;
}

/** What the options default to. */
export interface KubeconfigDefaults {
  readonly server: string;
  readonly caPem: string;
  readonly token: string;
  readonly clusterName: string;
}

/** The ARN of a cluster, in its region's partition. */
function clusterArn(region: string, account: string, name: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
}

function execSection(region: string, cluster: string, options: KubeconfigOptions): unknown {
  const role = options.roleArn === undefined ? [] : ['--role', options.roleArn];
  return {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    args: ['--region', region, 'eks', 'get-token', '--cluster-name', cluster, '--output', 'json', ...role],
    command: 'aws',
    ...(options.profile === undefined ? {} : {env: [{name: 'AWS_PROFILE', value: options.profile}]}),
  };
}

/** A kubeconfig with one context, as YAML text. With `exec-eks` it is what `aws eks update-kubeconfig` would have written. */
export function writeKubeconfig(options: KubeconfigOptions, defaults: KubeconfigDefaults): string {
  const cluster = options.clusterName ?? defaults.clusterName;
  const region = options.region ?? 'eu-central-1';
  const eks = options.auth === 'exec-eks';
  const name =
    eks || options.region !== undefined ? clusterArn(region, options.account ?? '111122223333', cluster) : cluster;
  const context = options.contextName ?? name;
  const user = eks ? {exec: execSection(region, cluster, options)} : {token: options.token ?? defaults.token};
  return stringify(
    {
      apiVersion: 'v1',
      clusters: [
        {
          cluster: {
            'certificate-authority-data': Buffer.from(options.caPem ?? defaults.caPem).toString('base64'),
            server: options.server ?? defaults.server,
          },
          name,
        },
      ],
      contexts: [
        {
          context: {
            cluster: name,
            ...(options.namespace === undefined ? {} : {namespace: options.namespace}),
            user: name,
          },
          name: context,
        },
      ],
      'current-context': context,
      kind: 'Config',
      preferences: {},
      users: [{name, user}],
    },
    {lineWidth: 0},
  );
}
