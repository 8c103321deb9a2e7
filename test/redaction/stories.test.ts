import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory, storyIds, type Story} from '../../mocks/story.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {recordPodOf} from '../../src/commands/diagnose-pod.ts';
import {diagnose, type Conclusion} from '../../src/engine/diagnose.ts';
import {replay} from '../../src/engine/record.ts';
import {packBundle, readBundle} from '../../src/facts/bundle/format.ts';
import {connect} from '../../src/facts/connect.ts';
import {DoctorError} from '../../src/facts/errors.ts';
import type {Recording} from '../../src/model/recording.ts';
import {redact} from '../../src/redaction/redact.ts';
import {canaried, CANARIES} from '../canaries.ts';
import {podQuestionOf, sessionAt, SILENT} from '../in-process.ts';
import {WORLD_NOW} from '../program.ts';

const judge = (recording: Recording): Promise<Conclusion> =>
  diagnose(
    replay(recording),
    recording.subjects.map(({subject}) => subject),
    {checks: CHECKS, ignore: [], failOn: 'error', signal: new AbortController().signal},
  );

async function recorded(story: Story): Promise<Recording | undefined> {
  const served = await serveWorld(story.world, {faults: story.faults});
  const session = sessionAt(served);
  try {
    return await recordPodOf(await connect(session.options), podQuestionOf(story), session, SILENT);
  } catch (error) {
    if (error instanceof DoctorError) return undefined;
    throw error;
  } finally {
    session.end();
    await served.close();
  }
}

/** What must not change. */
const gist = ({verdict, causes, exit, subjects, notChecked}: Conclusion): unknown => ({
  verdict,
  code: exit.code,
  causes: causes.map((c) => [c.id, c.certainty, c.when]),
  subjects: subjects.map((s) => [s.standing, s.stage, s.verdict]),
  notChecked: notChecked.map((n) => [n.check, n.reason]),
});

/** Strict levels cost a diagnosis more: every fourth story has it. */
const STRICT_EVERY = 4;

// Every story, its world peppered with things that must not leave: recorded once, then judged as it is, as a bundle gives
// it back, and withheld.
describe('a recording of', () => {
  const stories = storyIds()
    .map((id) => canaried(loadStory(id, WORLD_NOW)))
    .filter((story) => story.args[0] === 'pod');
  it.each(stories.map((story, i) => [story.id, story, i] as const))('%s', async (_, story, i) => {
    const recording = await recorded(story);
    if (!recording) return;
    const before = await judge(recording);
    expect({verdict: before.verdict, first: before.causes[0]?.id}).toEqual({
      verdict: story.expect.verdict,
      first: story.expect.first ?? story.expect.causes?.[0],
    });
    const levels = i % STRICT_EVERY === 0 ? (['none', 'strict'] as const) : (['standard'] as const);
    for (const level of levels) {
      const {recording: redacted, withheld} = redact(recording, 'none', level);
      const text = gunzipSync(packBundle({version: '1', redaction: level, withheld, recording: redacted})).toString();
      const after = await judge(readBundle(text, story.id).recording);
      if (level === 'none') {
        expect(after).toEqual(before);
        continue;
      }
      expect(gist(after), level).toEqual(gist(before));
      expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
      expect(withheld.length).toBeGreaterThan(0);
    }
  });
});
