/** Something tried to send what is not a read. Always a mistake of ours, so it is thrown and never becomes a fact. */
export class ReadOnlyError extends Error {
  override readonly name = 'ReadOnlyError';
}

/** Actions whose names say that they read. */
const READS = /^(?:Describe|List|Get|Simulate)[A-Z][A-Za-z0-9]*$/;
/** Reads that hand out a secret or a credential; no diagnosis needs one. */
const SECRETS =
  /^Get(?:Secret|RandomPassword|Parameter|PasswordData|SessionToken|FederationToken|AccessToken|WebIdentityToken|DelegatedAccessToken|AuthorizationToken|CredentialReport|ConsoleOutput|ConsoleScreenshot|LaunchTemplateData)/;

/**
 * Refuses every AWS command that is not a read, by the SDK's name for it (`DescribeClusterCommand`).
 *
 * @throws ReadOnlyError
 */
export function assertReadCommand(commandName: string | undefined): void {
  const action = (commandName ?? '').replace(/Command$/, '');
  if (!READS.test(action) || SECRETS.test(action)) {
    throw new ReadOnlyError(`refused to send the AWS action ${action || 'without a name'}: fargate-doctor only reads`);
  }
}

/** Sub-resources of a pod, node or service through which a GET acts or reaches something else. */
const ACTING = new Set(['exec', 'attach', 'portforward', 'proxy']);
const PATH = /^\/(?:api|apis|version)(?:\/[A-Za-z0-9\-._~%:@!$&'()*+,;=]+)*$/;

/**
 * Refuses every Kubernetes request that is not a GET, or that reads Secrets, at whatever depth.
 *
 * @throws ReadOnlyError
 */
export function assertReadRequest(method: string, path: string): void {
  const refuse = (why: string): never => {
    throw new ReadOnlyError(`refused to send ${method} to the Kubernetes API: ${why}`);
  };
  if (method !== 'GET') refuse('fargate-doctor only reads');
  if (!PATH.test(path)) refuse('the path is not one of the Kubernetes API');
  const segments = path.slice(1).split('/').map(decoded);
  if (segments.some((s) => s === undefined || s === '.' || s === '..')) refuse('the path leaves its place');
  // /api/v1/… and /apis/<group>/<version>/…; `watch` is an old prefix before the resource.
  const rest = segments.slice(segments[0] === 'api' ? 2 : 3);
  if (rest[0] === 'watch') rest.shift();
  const scoped = rest[0] === 'namespaces' && rest.length > 2;
  const [resource, , sub] = scoped ? rest.slice(2) : rest;
  if (resource?.toLowerCase() === 'secrets') refuse('it never reads a Secret');
  if (sub !== undefined && ACTING.has(sub.toLowerCase())) refuse(`${sub} is not a read`);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
