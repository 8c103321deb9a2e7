import {describe, expect, it} from 'vitest';
import {admits, admitsAll, contains, hostBlock, isPrivate, parseBlock} from '../../src/domain/cidr.ts';

describe('contains', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['203.0.113.10/32', '203.0.113.10', true],
    ['203.0.113.10/32', '203.0.113.11', false],
    ['203.0.113.77/24', '203.0.113.10', true],
    ['0.0.0.0/0', '198.51.100.7', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '203.0.113.10', false],
    ['2001:db8::/56', '2001:db8:0:ff::1', true],
    ['2001:db8::/56', '2001:db8:0:100::1', false],
    ['10.0.0.0/16', '10.0.4.0/24', true],
    ['10.0.4.0/24', '10.0.0.0/16', false],
    ['::ffff:0:0/96', '203.0.113.10', false],
  ])('%s and %s: %s', (cidr, address, expected) => {
    expect(contains(cidr, address)).toBe(expected);
  });

  it.each([
    ['', ''],
    ['10.0.0.0', '10.0.0.0'],
    ['10.0.0.0/33', '10.0.0.0'],
    ['10.0.0.0/08', '10.0.0.1'],
    ['10.0.0.0/-1', '10.0.0.1'],
    ['10.0.0.0/8', '012.0.0.1'],
    ['10.0.0.0/8', '10.1'],
    ['10.0.0.0/8', '0x0a000001'],
    ['10.0.0.0/8', '10.0.0.1\u001b[31m'],
    ['fe80::/10', 'fe80::1%eth0'],
    ['::/129', '::1'],
    ['pl-6ea54007', '10.0.0.1'],
    ['__proto__/0', '__proto__'],
    ['10.0.0.0/8/8', '10.0.0.1'],
  ])('is false for what is no address: %j, %j', (cidr, address) => {
    expect(contains(cidr, address)).toBe(false);
  });

  it('takes a megabyte in its stride', () => {
    const long = '1'.repeat(1_000_000);
    expect(contains(`${long}/8`, long)).toBe(false);
    expect(parseBlock(':'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('lists of blocks', () => {
  it('admits what one of them holds', () => {
    expect(admits(['198.51.100.7/32', '203.0.113.0/24'], '203.0.113.10')).toBe(true);
    expect(admits(['198.51.100.7/32'], '203.0.113.10')).toBe(false);
    expect(admits([], '203.0.113.10')).toBe(false);
  });
  it('sees that two halves are everything', () => {
    expect(admitsAll(['0.0.0.0/1', '128.0.0.0/1'], 'ipv4')).toBe(true);
    expect(admitsAll(['0.0.0.0/1'], 'ipv4')).toBe(false);
    expect(admitsAll(['0.0.0.0/0'], 'ipv6')).toBe(false);
    expect(admitsAll(['::/0'], 'ipv6')).toBe(true);
  });
  it('knows private ranges', () => {
    expect(isPrivate('10.0.0.0/8')).toBe(true);
    expect(isPrivate('100.64.3.0/24')).toBe(true);
    expect(isPrivate('172.32.0.0/16')).toBe(false);
    expect(isPrivate('fd00::/8')).toBe(true);
    expect(isPrivate('0.0.0.0/0')).toBe(false);
  });
  it('writes the block of one address', () => {
    expect(hostBlock('203.0.113.10')).toBe('203.0.113.10/32');
    expect(hostBlock('2001:db8::1')).toBe('2001:db8::1/128');
  });
});
