import {describe, expect, it} from 'vitest';
import {PUBLIC_BLOCKS} from '../../src/domain/cidr.ts';
import {aclOf, denialText, NAT_PORTS, passage, POD_PORTS, type Packets} from '../../src/domain/nacl.ts';
import type {NetworkAclEntry} from '../../src/model/aws.ts';
import {aclEntry, networkAcl} from '../fixture.ts';

const tcp = (from: number, to = from): Partial<NetworkAclEntry> => ({protocol: '6', fromPort: from, toPort: to});
const acl = (...entries: readonly NetworkAclEntry[]) => networkAcl({entries});
const out = (over: Partial<Packets> = {}): Packets => ({
  egress: true,
  protocol: 'tcp',
  ports: [443, 443],
  blocks: ['10.0.2.0/24'],
  ...over,
});
const deny = {action: 'deny'};

describe('the order of rules', () => {
  it('is that of their numbers: the first that fits decides', () => {
    expect(passage(acl(aclEntry(100, true), aclEntry(90, true, deny)), out())).toEqual({extent: 'none', denied: [90]});
    expect(passage(acl(aclEntry(90, true), aclEntry(100, true, deny)), out())).toEqual({extent: 'all', denied: []});
  });

  it('ends in a denial, also where the rule * is left out', () => {
    expect(passage(acl(), out())).toEqual({extent: 'none', denied: [32_767]});
    expect(passage(acl(aclEntry(32_767, true, deny)), out())).toEqual({extent: 'none', denied: [32_767]});
  });

  it('passes over rules for other protocols, ports, addresses and directions', () => {
    const others = [
      aclEntry(10, true, {...deny, protocol: '17'}),
      aclEntry(20, true, {...deny, ...tcp(80)}),
      aclEntry(30, true, {...deny, cidr: '10.0.3.0/24'}),
      aclEntry(40, false, deny),
      aclEntry(50, true, {...deny, cidr: '::/0'}),
      aclEntry(60, true, {...deny, protocol: '1', fromPort: -1, toPort: -1}),
    ];
    expect(passage(acl(...others, aclEntry(100, true)), out()).extent).toBe('all');
  });

  it('holds for UDP by its number', () => {
    const dns = acl(aclEntry(100, true, {protocol: '17', fromPort: 53, toPort: 53}));
    expect(passage(dns, out({protocol: 'udp', ports: [53, 53]})).extent).toBe('all');
    expect(passage(dns, out({ports: [53, 53]})).extent).toBe('none');
  });
});

describe('a part', () => {
  it('of the addresses may pass', () => {
    const half = acl(aclEntry(100, true, {cidr: '10.0.2.0/25'}));
    expect(passage(half, out())).toEqual({extent: 'some', denied: [32_767]});
    expect(passage(half, out({blocks: ['10.0.2.7/32']})).extent).toBe('all');
    const hole = acl(aclEntry(90, true, {...deny, cidr: '10.0.2.64/26'}), aclEntry(100, true));
    expect(passage(hole, out())).toEqual({extent: 'some', denied: [90]});
  });

  it('of the ports may pass', () => {
    const replies = {egress: false, protocol: 'tcp', blocks: ['10.0.2.0/24']} as const;
    const recommended = acl(aclEntry(100, false, tcp(1024, 65_535)));
    expect(passage(recommended, {...replies, ports: POD_PORTS}).extent).toBe('all');
    expect(passage(recommended, {...replies, ports: NAT_PORTS}).extent).toBe('all');
    const linux = acl(aclEntry(100, false, tcp(32_768, 65_535)));
    expect(passage(linux, {...replies, ports: POD_PORTS}).extent).toBe('all');
    expect(passage(linux, {...replies, ports: NAT_PORTS}).extent).toBe('some');
    expect(passage(acl(aclEntry(100, false, tcp(443))), {...replies, ports: POD_PORTS}).extent).toBe('none');
    const hole = acl(aclEntry(90, false, {...deny, ...tcp(40_000, 50_000)}), aclEntry(100, false));
    expect(passage(hole, {...replies, ports: POD_PORTS})).toEqual({extent: 'some', denied: [90]});
  });
});

describe('address families', () => {
  it('need one that passes', () => {
    const blocks = ['10.0.2.0/24', '2a05:d014::/56'];
    expect(passage(acl(aclEntry(100, true, {cidr: '::/0'})), out({blocks})).extent).toBe('all');
    expect(passage(acl(aclEntry(100, true, {cidr: 'fc00::/7'})), out({blocks})).extent).toBe('none');
  });

  it('with nothing of either say nothing', () => {
    expect(passage(acl(aclEntry(100, true)), out({blocks: []})).extent).toBe('some');
  });
});

describe('the internet', () => {
  const anywhere = out({blocks: PUBLIC_BLOCKS.ipv4});
  it('is not reached by rules for private ranges', () => {
    expect(passage(acl(aclEntry(100, true, {cidr: '10.0.0.0/8'})), anywhere).extent).toBe('none');
    expect(passage(acl(aclEntry(90, true, {...deny, cidr: '10.0.0.0/8'}), aclEntry(100, true)), anywhere).extent).toBe(
      'all',
    );
    expect(passage(acl(aclEntry(90, true, {...deny, cidr: '3.0.0.0/8'}), aclEntry(100, true)), anywhere).extent).toBe(
      'some',
    );
  });
});

it('gives up on what is no ACL of AWS, in time', () => {
  const many = Array.from({length: 5000}, (_, i) =>
    aclEntry(i + 1, true, {...deny, cidr: `10.0.${i & 255}.${i >> 8}/32`}),
  );
  expect(passage(acl(...many, aclEntry(9000, true)), out({blocks: ['10.0.0.0/8']})).extent).toBe('some');
  const edges = Array.from({length: 100}, (_, i) => aclEntry(i + 1, true, {...deny, cidr: `10.${i}.${i}.${i}/32`}));
  expect(passage(acl(...edges), out({blocks: ['10.0.0.0/8']})).extent).toBe('some');
});

it('finds the one ACL of a subnet', () => {
  const [one, other] = [
    networkAcl({id: 'acl-1', subnetIds: ['subnet-1']}),
    networkAcl({id: 'acl-2', subnetIds: ['subnet-2']}),
  ];
  expect(aclOf('subnet-2', [one, other])?.id).toBe('acl-2');
  expect(aclOf('subnet-3', [one, other])).toBeUndefined();
});

it('says what denies', () => {
  expect(denialText('acl-1', 'TCP 443 outbound', {extent: 'none', denied: [32_767]})).toBe(
    'acl-1 has no rule that allows TCP 443 outbound',
  );
  expect(denialText('acl-1', 'TCP 443 outbound', {extent: 'none', denied: [90, 32_767]})).toBe(
    'rule 90 of acl-1 denies TCP 443 outbound',
  );
  expect(denialText('acl-1', 'x', {extent: 'some', denied: [90, 95]})).toBe('rules 90, 95 of acl-1 deny some of x');
});
