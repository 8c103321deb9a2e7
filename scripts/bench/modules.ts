import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {run, type Environment} from './run.ts';

const ROOT = join(import.meta.dirname, '../..');
const HOOK = pathToFileURL(join(import.meta.dirname, 'list-modules.mjs')).href;

/** What one run of the built program loaded. */
export interface Loaded {
  /** Files of the bundle. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** What these were made of: `src/…`, `node_modules/…`. */
  readonly sources: readonly string[];
}

interface Made {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, {readonly bytesInOutput: number}>>;
}

/** What the last build made of what, by file. */
export function bundle(): Readonly<Record<string, Made>> {
  const file = join(ROOT, 'node_modules/.fargate-doctor-bundle.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Made>>;
}

/** Runs the program and lists what it loads. */
export async function loadedBy(args: readonly string[], env: Environment = {}): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-modules-'));
  const list = join(folder, 'modules');
  try {
    await run([process.execPath, '--import', HOOK, join(ROOT, 'bin/run.js'), ...args], {
      env: {...env, LOADED_MODULES: list},
    });
    const urls = new Set(readFileSync(list, 'utf8').trim().split('\n'));
    const files = [...urls].map((url) => relative(ROOT, fileURLToPath(url))).filter((file) => file.startsWith('dist/'));
    const made = bundle();
    const sources = files.flatMap((file) =>
      Object.entries(made[file]?.inputs ?? {}).flatMap(([source, {bytesInOutput}]) =>
        bytesInOutput > 0 ? source : [],
      ),
    );
    return {files, bytes: files.reduce((sum, file) => sum + (made[file]?.bytes ?? 0), 0), sources};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
