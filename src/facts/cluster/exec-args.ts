import type {ExecSection} from './kubeconfig.ts';

/** What the exec section of a kubeconfig's user says about an EKS token. */
export interface TokenCommand {
  /** The cluster's name, or its id on Outposts. */
  readonly cluster: string;
  /** From the arguments, else from the section's environment. */
  readonly region?: string;
  /** From the arguments only: unlike one in the environment, it wins over keys in the environment. */
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  readonly sessionName?: string;
  /** Environment that the section adds. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Whether we can make the same token. False for a wrapper (`aws-vault exec … -- aws eks get-token …`) and for options
   * that we don't know: then the command itself has to run, and only its names are of use.
   */
  readonly inProcess: boolean;
}

type Option = 'cluster' | 'region' | 'profile' | 'roleArn' | 'externalId' | 'sessionName' | 'ignored' | 'flag';

/** `aws eks get-token`: its options and the global ones that do not change the token. */
const AWS_CLI: Readonly<Record<string, Option>> = {
  '--cluster-name': 'cluster',
  '--cluster-id': 'cluster',
  '--role-arn': 'roleArn',
  '--region': 'region',
  '--profile': 'profile',
  '--output': 'ignored',
  '--color': 'ignored',
  '--cli-read-timeout': 'ignored',
  '--cli-connect-timeout': 'ignored',
  '--no-cli-pager': 'flag',
  '--no-cli-auto-prompt': 'flag',
};

/** `aws-iam-authenticator token`. */
const AUTHENTICATOR: Readonly<Record<string, Option>> = {
  '-i': 'cluster',
  '--cluster-id': 'cluster',
  '-r': 'roleArn',
  '--role': 'roleArn',
  '--region': 'region',
  '-e': 'externalId',
  '--external-id': 'externalId',
  '-s': 'sessionName',
  '--session-name': 'sessionName',
  '--cache': 'flag',
  '--token-only': 'flag',
};

/** Variables that the section may set for a token that we make. Any other one of AWS's may change whose token it is. */
const KNOWN_ENV = new Set([
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_STS_REGIONAL_ENDPOINTS',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_STS',
  'AWS_PAGER',
  'AWS_CLI_AUTO_PROMPT',
]);

/** Reads the exec section of a user; undefined where it is not about an EKS token. */
export function parseTokenCommand(exec: ExecSection): TokenCommand | undefined {
  const {args, env} = exec;
  const getToken = args.findIndex((arg, i) => arg === 'get-token' && args[i - 1] === 'eks');
  const token = args.indexOf('token');
  const isCli = getToken >= 0;
  const isAuthenticator =
    !isCli && token >= 0 && (isTool(exec.command, IAM_TOOLS) || args.some((a) => isTool(a, IAM_TOOLS)));
  if (!isCli && !isAuthenticator) return undefined;
  const read = readOptions(args, isCli ? AWS_CLI : AUTHENTICATOR, isCli ? ['eks', 'get-token'] : ['token']);
  const {cluster, ...rest} = read.found;
  if (cluster === undefined) return undefined;
  const region = rest.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']);
  const isPlain = isTool(exec.command, isCli ? ['aws'] : IAM_TOOLS);
  const foreign = Object.keys(env).some((name) => name.startsWith('AWS_') && !KNOWN_ENV.has(name));
  return {
    ...rest,
    cluster,
    ...(region ? {region} : {}),
    env,
    inProcess: isPlain && !read.unknown && !foreign,
  };
}

const IAM_TOOLS = ['aws-iam-authenticator', 'heptio-authenticator-aws'];

function isTool(command: string, names: readonly string[]): boolean {
  const base = command.split(/[/\\]/).at(-1) ?? '';
  return names.includes(base.replace(/\.(?:exe|cmd|bat)$/i, ''));
}

type Found = {
  cluster?: string;
  region?: string;
  profile?: string;
  roleArn?: string;
  externalId?: string;
  sessionName?: string;
};

function readOptions(
  args: readonly string[],
  options: Readonly<Record<string, Option>>,
  words: readonly string[],
): {readonly found: Found; readonly unknown: boolean} {
  const found: Found = {};
  let unknown = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (words.includes(arg)) continue;
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) unknown = true;
    if (option === undefined || option === 'flag') continue;
    const value = equals < 0 ? args[++i] : arg.slice(equals + 1);
    if (option !== 'ignored' && value !== undefined && value !== '') found[option] = value;
  }
  return {found, unknown};
}
