import {
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  paginateDescribeSubnets,
} from '@aws-sdk/client-ec2';
import {
  DeleteFargateProfileCommand,
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListClustersCommand,
  ListInsightsCommand,
  paginateListFargateProfiles,
} from '@aws-sdk/client-eks';
import {
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import {describe, expect, it} from 'vitest';
import {clientOf, failure, PRIVATE_A, start, VPC, world} from './aws-fake.ts';

const ROLE = 'arn:aws:iam::111122223333:role/fargate-pod-execution';
const VCPU = {ServiceCode: 'fargate', QuotaCode: 'L-3032A538'};

describe('EKS', () => {
  it('describes the cluster with dates, flags and lists in their types', async () => {
    const eks = new EKSClient(clientOf(await start()));
    const {cluster} = await eks.send(new DescribeClusterCommand({name: 'fargate-test'}));
    expect(cluster?.arn).toBe('arn:aws:eks:eu-central-1:111122223333:cluster/fargate-test');
    expect(cluster?.createdAt).toEqual(new Date('2026-08-22T03:10:00Z'));
    expect(cluster?.resourcesVpcConfig).toMatchObject({endpointPrivateAccess: true, publicAccessCidrs: ['0.0.0.0/0']});
    expect(cluster?.accessConfig?.authenticationMode).toBe('API_AND_CONFIG_MAP');
  });

  it('completes a profile role by its path, and finds an access entry by its encoded ARN', async () => {
    const aws = world({
      roles: {'fargate-pod-execution': {path: '/team/'}},
      accessEntries: {
        'arn:aws:iam::111122223333:role/team/fargate-pod-execution': {
          type: 'EC2_LINUX',
          username: 'u',
          groups: [],
          createdAt: '2026-11-01T00:00:00Z',
          modifiedAt: '2026-11-01T00:00:00Z',
        },
      },
    });
    const eks = new EKSClient(clientOf(await start(aws)));
    const {fargateProfile} = await eks.send(
      new DescribeFargateProfileCommand({clusterName: 'fargate-test', fargateProfileName: 'default-fp'}),
    );
    expect(fargateProfile?.podExecutionRoleArn).toBe('arn:aws:iam::111122223333:role/team/fargate-pod-execution');
    const {accessEntry} = await eks.send(
      new DescribeAccessEntryCommand({clusterName: 'fargate-test', principalArn: fargateProfile?.podExecutionRoleArn}),
    );
    expect(accessEntry?.type).toBe('EC2_LINUX');
  });

  it('pages lists to the end', async () => {
    const profile = world().profiles['default-fp'];
    const profiles = Object.fromEntries(Array.from({length: 7}, (_, i) => [`p${i}`, profile]));
    const fake = await start(world({profiles}), {pageSize: 2});
    const names: string[] = [];
    const pages = paginateListFargateProfiles({client: new EKSClient(clientOf(fake))}, {clusterName: 'fargate-test'});
    for await (const page of pages) names.push(...(page.fargateProfileNames ?? []));
    expect(names).toEqual(['coredns-fp', 'default-fp', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
    expect(fake.requests).toHaveLength(5);
  });

  it('says what is not there in its own words', async () => {
    const eks = new EKSClient(clientOf(await start(world({cluster: {authenticationMode: 'CONFIG_MAP'}}))));
    const cluster = await failure(eks.send(new DescribeClusterCommand({name: 'nope'})));
    expect([cluster.name, cluster.message]).toEqual(['ResourceNotFoundException', 'No cluster found for name: nope.']);
    const addon = await failure(eks.send(new DescribeAddonCommand({clusterName: 'fargate-test', addonName: 'x'})));
    expect(addon.message).toBe('No addon: x found in cluster: fargate-test');
    const entries = await failure(eks.send(new ListAccessEntriesCommand({clusterName: 'fargate-test'})));
    expect(entries.name).toBe('InvalidRequestException');
    // Keys of JavaScript's own objects are no names of ours.
    const odd = {clusterName: 'fargate-test', fargateProfileName: '__proto__'};
    expect((await failure(eks.send(new DescribeFargateProfileCommand(odd)))).name).toBe('ResourceNotFoundException');
  });

  it('knows no cluster in another Region', async () => {
    const fake = await start();
    const eks = new EKSClient(clientOf(fake, 'us-east-1'));
    expect((await failure(eks.send(new DescribeClusterCommand({name: 'fargate-test'})))).name).toBe(
      'ResourceNotFoundException',
    );
    expect((await eks.send(new ListClustersCommand({}))).clusters).toEqual([]);
    expect(fake.requests.map((r) => r.region)).toEqual(['us-east-1', 'us-east-1']);
  });

  it('takes the POST that is a read, and refuses and records a write', async () => {
    const fake = await start();
    const eks = new EKSClient(clientOf(fake));
    expect((await eks.send(new ListInsightsCommand({clusterName: 'fargate-test'}))).insights).toEqual([]);
    const refused = await failure(
      eks.send(new DeleteFargateProfileCommand({clusterName: 'fargate-test', fargateProfileName: 'default-fp'})),
    );
    expect(refused.name).toBe('AccessDeniedException');
    expect(fake.requests.map((r) => [r.action, r.write])).toEqual([
      ['ListInsights', false],
      ['DeleteFargateProfile', true],
    ]);
  });
});

describe('EC2', () => {
  const routesOf = async (patch: unknown): Promise<readonly unknown[]> => {
    const ec2 = new EC2Client(clientOf(await start(world(patch))));
    const {RouteTables: tables} = await ec2.send(
      new DescribeRouteTablesCommand({Filters: [{Name: 'association.subnet-id', Values: [PRIVATE_A]}]}),
    );
    return (tables?.[0]?.Routes ?? []).map((r) => [
      r.DestinationCidrBlock ?? r.DestinationPrefixListId,
      r.NatGatewayId ?? r.GatewayId ?? r.TransitGatewayId,
      r.State,
    ]);
  };

  it('implies the local route and leads the subnet to its NAT gateway', async () => {
    expect(await routesOf({})).toEqual([
      ['10.0.0.0/16', 'local', 'active'],
      ['0.0.0.0/0', 'nat-0d4e5f6a7b8c90001', 'active'],
    ]);
  });

  it('marks a route a blackhole when its target is gone, detached or without attachment', async () => {
    const gone = await routesOf({natGateways: {'nat-0d4e5f6a7b8c90001': null}});
    expect(gone[1]).toEqual(['0.0.0.0/0', 'nat-0d4e5f6a7b8c90001', 'blackhole']);
    const to = (target: string): unknown => ({routeTables: {'rtb-0c3d4e5f6a7b80001': {routes: {'0.0.0.0/0': target}}}});
    const igw = 'igw-0e5f6a7b8c9d00001';
    expect((await routesOf(to(igw)))[1]).toEqual(['0.0.0.0/0', igw, 'active']);
    expect((await routesOf({...(to(igw) as object), internetGateways: {[igw]: {[VPC]: null}}}))[1]).toEqual([
      '0.0.0.0/0',
      igw,
      'blackhole',
    ]);
    expect((await routesOf(to('tgw-01')))[1]).toEqual(['0.0.0.0/0', 'tgw-01', 'blackhole']);
    const attachment = {transitGateway: 'tgw-01', vpc: VPC, state: 'available'};
    const attached = {...(to('tgw-01') as object), transitGatewayAttachments: {'tgw-attach-1': attachment}};
    expect((await routesOf(attached))[1]).toEqual(['0.0.0.0/0', 'tgw-01', 'active']);
  });

  it('shows a gateway endpoint as a route, an interface one as network interfaces', async () => {
    const endpoint = {
      vpc: VPC,
      service: 'com.amazonaws.eu-central-1.s3',
      type: 'Gateway',
      state: 'available',
      privateDns: false,
      subnets: [],
      routeTables: ['rtb-0c3d4e5f6a7b80001'],
      securityGroups: [],
      createdAt: '2026-11-01T00:00:00Z',
    };
    expect(await routesOf({vpcEndpoints: {'vpce-01': endpoint}})).toContainEqual(['pl-6ea54007', 'vpce-01', 'active']);
    const ecr = {...endpoint, service: 'com.amazonaws.eu-central-1.ecr.api', type: 'Interface', subnets: [PRIVATE_A]};
    const ec2 = new EC2Client(clientOf(await start(world({vpcEndpoints: {'vpce-02': ecr}}))));
    const {NetworkInterfaces: found} = await ec2.send(
      new DescribeNetworkInterfacesCommand({Filters: [{Name: 'interface-type', Values: ['vpc_endpoint']}]}),
    );
    expect(found?.map((e) => [e.SubnetId, e.Description])).toEqual([[PRIVATE_A, 'VPC Endpoint Interface vpce-02']]);
  });

  it('filters by value, tag and wildcard, and knows no other filters', async () => {
    const ec2 = new EC2Client(clientOf(await start()));
    const names = async (...Filters: {Name: string; Values: string[]}[]): Promise<unknown> => {
      const {Subnets: found} = await ec2.send(new DescribeSubnetsCommand({Filters}));
      return found?.map((s) => s.Tags?.find((t) => t.Key === 'Name')?.Value);
    };
    expect(await names({Name: 'tag:Name', Values: ['private-?']})).toEqual(['private-a', 'private-b']);
    expect(
      await names({Name: 'map-public-ip-on-launch', Values: ['true']}, {Name: 'availability-zone', Values: ['*b']}),
    ).toEqual(['public-b']);
    const odd = await failure(names({Name: 'colour', Values: ['red']}));
    expect([odd.name, odd.message]).toEqual(['InvalidParameterValue', "The filter 'colour' is invalid"]);
  });

  it('pages on MaxResults, and on its own when told to', async () => {
    const subnet = world().subnets[PRIVATE_A];
    const subnets = Object.fromEntries(Array.from({length: 9}, (_, i) => [`subnet-x${i}`, subnet]));
    const client = new EC2Client(clientOf(await start(world({subnets}))));
    const sizes: number[] = [];
    for await (const page of paginateDescribeSubnets({client, pageSize: 5}, {})) sizes.push(page.Subnets?.length ?? 0);
    expect(sizes).toEqual([5, 5, 3]);
    const capped = new EC2Client(clientOf(await start(world({subnets}), {pageSize: 4})));
    const first = await capped.send(new DescribeSubnetsCommand({}));
    expect(first.Subnets).toHaveLength(4);
    const second = await capped.send(new DescribeSubnetsCommand({NextToken: first.NextToken}));
    expect(second.Subnets?.[0]?.SubnetId).not.toBe(first.Subnets?.[0]?.SubnetId);
  });

  it('reads the world for attributes, addresses and ids', async () => {
    const ec2 = new EC2Client(clientOf(await start(world({vpcs: {[VPC]: {dnsHostnames: false}}}))));
    const attribute = await ec2.send(new DescribeVpcAttributeCommand({VpcId: VPC, Attribute: 'enableDnsHostnames'}));
    expect(attribute.EnableDnsHostnames?.Value).toBe(false);
    const {NatGateways: nats} = await ec2.send(new DescribeNatGatewaysCommand({}));
    expect(nats?.map((n) => n.NatGatewayAddresses?.[0]?.PublicIp)).toEqual(['203.0.113.10', '203.0.113.11']);
    expect(nats?.[0]?.CreateTime).toEqual(new Date('2026-08-22T03:10:00Z'));
    const gone = await failure(ec2.send(new DescribeSubnetsCommand({SubnetIds: ['subnet-0dead']})));
    expect([gone.name, gone.message]).toEqual([
      'InvalidSubnetID.NotFound',
      "The subnet ID 'subnet-0dead' does not exist",
    ]);
  });

  it('carries hostile text through XML unharmed', async () => {
    const name = '</value><x a="&">\u001b[2J\r\n';
    const ec2 = new EC2Client(clientOf(await start(world({subnets: {[PRIVATE_A]: {tags: {Name: name}}}}))));
    const {Subnets: found} = await ec2.send(new DescribeSubnetsCommand({SubnetIds: [PRIVATE_A]}));
    expect(found?.[0]?.Tags?.[0]?.Value).toBe(name.replace('\u001b', '\ufffd'));
  });
});

describe('IAM', () => {
  it('sends policy documents encoded, raw text as it is', async () => {
    const iam = new IAMClient(clientOf(await start(world({roles: {'eks-cluster': {trust: '{broken (*)'}}}))));
    const {Role: role} = await iam.send(new GetRoleCommand({RoleName: 'fargate-pod-execution'}));
    expect(role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
      Statement: [{Principal: {Service: 'eks-fargate-pods.amazonaws.com'}}],
    });
    const raw = await iam.send(new GetRoleCommand({RoleName: 'eks-cluster'}));
    expect(decodeURIComponent(raw.Role?.AssumeRolePolicyDocument ?? '')).toBe('{broken (*)');
  });

  it('walks from a role to its policies, page by page', async () => {
    const inline = {a: {Statement: []}, b: {Statement: []}};
    const fake = await start(world({roles: {'fargate-pod-execution': {inline}}}), {pageSize: 1});
    const iam = new IAMClient(clientOf(fake));
    const names: string[] = [];
    for await (const page of paginateListRolePolicies({client: iam}, {RoleName: 'fargate-pod-execution'}))
      names.push(...(page.PolicyNames ?? []));
    expect(names).toEqual(['fluent-bit', 'a', 'b']);
    const {AttachedPolicies: attached} = await iam.send(
      new ListAttachedRolePoliciesCommand({RoleName: 'fargate-pod-execution'}),
    );
    expect(attached?.[0]?.PolicyName).toBe('AmazonEKSFargatePodExecutionRolePolicy');
    const version = await iam.send(new GetPolicyVersionCommand({PolicyArn: attached?.[0]?.PolicyArn, VersionId: 'v1'}));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? '')).toContain('ecr:BatchGetImage');
    const gone = await failure(
      iam.send(new GetRolePolicyCommand({RoleName: 'fargate-pod-execution', PolicyName: 'c'})),
    );
    expect(gone.name).toBe('NoSuchEntityException');
  });
});

