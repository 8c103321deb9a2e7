import {describe, expect, it} from 'vitest';
import {editDistance, nearest} from '../../src/domain/nearest.ts';

describe('nearest', () => {
  it.each([
    ['ngnix', ['nginx', 'redis'], ['nginx']],
    ['nginx', ['nginx-6d4cf56db6-x7k2p', 'web'], ['nginx-6d4cf56db6-x7k2p']],
    ['Default', ['default', 'kube-system'], ['default']],
    ['web', ['wab', 'we', 'webs', 'payments'], ['webs', 'wab', 'we']],
    ['api', ['payments', 'redis'], []],
    ['kube-sytem', ['kube-system', 'kube-public', 'default'], ['kube-system']],
    ['', ['default'], []],
  ])('of %s among %j: %j', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toEqual(expected);
  });

  it('gives at most as many as asked for, in an order that does not depend on that of the candidates', () => {
    const names = ['app-d', 'app-b', 'app-c', 'app-a'];
    expect(nearest('app', names)).toEqual(['app-a', 'app-b', 'app-c']);
    expect(nearest('app', [...names].reverse(), 2)).toEqual(['app-a', 'app-b']);
  });

  it('stays quick whatever the lengths', () => {
    expect(
      nearest(
        'a'.repeat(1_000_000),
        Array.from({length: 2000}, (_, i) => `${'b'.repeat(1000)}${i}`),
      ),
    ).toEqual([]);
  });
});

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3, 3],
    ['kitten', 'sitting', 2, 3],
    ['ab', 'ba', 3, 1],
    ['', 'abc', 3, 3],
    ['abc', '', 2, 3],
    ['same', 'same', 0, 0],
  ])('of %s and %s within %i is %i', (a, b, limit, expected) => {
    expect(editDistance(a, b, limit)).toBe(expected);
    expect(editDistance(b, a, limit)).toBe(expected);
  });
});
