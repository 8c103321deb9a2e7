import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory, storyIds} from '../../mocks/story.ts';
import type {Fault} from '../../mocks/faults.ts';
import {permissionsAsked} from '../asked.ts';
import {diagnoseHere, type Ended} from '../in-process.ts';
import {WORLD_NOW} from '../program.ts';

const CERTAINTY = ['certain', 'likely', 'possible'];
const codeOf = (ended: Ended): number => ('conclusion' in ended ? ended.conclusion.exit.code : ended.error.exit);

// Promise 3 of the contract: one missing permission never yields "healthy" where there was a cause, nor a cause that is not there.
for (const id of storyIds()) {
  const story = loadStory(id, WORLD_NOW);
  describe(`${id}, with any one permission denied`, () => {
    let served: ServedWorld;
    beforeAll(async () => {
      served = await serveWorld(story.world, {faults: story.faults, auth: 'token'});
    });
    afterAll(() => served.close());

    it('never calls healthy what is not, and never invents a cause', async () => {
      const whole = await diagnoseHere(story, served);
      const before = 'conclusion' in whole ? whole.conclusion.causes : [];
      const permissions = permissionsAsked(served);
      expect(permissions.length).toBeGreaterThan(5);
      for (const match of permissions) {
        const fault: Fault = {match, deny: true};
        served.aws.faults = [fault, ...story.faults];
        served.kube.setFaults([fault, ...story.faults]);
        const ended = await diagnoseHere(story, served);
        if (codeOf(whole) === 3) expect(codeOf(ended), `${match} denied`).not.toBe(0);
        if (codeOf(whole) === 4) expect(codeOf(ended), `${match} denied`).not.toBe(0);
        if (!('conclusion' in ended)) continue;
        for (const cause of ended.conclusion.causes) {
          const same = before.filter((c) => c.id === cause.id);
          expect(same.length, `${match} denied: ${cause.id} appeared: ${cause.summary}`).toBeGreaterThan(0);
          const surest = Math.min(...same.map((c) => CERTAINTY.indexOf(c.certainty)));
          expect(
            CERTAINTY.indexOf(cause.certainty),
            `${match} denied: ${cause.id} became surer`,
          ).toBeGreaterThanOrEqual(surest);
        }
      }
    });
  });
}
