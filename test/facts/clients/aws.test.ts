import {DescribeVpcsCommand, GetPasswordDataCommand} from '@aws-sdk/client-ec2';
import {DeleteClusterCommand} from '@aws-sdk/client-eks';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {createAwsClients} from '../../../src/facts/clients/aws.ts';
import type {AwsClients, CallRecord} from '../../../src/facts/clients/types.ts';
import {certificate, json, serve, serveProxy} from '../local.ts';
import {holding} from '../holding.ts';

interface Setup {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly calls?: CallRecord[];
  readonly env?: Readonly<Record<string, string>>;
  readonly profile?: string;
  readonly credentials?: () => Promise<never>;
}

function clients(url: string, setup: Setup = {}): AwsClients {
  const {calls} = setup;
  return createAwsClients({
    region: 'eu-central-1',
    env: {AWS_ENDPOINT_URL: url, ...setup.env},
    credentials: setup.credentials ?? (async () => ({accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'canary-secret'})),
    requestTimeoutMs: setup.timeoutMs ?? 5_000,
    signal: setup.signal ?? new AbortController().signal,
    ...(setup.profile === undefined ? {} : {profile: setup.profile}),
    ...(calls === undefined ? {} : {onCall: (call) => calls.push(call)}),
  });
}

const describeCluster = (aws: AwsClients, name = 'web') =>
  aws.call({
    service: 'eks',
    permission: 'eks:DescribeCluster',
    absentOn: ['ResourceNotFoundException'],
    send: async (client, sdk) => (await client.send(new sdk.DescribeClusterCommand({name}))).cluster?.version,
  });
const describeVpcs = (aws: AwsClients) =>
  aws.call({
    service: 'ec2',
    permission: 'ec2:DescribeVpcs',
    send: async (client) => (await client.send(new DescribeVpcsCommand({}))).Vpcs?.length ?? 0,
  });
const getRole = (aws: AwsClients) =>
  aws.call({
    service: 'iam',
    permission: 'iam:GetRole',
    absentOn: ['NoSuchEntityException', 'NoSuchEntity'],
    send: async (client, sdk) => (await client.send(new sdk.GetRoleCommand({RoleName: 'r'}))).Role?.Arn,
  });
const callerIdentity = (aws: AwsClients) =>
  aws.call({
    service: 'sts',
    permission: 'sts:GetCallerIdentity',
    send: async (client, sdk) => (await client.send(new sdk.GetCallerIdentityCommand({}))).Account,
  });
const quota = (aws: AwsClients) =>
  aws.call({
    service: 'servicequotas',
    permission: 'servicequotas:GetServiceQuota',
    absentOn: ['NoSuchResourceException'],
    send: async (client, sdk) =>
      (await client.send(new sdk.GetServiceQuotaCommand({ServiceCode: 'fargate', QuotaCode: 'L-3032A538'}))).Quota
        ?.Value,
  });

const queryError = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
const ec2Error = (code: string, message: string) =>
  `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`;

