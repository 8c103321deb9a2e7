import {describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {runIn, WORLD_NOW} from '../program.ts';

// Long beside what this machine needs to load a module, so that what only happens to be later is not taken for dependent.
const LATENCY_MS = 1000;

interface Request {
  readonly at: number;
  readonly endedAt: number;
  readonly what: string;
}

/**
 * The longest chain of requests in which each began only after the one before it had ended: how often the diagnosis had to
 * wait. Requests of one round overlap, since each takes the injected latency.
 */
function longestChain(requests: readonly Request[]): readonly Request[] {
  const sorted = [...requests].sort((a, b) => a.at - b.at);
  const chains = new Map<Request, readonly Request[]>();
  let longest: readonly Request[] = [];
  for (const request of sorted) {
    const before = sorted.filter((r) => r.endedAt > 0 && r.endedAt <= request.at).map((r) => chains.get(r) ?? []);
    const chain = [...before.reduce<readonly Request[]>((a, b) => (b.length > a.length ? b : a), []), request];
    chains.set(request, chain);
    if (chain.length > longest.length) longest = chain;
  }
  return longest;
}

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
