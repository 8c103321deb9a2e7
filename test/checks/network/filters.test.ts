import {describe, expect, it} from 'vitest';
import type {SecurityRule} from '../../../src/model/aws.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {denied} from '../../../src/model/fact.ts';
import type {Problem} from '../../../src/model/finding.ts';
import {examine} from '../../../src/engine/examine.ts';
import acls from '../../../src/checks/network/network-acls-let-traffic-through.ts';
import admits from '../../../src/checks/network/vpc-endpoints-admit-pods.ts';
import applied from '../../../src/checks/network/security-group-policies-are-applied.ts';
import gateway from '../../../src/checks/network/s3-gateway-serves-subnets.ts';
import groupExists from '../../../src/checks/network/cluster-security-group-exists.ts';
import hostnames from '../../../src/checks/network/vpc-gives-hostnames.ts';
import members from '../../../src/checks/network/cluster-members-reach-each-other.ts';
import names from '../../../src/checks/network/vpc-endpoints-bear-service-names.ts';
import notBlocked from '../../../src/checks/network/internet-gateways-are-not-blocked.ts';
import out from '../../../src/checks/network/security-groups-let-pods-out.ts';
import podGroupsExist from '../../../src/checks/network/pod-security-groups-exist.ts';
import policies from '../../../src/checks/network/vpc-endpoint-policies-allow-pulls.ts';
import {
  aclEntry,
  but,
  cluster,
  CLUSTER_GROUP,
  clusterGroup,
  fargatePod,
  healthy,
  https,
  minutesAgo,
  problemsOf,
  PUBLIC_A,
  PUBLIC_B,
  rule,
  securityGroup,
  SUBNET_A,
  SUBNET_B,
  SUBNETS,
  withFacts,
  type AllAnswers,
} from '../../fixture.ts';
import {
  acl,
  beside,
  endpointGroup,
  endpoints,
  isolated,
  policy,
  REDIS,
  tcp,
  waitingForImage,
  withGroups,
} from './filters.ts';
import {hanging, privateTables, publicOnly, route, TABLE} from './worlds.ts';

function only(check: AnyCheck, answers: AllAnswers): Problem {
  const problems = problemsOf(check, answers);
  expect(problems.map((p) => p.summary)).toHaveLength(1);
  return problems[0]!;
}
const sibling = {fargatePods: [fargatePod({createdAt: minutesAgo(20)})]};
const admitting = (...rules: readonly SecurityRule[]) => ({
  securityGroups: [clusterGroup(), endpointGroup(...rules)],
});

describe('a network as EKS and AWS make it', () => {
  it.each([acls, admits, applied, gateway, groupExists, members, names, notBlocked, out, podGroupsExist, policies])(
    '$id is clear',
    (check) => {
      expect(examine(check, healthy)).toEqual({is: 'clear'});
    },
  );
});

describe('the security group of endpoints', () => {
  it('is named with whom it keeps out, and the way to it', () => {
    const found = only(admits, isolated(admitting()));
    expect(found.summary).toBe(
      `The VPC endpoints for STS, ECR and CloudWatch Logs don't admit the pod: security group sg-0e1f2a3b4c5d60009 has no rule for TCP 443 from ${CLUSTER_GROUP}, nor for 10.0.1.0/24 and 10.0.2.0/24.`,
    );
    expect(found).toMatchObject({certainty: 'certain', stage: 'provisioning'});
    expect(found.evidence[1]?.value).toBe(
      `${SUBNET_A} → ${CLUSTER_GROUP} → STS, ECR (ecr.api), ECR (ecr.dkr) and CloudWatch Logs → sg-0e1f2a3b4c5d60009 refuses ingress TCP 443`,
    );
    expect(found.remedies[0]?.commands).toEqual([
      `aws ec2 authorize-security-group-ingress --region eu-central-1 --group-id sg-0e1f2a3b4c5d60009 --protocol tcp --port 443 --source-group ${CLUSTER_GROUP}`,
    ]);
  });

  it('is held against the address that the pod has, in the subnet that it is in', () => {
    const b = isolated({...waitingForImage(), ...admitting(https('10.0.2.0/24'))});
    expect(only(admits, b)).toMatchObject({certainty: 'certain', stage: 'image'});
    expect(only(admits, b).summary).toContain('nor for 10.0.1.77.');
    expect(problemsOf(admits, isolated({...waitingForImage(), ...admitting(https('10.0.1.77/32'))}))).toEqual([]);
  });

  it('is less sure for a part of the subnets, a part of one, and with a sibling that got through', () => {
    const sure = (...rules: readonly SecurityRule[]) => only(admits, isolated(admitting(...rules))).certainty;
    expect(sure(https('10.0.1.0/24'))).toBe('likely');
    expect(sure(https('10.0.1.0/25'), https('10.0.2.0/25'))).toBe('possible');
    expect(only(admits, isolated({...admitting(), ...sibling})).certainty).toBe('likely');
  });

  it('is no question of the unread: without groups it is unchecked', () => {
    const answers = but(isolated(), {securityGroups: denied('ec2:DescribeSecurityGroups')});
    expect(examine(admits, answers)).toMatchObject({is: 'unchecked', gaps: [{fact: 'securityGroups'}]});
  });
});