describe('STS and Service Quotas', () => {
  it('gives a role session its own identity', async () => {
    const fake = await start();
    const sts = new STSClient(clientOf(fake));
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/assumed-role\/on-call\/alex$/);
    const {Credentials: keys} = await sts.send(new AssumeRoleCommand({RoleArn: ROLE, RoleSessionName: 'x'}));
    const credentials = {accessKeyId: keys?.AccessKeyId ?? '', secretAccessKey: keys?.SecretAccessKey ?? ''};
    const assumed = await new STSClient({...clientOf(fake), credentials}).send(new GetCallerIdentityCommand({}));
    expect(assumed.Arn).toBe('arn:aws:sts::111122223333:assumed-role/fargate-pod-execution/x');
    const unknown = await failure(sts.send(new AssumeRoleCommand({RoleArn: `${ROLE}x`, RoleSessionName: 'x'})));
    expect(unknown.name).toBe('AccessDenied');
    const web = await sts.send(
      new AssumeRoleWithWebIdentityCommand({RoleArn: ROLE, RoleSessionName: 'pod', WebIdentityToken: 'a.b.c'}),
    );
    expect(web.AssumedRoleUser?.Arn).toMatch(/fargate-pod-execution\/pod$/);
  });

  it('tells an applied quota from a default one', async () => {
    const quotas = new ServiceQuotasClient(clientOf(await start(world({quotas: {vcpu: {applied: null}}}))));
    expect((await failure(quotas.send(new GetServiceQuotaCommand(VCPU)))).name).toBe('NoSuchResourceException');
    expect((await quotas.send(new GetAWSDefaultServiceQuotaCommand(VCPU))).Quota?.Value).toBe(6);
    const applied = new ServiceQuotasClient(clientOf(await start()));
    expect((await applied.send(new GetServiceQuotaCommand(VCPU))).Quota?.Value).toBe(64);
  });
});

