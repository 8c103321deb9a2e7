// Packs the project, installs the tarball in an empty folder, and runs its demo there, as a user would.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-pack-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, {cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], process.cwd()));
  console.log(`${packed.filename}: ${packed.files.length} files, ${(packed.size / 1e6).toFixed(1)} MB`);
  const stray = packed.files.map((f) => f.path).filter((path) => /^(src|test|scripts|\.ci)\//.test(path));
  if (stray.length > 0) throw new Error(`the tarball holds ${stray.join(', ')}`);
  run('npm', ['init', '-y'], folder);
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, packed.filename)], folder);
  const out = run(join(folder, 'node_modules/.bin/fargate-doctor'), ['demo'], folder);
  if (!out.includes('endpoint-public-cidrs-exclude-nat')) throw new Error(`the demo did not name its cause:\n${out}`);
  const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
  const printed = run(join(folder, 'node_modules/.bin/kubectl-fargate_doctor'), ['--version'], folder);
  if (!printed.includes(version)) throw new Error(`--version printed ${printed}`);
  console.log('installed in an empty folder: demo and --version work');

  // The library, as a program in TypeScript and one in JavaScript would use it.
  const using = [
    "import {diagnose, isDoctorError, type Diagnosis, type Question} from 'fargate-doctor';",
    "const question: Question = {name: 'nginx', redact: 'strict'};",
    'const answer: Promise<Diagnosis> = diagnose(question, {timeoutMs: 1000});',
    'answer.then((d) => d.causes[0]?.remedies[0]?.commands, (e: unknown) => (isDoctorError(e) ? e.hint : undefined));',
    '// @ts-expect-error: there is no such level',
    "void diagnose({name: 'nginx', redact: 'a-little'});",
  ];
  writeFileSync(join(folder, 'using.mts'), using.join('\n'));
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const strict = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
  run(process.execPath, [tsc, ...strict, 'using.mts'], folder);
  writeFileSync(
    join(folder, 'using.mjs'),
    "import {diagnose, isDoctorError} from 'fargate-doctor';\n" +
      "await diagnose({from: 'nothing.fdb'}).catch((e) => console.log(isDoctorError(e), e.message));\n",
  );
  const said = run(process.execPath, ['using.mjs'], folder);
  if (!said.startsWith('true nothing.fdb')) throw new Error(`the library said ${said}`);
  console.log('the library can be imported, with its types');
} finally {
  rmSync(folder, {recursive: true, force: true});
}
