import {describe, expect, it} from 'vitest';
import {liveSource} from '../../../../src/facts/sources/live.ts';
import {absent, denied, failed, known} from '../../../../src/model/fact.ts';
import type {FactId} from '../../../../src/model/facts.ts';
import type {Subject} from '../../../../src/model/kubernetes.ts';
import {connect, error, stubAws, stubKube, type Answers, type StubOptions} from '../../stub.ts';
import {AWS, CLUSTER, OBJECTS, POD, podJson, profileJson, READY, ROLE_ARN, TRUST} from '../../world.ts';

const NGINX: Subject = {kind: 'Pod', namespace: 'default', name: 'nginx'};

function world(answers: Answers = {}, options: StubOptions = {}) {
  const aws = stubAws({...AWS, ...answers}, options);
  const source = liveSource(connect(stubKube(OBJECTS), aws), '2026-11-20T03:10:00Z');
  return {aws, ask: <K extends FactId>(fact: K) => source.ask(fact, NGINX)};
}

const ask = <K extends FactId>(fact: K, answers: Answers = {}, options: StubOptions = {}) =>
  world(answers, options).ask(fact);

const clusterWith = (over: object): Answers => ({DescribeCluster: () => ({cluster: {...CLUSTER, ...over}})});
const refuses = (name: string) => () => {
  throw error(name);
};

describe('cluster', () => {
  it('is read with lists in a fixed order', async () => {
    expect(await ask('cluster')).toEqual(
      known({
        name: 'fargate-test',
        arn: 'arn:aws:eks:eu-central-1:111122223333:cluster/fargate-test',
        status: 'ACTIVE',
        version: '1.33',
        platformVersion: 'eks.9',
        createdAt: '2026-11-01T00:00:00.500Z',
        endpoint: 'https://example.gr7.eu-central-1.eks.amazonaws.com',
        roleArn: 'arn:aws:iam::111122223333:role/eks-cluster',
        vpcId: 'vpc-1',
        subnetIds: ['subnet-a', 'subnet-b'],
        securityGroupIds: [],
        clusterSecurityGroupId: 'sg-1',
        endpointPublicAccess: true,
        endpointPrivateAccess: false,
        publicAccessCidrs: ['198.51.100.7/32'],
        authenticationMode: 'API_AND_CONFIG_MAP',
        ipFamily: 'ipv4',
        autoMode: false,
        healthIssues: [],
        logTypes: ['api', 'audit'],
        encryptionKeyArns: ['arn:aws:kms:eu-central-1:111122223333:key/1'],
      }),
    );
  });

  it('of an older kind has the mode CONFIG_MAP; Auto Mode and unknown words are kept', async () => {
    const answers = clusterWith({
      accessConfig: undefined,
      computeConfig: {enabled: true},
      status: 'HIBERNATING',
      health: {issues: [{code: 'Ec2SubnetNotFound', message: 'm', resourceIds: ['b', 'a']}, {code: 'AccessDenied'}]},
    });
    expect(await ask('cluster', answers)).toMatchObject({
      value: {
        authenticationMode: 'CONFIG_MAP',
        autoMode: true,
        status: 'HIBERNATING',
        healthIssues: [
          {code: 'AccessDenied', message: '', resourceIds: []},
          {code: 'Ec2SubnetNotFound', message: 'm', resourceIds: ['a', 'b']},
        ],
      },
    });
  });

  it('that EKS does not know is unread, and so is what depends on it: the credentials may be of another account', async () => {
    const {ask: one} = world({DescribeCluster: refuses('ResourceNotFoundException')});
    expect(await one('cluster')).toMatchObject({
      is: 'failed',
      reason: expect.stringContaining('ResourceNotFoundException') as string,
    });
    expect(await one('routeTables')).toMatchObject({is: 'failed'});
  });
});

describe('profiles', () => {
  it('are read to the last page and sorted; one deleted meanwhile is left out', async () => {
    const pages: Readonly<Record<string, object>> = {
      '': {fargateProfileNames: ['c', 'gone'], nextToken: '2'},
      '2': {fargateProfileNames: ['a'], nextToken: '3'},
      '3': {fargateProfileNames: ['b']},
    };
    const {ask: one} = world({
      ListFargateProfiles: ({nextToken = ''}: {nextToken?: string}) => pages[nextToken],
      DescribeFargateProfile: ({fargateProfileName: name}: {fargateProfileName: string}) => {
        if (name === 'gone') throw error('ResourceNotFoundException');
        return {fargateProfile: profileJson(name)};
      },
    });
    expect(await one('profileNames')).toEqual(known(['a', 'b', 'c', 'gone']));
    const profiles = await one('profiles');
    expect(profiles.is === 'known' && profiles.value.map((p) => p.name)).toEqual(['a', 'b', 'c']);
  });

  it('keep their selectors in order and their times', async () => {
    const selectors = [{namespace: 'z*', labels: {b: '1', a: '?'}}, {namespace: 'a'}];
    const fargateProfile = profileJson('default-fp', {selectors, status: 'MELTING'});
    expect(await ask('profiles', {DescribeFargateProfile: () => ({fargateProfile})})).toMatchObject({
      value: [
        {
          createdAt: '2026-11-20T03:00:00Z',
          status: 'MELTING',
          selectors: [
            {namespace: 'z*', labels: {b: '1', a: '?'}},
            {namespace: 'a', labels: {}},
          ],
        },
      ],
    });
  });
});

