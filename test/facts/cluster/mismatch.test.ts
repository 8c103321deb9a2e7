import {describe, expect, it} from 'vitest';
import {refuseMismatch, sameServer} from '../../../src/facts/cluster/mismatch.ts';

describe('two servers', () => {
  it.each([
    ['https://ABC.gr7.eu-central-1.eks.amazonaws.com', 'https://abc.gr7.eu-central-1.eks.amazonaws.com/'],
    ['https://a:443', 'https://A'],
    ['https://a.', 'https://a'],
    ['a', 'https://a'],
    ['https://127.0.0.1:6443/', 'https://127.0.0.1:6443'],
    ['https://[::1]:6443', 'https://[0:0:0:0:0:0:0:1]:6443'],
  ])('%s and %s are the same', (a, b) => expect(sameServer(a, b)).toBe(true));

  it.each([
    ['https://a', 'https://b'],
    ['https://127.0.0.1:6443', 'https://127.0.0.1:6444'],
    ['https://a', 'https://a:8443'],
    ['https://a/k8s/1', 'https://a/k8s/2'],
    ['', ''],
    ['https://', 'https://'],
  ])('%s and %s are not', (a, b) => expect(sameServer(a, b)).toBe(false));
});

describe('a mismatch', () => {
  it('is refused with both values', () => {
    const refuse = () => refuseMismatch('https://old', {name: 'web', endpoint: 'https://new'});
    expect(refuse).toThrow(/server is https:\/\/old, but the endpoint of cluster web is https:\/\/new\.$/);
  });

  it.each([
    ['https://same', 'https://SAME/'],
    [undefined, 'https://new'],
    ['https://old', ''],
  ])('is none between %s and %s', (server, endpoint) => {
    expect(() => refuseMismatch(server, {name: 'web', endpoint})).not.toThrow();
  });
});
