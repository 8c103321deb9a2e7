// Measures how often the doctor is right, through the built program, and writes docs/accuracy.md: `npm run accuracy`. Exits 1
// where something is wrong. Ids that were open and are done go off test/catalogue-open.json.
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fieldMessages} from '../mocks/field-messages.ts';
import {coverage, knownOpen, namedIn} from '../test/catalogue.ts';
import {runHealthy, runMessages, runStories} from './accuracy-runs.ts';
import {accuracyPage, faults, type Measured} from './accuracy-page.ts';

const ROOT = join(import.meta.dirname, '..');

const stories = await runStories();
const healthy = await runHealthy();
const messages = await runMessages();
const covered = coverage(new Set(stories.flatMap((run) => namedIn(run.document))));
const measured: Measured = {stories, healthy, messages, covered, elsewhere: fieldMessages().elsewhere};

await writeFile(join(ROOT, 'docs/accuracy.md'), accuracyPage(measured));
const open = knownOpen();
const left = {
  noCheck: open.noCheck.filter((id) => covered.noCheck.includes(id)),
  noStory: [...new Set([...open.noStory, ...open.noCheck])].filter((id) => covered.noStory.includes(id)).sort(),
};
await writeFile(join(ROOT, 'test/catalogue-open.json'), `${JSON.stringify(left, null, 2)}\n`);

const wrong = faults(measured);
for (const line of wrong) console.error(line);
console.log(`docs/accuracy.md written; ${wrong.length === 0 ? 'nothing is wrong' : `${wrong.length} wrong`}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
