import {describe, expect, it} from 'vitest';
import type {Fault} from '../../mocks/faults.ts';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {runIn, WORLD_NOW} from '../program.ts';
import {LONG} from './measure.ts';

const PODS = LONG ? 50_000 : 3_000;
// Of 100 pages, 5 % throttled and 1 % reset; of the few pages of the short form, so many that both strike.
const FAULTS: readonly Fault[] = LONG
  ? [
      {match: 'list pods', throttle: Infinity, every: 20},
      {match: 'list pods', reset: true, every: 100},
    ]
  : [
      {match: 'list pods', throttle: Infinity, every: 5},
      {match: 'list pods', reset: true, every: 7},
    ];

/** A world with so many pods more, each third of which hangs as one of the story does. */
function crowded() {
  const story = loadStory('scan-shared-cause', WORLD_NOW);
  const {objects} = story.world.kube;
  const find = (name: string) => {
    const found = objects.find((o) => o.kind === 'Pod' && o.metadata.name === name);
    if (found === undefined) throw new Error(`${name} is not in the story`);
    return found;
  };
  const hanging = find('nginx');
  const running = objects.find((o) => o.kind === 'Pod' && (o['status'] as {phase?: string}).phase === 'Running');
  if (running === undefined) throw new Error('no pod runs in the story');
  const more = Array.from({length: PODS}, (_, i) => {
    const like = i % 3 === 0 ? hanging : running;
    const uid = `5c1f0d5e-0000-4000-8000-${String(i).padStart(12, '0')}`;
    return {
      ...like,
      metadata: {...like.metadata, namespace: 'default', name: `crowd-${String(i).padStart(6, '0')}`, uid},
    };
  });
  return {...story.world, kube: {...story.world.kube, objects: [...objects, ...more]}};
}

describe(`a scan of ${PODS} pods`, () => {
  it('loses and doubles none of them when pages are throttled and reset', {timeout: 600_000}, async () => {
    const served = await serveWorld(crowded(), {auth: 'token'});
    const scan = async (): Promise<Diagnosis> => {
      const {stdout} = await runIn(served, ['scan', '-n', 'default', '-o', 'json', '--timeout', '300s']);
      return JSON.parse(stdout) as Diagnosis;
    };
    const counted = (d: Diagnosis) => ({
      scanned: d.scanned,
      // The representative, and those that hang like it.
      named: d.subjects.map((s) => `${s.namespace}/${s.name}`).sort(),
      causes: d.causes.map((c) => [c.id, c.subjects.length]),
      notChecked: d.notChecked.map((n) => n.check),
    });
    try {
      const calm = counted(await scan());
      expect(calm.scanned?.pods).toBeGreaterThanOrEqual(PODS);
      expect(new Set(calm.named).size).toBe(calm.named.length);
      const before = served.kube.requests.length;
      served.kube.setFaults(FAULTS);
      const troubled = counted(await scan());
      const struck = served.kube.requests.slice(before).filter((r) => r.resource === 'pods' && r.verb === 'list');
      expect(struck.filter((r) => r.status === 429).length).toBeGreaterThan(0);
      expect(struck.filter((r) => r.status === 0).length).toBeGreaterThan(0);
      expect(troubled).toEqual(calm);
    } finally {
      await served.close();
    }
  });
});