describe('faults', () => {
  const denied = 'no identity-based policy allows the';
  it.each([
    [
      'AccessDeniedException',
      403,
      'eks:DescribeCluster',
      (c: Clients) => c.eks.send(new DescribeClusterCommand({name: 'fargate-test'})),
    ],
    ['UnauthorizedOperation', 403, 'ec2:DescribeVpcs', (c: Clients) => c.ec2.send(new DescribeVpcsCommand({}))],
    ['AccessDenied', 403, 'iam:GetRole', (c: Clients) => c.iam.send(new GetRoleCommand({RoleName: 'on-call'}))],
    ['AccessDenied', 403, 'sts:GetCallerIdentity', (c: Clients) => c.sts.send(new GetCallerIdentityCommand({}))],
    [
      'AccessDeniedException',
      400,
      'servicequotas:GetServiceQuota',
      (c: Clients) => c.quotas.send(new GetServiceQuotaCommand(VCPU)),
    ],
  ] as const)('%s (%i) when %s is denied', async (name, status, match, send) => {
    const error = await failure(send(clients(await start(world(), {faults: [{match, deny: true}]}))));
    expect(error.name).toBe(name);
    expect(error['$metadata']).toMatchObject({httpStatusCode: status, attempts: 1});
    expect(error.message).toContain('assumed-role/on-call/alex is not authorized to perform:');
    expect(error.message).toContain(`${denied} ${match} action`);
  });

  it('throttles n times in each service, and is fine after that', async () => {
    const fake = await start(world(), {faults: [{match: 'aws:*', throttle: 1}]});
    const c = clients(fake);
    await c.eks.send(new DescribeClusterCommand({name: 'fargate-test'}));
    expect(fake.requests.map((r) => r.status)).toEqual([429, 200]);
    for (const [match, send] of [
      ['ec2:*', () => c.ec2.send(new DescribeVpcsCommand({}))],
      ['iam:*', () => c.iam.send(new GetRoleCommand({RoleName: 'on-call'}))],
      ['sts:*', () => c.sts.send(new GetCallerIdentityCommand({}))],
      ['servicequotas:*', () => c.quotas.send(new GetServiceQuotaCommand(VCPU))],
    ] as const) {
      fake.faults = [{match, throttle: 1}];
      const before = fake.requests.length;
      await send();
      expect(fake.requests.length - before, match).toBe(2);
    }
    fake.faults = [{match: 'ec2:*', throttle: 99}];
    expect((await failure(c.ec2.send(new DescribeVpcsCommand({})))).name).toBe('RequestLimitExceeded');
  });

  it('limits a fault to the parameters it names', async () => {
    const faults = [{match: 'ec2:DescribeVpcAttribute Attribute=enableDnsSupport', deny: true}];
    const {ec2} = clients(await start(world(), {faults}));
    const ask = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames'): Promise<unknown> =>
      ec2.send(new DescribeVpcAttributeCommand({VpcId: VPC, Attribute}));
    await expect(ask('enableDnsHostnames')).resolves.toBeDefined();
    await expect(ask('enableDnsSupport')).rejects.toThrow('ec2:DescribeVpcAttribute');
  });

  it('says that the token has expired, in each service its own way', async () => {
    const c = clients(await start(world(), {faults: [{match: '*', expired: true}]}));
    const names = await Promise.all([
      failure(c.eks.send(new DescribeClusterCommand({name: 'fargate-test'}))),
      failure(c.ec2.send(new DescribeVpcsCommand({}))),
      failure(c.iam.send(new GetRoleCommand({RoleName: 'on-call'}))),
      failure(c.quotas.send(new GetServiceQuotaCommand(VCPU))),
    ]);
    expect(names.map((e) => e.name)).toEqual([
      'ExpiredTokenException',
      'RequestExpired',
      'ExpiredToken',
      'ExpiredTokenException',
    ]);
  });

  it('fails as servers, proxies and networks do', async () => {
    const fake = await start();
    const send = (): Promise<unknown> => clients(fake, 1).eks.send(new DescribeClusterCommand({name: 'fargate-test'}));
    fake.faults = [{match: 'eks:*', status: 500}];
    expect((await failure(send())).name).toBe('ServerException');
    fake.faults = [{match: 'eks:*', status: 404}];
    expect((await failure(send())).name).toBe('SyntaxError');
    fake.faults = [{match: 'eks:*', reset: true}];
    expect((await failure(send()))['code']).toBe('ECONNRESET');
    fake.faults = [{match: 'eks:*', truncate: true}];
    expect((await failure(send())).message).toMatch(/aborted|premature|terminated/i);
    fake.faults = [{match: 'eks:*', hang: true}];
    const hung = clients(fake, 1).eks.send(new DescribeClusterCommand({name: 'fargate-test'}), {
      abortSignal: AbortSignal.timeout(300),
    });
    expect((await failure(hung)).name).toBe('AbortError');
    expect(fake.requests.at(-1)).toMatchObject({status: 0, endedAt: 0});
  });

  it('adds latency to each request and delay to those that match', async () => {
    const fake = await start(world(), {latencyMs: 100, faults: [{match: 'ec2:*', delay: 200}]});
    const c = clients(fake);
    await Promise.all([c.ec2.send(new DescribeVpcsCommand({})), c.sts.send(new GetCallerIdentityCommand({}))]);
    const took = Object.fromEntries(fake.requests.map((r) => [r.service, r.endedAt - r.at]));
    expect(took['sts']).toBeGreaterThanOrEqual(95);
    expect(took['sts']).toBeLessThan(295);
    expect(took['ec2']).toBeGreaterThanOrEqual(295);
  });

  it('refuses what it does not know or cannot place', async () => {
    const {url} = await start();
    const unsigned = await fetch(`${url}/clusters`);
    expect([unsigned.status, await unsigned.text()]).toEqual([403, '{"message":"Missing Authentication Token"}']);
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261120/eu-central-1/ec2/aws4_request, Signature=x';
    const unknown = await fetch(url, {method: 'POST', headers: {authorization}, body: 'Action=DescribeInstances'});
    expect(unknown.status).toBe(400);
    expect(await unknown.text()).toContain('The action DescribeInstances is not valid for this web service.');
  });
});

type Clients = ReturnType<typeof clients>;

function clients(fake: Parameters<typeof clientOf>[0], maxAttempts = 3) {
  const config = {...clientOf(fake), maxAttempts};
  return {
    eks: new EKSClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    sts: new STSClient(config),
    quotas: new ServiceQuotasClient(config),
  };
}
