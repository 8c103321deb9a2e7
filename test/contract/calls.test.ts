import {describe, expect, it} from 'vitest';
import {BASE_WORLDS} from '../../mocks/world.ts';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {diagnoseHere} from '../in-process.ts';
import {WORLD_NOW} from '../program.ts';

/** What a diagnosis of a healthy pod may cost; pages and retries count. */
const MOST_CALLS = 35;

describe('calls of a diagnosis of a healthy pod', () => {
  const story = loadStory('healthy', WORLD_NOW);
  it.each(Object.entries(BASE_WORLDS))(`are at most ${MOST_CALLS}: %s`, async (_, shape) => {
    const served = await serveWorld(shape(WORLD_NOW));
    try {
      const ended = await diagnoseHere(story, served);
      expect('conclusion' in ended && ended.conclusion.verdict).toBe('healthy');
      const calls = [
        ...served.kube.requests.map((r) => `${r.verb} ${r.path}`),
        ...served.aws.requests.map((r) => `${r.service}:${r.action}`),
      ];
      expect(calls.length, calls.sort().join('\n')).toBeLessThanOrEqual(MOST_CALLS);
    } finally {
      await served.close();
    }
  });
});