describe('the cluster security group', () => {
  it('that keeps the pod in is told with what is out of reach', () => {
    const found = only(
      out,
      hanging({cluster: publicOnly(), securityGroups: [clusterGroup({egress: [rule('10.0.0.0/16')]})]}),
    );
    expect(found.summary).toBe(
      `The cluster security group ${CLUSTER_GROUP} lets no TCP 443 out, so the pod can't reach the API server, STS, ECR and S3.`,
    );
    expect(found).toMatchObject({certainty: 'likely', stage: 'provisioning'});
    expect(found.evidence[0]?.value).toBe(`${CLUSTER_GROUP} egress: everything to 10.0.0.0/16`);
    expect(found.remedies.map((r) => r.commands.length)).toEqual([1, 1]);
  });

  it('that has lost its rule for itself is told as what it cuts off', () => {
    const none = {securityGroups: [clusterGroup({ingress: []})]};
    expect(only(members, hanging(none))).toMatchObject({cause: 'cluster-sg-no-self-ingress', stage: 'provisioning'});
    const open = only(members, hanging({cluster: publicOnly(), ...none}));
    expect(open).toMatchObject({cause: 'cluster-sg-no-self-ingress', stage: 'ready'});
    expect(open.summary).toContain("pods start, but can't ask CoreDNS");
    expect(only(members, hanging({cluster: publicOnly(), ...none, corednsPods: []}))).toMatchObject({
      note: true,
      severity: 'warning',
    });
  });

  it('that is gone is certain, unless nothing at all is visible', () => {
    expect(only(groupExists, withFacts({securityGroups: [securityGroup('sg-1')]})).certainty).toBe('certain');
    expect(examine(groupExists, withFacts({securityGroups: []})).is).toBe('unchecked');
  });
});

describe('a SecurityGroupPolicy', () => {
  const redis = {...withGroups(REDIS), securityGroups: [clusterGroup(), securityGroup(REDIS)]};

  it('without the cluster security group is mended where it is', () => {
    const found = only(out, hanging({...redis, securityGroupPolicies: [policy()]}));
    expect(found.summary).toBe(
      `The pod has ${REDIS} instead of the cluster security group ${CLUSTER_GROUP}, and can't reach the API server and CoreDNS.`,
    );
    expect(found.evidence[0]).toMatchObject({source: 'get pods -n default', value: REDIS});
    expect(found.remedies[0]?.commands[0]).toContain(`"groupIds":["${REDIS}","${CLUSTER_GROUP}"]`);
    expect(found.remedies[0]?.then).toBe('kubectl delete pod nginx -n default');
  });

  it('is not cleared by siblings, which have other groups', () => {
    expect(only(out, hanging({...redis, ...sibling})).certainty).toBe('likely');
  });

  it('that is full is not given a sixth group', () => {
    const full = policy({groupIds: [REDIS, 'sg-1', 'sg-2', 'sg-3', 'sg-4']});
    expect(only(out, hanging({...redis, securityGroupPolicies: [full]})).remedies[0]?.commands).toEqual([]);
  });

  it('that was not applied is no cause for a pod that is ready', () => {
    expect(only(applied, withFacts({securityGroupPolicies: [policy()]}))).toMatchObject({
      note: true,
      certainty: 'likely',
    });
  });

  it('names a group that may be of another VPC: likely, where EC2 has not said so', () => {
    const found = only(podGroupsExist, hanging(withGroups(REDIS)));
    expect(found).toMatchObject({certainty: 'likely'});
    expect(found.summary).toBe(
      `The pod is to get security group ${REDIS}, which is not of the cluster's VPC; unless associated with it from another one, its network interface can't be made.`,
    );
  });
});

