import {describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {longestChain} from '../../scripts/bench/rounds.ts';
import {runIn, WORLD_NOW} from '../program.ts';

// Long beside what this machine needs to load a module, so that what only happens to be later is not taken for dependent.
const LATENCY_MS = 1000;

describe('rounds of dependent calls, counted at 1 s a call', () => {
  for (const [id, most] of [
    ['founding-case', 4],
    ['healthy', 4],
    ['privileged-hostport-hostpath', 4],
    ['labels-differ', 4],
  ] as const) {
    it(`${id}: at most ${most}`, async () => {
      const story = loadStory(id, WORLD_NOW);
      const served = await serveWorld(story.world, {latencyMs: LATENCY_MS});
      try {
        const ran = await runIn(served, [...story.args, '-o', 'json']);
        expect(ran.code).toBe(story.expect.exit);
        const requests = [
          ...served.kube.requests.map((r) => ({at: r.at, endedAt: r.endedAt, what: `${r.verb} ${r.path}`})),
          ...served.aws.requests.map((r) => ({at: r.at, endedAt: r.endedAt, what: `${r.service}:${r.action}`})),
        ];
        const chain = longestChain(requests);
        expect(chain.length, chain.map((r) => r.what).join(' → ')).toBeLessThanOrEqual(most);
      } finally {
        await served.close();
      }
    });
  }
});
