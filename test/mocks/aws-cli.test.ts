import {execFile, execFileSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {startAws, type AwsFake} from '../../mocks/aws/server.ts';
import {NOW, PRIVATE_A, VPC, world} from './aws-fake.ts';

function cliVersion(): string | undefined {
  try {
    return execFileSync('aws', ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return undefined;
  }
}

const version = cliVersion();
// Where the pipeline runs, the CLI belongs to the machine: there its absence is a failure and not an excuse.
const wanted = version !== undefined || Boolean(process.env['CI']);
if (!wanted) process.stderr.write('aws CLI not found: the tests that drive the fakes with it are skipped\n');

describe.skipIf(!wanted)('the aws CLI against the fake', () => {
  let fake: AwsFake;
  beforeAll(async () => {
    fake = await startAws(world(), {now: NOW});
  });
  afterAll(() => fake.close());

  interface Ran {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  const run = (args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        AWS_ENDPOINT_URL: fake.url,
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_MAX_ATTEMPTS: '1',
        AWS_PAGER: '',
      };
      // `--endpoint-url` too, so that a CLI too old for the variable can't reach the real service.
      execFile('aws', ['--endpoint-url', fake.url, ...args], {env}, (error, stdout, stderr) => {
        resolve({code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr});
      });
    });

  const json = async (...args: readonly string[]): Promise<unknown> => {
    const ran = await run(args);
    expect(ran.stderr).toBe('');
    return JSON.parse(ran.stdout);
  };

  it('is there', () => {
    expect(version, 'install the aws CLI').toMatch(/^aws-cli\//);
  });

  it('describes the cluster and lists its profiles', {timeout: 30_000}, async () => {
    const [cluster, profiles] = await Promise.all([
      json('eks', 'describe-cluster', '--name', 'fargate-test'),
      json('eks', 'list-fargate-profiles', '--cluster-name', 'fargate-test'),
    ]);
    expect(cluster).toMatchObject({
      cluster: {name: 'fargate-test', resourcesVpcConfig: {vpcId: VPC, endpointPrivateAccess: true}},
    });
    expect(profiles).toEqual({fargateProfileNames: ['coredns-fp', 'default-fp']});
  });

  it('walks from a subnet to its NAT gateway', {timeout: 60_000}, async () => {
    const [subnets, tables, nats, attribute] = await Promise.all([
      json('ec2', 'describe-subnets', '--subnet-ids', PRIVATE_A),
      json('ec2', 'describe-route-tables', '--filters', `Name=association.subnet-id,Values=${PRIVATE_A}`),
      json('ec2', 'describe-nat-gateways', '--filter', `Name=vpc-id,Values=${VPC}`),
      json('ec2', 'describe-vpc-attribute', '--vpc-id', VPC, '--attribute', 'enableDnsHostnames'),
    ]);
    expect(subnets).toMatchObject({Subnets: [{SubnetId: PRIVATE_A, CidrBlock: '10.0.1.0/24'}]});
    expect(tables).toMatchObject({
      RouteTables: [{Routes: [{GatewayId: 'local'}, {NatGatewayId: 'nat-0d4e5f6a7b8c90001', State: 'active'}]}],
    });
    expect(nats).toMatchObject({
      NatGateways: [
        {NatGatewayAddresses: [{PublicIp: '203.0.113.10'}]},
        {NatGatewayAddresses: [{PublicIp: '203.0.113.11'}]},
      ],
    });
    expect(attribute).toEqual({VpcId: VPC, EnableDnsHostnames: {Value: true}});
  });

  it('reads a role with its decoded trust policy, and who is calling', {timeout: 30_000}, async () => {
    const [role, caller] = await Promise.all([
      json('iam', 'get-role', '--role-name', 'fargate-pod-execution'),
      json('sts', 'get-caller-identity'),
    ]);
    expect(role).toMatchObject({
      Role: {
        Arn: 'arn:aws:iam::111122223333:role/fargate-pod-execution',
        AssumeRolePolicyDocument: {Statement: [{Principal: {Service: 'eks-fargate-pods.amazonaws.com'}}]},
      },
    });
    expect(caller).toMatchObject({Account: '111122223333', Arn: expect.stringMatching(/on-call\/alex$/) as unknown});
  });

  it('gets errors as from AWS', {timeout: 60_000}, async () => {
    fake.faults = [{match: 'ec2:DescribeVpcs', deny: true}];
    const [absent, denied, write] = await Promise.all([
      run(['eks', 'describe-cluster', '--name', 'nope']),
      run(['ec2', 'describe-vpcs']),
      run(['eks', 'delete-cluster', '--name', 'fargate-test']),
    ]);
    const said = (operation: string, code: string): string =>
      `An error occurred (${code}) when calling the ${operation}`;
    expect(absent.code).not.toBe(0);
    expect(absent.stderr).toContain(
      `${said('DescribeCluster', 'ResourceNotFoundException')} operation: No cluster found for name: nope.`,
    );
    expect(denied.stderr).toContain(said('DescribeVpcs', 'UnauthorizedOperation'));
    expect(denied.stderr).toContain('is not authorized to perform: ec2:DescribeVpcs');
    expect(write.stderr).toContain(said('DeleteCluster', 'AccessDeniedException'));
    expect(fake.requests.filter((r) => r.write).map((r) => r.action)).toEqual(['DeleteCluster']);
  });
});