describe('identity', () => {
  it('reads the role by the last part of its ARN, and decodes its trust policy', async () => {
    expect(await ask('executionRole')).toEqual(
      known({
        name: 'fargate-pod-execution',
        arn: ROLE_ARN,
        path: '/eks/',
        id: 'AROAEXAMPLE',
        createdAt: '2026-11-20T03:00:00Z',
        trustPolicy: TRUST,
      }),
    );
  });

  it.each(['NoSuchEntityException', 'NoSuchEntity'])('takes %s for a role that is not there', async (name) => {
    expect(await ask('executionRole', {GetRole: refuses(name)})).toEqual(absent);
  });

  it('fails where the trust policy can not be decoded or is missing', async () => {
    const roleWith = (AssumeRolePolicyDocument: string | undefined): Answers => ({
      GetRole: () => ({Role: {RoleName: 'r', Arn: ROLE_ARN, AssumeRolePolicyDocument}}),
    });
    expect((await ask('executionRole', roleWith('%7B%'))).is).toBe('failed');
    expect((await ask('executionRole', roleWith(undefined))).is).toBe('failed');
    expect(await ask('executionRole', roleWith('{"a": "100%"}'))).toMatchObject({
      value: {trustPolicy: '{"a": "100%"}'},
    });
  });

  it('reads the access entry', async () => {
    expect(await ask('accessEntry')).toEqual(
      known({principalArn: ROLE_ARN, type: 'FARGATE_LINUX', username: 'u', groups: ['a', 'b']}),
    );
    expect(await ask('accessEntryArns')).toEqual(known(['arn:a', 'arn:b']));
    expect(await ask('accessEntry', {DescribeAccessEntry: refuses('ResourceNotFoundException')})).toEqual(absent);
  });

  it('does not ask for access entries in a mode without them', async () => {
    const {ask: one, aws} = world(clusterWith({accessConfig: {authenticationMode: 'CONFIG_MAP'}}));
    expect(await one('accessEntry')).toEqual(absent);
    expect(await one('accessEntryArns')).toEqual(absent);
    expect(aws.asked).not.toContain('DescribeAccessEntry');
    expect(aws.asked).not.toContain('ListAccessEntries');
  });

  it('does not take another refusal for an absent entry', async () => {
    expect(await ask('accessEntry', {DescribeAccessEntry: refuses('InvalidRequestException')})).toEqual(
      failed('InvalidRequestException happened'),
    );
  });
});

