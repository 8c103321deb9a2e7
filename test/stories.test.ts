import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../mocks/serve.ts';
import {loadStory, storyIds} from '../mocks/story.ts';
import type {Diagnosis} from '../src/model/diagnosis.ts';
import {positionText} from '../src/model/finding.ts';
import {runIn, settled, WORLD_NOW, type Ran} from './program.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../schemas/diagnosis.v1.schema.json'), 'utf8'),
) as object;
const ajv = new Ajv2020({allErrors: true});
formats.default(ajv);
const validate = ajv.compile(schema);

// Every story through the real program, as a process, against both fakes on loopback.
for (const id of storyIds()) {
  const story = loadStory(id, WORLD_NOW);
  describe(`${id}: ${story.title}`, () => {
    let served: ServedWorld;
    let text: Ran;
    let json: Ran;
    let document: Diagnosis;

    beforeAll(async () => {
      served = await serveWorld(story.world, {faults: story.faults, files: story.files});
      [text, json] = await Promise.all([
        runIn(served, story.args, story.env),
        runIn(served, [...story.args, '-o', 'json'], story.env),
      ]);
      document = JSON.parse(json.stdout) as Diagnosis;
    });
    afterAll(() => served.close());

    it('ends as it must', () => {
      const {expect: wanted} = story;
      expect({exit: json.code, verdict: document.verdict, first: document.causes[0]?.id}).toEqual({
        exit: wanted.exit,
        verdict: wanted.verdict,
        first: wanted.first ?? wanted.causes?.[0],
      });
      expect(text.code).toBe(wanted.exit);
      if (wanted.causes) expect(document.causes.map((c) => c.id)).toEqual(wanted.causes);
      for (const id of wanted.never ?? []) expect(document.causes.map((c) => c.id)).not.toContain(id);
      if (wanted.notes) expect(document.notes.map((n) => n.id)).toEqual(wanted.notes);
      const needs = [...new Set(document.notChecked.flatMap((n) => n.needs ?? []))].sort();
      if (wanted.notChecked) expect(needs).toEqual([...wanted.notChecked].sort());
      const positions = document.causes.flatMap((c) =>
        c.evidence.flatMap((e) => (e.position ? [positionText(e.position)] : [])),
      );
      if (wanted.positions) expect(positions).toEqual(wanted.positions);
      if (wanted.headline !== undefined) expect(text.stdout.split('\n')[0]).toBe(wanted.headline);
    });

    it('gives a valid document, and the reports that were read and kept', async () => {
      expect(validate(document), ajv.errorsText(validate.errors)).toBe(true);
      expect(document.exit.code).toBe(json.code);
      await expect(settled(text.stdout)).toMatchFileSnapshot(`goldens/${id}.txt`);
      await expect(settled(json.stdout)).toMatchFileSnapshot(`goldens/${id}.json`);
    });

    it('fits 80 columns, commands aside', () => {
      const wide = text.stdout
        .split('\n')
        .filter(
          (line) =>
            [...line].length > 80 &&
            !/^\s+(?:then\s+)?(aws|kubectl|eksctl|docker) /.test(line) &&
            line.trim().includes(' '),
        );
      expect(wide).toEqual([]);
    });

    it('only reads, and no Secret', () => {
      const {requests} = served.kube;
      expect(requests.filter((r) => !['get', 'list', 'watch'].includes(r.verb))).toEqual([]);
      expect(requests.filter((r) => r.resource === 'secrets')).toEqual([]);
      expect(served.aws.requests.filter((r) => r.write || !/^(Describe|List|Get)/.test(r.action))).toEqual([]);
    });
  });
}
