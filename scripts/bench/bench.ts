// Measures the program: `npm run bench`, or `npm run bench -- --short` for the counts that CI holds. Prints a table, and
// writes bench.json; in full it also renews the table of docs/performance.md.
import {readFileSync, writeFileSync} from 'node:fs';
import {cpus, platform, release, totalmem} from 'node:os';
import {join} from 'node:path';
import {checksAlone} from './checks.ts';
import {counts} from './counts.ts';
import {met, tableOf, type Figure} from './figures.ts';
import {latencies, runbook, scans, starts, wide} from './parts.ts';

const ROOT = join(import.meta.dirname, '../..');
const short = process.argv.includes('--short');
/** Fewer and smaller runs, to try a change; the page is left alone. */
const quick = process.argv.includes('--quick');

const say = (words: string): void => void process.stderr.write(`bench: ${words}\n`);

async function measured(): Promise<readonly Figure[]> {
  if (short) return counts();
  const n = quick ? 3 : 10;
  const figures: Figure[] = [];
  const take = async (what: string, work: () => Promise<readonly Figure[] | undefined>): Promise<void> => {
    say(what);
    const found = await work();
    if (found) figures.push(...found);
    else say(`  skipped: kubectl, aws or bash is not installed`);
  };
  await take('start', () => starts(n));
  await take('latency', () => latencies(quick ? 2 : 5, quick ? [100] : [20, 100, 250]));
  await take('the runbook', () => runbook(quick ? 1 : 2, 20));
  await take('a large VPC', () => wide(quick ? 2 : 5, 250));
  await take('checks', () => checksAlone(quick ? 20 : 100));
  await take('whole clusters', () => scans(quick ? 1 : 3, quick ? [1000, 10_000] : [1000, 10_000, 50_000], true));
  return figures;
}

/** What was measured on; nothing that names the machine or its user. */
function machine(): Readonly<Record<string, string>> {
  const all = cpus();
  return {
    node: process.version,
    system: `${platform()} ${release().split('-')[0] ?? ''}`,
    processors: `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
  };
}

const BEGIN = '<!-- table -->';
const END = '<!-- end of table -->';

function renewPage(table: string, on: Readonly<Record<string, string>>, at: string): void {
  const file = join(ROOT, 'docs/performance.md');
  const page = readFileSync(file, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table`);
  const where = `Measured on ${at.slice(0, 10)}: Node ${on['node']}, ${on['system']}, ${on['processors']}, ${on['memory']}.`;
  writeFileSync(file, `${page.slice(0, from)}${BEGIN}\n\n${where}\n\n${table}\n${page.slice(to)}`);
}

const at = new Date().toISOString();
const figures = await measured();
const table = tableOf(figures);
const on = machine();
process.stdout.write(table);
const results = figures.map((one) => ({...one, ...(met(one) === undefined ? {} : {met: met(one)})}));
writeFileSync(join(ROOT, 'bench.json'), `${JSON.stringify({at, short, machine: on, figures: results}, null, 2)}\n`);
if (!short && !quick) renewPage(table, on, at);
const over = figures.filter((one) => met(one) === false);
for (const one of over)
  say(`not met: ${one.id} is ${one.median}, at ${one.most === undefined ? 'least' : 'most'} ${one.most ?? one.least}`);
// Only counts fail a run: how long something takes is the machine's to say.
if (short && over.length > 0) process.exitCode = 1;
