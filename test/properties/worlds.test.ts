// Random worlds, in this process: one fault in a healthy cluster of some shape is named first, or not at all where it can't
// matter; what has nothing to do with the pod changes nothing; a permission less only makes us know less.
// WORLDS=1000 runs more of them, WORLDS_FROM=150 others; a failure prints the world as a story.
import {describe, expect, it} from 'vitest';
import {stringify} from 'yaml';
import type {Fault} from '../../mocks/faults.ts';
import {combinations, compose, pick, random, reordered, shuffled, type Composed} from '../../mocks/compose.ts';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import type {Story} from '../../mocks/story.ts';
import {CHECKS} from '../../src/checks/index.ts';
import type {Conclusion} from '../../src/engine/diagnose.ts';
import {permissionsAsked} from '../asked.ts';
import {diagnoseHere} from '../in-process.ts';
import {settled, WORLD_NOW} from '../program.ts';

const COUNT = Number(process.env['WORLDS'] ?? 150);
const FROM = Number(process.env['WORLDS_FROM'] ?? 0);
const CERTAINTY = ['certain', 'likely', 'possible'];
const KNOWN = new Set(CHECKS.flatMap((check) => Object.keys(check.causes)));

const all = shuffled(combinations(WORLD_NOW), random(20261120));

async function within<T>(story: Story, use: (served: ServedWorld) => Promise<T>): Promise<T> {
  const served = await serveWorld(story.world, {faults: story.faults, auth: 'token'});
  try {
    return await use(served);
  } finally {
    await served.close();
  }
}

async function concluded(story: Story, served: ServedWorld): Promise<Conclusion> {
  const ended = await diagnoseHere(story, served);
  if ('error' in ended) throw ended.error;
  return ended.conclusion;
}

const said = (c: Conclusion): unknown => ({
  verdict: c.verdict,
  causes: c.causes.map(({id, certainty, when}) => ({id, certainty, when})),
});

/** The first cause must be the injected one; without one there must be none. */
function judge(world: Composed, conclusion: Conclusion): void {
  const {first, orNone = false} = world.injection;
  const got = conclusion.causes[0]?.id ?? 'none';
  const right = first.length === 0 ? ['none'] : [...first, ...(orNone ? ['none'] : [])];
  // A cause that no check reports yet can't be named; that nothing else is named in its place is asked all the same.
  const unknown = first.some((id) => !KNOWN.has(id));
  const summaries = conclusion.causes.map((c) => `${c.id}: ${c.summary}`).join('\n');
  expect([...right, ...(unknown ? ['none'] : [])], `${world.name}\n${summaries}\n${stringify(world.text)}`).toContain(
    got,
  );
}

async function unchangedByNoise(world: Composed, before: Conclusion): Promise<void> {
  const after = await within(world.noisy, (served) => concluded(world.noisy, served));
  expect(said(after), `${world.name}, with unrelated things`).toEqual(said(before));
}

async function unchangedByOrder(world: Composed, before: Conclusion, seed: number): Promise<void> {
  const other = {...world.story, world: reordered(world.story.world, seed)};
  const after = await within(other, (served) => concluded(other, served));
  expect(settled(JSON.stringify(after)), `${world.name}, in another order`).toBe(settled(JSON.stringify(before)));
}

async function onlyLessKnown(
  world: Composed,
  before: Conclusion,
  served: ServedWorld,
  next: () => number,
): Promise<void> {
  const match = pick(permissionsAsked(served), next);
  const fault: Fault = {match, deny: true};
  served.aws.faults = [fault, ...world.story.faults];
  served.kube.setFaults([fault, ...world.story.faults]);
  const ended = await diagnoseHere(world.story, served);
  // Without the pod itself there is nothing to conclude.
  if ('error' in ended) return;
  const after = ended.conclusion;
  const name = `${world.name}, ${match} denied`;
  for (const cause of after.causes) {
    const same = before.causes.filter((c) => c.id === cause.id).map((c) => CERTAINTY.indexOf(c.certainty));
    expect(same.length, `${name}: ${cause.id} appeared: ${cause.summary}`).toBeGreaterThan(0);
    expect(CERTAINTY.indexOf(cause.certainty), `${name}: ${cause.id} became surer`).toBeGreaterThanOrEqual(
      Math.min(...same),
    );
  }
  const lost = before.causes.length > after.causes.length;
  if (lost) expect(after.notChecked.length, `${name}: a cause went without a word`).toBeGreaterThan(0);
  if (before.verdict !== 'healthy') expect(after.verdict, name).not.toBe('healthy');
}

describe(`${COUNT} random worlds`, () => {
  it('can be composed of every fault', () => {
    expect(new Set(all.map((c) => c.fault.id)).size).toBeGreaterThan(60);
    expect(new Set(all.map((c) => c.base)).size).toBeGreaterThan(12);
  });

  for (let seed = FROM; seed < FROM + COUNT; seed++) {
    const {base, fault} = all[seed % all.length] as (typeof all)[number];
    it(`${seed}: ${fault.id} in ${base}`, async () => {
      const world = compose(base, fault, seed, WORLD_NOW);
      const next = random(seed + 1);
      await within(world.story, async (served) => {
        const before = await concluded(world.story, served);
        judge(world, before);
        const further = [
          () => unchangedByNoise(world, before),
          () => unchangedByOrder(world, before, seed),
          () => onlyLessKnown(world, before, served, next),
        ];
        await further[(seed + Math.floor(seed / all.length)) % further.length]?.();
      });
    });
  }
});
