// Measures how often the doctor is right, through the built program, and writes docs/accuracy.md: `npm run accuracy`. Exits 1
// where something is wrong.
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fieldMessages} from '../mocks/field-messages.ts';
import {coverage, namedIn} from '../test/catalogue.ts';
import {runHealthy, runMessages, runStories} from './accuracy-runs.ts';
import {accuracyPage, faults, type Measured} from './accuracy-page.ts';

const ROOT = join(import.meta.dirname, '..');

const stories = await runStories();
const healthy = await runHealthy();
const messages = await runMessages();
const covered = coverage(new Set(stories.flatMap((run) => namedIn(run.document))));
const measured: Measured = {stories, healthy, messages, covered, elsewhere: fieldMessages().elsewhere};

await writeFile(join(ROOT, 'docs/accuracy.md'), accuracyPage(measured));

const wrong = faults(measured);
for (const line of wrong) console.error(line);
console.log(`docs/accuracy.md written; ${wrong.length === 0 ? 'nothing is wrong' : `${wrong.length} wrong`}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