describe('network ACLs', () => {
  const OUT = aclEntry(100, true, tcp(443));
  const BACK = aclEntry(100, false, tcp(1024, 65_535));
  const ask = (...entries: Parameters<typeof acl>[0]) =>
    only(acls, hanging({cluster: publicOnly(), networkAcls: beside(acl(entries))}));

  it('are told with the rule that decides', () => {
    expect(ask(OUT).summary).toContain('has no rule that allows inbound replies (ports 32768-60999)');
    expect(ask(aclEntry(90, true, {action: 'deny'}), OUT, BACK).summary).toBe(
      "In both subnets a pod can't reach the API server, STS, ECR and S3: rule 90 of acl-0a1b2c3d4e5f60002 denies TCP 443 outbound.",
    );
  });

  it('are opened by a rule with a number that is free and early enough', () => {
    expect(ask(OUT).remedies[0]?.commands[0]).toBe(
      'aws ec2 create-network-acl-entry --region eu-central-1 --network-acl-id acl-0a1b2c3d4e5f60002 --ingress --rule-number 10 --protocol tcp --port-range From=1024,To=65535 --rule-action allow --cidr-block 0.0.0.0/0',
    );
    const denies = [aclEntry(90, true, {action: 'deny'}), aclEntry(89, true, tcp(22))];
    expect(ask(...denies, OUT, BACK).remedies[0]?.commands[0]).toContain('--egress --rule-number 88 ');
  });

  it('are opened for the cluster DNS too, between subnets and by both protocols', () => {
    const commands = ask(OUT).remedies[0]?.commands ?? [];
    for (const protocol of ['udp', 'tcp']) {
      expect(commands.join('\n')).toMatch(
        new RegExp(`--egress --rule-number \\d+ --protocol ${protocol} --port-range From=53,`),
      );
    }
    expect(commands.every((c) => !c.includes('/32'))).toBe(true);
  });

  it('that keep a pod from CoreDNS only bite when it has started', () => {
    const found = ask(OUT, BACK);
    expect(found).toMatchObject({certainty: 'possible', stage: 'ready'});
    expect(found.summary).toContain(
      "a pod loses some of its DNS questions, for it can't reach CoreDNS in another subnet",
    );
    const within = acl([
      OUT,
      BACK,
      aclEntry(110, true, {cidr: '10.0.0.0/16'}),
      aclEntry(120, false, {cidr: '10.0.0.0/16'}),
    ]);
    expect(problemsOf(acls, hanging({cluster: publicOnly(), networkAcls: beside(within)}))).toEqual([]);
  });

  it('of a NAT gateway that refuse many of its ports refuse many connections; a port or two are no matter', () => {
    const atNat = (...entries: Parameters<typeof acl>[0]) =>
      problemsOf(
        acls,
        hanging({
          cluster: publicOnly(),
          networkAcls: beside(
            acl([aclEntry(500, true), aclEntry(50, false, {cidr: '10.0.0.0/16'}), ...entries], {
              subnetIds: [PUBLIC_A, PUBLIC_B],
            }),
          ),
        }),
      );
    const [half] = atNat(aclEntry(100, false, tcp(32_768, 60_999)));
    expect(half).toMatchObject({cause: 'nacl-blocks', certainty: 'likely'});
    expect(half?.summary).toMatch(/often can't reach .*1024-65535.*, so the fault comes and goes\.$/);
    expect(atNat(aclEntry(100, false, tcp(1024, 65_535)))).toEqual([]);
    expect(atNat(aclEntry(90, false, {...tcp(3389), action: 'deny'}), aclEntry(100, false, tcp(1024, 65_535)))).toEqual(
      [],
    );
  });

  it('without rules for IPv6 may shut off an IPv6 pod', () => {
    const v6 = SUBNETS.map((s, i) => ({...s, ipv6Cidrs: [`2a05:d014:1:10${i}::/64`], assignIpv6OnCreation: true}));
    const only4 = acl([aclEntry(100, true), aclEntry(100, false)]);
    const given = {cluster: cluster({ipFamily: 'ipv6'}), profileSubnets: v6, interfaceSubnets: v6};
    const found = only(acls, hanging({...given, networkAcls: beside(only4)}));
    expect(found).toMatchObject({cause: 'nacl-blocks', certainty: 'possible', stage: 'provisioning'});
    expect(found.summary).toContain('may not reach the API server');
    expect(found.summary).toContain('by IPv6');
    expect(found.remedies[0]?.commands.every((c) => c.includes('--ipv6-cidr-block'))).toBe(true);
    const by4 = clusterGroup({egress: [rule('0.0.0.0/0')]});
    const kept = only(
      out,
      hanging({...given, cluster: {...given.cluster, endpointPrivateAccess: false}, securityGroups: [by4]}),
    );
    expect(kept).toMatchObject({cause: 'cluster-sg-egress-restricted', certainty: 'possible'});
    expect(kept.remedies[0]?.commands[0]).not.toContain('0.0.0.0/0');
  });

  it('do not filter the resolver of the VPC, nor what stays within a subnet', () => {
    const within = endpoints((e) => (e.type === 'Interface' ? {...e, subnetIds: [SUBNET_A, SUBNET_B]} : e));
    const shut = acl([aclEntry(100, true, {cidr: '10.0.0.0/16'}), aclEntry(100, false, {cidr: '10.0.0.0/16'})]);
    const found = only(acls, isolated({vpcEndpoints: within, networkAcls: beside(shut)}));
    expect(found.summary).toContain("can't reach S3:");
    expect(found.stage).toBe('image');
  });

  it('of one subnet of two make it come and go', () => {
    const one = hanging({cluster: publicOnly(), networkAcls: beside(acl([BACK], {subnetIds: [SUBNET_A]}))});
    expect(only(acls, one).summary).toContain(`In ${SUBNET_A}, one of the 2 subnets, a pod can't reach`);
  });
});

describe('endpoints in an isolated VPC', () => {
  const nameless = endpoints((e) => (e.serviceName.includes('.ecr.') ? {...e, privateDnsEnabled: false} : e));

  it('without private DNS are likely at most, and possible beside other networks', () => {
    expect(only(names, isolated({vpcEndpoints: nameless}))).toMatchObject({certainty: 'likely', stage: 'image'});
    const hub = {routeTables: privateTables(route('tgw-1', 'transit-gateway', 'active', '10.0.0.0/8'))};
    expect(only(names, isolated({vpcEndpoints: nameless, ...hub})).certainty).toBe('possible');
  });

  it('of S3 are given the route tables that they lack', () => {
    const one = endpoints((e) => (e.type === 'Gateway' ? {...e, routeTableIds: [TABLE.a]} : e));
    const found = only(gateway, isolated({vpcEndpoints: one}));
    expect(found).toMatchObject({certainty: 'likely', stage: 'image'});
    expect(found.remedies[0]?.commands[0]).toContain(`--add-route-table-ids ${TABLE.b}`);
  });

  it('have policies that are quoted with what they refuse', () => {
    const policyText = JSON.stringify({
      Statement: [{Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::mine/*'}],
    });
    const found = only(
      policies,
      isolated({vpcEndpoints: endpoints((e) => (e.type === 'Gateway' ? {...e, policy: policyText} : e))}),
    );
    expect(found).toMatchObject({certainty: 'likely', stage: 'image'});
    expect(found.evidence[0].value).toBe(
      's3:GetObject on arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*: allowed by no statement',
    );
  });
});

it('Block Public Access is likely at most, and mended for this VPC alone', () => {
  const found = only(
    notBlocked,
    hanging({cluster: publicOnly(), blockPublicAccess: {mode: 'block-bidirectional', exclusions: []}}),
  );
  expect(found).toMatchObject({certainty: 'likely', stage: 'provisioning'});
  expect(found.remedies[0]?.commands[0]).toContain('--vpc-id vpc-0d1e2f3a4b5c60001');
});

it('DNS hostnames are switched on after DNS resolution, where both are off', () => {
  const commands = (vpcDnsSupport: boolean) =>
    only(hostnames, withFacts({vpcDnsHostnames: false, vpcDnsSupport})).remedies[0]?.commands.map((line) =>
      line.split(' --').at(-1),
    );
  expect(commands(true)).toEqual(['enable-dns-hostnames']);
  expect(commands(false)).toEqual(['enable-dns-support', 'enable-dns-hostnames']);
});
