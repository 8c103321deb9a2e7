import {describe, expect, it} from 'vitest';
import {PUBLIC_BLOCKS} from '../../src/domain/cidr.ts';
import {admission, DNS_FLOWS, HTTPS, KUBELET, rulesText, type Peer} from '../../src/domain/security-groups.ts';
import type {PrefixList, SecurityRule} from '../../src/model/aws.ts';
import {https, rule, securityGroup} from '../fixture.ts';

const peer = (over: Partial<Peer> = {}): Peer => ({groups: [], blocks: ['10.0.1.0/24'], lists: [], ...over});
const INTERNET = peer({blocks: [...PUBLIC_BLOCKS.ipv4, ...PUBLIC_BLOCKS.ipv6]});
const [UDP, TCP] = DNS_FLOWS as [(typeof DNS_FLOWS)[0], (typeof DNS_FLOWS)[0]];

function ask(
  rules: readonly SecurityRule[],
  flow = HTTPS,
  to = peer(),
  lists: readonly PrefixList[] | undefined = [],
): string {
  const groups = [securityGroup('sg-1', {ingress: rules, egress: []})];
  return admission(['sg-1'], 'ingress', flow, to, {groups, lists}).is;
}

describe('protocols and ports', () => {
  it.each([
    ['all', rule('0.0.0.0/0'), true],
    ['TCP by name', rule('0.0.0.0/0', {protocol: 'tcp'}), true],
    ['TCP by number', rule('0.0.0.0/0', {protocol: '6', fromPort: 443, toPort: 443}), true],
    ['a range with it', rule('0.0.0.0/0', {protocol: 'tcp', fromPort: 1, toPort: 65_535}), true],
    ['its first port', rule('0.0.0.0/0', {protocol: 'tcp', fromPort: 443, toPort: 500}), true],
    ['its last port', rule('0.0.0.0/0', {protocol: 'tcp', fromPort: 80, toPort: 443}), true],
    ['a port beside', rule('0.0.0.0/0', {protocol: 'tcp', fromPort: 444, toPort: 444}), false],
    ['the other protocol', rule('0.0.0.0/0', {protocol: 'udp', fromPort: 443, toPort: 443}), false],
    ['its number', rule('0.0.0.0/0', {protocol: '17'}), false],
    ['ICMP, whose types are no ports', rule('0.0.0.0/0', {protocol: 'icmp', fromPort: -1, toPort: -1}), false],
    ['another protocol', rule('0.0.0.0/0', {protocol: '50'}), false],
  ])('%s', (_, one, admits) => {
    expect(ask([one])).toBe(admits ? 'allowed' : 'blocked');
  });

  it('tells UDP and TCP 53 apart', () => {
    const dns = [rule('0.0.0.0/0', {protocol: 'udp', fromPort: 53, toPort: 53})];
    expect([ask(dns, UDP), ask(dns, TCP), ask(dns, KUBELET)]).toEqual(['allowed', 'blocked', 'blocked']);
  });
});

