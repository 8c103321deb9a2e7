import {describe, expect, it} from 'vitest';
import {sift} from '../../src/engine/ignores.ts';
import {ignoredSentences} from '../../src/report/ignored.ts';

const finding = (cause: string, ...subjects: string[]) => ({problem: {cause}, subjects});
const web = finding('a', 'shop/web');
const both = finding('a', 'shop/web', 'shop/api');
const workload = finding('a', 'Deployment shop/web');
const cluster = finding('b');

describe('ignores', () => {
  it.each([
    ['everywhere', {id: 'a'}, [cluster], 3],
    ['of one subject, whatever its kind', {id: 'a', subject: 'shop/web'}, [both, cluster], 2],
    [
      'of one subject, which a fault of the cluster has not',
      {id: 'b', subject: 'shop/web'},
      [web, both, workload, cluster],
      0,
    ],
    ['on its last day', {id: 'b', expires: '2026-11-20'}, [web, both, workload], 1],
  ])('%s', (_, ignore, kept, count) => {
    const sifted = sift([web, both, workload, cluster], [ignore], '2026-11-20');
    expect(sifted.kept).toEqual(kept);
    expect(sifted.ignored).toEqual(count > 0 ? [{...ignore, count}] : []);
  });

  it('keeps nothing once it is over, and says so', () => {
    const ignore = {id: 'a', expires: '2026-11-19', reason: 'for now'};
    const {kept, ignored} = sift([web], [ignore], '2026-11-20');
    expect(kept).toEqual([web]);
    expect(ignored).toEqual([{...ignore, expired: true, count: 0}]);
    expect(ignoredSentences({ignored})).toEqual(['the ignore of a (for now) expired on 2026-11-19']);
  });

  it('are counted in words', () => {
    const {ignored} = sift([web, cluster], [{id: 'a', subject: 'shop/web', reason: 'known'}, {id: 'b'}], undefined);
    expect(ignoredSentences({ignored})).toEqual(['2 findings ignored: a of shop/web (known) and b']);
    expect(ignoredSentences({})).toEqual([]);
  });
});
