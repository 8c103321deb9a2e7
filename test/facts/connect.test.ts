import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {connect} from '../../src/facts/connect.ts';
import type {ConnectOptions, Connection} from '../../src/facts/connection.ts';
import {json, serve, status, type LocalServer} from './local.ts';
import {holding} from './holding.ts';

const ARN = 'arn:aws:eks:eu-central-1:111122223333:cluster/web';
const KEYS = {AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret'};
const POD = {path: '/api/v1/namespaces/default/pods/nginx', permission: 'get pods -n default'};

interface Entry {
  readonly name: string;
  readonly server: string;
  readonly user?: string;
  readonly cluster?: string;
  readonly namespace?: string;
}

function kubeconfig(current: string | undefined, ...entries: readonly Entry[]): string {
  const lines = [
    ...(current === undefined ? [] : [`current-context: ${current}`]),
    'contexts:',
    ...entries.map(
      (e) =>
        `- {name: "${e.name}", context: {cluster: "${e.name}", user: "${e.name}"${e.namespace === undefined ? '' : `, namespace: ${e.namespace}`}}}`,
    ),
    'clusters:',
    ...entries.map((e) => `- {name: "${e.name}", cluster: {server: "${e.server}"}}`),
    'users:',
    ...entries.map((e) => `- {name: "${e.name}", user: ${e.user ?? '{token: fixed}'}}`),
  ];
  const path = join(mkdtempSync(join(tmpdir(), 'connect-')), 'config');
  writeFileSync(path, lines.join('\n'));
  return path;
}

const getToken = (cluster: string, more = '') =>
  `{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks, get-token, --cluster-name, ${cluster}${more}]}}`;

/** EKS, as far as finding a cluster goes. */
async function eks(
  clusters: Readonly<Record<string, {endpoint?: string; status?: string; ca?: string}>>,
): Promise<LocalServer> {
  return serve(({path}, response) => {
    if (path === '/clusters') return json(response, 200, {clusters: Object.keys(clusters)});
    const name = path.slice('/clusters/'.length);
    const cluster = clusters[name];
    if (cluster === undefined) {
      return json(response, 404, {message: 'no'}, {'x-amzn-errortype': 'ResourceNotFoundException'});
    }
    const arn = `arn:aws:eks:eu-central-1:111122223333:cluster/${name}`;
    const certificateAuthority = cluster.ca === undefined ? undefined : {data: cluster.ca};
    return json(response, 200, {cluster: {name, arn, status: 'ACTIVE', ...cluster, certificateAuthority}});
  });
}

const kubernetes = () => serve((_, response) => json(response, 200, {kind: 'Pod', metadata: {name: 'nginx'}}));

type Options = Omit<ConnectOptions, 'env' | 'signal'> & {readonly env?: ConnectOptions['env']};
const to = (options: Options): Promise<Connection> =>
  connect({signal: new AbortController().signal, ...options, env: {HOME: '/no/such/home', ...KEYS, ...options.env}});

async function read(connection: Connection) {
  if (connection.kube.is !== 'known') throw new Error(`no Kubernetes: ${JSON.stringify(connection.kube)}`);
  return connection.kube.value.get(POD);
}

const tokenOf = (server: LocalServer) => {
  const token = server.requests.at(-1)?.headers.authorization?.replace('Bearer k8s-aws-v1.', '') ?? '';
  return new URL(Buffer.from(token, 'base64url').toString());
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a context that names its cluster', () => {
  it('is used without a single request', async () => {
    const nowhere = {AWS_ENDPOINT_URL: 'http://127.0.0.1:1'};
    const server = await kubernetes();
    const path = kubeconfig(ARN, {name: ARN, server: server.url, user: getToken('web'), namespace: 'shop'});
    const connection = await to({kubeconfig: path, env: nowhere});
    expect(server.requests).toHaveLength(0);
    expect(connection).toMatchObject({
      target: {
        is: 'known',
        value: {name: 'web', region: 'eu-central-1', partition: 'aws', account: '111122223333', context: ARN},
      },
      namespace: 'shop',
      serverToMatch: server.url,
      aws: {is: 'known', value: {region: 'eu-central-1'}},
    });
  });

  it('gets a token that is made in process, and anew after a 401', async () => {
    const server = await serve(({nth}, response) =>
      nth === 1 ? json(response, 401, status(401, 'Unauthorized', 'no')) : json(response, 200, {metadata: {}}),
    );
    const path = kubeconfig('a', {name: 'a', server: server.url, user: getToken('web', ', --region, cn-north-1')});
    expect(await read(await to({kubeconfig: path}))).toMatchObject({is: 'known'});
    expect(server.requests).toHaveLength(2);
    expect(tokenOf(server).host).toBe('sts.cn-north-1.amazonaws.com.cn');
    expect(tokenOf(server).searchParams.get('X-Amz-Credential')).toMatch(/^AKIDEXAMPLE\/\d{8}\/cn-north-1\/sts/);
  });

  it('takes on the role of its token command', async () => {
    const sts = await serve((_, response) => {
      response.writeHead(200, {'content-type': 'text/xml'}).end(
        `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
         <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>session</SessionToken>
         <Expiration>2035-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
    });
    const server = await kubernetes();
    const user = getToken('web', ', --role-arn, "arn:aws:iam::111122223333:role/admin"');
    const path = kubeconfig(ARN, {name: ARN, server: server.url, user});
    const connection = await to({kubeconfig: path, env: {AWS_ENDPOINT_URL_STS: sts.url}});
    expect(await read(connection)).toMatchObject({is: 'known'});
    expect(sts.requests[0]?.body).toContain('RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fadmin');
    expect(tokenOf(server).searchParams.get('X-Amz-Credential')).toMatch(/^ASIAROLE\//);
    expect(tokenOf(server).searchParams.get('X-Amz-Security-Token')).toBe('session');
    expect(tokenOf(server).origin).toBe(sts.url);
  });

  it('takes the profile of its token command from the files that it names', async () => {
    const server = await kubernetes();
    const files = mkdtempSync(join(tmpdir(), 'aws-'));
    writeFileSync(join(files, 'config'), '[profile prod]\nregion = eu-west-3\n');
    writeFileSync(join(files, 'credentials'), '[prod]\naws_access_key_id = AKIDPROD\naws_secret_access_key = s\n');
    const env = {AWS_CONFIG_FILE: join(files, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(files, 'credentials')};
    const path = kubeconfig(ARN, {name: ARN, server: server.url, user: getToken('web', ', --profile, prod')});
    expect(await read(await to({kubeconfig: path, env}))).toMatchObject({is: 'known'});
    expect(tokenOf(server).searchParams.get('X-Amz-Credential')).toMatch(/^AKIDPROD\//);
    expect(tokenOf(server).host).toBe('sts.eu-central-1.amazonaws.com');
  });

  it('without credentials fails in one sentence, and leaves the rest to be tried', async () => {
    vi.stubEnv('AWS_CONFIG_FILE', '/no/such/file');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/no/such/file');
    const server = await kubernetes();
    const path = kubeconfig(ARN, {name: ARN, server: server.url, user: getToken('web')});
    const env = {AWS_ACCESS_KEY_ID: '', AWS_CONFIG_FILE: '/no/such/file', AWS_SHARED_CREDENTIALS_FILE: '/no/such/file'};
    const connection = await to({kubeconfig: path, env});
    expect(await read(connection)).toEqual({
      is: 'failed',
      reason: holding('no AWS credentials were found'),
    });
    expect(server.requests).toHaveLength(0);
  });

  it('runs any other plugin', async () => {
    const server = await kubernetes();
    const script = `console.log(JSON.stringify({status: {token: 'from-plugin'}}))`;
    const user = `{exec: {apiVersion: v1, command: "${process.execPath}", args: ["-e", "${script.replaceAll('"', '\\"')}"]}}`;
    const path = kubeconfig(ARN, {name: ARN, server: server.url, user});
    const connection = await to({kubeconfig: path});
    await Promise.all([read(connection), read(connection)]);
    expect(server.requests.map((r) => r.headers.authorization)).toEqual(['Bearer from-plugin', 'Bearer from-plugin']);
  });

  it('has no AWS where no Region is known, and says so', async () => {
    const server = await kubernetes();
    const files = {AWS_CONFIG_FILE: '/no/such/file', AWS_SHARED_CREDENTIALS_FILE: '/no/such/file'};
    for (const [name, value] of Object.entries(files)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_REGION', undefined);
    const connection = await to({
      kubeconfig: kubeconfig('a', {name: 'a', server: server.url, user: getToken('web')}),
      env: files,
    });
    expect(connection.aws).toEqual({is: 'failed', reason: 'no AWS Region is known: add --region, or set AWS_REGION'});
    expect(connection.target).toMatchObject({is: 'failed'});
    expect(await read(connection)).toMatchObject({is: 'known'});
  });

  it.each([
    [{AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2'}, 'eu-west-1'],
    [{AWS_DEFAULT_REGION: 'eu-west-2'}, 'eu-west-2'],
  ])('takes the Region of the environment: %j', async (env, region) => {
    const path = kubeconfig('a', {name: 'a', server: 'https://127.0.0.1:1', user: getToken('web')});
    expect((await to({kubeconfig: path, env})).target).toMatchObject({value: {name: 'web', region}});
  });

  it('lets --region win, and --allow-mismatch leave nothing to match', async () => {
    const path = kubeconfig(ARN, {name: ARN, server: 'https://127.0.0.1:1'});
    const connection = await to({kubeconfig: path, region: 'us-gov-west-1', allowMismatch: true});
    expect(connection.target).toMatchObject({value: {name: 'web', region: 'us-gov-west-1', partition: 'aws-us-gov'}});
    expect(connection.serverToMatch).toBeUndefined();
  });

  it('warns that a profile shadows the keys of the environment', async () => {
    const warnings: string[] = [];
    const path = kubeconfig(ARN, {name: ARN, server: 'https://127.0.0.1:1'});
    await to({kubeconfig: path, env: {AWS_PROFILE: 'prod'}, onWarning: (w) => warnings.push(w)});
    expect(warnings).toEqual(['AWS profile prod is used; the keys in AWS_ACCESS_KEY_ID are not.']);
    await to({kubeconfig: path, profile: 'prod', onWarning: (w) => warnings.push(w)});
    expect(warnings).toHaveLength(1);
  });
});

describe('a context that does not name its cluster', () => {
  const env = (url: string) => ({AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-central-1'});

  it('is the cluster whose endpoint is its server', async () => {
    const aws = await eks({a: {endpoint: 'https://other'}, b: {endpoint: 'https://127.0.0.1:1/'}});
    const path = kubeconfig('ctx', {name: 'ctx', server: 'https://127.0.0.1:1'});
    const connection = await to({kubeconfig: path, env: env(aws.url)});
    expect(connection.target).toEqual({
      is: 'known',
      value: {name: 'b', region: 'eu-central-1', partition: 'aws', account: '111122223333', context: 'ctx'},
    });
    expect(aws.requests.map((r) => r.line).sort()).toEqual(['GET /clusters', 'GET /clusters/a', 'GET /clusters/b']);
  });

  it('is no cluster of EKS where none is', async () => {
    const aws = await eks({a: {endpoint: 'https://other'}});
    const path = kubeconfig('ctx', {name: 'ctx', server: 'https://127.0.0.1:1'});
    const connection = await to({kubeconfig: path, env: env(aws.url)});
    expect(connection.target).toEqual({is: 'absent'});
    expect(connection.kube.is).toBe('known');
  });

  it('stays unknown where the clusters may not be listed', async () => {
    const aws = await serve((_, response) => json(response, 403, {}, {'x-amzn-errortype': 'AccessDeniedException'}));
    const path = kubeconfig('ctx', {name: 'ctx', server: 'https://127.0.0.1:1'});
    expect((await to({kubeconfig: path, env: env(aws.url)})).target).toMatchObject({
      is: 'denied',
      permission: 'eks:ListClusters',
    });
  });
});

describe('--cluster', () => {
  const env = (url: string) => ({AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-central-1'});
  const other = 'arn:aws:eks:eu-central-1:111122223333:cluster/other';

  it('reaches the API by DescribeCluster and a token where there is no kubeconfig', async () => {
    const server = await kubernetes();
    const aws = await eks({web: {endpoint: server.url}});
    const connection = await to({cluster: 'web', env: env(aws.url)});
    expect(connection).toMatchObject({
      target: {is: 'known', value: {name: 'web', region: 'eu-central-1', account: '111122223333'}},
      namespace: 'default',
    });
    expect(connection.serverToMatch).toBeUndefined();
    expect(await read(connection)).toMatchObject({is: 'known'});
    expect(tokenOf(server).origin).toBe(aws.url);
  });

  it('uses the context that points at it, be it the current one or not', async () => {
    const aws = await eks({});
    const path = kubeconfig(
      other,
      {name: other, server: 'https://127.0.0.1:1'},
      {name: 'mine', server: 'https://127.0.0.1:2', user: getToken('web', ', --region, eu-central-1')},
    );
    const connection = await to({cluster: 'web', kubeconfig: path, env: env(aws.url)});
    expect(connection).toMatchObject({
      target: {value: {name: 'web', context: 'mine'}},
      serverToMatch: 'https://127.0.0.1:2',
    });
    expect(aws.requests).toHaveLength(0);
  });

  it('does not use the foreign current context', async () => {
    const server = await kubernetes();
    const foreign = await kubernetes();
    const aws = await eks({web: {endpoint: server.url}});
    const path = kubeconfig(other, {name: other, server: foreign.url});
    expect(await read(await to({cluster: 'web', kubeconfig: path, env: env(aws.url)}))).toMatchObject({is: 'known'});
    expect([server.requests.length, foreign.requests.length]).toEqual([1, 0]);
    // The same name in another Region is another cluster.
    const elsewhere = kubeconfig('x', {name: 'x', server: foreign.url, user: getToken('web', ', --region, us-east-1')});
    const options = {cluster: 'web', region: 'eu-central-1', kubeconfig: elsewhere, env: env(aws.url)};
    expect(await read(await to(options))).toMatchObject({is: 'known'});
    expect([server.requests.length, foreign.requests.length]).toEqual([2, 0]);
  });

  it('uses the credentials of a context whose server turns out to be the endpoint', async () => {
    const server = await kubernetes();
    const aws = await eks({web: {endpoint: server.url}});
    const path = kubeconfig('ctx', {name: 'ctx', server: server.url, namespace: 'shop'});
    const connection = await to({cluster: 'web', kubeconfig: path, env: env(aws.url)});
    await read(connection);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer fixed');
    expect(connection.namespace).toBe('shop');
  });

  it('takes the current context at its word where nothing tells which cluster it points at', async () => {
    const server = await kubernetes();
    const elsewhere = await kubernetes();
    const aws = await eks({web: {endpoint: server.url}});
    const path = kubeconfig('ctx', {name: 'ctx', server: elsewhere.url, namespace: 'shop'});
    const options = {cluster: 'web', kubeconfig: path, env: env(aws.url)};
    expect(await to(options)).toMatchObject({
      serverToMatch: elsewhere.url,
      namespace: 'shop',
      target: {value: {name: 'web'}},
    });
    const allowed = await to({...options, allowMismatch: true});
    expect(allowed.serverToMatch).toBeUndefined();
    await read(allowed);
    expect([server.requests.length, elsewhere.requests.length]).toEqual([0, 1]);
  });

  it('that does not exist is told with those that do', async () => {
    const aws = await eks({'web-prod': {}, shop: {}});
    await expect(to({cluster: 'web', env: env(aws.url)})).rejects.toMatchObject({
      message: 'There is no EKS cluster web in eu-central-1.',
      hint: 'Clusters there: web-prod',
      exit: 1,
    });
  });

  it('that has no endpoint yet leaves AWS', async () => {
    const aws = await eks({web: {status: 'CREATING'}});
    expect(await to({cluster: 'web', env: env(aws.url)})).toMatchObject({
      kube: {is: 'failed', reason: 'cluster web has no endpoint (status CREATING)'},
      aws: {is: 'known'},
    });
  });

  it('that may not be described leaves AWS, and names the right', async () => {
    const aws = await serve((_, response) => json(response, 403, {}, {'x-amzn-errortype': 'AccessDeniedException'}));
    expect(await to({cluster: 'web', env: env(aws.url)})).toMatchObject({
      kube: {is: 'denied', permission: 'eks:DescribeCluster'},
      target: {value: {name: 'web'}},
    });
  });

  it('of which nothing can be learnt ends the run', async () => {
    await expect(to({cluster: 'web', env: env('http://127.0.0.1:1')})).rejects.toMatchObject({
      message: "Cluster web can't be reached: EKS refuses connections.",
      exit: 1,
    });
  });

  it('may be an ARN', async () => {
    const aws = await eks({web: {status: 'CREATING'}});
    expect((await to({cluster: ARN, env: {AWS_ENDPOINT_URL: aws.url}})).target).toMatchObject({
      value: {name: 'web', region: 'eu-central-1'},
    });
  });

  it('goes on beside a default kubeconfig that is broken', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'broken-')), 'config');
    writeFileSync(path, '{');
    const aws = await eks({web: {status: 'CREATING'}});
    const warnings: string[] = [];
    await to({cluster: 'web', env: {...env(aws.url), KUBECONFIG: path}, onWarning: (w) => warnings.push(w)});
    expect(warnings).toEqual([holding('is not valid YAML')]);
    await expect(to({env: {...env(aws.url), KUBECONFIG: path}})).rejects.toThrow('is not valid YAML');
  });
});

describe('what is missing', () => {
  const two = () =>
    kubeconfig(
      undefined,
      {name: 'prod-eu', server: 'https://a'},
      {name: ARN, server: 'https://b'},
      {name: 'none', server: ''},
    );

  it.each<[string, Options, string, string | undefined, number]>([
    [
      'a kubeconfig',
      {},
      'There is no kubeconfig at /no/such/home/.kube/config, and no --cluster',
      'aws eks update-kubeconfig --name CLUSTER',
      1,
    ],
    ['a kubeconfig, with a Region', {region: 'eu-west-1'}, 'There is no kubeconfig', '--region eu-west-1', 1],
    ['the named kubeconfig', {kubeconfig: '/no/such/file'}, 'There is no kubeconfig at /no/such/file.', undefined, 1],
    [
      'a current context',
      {kubeconfig: two()},
      'The kubeconfig has no current context.',
      `--context: prod-eu, ${ARN}`,
      1,
    ],
    [
      'the context',
      {kubeconfig: two(), context: 'prod-ue'},
      'The kubeconfig has no context prod-ue.',
      'Did you mean prod-eu?',
      1,
    ],
    [
      'the context, with none near',
      {kubeconfig: two(), context: 'xyzxyz'},
      'no context xyzxyz',
      'kubectl config get-contexts',
      1,
    ],
    [
      'a server',
      {kubeconfig: two(), context: 'none'},
      'The cluster of context none has no server',
      'aws eks update-kubeconfig',
      1,
    ],
    ['a Region', {region: 'Frankfurt'}, 'Frankfurt is not an AWS Region.', 'eu-central-1', 2],
    ['a name', {cluster: 'a b'}, "a b can't be the name of an EKS cluster.", 'aws eks list-clusters', 2],
    [
      'agreement',
      {cluster: ARN, region: 'us-east-1'},
      '--cluster names the Region eu-central-1, but --region says us-east-1.',
      undefined,
      2,
    ],
    [
      'agreement with the context',
      {kubeconfig: two(), context: ARN, cluster: 'other'},
      'points at cluster web in eu-central-1, but --cluster names other',
      'Leave out one',
      1,
    ],
  ])('is said with its remedy: %s', async (_, options, message, hint, exit) => {
    const error: unknown = await to(options).catch((e: unknown) => e);
    expect(error).toMatchObject({name: 'DoctorError', exit, message: holding(message)});
    if (hint !== undefined) expect(error).toMatchObject({hint: holding(hint)});
  });
});