describe('peers', () => {
  it('are told by address', () => {
    expect(ask([https('10.0.0.0/16')])).toBe('allowed');
    expect(ask([https('10.0.1.0/25')])).toBe('some');
    expect(ask([https('10.0.1.0/25'), https('10.0.1.128/25')])).toBe('allowed');
    expect(ask([https('10.0.2.0/24')])).toBe('blocked');
    expect(ask([https('::/0')])).toBe('blocked');
  });

  it('are not blocked where their address, or the rules, were not told', () => {
    expect(ask([https('10.0.2.0/24')], HTTPS, peer({blocks: ['']}))).toBe('unknown');
    const {ingress: _, ...silent} = securityGroup('sg-1', {egress: []});
    expect(admission(['sg-1'], 'ingress', HTTPS, peer(), {groups: [silent], lists: []}).is).toBe('unknown');
    expect(admission(['sg-1'], 'egress', HTTPS, peer(), {groups: [silent], lists: []}).is).toBe('blocked');
  });

  it('need one address family that works', () => {
    const dual = peer({blocks: ['10.0.1.0/24', '2a05:d014:1::/64']});
    expect(ask([https('::/0')], HTTPS, dual)).toBe('allowed');
    expect(ask([https('10.0.0.0/8')], HTTPS, dual)).toBe('allowed');
    expect(ask([https('fc00::/7')], HTTPS, dual)).toBe('blocked');
  });

  it('must have all of their blocks admitted, since any may be theirs', () => {
    const two = peer({blocks: ['10.0.1.0/24', '10.9.1.0/24']});
    expect(ask([https('10.0.0.0/16')], HTTPS, two)).toBe('some');
    expect(ask([https('10.0.0.0/8')], HTTPS, two)).toBe('allowed');
  });

  it('are told by security group, whatever the address', () => {
    expect(ask([https('sg-9')], HTTPS, peer({groups: ['sg-8', 'sg-9'], blocks: undefined}))).toBe('allowed');
    expect(ask([https('sg-9')], HTTPS, peer({groups: ['sg-8']}))).toBe('blocked');
  });

  it('are told by prefix list: by its id, by its entries, or not', () => {
    const lists = [{id: 'pl-1', cidrs: ['10.0.0.0/8']}];
    expect(ask([https('pl-1')], HTTPS, INTERNET, undefined)).toBe('unknown');
    expect(ask([https('pl-1')], HTTPS, {...INTERNET, lists: ['pl-1']}, undefined)).toBe('allowed');
    expect(ask([https('pl-1')], HTTPS, peer(), lists)).toBe('allowed');
    expect(ask([https('pl-1')], HTTPS, INTERNET, lists)).toBe('blocked');
    expect(ask([https('pl-2')], HTTPS, peer(), lists)).toBe('unknown');
  });

  it('on the internet are somewhere, but in no private range', () => {
    expect(ask([https('0.0.0.0/0')], HTTPS, INTERNET)).toBe('allowed');
    expect(ask([https('0.0.0.0/1'), https('128.0.0.0/1')], HTTPS, INTERNET)).toBe('allowed');
    expect(ask([https('10.0.0.0/8'), https('172.16.0.0/12'), https('100.64.0.0/10')], HTTPS, INTERNET)).toBe('blocked');
    expect(ask([https('3.0.0.0/8')], HTTPS, INTERNET)).toBe('some');
  });

  it('whose address is not known may be admitted by any', () => {
    expect(ask([https('10.0.0.0/8')], HTTPS, peer({blocks: undefined}))).toBe('unknown');
    expect(ask([], HTTPS, peer({blocks: undefined}))).toBe('blocked');
  });
});

describe('groups', () => {
  const groups = [
    securityGroup('sg-1', {ingress: [https('10.0.1.0/25')], egress: []}),
    securityGroup('sg-2', {ingress: [https('10.0.1.128/25')], egress: [https('10.0.1.0/24')]}),
  ];

  it('add up', () => {
    expect(admission(['sg-1', 'sg-2'], 'ingress', HTTPS, peer(), {groups, lists: []})).toEqual({is: 'allowed'});
  });

  it('have rules for each direction', () => {
    expect(admission(['sg-1'], 'egress', HTTPS, peer(), {groups, lists: []}).is).toBe('blocked');
    expect(admission(['sg-2'], 'egress', HTTPS, peer(), {groups, lists: []})).toEqual({
      is: 'allowed',
      group: 'sg-2',
      rule: https('10.0.1.0/24'),
    });
  });

  it('that are not visible may have any rule', () => {
    expect(admission(['sg-3'], 'ingress', HTTPS, peer(), {groups, lists: []}).is).toBe('unknown');
    expect(admission(['sg-2', 'sg-3'], 'egress', HTTPS, peer(), {groups, lists: []}).is).toBe('allowed');
  });

  it('of nobody admit nothing', () => {
    expect(admission([], 'ingress', HTTPS, peer(), {groups, lists: []}).is).toBe('blocked');
  });

  it('are shown with a few rules', () => {
    expect(rulesText(groups[1], 'egress')).toBe('egress: tcp 443 to 10.0.1.0/24');
    expect(rulesText(groups[0], 'egress')).toBe('egress: no rule');
    const many = securityGroup('sg-1', {ingress: [1, 2, 3, 4, 5].map((n) => rule(`10.${n}.0.0/16`))});
    expect(rulesText(many, 'ingress')).toMatch(/everything from 10\.1\.0\.0\/16; .*; 1 more$/);
  });
});

it('takes a thousand single addresses in its stride', () => {
  const many = Array.from({length: 1000}, (_, i) => https(`10.${i >> 8}.${i & 255}.7/32`));
  expect(ask(many, HTTPS, peer({blocks: ['10.0.0.0/8']}))).toBe('some');
});
