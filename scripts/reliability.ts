// Tries every read with every trouble, fuzzes, and runs under load; writes docs/reliability.md with what came out.
// `npm run reliability`, or only some of it: `npm run reliability -- matrix=reset,hang fuzz load`. What is not run keeps its
// last result, in docs/reliability.json. Exits 1 where something is wrong.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cellText, matrixCells, TROUBLES, tryCell} from '../test/matrix.ts';
import {reliabilityPage, type Reliability, type Suite, type TroubleTotals} from './reliability-page.ts';

const ROOT = join(import.meta.dirname, '..');
const KEPT = join(ROOT, 'docs/reliability.json');
/** Cells at once; more where they mostly wait. */
const AT_ONCE = {slow: 20, quick: 8};

const asked = process.argv.slice(2);
const wanted = (part: string): boolean => asked.length === 0 || asked.some((word) => word.split('=')[0] === part);
const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-reliability-'));
const today = new Date().toISOString().slice(0, 10);

let result: Reliability = existsSync(KEPT)
  ? (JSON.parse(readFileSync(KEPT, 'utf8')) as Reliability)
  : {matrix: [], fuzz: undefined, load: undefined};

if (wanted('matrix')) {
  const only = asked
    .find((word) => word.startsWith('matrix='))
    ?.slice('matrix='.length)
    .split(',');
  const fresh = await matrix(only ?? TROUBLES.map((trouble) => trouble.name));
  const names = TROUBLES.map((trouble) => trouble.name);
  const kept = result.matrix.filter(
    (row) => names.includes(row.trouble) && !fresh.some((f) => f.trouble === row.trouble),
  );
  const rows = [...kept, ...fresh].sort((a, b) => names.indexOf(a.trouble) - names.indexOf(b.trouble));
  result = {...result, matrix: rows};
}
if (wanted('fuzz')) {
  const log = join(folder, 'fuzz.log');
  writeFileSync(log, '');
  const suite = vitest('test/fuzz', {FUZZ_CASES: '10000', FUZZ_LOG: log});
  const cases = readFileSync(log, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
  result = {...result, fuzz: {...suite, cases}};
}
if (wanted('load')) result = {...result, load: vitest('test/load', {LOAD: process.env['LOAD'] ?? 'all'})};
rmSync(folder, {recursive: true});

writeFileSync(KEPT, `${JSON.stringify(result, null, 2)}\n`);
writeFileSync(join(ROOT, 'docs/reliability.md'), reliabilityPage(result));
const wrong = [
  ...result.matrix.flatMap((row) => row.wrong),
  ...[result.fuzz, result.load].flatMap((suite) => (suite?.tests ?? []).filter((t) => !t.passed).map((t) => t.name)),
];
for (const line of wrong) console.error(line);
console.log(`docs/reliability.md written; ${wrong.length === 0 ? 'nothing is wrong' : `${wrong.length} wrong`}`);
process.exit(wrong.length === 0 ? 0 : 1);

async function matrix(troubles: readonly string[]): Promise<readonly TroubleTotals[]> {
  const {cells, baselines} = await matrixCells();
  const totals: TroubleTotals[] = [];
  for (const trouble of troubles) {
    const queue = cells.filter((cell) => cell.trouble.name === trouble);
    const codes: Record<string, number> = {};
    const wrong: string[] = [];
    const count = queue.length;
    const work = async (): Promise<void> => {
      for (let cell = queue.shift(); cell; cell = queue.shift()) {
        const baseline = baselines.get(cell.story.id);
        if (baseline === undefined) throw new Error(`${cell.story.id} has not been run`);
        const tried = await tryCell(cell, baseline);
        codes[tried.code] = (codes[tried.code] ?? 0) + 1;
        if (tried.wrong !== undefined) wrong.push(`${cellText(cell)}: ${tried.wrong}`);
      }
    };
    const isSlow = TROUBLES.some(
      ({name, slow, fault}) => name === trouble && (slow === true || fault.throttle !== undefined),
    );
    await Promise.all(Array.from({length: isSlow ? AT_ONCE.slow : AT_ONCE.quick}, work));
    console.error(`${trouble}: ${count} cells, ${wrong.length} wrong`);
    totals.push({trouble, cells: count, codes, wrong, at: today});
  }
  return totals;
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number;
    }[];
  }[];
}

function vitest(path: string, env: Readonly<Record<string, string>>): Suite {
  const out = join(folder, 'report.json');
  const args = ['vitest', 'run', path, '--testTimeout=900000', '--reporter=json', `--outputFile=${out}`];
  spawnSync('npx', args, {cwd: ROOT, env: {...process.env, ...env}, stdio: ['ignore', 'ignore', 'inherit']});
  const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
  const tests = report.testResults
    .flatMap((file) => file.assertionResults)
    .map((t) => ({
      name: t.fullName.trim(),
      passed: t.status === 'passed',
      seconds: Math.round((t.duration ?? 0) / 1000),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {tests, at: today};
}
