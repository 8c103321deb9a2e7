import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory, storyIds, type Story} from '../../mocks/story.ts';
import type {Fault} from '../../mocks/faults.ts';
import {connect} from '../../src/facts/connect.ts';
import {permissionsAsked} from '../asked.ts';
import {diagnoseHere, diagnoseOver, sessionAt, type Ended} from '../in-process.ts';
import {WORLD_NOW} from '../program.ts';
import {replayOf} from '../replay.ts';

const CERTAINTY = ['certain', 'likely', 'possible'];
const codeOf = (ended: Ended): number => ('conclusion' in ended ? ended.conclusion.exit.code : ended.error.exit);

/** Promise 3 of the contract: one missing permission never yields "healthy" where there was a cause, nor a cause that is not there. */
function expectNoLie(whole: Ended, ended: Ended, missing: string): void {
  if (codeOf(whole) === 3 || codeOf(whole) === 4) expect(codeOf(ended), `${missing} denied`).not.toBe(0);
  if (!('conclusion' in ended) || !('conclusion' in whole)) return;
  const {causes, notes} = whole.conclusion;
  const unread = ended.conclusion.subjects
    .filter((s) => s.standing === 'unknown')
    .map((s) => `${s.namespace}/${s.name}`);
  for (const cause of ended.conclusion.causes) {
    // Of a pod that can't be seen it is not known that it runs, so what would stop the next one counts.
    const unseen = cause.subjects.every((subject) => unread.includes(subject));
    const same = [...causes, ...(unseen ? notes : [])].filter((c) => isSame(c, cause));
    expect(same.length, `${missing} denied: ${cause.id} appeared: ${cause.summary}`).toBeGreaterThan(0);
    const surest = Math.min(...same.map((c) => CERTAINTY.indexOf(c.certainty)));
    expect(CERTAINTY.indexOf(cause.certainty), `${missing} denied: ${cause.id} became surer`).toBeGreaterThanOrEqual(
      surest,
    );
  }
}

/** One fact may have another id where less is seen of it: a role that is not mapped rightly, a profile that goes away. */
function isSame(before: {readonly id: string; readonly check: string}, now: typeof before): boolean {
  const going = ['profile-status-deleting', 'lifecycle-profile-deleted'];
  return before.id === now.id || before.check === now.check || (going.includes(before.id) && going.includes(now.id));
}

/** Those that ask a cluster, and get an answer. */
const stories = (): readonly Story[] =>
  storyIds()
    .map((id) => loadStory(id, WORLD_NOW))
    .filter(
      ({args, env, expect: {exit}}) => exit !== 2 && !args.includes('--offline') && env['KUBECONFIG'] === undefined,
    );

// DENIALS=all tries every story; otherwise each third, which with all permissions of each are some thousand diagnoses.
const some = process.env['DENIALS'] === 'all' ? stories() : stories().filter((_, i) => i % 3 === 0);

describe('any one permission denied', () => {
  it.each(some)('$id: never called healthy if it is not, and no cause invented', async (story) => {
    const served = await serveWorld(story.world, {faults: story.faults, auth: 'token'});
    const session = sessionAt(served, '10m');
    try {
      const replay = replayOf(await connect(session.options));
      const whole = await diagnoseOver(replay.connection, story, session);
      expect(codeOf(whole)).toBe(story.expect.exit);
      const permissions = replay.permissions();
      expect(permissions.length).toBeGreaterThan(5);
      for (const permission of permissions) {
        replay.deny(permission);
        expectNoLie(whole, await diagnoseOver(replay.connection, story, session), permission);
      }
    } finally {
      session.end();
      await served.close();
    }
  });
});

// Over the wire, with the refusals of both fakes, for some.
describe.each(stories().filter((_, i) => i % 16 === 0))('$id, with any one request refused', (story) => {
  let served: ServedWorld;
  beforeAll(async () => {
    served = await serveWorld(story.world, {faults: story.faults, auth: 'token'});
  });
  afterAll(() => served.close());

  it('is never called healthy if it is not, and no cause is invented', async () => {
    const whole = await diagnoseHere(story, served);
    const permissions = permissionsAsked(served);
    expect(permissions.length).toBeGreaterThan(5);
    for (const match of permissions) {
      const fault: Fault = {match, deny: true};
      served.aws.faults = [fault, ...story.faults];
      served.kube.setFaults([fault, ...story.faults]);
      expectNoLie(whole, await diagnoseHere(story, served), match);
    }
  });
});