describe('the network', () => {
  it('asks for subnets 200 at a time, and a missing one is only missing', async () => {
    const subnets = Array.from({length: 450}, (_, i) => `subnet-${String(i).padStart(3, '0')}`);
    const sizes: number[] = [];
    const found = await ask('profileSubnets', {
      DescribeFargateProfile: () => ({fargateProfile: profileJson('default-fp', {subnets})}),
      DescribeSubnets: ({Filters}: {Filters: {Name: string; Values: string[]}[]}) => {
        const values = Filters[0]?.Values ?? [];
        sizes.push(values.length);
        expect(Filters[0]?.Name).toBe('subnet-id');
        return {
          Subnets: [...values.filter((id) => id !== 'subnet-007'), 'subnet-stray'].map((SubnetId) => ({
            SubnetId,
            VpcId: 'vpc-1',
            AvailableIpAddressCount: 1,
          })),
        };
      },
    });
    expect(sizes).toEqual([200, 200, 50]);
    expect(found.is === 'known' && found.value.map((s) => s.id)).toEqual(subnets.filter((id) => id !== 'subnet-007'));
  });

  it('reads a subnet', async () => {
    const Subnets = [
      {
        SubnetId: 'subnet-a',
        VpcId: 'vpc-1',
        AvailabilityZone: 'eu-central-1a',
        AvailabilityZoneId: 'euc1-az2',
        CidrBlock: '10.0.1.0/24',
        AvailableIpAddressCount: 0,
        State: 'Available',
        MapPublicIpOnLaunch: true,
        OwnerId: '111122223333',
        Ipv6CidrBlockAssociationSet: [
          {Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: {State: 'associated'}},
          {Ipv6CidrBlock: '2001:db9::/64', Ipv6CidrBlockState: {State: 'disassociated'}},
        ],
        Tags: [{Key: 'Name', Value: 'private'}, {Key: '__proto__', Value: 'x'}, {Value: 'keyless'}],
      },
    ];
    const found = await ask('profileSubnets', {DescribeSubnets: () => ({Subnets})});
    expect(found.is === 'known' && found.value).toEqual([
      {
        id: 'subnet-a',
        vpcId: 'vpc-1',
        zone: 'eu-central-1a',
        zoneId: 'euc1-az2',
        cidr: '10.0.1.0/24',
        ipv6Cidrs: ['2001:db8::/64'],
        availableIps: 0,
        state: 'available',
        mapPublicIpOnLaunch: true,
        assignIpv6OnCreation: false,
        ownerId: '111122223333',
        tags: Object.fromEntries([
          ['Name', 'private'],
          ['__proto__', 'x'],
        ]),
      },
    ]);
  });

  const ENDPOINT = {
    VpcEndpointId: 'vpce-1',
    VpcId: 'vpc-1',
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.eu-central-1.sts',
    PrivateDnsEnabled: true,
    SubnetIds: ['subnet-a'],
    Groups: [{GroupId: 'sg-1'}],
  };
  const RULE = {IpProtocol: '-1', IpRanges: [{CidrIp: '0.0.0.0/0'}]};
  const GROUP = {GroupId: 'sg-1', VpcId: 'vpc-1', IpPermissions: [RULE], IpPermissionsEgress: [RULE]};
  const ENTRY = {RuleNumber: 100, Egress: true, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0'};
  const without = (thing: Readonly<Record<string, unknown>>, ...fields: readonly string[]): object =>
    Object.fromEntries(Object.entries(thing).filter(([name]) => !fields.includes(name)));

  // Each of these has a meaning where it is empty, and none where it is missing.
  it.each<[FactId, string, string, object]>([
    ...['SubnetId', 'VpcId', 'AvailableIpAddressCount'].map((field): [FactId, string, string, object] => [
      'profileSubnets',
      field,
      'DescribeSubnets',
      {Subnets: [without({SubnetId: 'subnet-a', VpcId: 'vpc-1', AvailableIpAddressCount: 7}, field)]},
    ]),
    ['routeTables', 'Routes', 'DescribeRouteTables', {RouteTables: [{RouteTableId: 'rtb-1', VpcId: 'vpc-1'}]}],
    [
      'routeTables',
      'destination',
      'DescribeRouteTables',
      {RouteTables: [{RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [{NatGatewayId: 'nat-1'}]}]},
    ],
    [
      'natGateways',
      'NatGatewayAddresses',
      'DescribeNatGateways',
      {NatGateways: [{NatGatewayId: 'nat-1', VpcId: 'vpc-1', State: 'available'}]},
    ],
    ['internetGateways', 'Attachments', 'DescribeInternetGateways', {InternetGateways: [{InternetGatewayId: 'igw-1'}]}],
    [
      'internetGateways',
      'VpcId',
      'DescribeInternetGateways',
      {InternetGateways: [{InternetGatewayId: 'igw-1', Attachments: [{State: 'available'}]}]},
    ],
    ['securityGroups', 'GroupId', 'DescribeSecurityGroups', {SecurityGroups: [without(GROUP, 'GroupId')]}],
    ...[{...RULE, IpRanges: undefined}, {...RULE, IpRanges: [{}]}, without(RULE, 'IpProtocol')].map(
      (rule, i): [FactId, string, string, object] => [
        'securityGroups',
        i === 2 ? 'IpProtocol' : 'peer',
        'DescribeSecurityGroups',
        {SecurityGroups: [{...GROUP, IpPermissions: [rule]}]},
      ],
    ),
    ...['VpcEndpointType', 'ServiceName', 'PrivateDnsEnabled'].map((field): [FactId, string, string, object] => [
      'vpcEndpoints',
      field,
      'DescribeVpcEndpoints',
      {VpcEndpoints: [without(ENDPOINT, field)]},
    ]),
    [
      'vpcEndpoints',
      'RouteTableIds',
      'DescribeVpcEndpoints',
      {VpcEndpoints: [{...ENDPOINT, VpcEndpointType: 'Gateway'}]},
    ],
    [
      'vpcEndpoints',
      'VpcEndpointType',
      'DescribeVpcEndpoints',
      {VpcEndpoints: [{...ENDPOINT, VpcEndpointType: 'Tunnel'}]},
    ],
    ['networkAcls', 'Entries', 'DescribeNetworkAcls', {NetworkAcls: [{NetworkAclId: 'acl-1', VpcId: 'vpc-1'}]}],
    ...Object.keys(ENTRY).map((field): [FactId, string, string, object] => [
      'networkAcls',
      field,
      'DescribeNetworkAcls',
      {NetworkAcls: [{NetworkAclId: 'acl-1', VpcId: 'vpc-1', Entries: [without(ENTRY, field)]}]},
    ]),
    [
      'networkAcls',
      'RuleAction',
      'DescribeNetworkAcls',
      {NetworkAcls: [{NetworkAclId: 'acl-1', VpcId: 'vpc-1', Entries: [{...ENTRY, RuleAction: 'mirror'}]}]},
    ],
  ])('does not guess: %s without %s', async (fact, field, action, answer) => {
    const found = await ask(fact, {[action]: () => answer});
    expect(found).toMatchObject({is: 'failed', reason: expect.stringContaining(field) as string});
  });

  it('tells a group whose rules are not told from one that has none', async () => {
    const SecurityGroups = [without(GROUP, 'IpPermissionsEgress'), {...GROUP, GroupId: 'sg-2', IpPermissions: []}];
    const found = await ask('securityGroups', {DescribeSecurityGroups: () => ({SecurityGroups})});
    expect(found.is === 'known' && found.value.map(({ingress, egress}) => [ingress?.length, egress?.length])).toEqual([
      [1, undefined],
      [0, 1],
    ]);
  });

  it.each([
    ['no configurations', {}],
    ['a configuration without a key', {DhcpConfigurations: [{Values: [{Value: 'AmazonProvidedDNS'}]}]}],
    ['a configuration without values', {DhcpConfigurations: [{Key: 'domain-name-servers'}]}],
  ])('does not guess: DHCP options with %s', async (_case, options) => {
    const found = await ask('dhcpOptions', {
      DescribeVpcs: () => ({Vpcs: [{VpcId: 'vpc-1', DhcpOptionsId: 'dopt-1'}]}),
      DescribeDhcpOptions: () => ({DhcpOptions: [{DhcpOptionsId: 'dopt-1', ...options}]}),
    });
    expect(found).toMatchObject({is: 'failed', reason: expect.stringContaining('dopt-1') as string});
  });

  it('does not take a VPC that does not name its DHCP options for one without any', async () => {
    expect((await ask('dhcpOptions', {DescribeVpcs: () => ({Vpcs: [{VpcId: 'vpc-1'}]})})).is).toBe('failed');
  });

  it.each([
    [{GatewayId: 'local'}, 'local', 'local'],
    [{GatewayId: 'igw-1'}, 'igw-1', 'internet-gateway'],
    [{GatewayId: 'vgw-1'}, 'vgw-1', 'vpn-gateway'],
    [{GatewayId: 'vpce-1'}, 'vpce-1', 'vpc-endpoint'],
    [{GatewayId: 'xgw-1'}, 'xgw-1', 'unknown'],
    [{NatGatewayId: 'nat-1'}, 'nat-1', 'nat-gateway'],
    [{TransitGatewayId: 'tgw-1'}, 'tgw-1', 'transit-gateway'],
    [{VpcPeeringConnectionId: 'pcx-1'}, 'pcx-1', 'peering'],
    [{InstanceId: 'i-1', NetworkInterfaceId: 'eni-1'}, 'i-1', 'instance'],
    [{NetworkInterfaceId: 'eni-1'}, 'eni-1', 'network-interface'],
    [{EgressOnlyInternetGatewayId: 'eigw-1'}, 'eigw-1', 'egress-only-internet-gateway'],
    [{CarrierGatewayId: 'cagw-1'}, 'cagw-1', 'carrier-gateway'],
    [{LocalGatewayId: 'lgw-1'}, 'lgw-1', 'local-gateway'],
    [{CoreNetworkArn: 'arn:x'}, 'arn:x', 'core-network'],
    [{}, '', 'unknown'],
  ])('reads the target of a route %j', async (target, id, targetKind) => {
    const route = {DestinationCidrBlock: '0.0.0.0/0', State: 'Blackhole', ...target};
    const tables = await ask('routeTables', {
      DescribeRouteTables: () => ({RouteTables: [{RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [route]}]}),
    });
    expect(tables).toEqual(
      known([
        {
          id: 'rtb-1',
          main: false,
          subnetIds: [],
          routes: [{destination: '0.0.0.0/0', target: id, targetKind, state: 'blackhole'}],
        },
      ]),
    );
  });

  it('reads route tables of this VPC only, with the associations that hold', async () => {
    const table = (RouteTableId: string, VpcId: string, Associations: object[] = []) => ({
      RouteTableId,
      VpcId,
      Associations,
      Routes: [{DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1', State: 'active'}],
    });
    const RouteTables = [
      table('rtb-2', 'vpc-1', [
        {SubnetId: 'subnet-b', AssociationState: {State: 'associated'}},
        {SubnetId: 'subnet-a'},
        {SubnetId: 'subnet-c', AssociationState: {State: 'disassociated'}},
        {GatewayId: 'igw-1'},
      ]),
      table('rtb-1', 'vpc-1', [{Main: true}]),
      table('rtb-0', 'vpc-other'),
    ];
    const filters: unknown[] = [];
    const tables = await ask('routeTables', {
      DescribeRouteTables: ({Filters}: {Filters: unknown}) => {
        filters.push(Filters);
        return {RouteTables};
      },
    });
    expect(filters).toEqual([[{Name: 'vpc-id', Values: ['vpc-1']}]]);
    const routes = [{destination: '::/0', target: 'igw-1', targetKind: 'internet-gateway', state: 'active'}];
    expect(tables).toEqual(
      known([
        {id: 'rtb-1', main: true, subnetIds: [], routes},
        {id: 'rtb-2', main: false, subnetIds: ['subnet-a', 'subnet-b'], routes},
      ]),
    );
  });

  it('reads NAT gateways, regional and deleted ones too', async () => {
    const NatGateways = [
      {
        NatGatewayId: 'nat-2',
        VpcId: 'vpc-1',
        State: 'deleted',
        SubnetId: 'subnet-p',
        DeleteTime: new Date(0),
        FailureCode: 'InsufficientFreeAddressesInSubnet',
        NatGatewayAddresses: [{PublicIp: '203.0.113.10', PrivateIp: '10.0.101.5', Status: 'Succeeded'}, {}],
      },
      {
        NatGatewayId: 'nat-1',
        VpcId: 'vpc-1',
        State: 'available',
        AvailabilityMode: 'regional',
        RouteTableId: 'rtb-9',
        NatGatewayAddresses: [],
      },
      {NatGatewayId: 'nat-0', VpcId: 'vpc-other'},
    ];
    expect(await ask('natGateways', {DescribeNatGateways: () => ({NatGateways})})).toEqual(
      known([
        {
          id: 'nat-1',
          state: 'available',
          connectivityType: 'public',
          availabilityMode: 'regional',
          addresses: [],
          routeTableId: 'rtb-9',
        },
        {
          id: 'nat-2',
          state: 'deleted',
          connectivityType: 'public',
          availabilityMode: 'zonal',
          addresses: [{}, {publicIp: '203.0.113.10', privateIp: '10.0.101.5', status: 'succeeded'}],
          subnetId: 'subnet-p',
          deletedAt: '1970-01-01T00:00:00Z',
          failureCode: 'InsufficientFreeAddressesInSubnet',
        },
      ]),
    );
  });

  it('reads internet gateways by their attachment to this VPC', async () => {
    const InternetGateways = [
      {InternetGatewayId: 'igw-2', Attachments: [{VpcId: 'vpc-1', State: 'Available'}]},
      {InternetGatewayId: 'igw-1', Attachments: [{VpcId: 'vpc-other', State: 'available'}]},
      {InternetGatewayId: 'igw-0', Attachments: []},
    ];
    expect(await ask('internetGateways', {DescribeInternetGateways: () => ({InternetGateways})})).toEqual(
      known([{id: 'igw-2', attachment: 'available'}]),
    );
  });

  it('reads VPC endpoints', async () => {
    const VpcEndpoints = [
      {
        VpcEndpointId: 'vpce-1',
        VpcId: 'vpc-1',
        ServiceName: 'com.amazonaws.eu-central-1.s3',
        VpcEndpointType: 'Gateway',
        State: 'PendingAcceptance',
        RouteTableIds: ['rtb-2', 'rtb-1'],
        Groups: [{GroupId: 'sg-1'}],
        PolicyDocument: '{"Statement":[]}',
      },
    ];
    expect(await ask('vpcEndpoints', {DescribeVpcEndpoints: () => ({VpcEndpoints})})).toEqual(
      known([
        {
          id: 'vpce-1',
          serviceName: 'com.amazonaws.eu-central-1.s3',
          type: 'Gateway',
          state: 'pendingacceptance',
          privateDnsEnabled: false,
          subnetIds: [],
          routeTableIds: ['rtb-1', 'rtb-2'],
          securityGroupIds: ['sg-1'],
          policy: '{"Statement":[]}',
        },
      ]),
    );
  });

  it('reads security groups, a rule for each peer', async () => {
    const SecurityGroups = [
      {
        GroupId: 'sg-2',
        VpcId: 'vpc-1',
        GroupName: 'web',
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 443,
            ToPort: 443,
            IpRanges: [{CidrIp: '10.0.0.0/16'}],
            Ipv6Ranges: [{CidrIpv6: '::/0'}],
            UserIdGroupPairs: [{GroupId: 'sg-1'}],
            PrefixListIds: [{PrefixListId: 'pl-1'}],
          },
        ],
        IpPermissionsEgress: [{IpProtocol: '-1', IpRanges: [{CidrIp: '0.0.0.0/0'}]}],
      },
      {GroupId: 'sg-9', VpcId: 'vpc-other'},
      {GroupId: 'sg-1', IpPermissions: [], IpPermissionsEgress: []},
    ];
    const ports = {protocol: 'tcp', fromPort: 443, toPort: 443};
    expect(await ask('securityGroups', {DescribeSecurityGroups: () => ({SecurityGroups})})).toEqual(
      known([
        {id: 'sg-1', vpcId: '', name: '', ingress: [], egress: []},
        {
          id: 'sg-2',
          vpcId: 'vpc-1',
          name: 'web',
          ingress: ['10.0.0.0/16', '::/0', 'pl-1', 'sg-1'].map((peer) => ({...ports, peer})),
          egress: [{protocol: '-1', peer: '0.0.0.0/0'}],
        },
      ]),
    );
  });

  it('reads network ACLs in the order of their rules', async () => {
    const entry = (RuleNumber: number, over: object) => ({RuleNumber, Protocol: '6', RuleAction: 'allow', ...over});
    const NetworkAcls = [
      {
        NetworkAclId: 'acl-1',
        VpcId: 'vpc-1',
        IsDefault: true,
        Associations: [{SubnetId: 'subnet-b'}, {SubnetId: 'subnet-a'}, {}],
        Entries: [
          entry(100, {Egress: true, CidrBlock: '0.0.0.0/0', PortRange: {From: 443, To: 443}}),
          entry(100, {Egress: false, Ipv6CidrBlock: '::/0'}),
          entry(90, {Egress: false, CidrBlock: '0.0.0.0/0', RuleAction: 'DENY', Protocol: '-1'}),
        ],
      },
      {NetworkAclId: 'acl-2', VpcId: 'vpc-other'},
    ];
    expect(await ask('networkAcls', {DescribeNetworkAcls: () => ({NetworkAcls})})).toEqual(
      known([
        {
          id: 'acl-1',
          default: true,
          subnetIds: ['subnet-a', 'subnet-b'],
          entries: [
            {rule: 90, egress: false, action: 'deny', protocol: '-1', cidr: '0.0.0.0/0'},
            {rule: 100, egress: false, action: 'allow', protocol: '6', cidr: '::/0'},
            {rule: 100, egress: true, action: 'allow', protocol: '6', cidr: '0.0.0.0/0', fromPort: 443, toPort: 443},
          ],
        },
      ]),
    );
  });

  describe('Block Public Access', () => {
    const gateway = {
      DescribeRouteTables: () => ({
        RouteTables: [
          {
            RouteTableId: 'rtb-1',
            VpcId: 'vpc-1',
            Routes: [{DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active'}],
          },
        ],
      }),
    };
    const mode = (InternetGatewayBlockMode: string) => ({
      DescribeVpcBlockPublicAccessOptions: () => ({VpcBlockPublicAccessOptions: {InternetGatewayBlockMode}}),
    });

    it('is asked only where a route leads to an internet gateway, and it is not known to be off', async () => {
      const none = world({...mode('block-bidirectional'), DescribeRouteTables: () => ({RouteTables: []})});
      expect(await none.ask('blockPublicAccess')).toEqual(absent);
      expect(none.aws.asked).not.toContain('DescribeVpcBlockPublicAccessOptions');
      const off = {VpcId: 'vpc-1', BlockPublicAccessStates: {InternetGatewayBlockMode: 'off'}};
      const told = world({...gateway, ...mode('off'), DescribeVpcs: () => ({Vpcs: [off]})});
      expect(await told.ask('blockPublicAccess')).toEqual(absent);
      expect(told.aws.asked).not.toContain('DescribeVpcBlockPublicAccessOptions');
    });

    it('has exclusions where something is blocked', async () => {
      expect(await ask('blockPublicAccess', {...gateway, ...mode('off')})).toEqual(
        known({mode: 'off', exclusions: []}),
      );
      const exclusion = (n: number, State: string) => ({
        ExclusionId: `x-${n}`,
        ResourceArn: `arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-${n}`,
        InternetGatewayExclusionMode: 'allow-egress',
        State,
      });
      const pages = [
        {VpcBlockPublicAccessExclusions: [exclusion(2, 'create-complete')], NextToken: 'more'},
        {VpcBlockPublicAccessExclusions: [exclusion(1, 'delete-in-progress'), exclusion(3, 'create-failed'), {}]},
      ];
      const answers = {
        ...gateway,
        ...mode('block-bidirectional'),
        DescribeVpcBlockPublicAccessExclusions: ({NextToken}: {NextToken?: string}) => pages[NextToken ? 1 : 0],
      };
      expect(await ask('blockPublicAccess', answers)).toEqual(
        known({
          mode: 'block-bidirectional',
          exclusions: [1, 2].map((n) => ({id: `x-${n}`, resourceId: `subnet-${n}`, mode: 'allow-egress'})),
        }),
      );
      const permission = 'ec2:DescribeVpcBlockPublicAccessExclusions';
      expect(await ask('blockPublicAccess', answers, {deny: [permission]})).toEqual(denied(permission));
    });
  });

  it('reads the entries of prefix lists that the groups on the way name, and asks for no others', async () => {
    const group = (GroupId: string, list: string) => ({
      GroupId,
      VpcId: 'vpc-1',
      IpPermissions: [{IpProtocol: '-1', PrefixListIds: [{PrefixListId: list}]}],
      IpPermissionsEgress: [],
    });
    const SecurityGroups = [group('sg-1', 'pl-1'), group('sg-2', 'pl-2'), group('sg-3', 'pl-3'), group('sg-4', 'pl-4')];
    const VpcEndpoints = [{...ENDPOINT, Groups: [{GroupId: 'sg-2'}]}];
    const asked: string[] = [];
    const answers = {
      DescribeSecurityGroups: () => ({SecurityGroups}),
      DescribeVpcEndpoints: () => ({VpcEndpoints}),
      GetManagedPrefixListEntries: ({PrefixListId}: {PrefixListId: string}) => {
        asked.push(PrefixListId);
        if (PrefixListId === 'pl-2') throw error('InvalidPrefixListID.NotFound');
        return {Entries: [{Cidr: '10.2.0.0/16'}, {Cidr: '10.1.0.0/16'}, {}]};
      },
    };
    expect(await ask('prefixLists', answers)).toEqual(known([{id: 'pl-1', cidrs: ['10.1.0.0/16', '10.2.0.0/16']}]));
    expect(asked.sort()).toEqual(['pl-1', 'pl-2']);
  });

  it('reads the subnets of interfaces, and only those that the profiles do not name', async () => {
    const seen: string[][] = [];
    const answers = {
      DescribeVpcEndpoints: () => ({
        VpcEndpoints: [{...ENDPOINT, SubnetIds: ['subnet-e']}],
      }),
      DescribeSubnets: ({Filters}: {Filters: {Values: string[]}[]}) => {
        const ids = Filters[0]?.Values ?? [];
        seen.push(ids);
        return {Subnets: ids.map((SubnetId) => ({SubnetId, VpcId: 'vpc-1', AvailableIpAddressCount: 7}))};
      },
    };
    const found = await ask('interfaceSubnets', answers);
    expect(found.is === 'known' && found.value.map(({id}) => id)).toEqual(['subnet-a', 'subnet-b', 'subnet-e']);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(expect.arrayContaining(['subnet-e']));
    expect(seen[1]).not.toEqual(expect.arrayContaining(seen[0] ?? []));
  });

  it('reads the VPC, its primary block first and only blocks in use', async () => {
    const associated = (CidrBlock: string, State = 'associated') => ({CidrBlock, CidrBlockState: {State}});
    const Vpcs = [
      {VpcId: 'vpc-other', CidrBlock: '10.9.0.0/16'},
      {
        VpcId: 'vpc-1',
        CidrBlock: '172.31.0.0/16',
        CidrBlockAssociationSet: [
          associated('100.64.0.0/16'),
          associated('172.31.0.0/16'),
          associated('10.7.0.0/16', 'disassociated'),
        ],
        DhcpOptionsId: 'default',
        OwnerId: '111122223333',
      },
    ];
    const {ask: one, aws} = world({DescribeVpcs: () => ({Vpcs})});
    expect(await one('vpc')).toEqual(
      known({
        id: 'vpc-1',
        cidrs: ['172.31.0.0/16', '100.64.0.0/16'],
        ipv6Cidrs: [],
        dhcpOptionsId: 'default',
        ownerId: '111122223333',
      }),
    );
    expect(await one('dhcpOptions')).toEqual(absent);
    expect(aws.asked).not.toContain('DescribeDhcpOptions');
    expect(await ask('vpc', {DescribeVpcs: () => ({Vpcs: Vpcs.slice(0, 1)})})).toEqual(absent);
  });

  it('reads DNS attributes, and does not guess one', async () => {
    const {ask: one} = world();
    expect(await one('vpcDnsSupport')).toEqual(known(true));
    expect(await one('vpcDnsHostnames')).toEqual(known(false));
    expect((await ask('vpcDnsSupport', {DescribeVpcAttribute: () => ({})})).is).toBe('failed');
  });

  it('reads the zones that the account has not opted into as well', async () => {
    const inputs: unknown[] = [];
    const zones = await ask('availabilityZones', {
      DescribeAvailabilityZones: (input: unknown) => {
        inputs.push(input);
        return {
          AvailabilityZones: [
            {ZoneName: 'us-west-2-lax-1a', ZoneId: 'usw2-lax1-az1', ZoneType: 'local-zone'},
            {ZoneName: 'us-west-2a', ZoneId: 'usw2-az2', ZoneType: 'availability-zone'},
            {},
          ],
        };
      },
    });
    expect(inputs).toEqual([{AllAvailabilityZones: true}]);
    expect(zones).toEqual(
      known([
        {name: 'us-west-2-lax-1a', id: 'usw2-lax1-az1', type: 'local-zone'},
        {name: 'us-west-2a', id: 'usw2-az2', type: 'availability-zone'},
      ]),
    );
  });
});

describe('the rest of the account', () => {
  it('gives the quota that is applied, else the default', async () => {
    expect(await ask('vcpuQuota')).toEqual(known({value: 6, applied: true}));
    const none = {GetServiceQuota: refuses('NoSuchResourceException')};
    const byDefault = {...none, GetAWSDefaultServiceQuota: () => ({Quota: {Value: 4}})};
    expect(await ask('vcpuQuota', byDefault)).toEqual(known({value: 4, applied: false}));
    expect(await ask('vcpuQuota', none, {deny: ['servicequotas:GetAWSDefaultServiceQuota']})).toEqual(
      denied('servicequotas:GetAWSDefaultServiceQuota'),
    );
    expect(await ask('vcpuQuota', {}, {deny: ['servicequotas:GetServiceQuota']})).toEqual(
      denied('servicequotas:GetServiceQuota'),
    );
  });

  it('reads the updates of the cluster, each once and sorted, for a pod that waits', async () => {
    const described: string[] = [];
    const updates: Answers = {
      ListUpdates: ({maxResults}: {maxResults: number}) => ({updateIds: ['u-2', 'u-1', 'u-gone'].slice(0, maxResults)}),
      DescribeUpdate: ({updateId}: {updateId: string}) => {
        described.push(updateId);
        if (updateId === 'u-gone') throw error('ResourceNotFoundException');
        const params = [{type: 'PublicAccessCidrs', value: '[]'}, {type: 'EndpointPublicAccess', value: 'true'}, {}];
        return {update: {type: 'EndpointAccessUpdate', status: 'Successful', createdAt: new Date(0), params}};
      },
    };
    const update = (id: string) => ({
      id,
      type: 'EndpointAccessUpdate',
      status: 'Successful',
      params: [
        {name: 'EndpointPublicAccess', value: 'true'},
        {name: 'PublicAccessCidrs', value: '[]'},
      ],
      createdAt: '1970-01-01T00:00:00Z',
    });
    const {ask: asking} = world(updates);
    expect(await asking('clusterUpdates')).toEqual(known([update('u-1'), update('u-2')]));
    expect(described).toEqual(['u-2', 'u-1', 'u-gone']);
    expect(await ask('clusterUpdates', updates, {deny: ['eks:DescribeUpdate']})).toEqual(denied('eks:DescribeUpdate'));
    expect(await ask('clusterUpdates', updates, {deny: ['eks:ListUpdates']})).toEqual(denied('eks:ListUpdates'));
  });

  it('asks for no updates where the pod is well, or new', async () => {
    const aws = stubAws(AWS);
    const asking = (pod: unknown, now: string) =>
      liveSource(connect(stubKube({...OBJECTS, [POD]: pod}), aws), now).ask('clusterUpdates', NGINX);
    expect(await asking(podJson('nginx', 'uid-pod', {}, READY), '2026-11-20T03:10:00Z')).toEqual(absent);
    expect(await asking(podJson('nginx', 'uid-pod'), '2026-11-20T03:00:30Z')).toEqual(absent);
  });

  it('reads the CoreDNS add-on, or that there is none', async () => {
    expect(await ask('corednsAddon')).toEqual(
      known({name: 'coredns', version: 'v1', status: 'ACTIVE', configurationValues: '', healthIssues: []}),
    );
    expect(await ask('corednsAddon', {DescribeAddon: refuses('ResourceNotFoundException')})).toEqual(absent);
  });

  it('reads whose credentials these are', async () => {
    const arn = 'arn:aws:iam::111122223333:user/jo';
    expect(await ask('callerIdentity')).toEqual(known({account: '111122223333', arn}));
  });
});