describe('an answer', () => {
  it('is known, and recorded without a secret', async () => {
    const calls: CallRecord[] = [];
    const server = await serve((_, response) => json(response, 200, {cluster: {version: '1.33'}}));
    expect(await describeCluster(clients(server.url, {calls}))).toEqual({is: 'known', value: '1.33'});
    expect(calls).toMatchObject([{what: 'eks:DescribeCluster', result: 'ok', attempt: 1}]);
    expect(JSON.stringify(calls)).not.toMatch(/canary|AKID/);
  });

  it('of one service comes from the endpoint that is set for it', async () => {
    const server = await serve((_, response) => json(response, 200, {cluster: {version: '1.33'}}));
    const aws = clients('http://127.0.0.1:1', {env: {AWS_ENDPOINT_URL_EKS: server.url}});
    expect(await describeCluster(aws)).toEqual({is: 'known', value: '1.33'});
  });

  it('is absent only by the name of the service exception', async () => {
    const server = await serve(({nth}, response) => {
      const type = nth === 1 ? 'ResourceNotFoundException' : 'NotFoundException';
      json(response, 404, {message: 'No cluster found for name: web.'}, {'x-amzn-errortype': type});
    });
    const aws = clients(server.url);
    expect(await describeCluster(aws)).toEqual({is: 'absent'});
    expect(await describeCluster(aws)).toMatchObject({
      is: 'failed',
      reason: holding('NotFoundException'),
    });
  });

  it('of HTML with a 404 or a 403 proves nothing', async () => {
    const server = await serve(({nth}, response) => {
      response.writeHead(nth === 1 ? 404 : 403, {'content-type': 'text/html'}).end('<html><body>no</body></html>');
    });
    const aws = clients(server.url);
    expect(await describeCluster(aws)).toEqual({
      is: 'failed',
      reason: "EKS answered HTTP 404 with something that can't be read",
    });
    expect(await describeCluster(aws)).toMatchObject({is: 'failed', reason: holding('HTTP 403')});
  });

  it('that is cut off or is no XML is failed', async () => {
    const server = await serve(({nth}, response) => {
      if (nth === 1) response.writeHead(200).end('<DescribeVpcsResponse><vpcSet><item>');
      else response.writeHead(200, {'content-length': '1000'}).write('<Desc', () => response.destroy());
    });
    const aws = clients(server.url);
    expect((await describeVpcs(aws)).is).toBe('failed');
    const cut = await describeVpcs(aws);
    expect(cut).toMatchObject({is: 'failed', reason: holding('EC2')});
    expect(JSON.stringify(cut)).not.toMatch(/\n| at /);
  });
});

describe('a denial', () => {
  it("is told in each service's own way, and names the action", async () => {
    const server = await serve(({path, body}, response) => {
      const message = (action: string) =>
        `User: arn:aws:sts::1:x is not authorized to perform: ${action} on resource: *`;
      if (path.startsWith('/clusters')) {
        json(response, 403, {message: message('eks:DescribeCluster')}, {'x-amzn-errortype': 'AccessDeniedException'});
      } else if (body.includes('Action=DescribeVpcs')) {
        const text = `You are not authorized to perform this operation. Encoded authorization failure message: abc`;
        response.writeHead(403).end(ec2Error('UnauthorizedOperation', text));
      } else if (body.includes('Action=')) {
        response.writeHead(403, {'content-type': 'text/xml'}).end(queryError('AccessDenied', message('iam:GetRole')));
      } else {
        json(response, 400, {__type: 'AccessDeniedException', Message: message('servicequotas:GetServiceQuota')});
      }
    });
    const aws = clients(server.url);
    expect(await describeCluster(aws)).toMatchObject({is: 'denied', permission: 'eks:DescribeCluster'});
    expect(await describeVpcs(aws)).toEqual({
      is: 'denied',
      permission: 'ec2:DescribeVpcs',
      detail: 'You are not authorized to perform this operation.',
    });
    expect(await getRole(aws)).toMatchObject({is: 'denied', permission: 'iam:GetRole'});
    expect(await callerIdentity(aws)).toMatchObject({is: 'denied'});
    expect(await quota(aws)).toMatchObject({is: 'denied', permission: 'servicequotas:GetServiceQuota'});
    expect(server.requests).toHaveLength(5);
  });

  it('of expired or wrong credentials is failed and says what to do', async () => {
    const server = await serve(({nth}, response) => {
      const type = nth === 1 ? 'ExpiredTokenException' : 'UnrecognizedClientException';
      json(
        response,
        403,
        {message: 'The security token included in the request is invalid'},
        {'x-amzn-errortype': type},
      );
    });
    const aws = clients(server.url, {profile: 'prod'});
    expect(await describeCluster(aws)).toEqual({
      is: 'failed',
      reason: 'the AWS credentials have expired; renew them: aws sso login --profile prod',
    });
    expect(await describeCluster(aws)).toMatchObject({
      is: 'failed',
      reason: holding('does not accept the AWS credentials'),
    });
  });

  it('of credentials that are not there is failed before anything is sent', async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const credentials = async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    expect(await describeCluster(clients(server.url, {credentials}))).toMatchObject({
      is: 'failed',
      reason: holding('no AWS credentials were found'),
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('further attempts', () => {
  it('come after throttling, three times over', async () => {
    const calls: CallRecord[] = [];
    const server = await serve(({nth}, response) =>
      nth <= 3
        ? json(response, 429, {message: 'Rate exceeded'}, {'x-amzn-errortype': 'ThrottlingException'})
        : json(response, 200, {cluster: {version: '1.33'}}),
    );
    expect(await describeCluster(clients(server.url, {calls}))).toEqual({is: 'known', value: '1.33'});
    expect(calls.map((call) => call.attempt)).toEqual([1, 2, 3, 4]);
    expect(calls[0]?.result).toBe('ThrottlingException');
  });

  it('end with the run while it is throttled', async () => {
    const server = await serve((_, response) =>
      json(response, 429, {message: 'Rate exceeded'}, {'x-amzn-errortype': 'ThrottlingException'}),
    );
    expect(await describeCluster(clients(server.url, {signal: AbortSignal.timeout(150)}))).toMatchObject({
      is: 'failed',
      reason: 'the time of the run was up before EKS answered',
    });
  });

  it('are as many for each of sixty parallel calls as for one', async () => {
    const seen = new Map<string, number>();
    const server = await serve(({path}, response) => {
      const times = (seen.get(path) ?? 0) + 1;
      seen.set(path, times);
      if (times < 3) json(response, 500, {message: 'oops'}, {'x-amzn-errortype': 'ServerException'});
      else json(response, 200, {cluster: {version: '1.33'}});
    });
    const aws = clients(server.url);
    const answers = await Promise.all(Array.from({length: 60}, (_, i) => describeCluster(aws, `c${i}`)));
    expect(answers.filter((answer) => answer.is !== 'known')).toEqual([]);
    expect(server.requests).toHaveLength(180);
  });

  it("come after EC2's own words for it", async () => {
    const calls: CallRecord[] = [];
    const server = await serve(({nth}, response) =>
      nth === 1
        ? response.writeHead(503).end(ec2Error('RequestLimitExceeded', 'Request limit exceeded.'))
        : response.writeHead(403).end(ec2Error('UnauthorizedOperation', 'no')),
    );
    expect(await describeVpcs(clients(server.url, {calls}))).toMatchObject({is: 'denied'});
    expect(calls.map((call) => [call.attempt, call.result])).toEqual([
      [1, 'RequestLimitExceeded'],
      [2, 'UnauthorizedOperation'],
    ]);
  });

  it('end: a 500 that stays is failed', async () => {
    const server = await serve((_, response) => response.writeHead(500).end(ec2Error('InternalError', 'x')));
    expect(await describeVpcs(clients(server.url))).toMatchObject({
      is: 'failed',
      reason: holding('HTTP 500'),
    });
    expect(server.requests).toHaveLength(3);
  });
});

it('no more than twenty requests are under way to one service', async () => {
  const crowd = {now: 0, most: 0};
  const server = await serve((_, response) => {
    crowd.most = Math.max(crowd.most, ++crowd.now);
    setTimeout(() => {
      crowd.now--;
      json(response, 200, {cluster: {version: '1.33'}});
    }, 20);
  });
  const aws = clients(server.url);
  await Promise.all(Array.from({length: 60}, (_, i) => describeCluster(aws, `c${i}`)));
  expect(server.requests).toHaveLength(60);
  expect(crowd.most).toBe(20);
});

describe('a service that does not answer', () => {
  it('is failed after the request time-out, tried twice', async () => {
    const server = await serve(() => undefined);
    expect(await describeCluster(clients(server.url, {timeoutMs: 150}))).toEqual({
      is: 'failed',
      reason: 'EKS did not answer in time',
    });
    expect(server.requests).toHaveLength(2);
  });

  it('does not outlast the run', async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    // Long enough for a busy machine to load the module and send.
    setTimeout(() => controller.abort(), 1_500);
    expect(await describeCluster(clients(server.url, {signal: controller.signal}))).toEqual({
      is: 'failed',
      reason: 'the run was stopped before EKS answered',
    });
    expect(await describeVpcs(clients(server.url, {signal: controller.signal}))).toMatchObject({is: 'failed'});
    expect(server.requests).toHaveLength(1);
  });

  it('is failed where its credentials hang', async () => {
    const credentials = () => new Promise<never>(() => undefined);
    const signal = AbortSignal.timeout(150);
    expect(await describeCluster(clients('http://127.0.0.1:1', {credentials, signal}))).toMatchObject({is: 'failed'});
  });

  it('is failed where nothing listens', async () => {
    expect(await describeCluster(clients('http://127.0.0.1:1'))).toEqual({
      is: 'failed',
      reason: 'EKS refuses connections',
    });
  });
});

describe('a list', () => {
  const clusters = (aws: AwsClients) =>
    aws.call({
      service: 'eks',
      permission: 'eks:ListClusters',
      async send(client, sdk) {
        const names: string[] = [];
        for await (const page of sdk.paginateListClusters({client}, {})) names.push(...(page.clusters ?? []));
        return names;
      },
    });

  it('is read to its last page', async () => {
    const server = await serve(({query}, response) =>
      json(response, 200, query.get('nextToken') === null ? {clusters: ['a'], nextToken: 't'} : {clusters: ['b']}),
    );
    expect(await clusters(clients(server.url))).toEqual({is: 'known', value: ['a', 'b']});
  });

  it('without an end is failed', async () => {
    const server = await serve((_, response) => json(response, 200, {clusters: ['a'], nextToken: 'same'}));
    expect(await clusters(clients(server.url))).toMatchObject({
      is: 'failed',
      reason: holding('no end'),
    });
    expect(server.requests).toHaveLength(2);
  });

  it('ends with the run between its pages', async () => {
    const controller = new AbortController();
    const server = await serve(({nth}, response) => {
      if (nth === 2) controller.abort();
      json(response, 200, {clusters: [`c${nth}`], nextToken: `t${nth}`});
    });
    expect((await clusters(clients(server.url, {signal: controller.signal}))).is).toBe('failed');
    expect(server.requests.length).toBeLessThan(5);
  });
});

describe('the guard', () => {
  it('sends no command that is not a read', async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const aws = clients(server.url);
    const create = aws.call({
      service: 'eks',
      permission: 'eks:DeleteCluster',
      send: (client) => client.send(new DeleteClusterCommand({name: 'web'})),
    });
    await expect(create).rejects.toThrow('refused to send the AWS action DeleteCluster');
    const password = aws.call({
      service: 'ec2',
      permission: 'ec2:GetPasswordData',
      send: (client) => client.send(new GetPasswordDataCommand({InstanceId: 'i-1'})),
    });
    await expect(password).rejects.toThrow('refused');
    expect(server.requests).toHaveLength(0);
  });
});

describe('settings of the environment', () => {
  it('give the authority that signs for AWS', async () => {
    const own = await certificate();
    const server = await serve((_, response) => json(response, 200, {cluster: {version: '1.33'}}), own);
    const bundle = join(mkdtempSync(join(tmpdir(), 'ca-')), 'bundle.pem');
    writeFileSync(bundle, own.cert);
    expect(await describeCluster(clients(server.url, {env: {AWS_CA_BUNDLE: bundle}}))).toMatchObject({is: 'known'});
    expect(await describeCluster(clients(server.url))).toMatchObject({
      is: 'failed',
      reason: holding('not signed by an authority that is trusted'),
    });
  });

  it('give the way through a proxy', async () => {
    const server = await serve((_, response) => json(response, 200, {cluster: {version: '1.33'}}));
    const proxy = await serveProxy(server.port);
    const env = {HTTP_PROXY: proxy.url};
    expect(await describeCluster(clients('http://eks.example.test', {env}))).toEqual({is: 'known', value: '1.33'});
    expect(proxy.connects).toEqual(['eks.example.test:80']);
    const direct = clients('http://eks.example.test', {env: {...env, NO_PROXY: '.example.test'}});
    expect((await describeCluster(direct)).is).toBe('failed');
    expect(proxy.connects).toHaveLength(1);
  });

  it("that can't be read are said so", async () => {
    const aws = clients('https://127.0.0.1:1', {env: {AWS_CA_BUNDLE: '/no/such/bundle.pem'}});
    expect(await describeCluster(aws)).toEqual({
      is: 'failed',
      reason: "AWS_CA_BUNDLE names a file that can't be read: /no/such/bundle.pem",
    });
  });
});
