import {spawnSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {fitting, wantedAt} from '../../src/commands/candidates.ts';
import {runIn, runProgram, WORLD_NOW} from '../program.ts';

describe('what is wanted under the cursor', () => {
  it.each([
    ['explain ', {is: 'causes'}],
    ['pod ', {is: 'pods'}],
    ['pod -n shop ', {is: 'pods', namespace: 'shop'}],
    ['pod --namespace=shop web', {is: 'pods', namespace: 'shop'}],
    ['pod -n ', {is: 'namespaces'}],
    ['pod web --ignore ', {is: 'causes'}],
    ['preflight -f ', {is: 'files'}],
    ['preflight --filename=', {is: 'files'}],
    ['pod web --fail-on = er', {is: 'words', words: ['error', 'warning', 'never']}],
    ['demo ', {is: 'stories'}],
    ['completion ', {is: 'words', words: ['bash', 'zsh', 'fish']}],
    ['pod web --context ', {is: 'contexts'}],
    ['nonsense ', {is: 'words', words: []}],
    ['__proto__ -', {is: 'words', words: []}],
  ])('%j', (line, wanted) => {
    expect(wantedAt(line.split(' '))).toEqual(wanted);
  });

  it('is a command first, then its flags', () => {
    const words = (typed: readonly string[]): readonly string[] => {
      const wanted = wantedAt(typed);
      return wanted.is === 'words' ? wanted.words : [];
    };
    expect(['pod', 'preflight', 'completion'].filter((word) => !words(['pr']).includes(word))).toEqual([]);
    expect(words(['pr'])).not.toContain('complete');
    expect(['--offline', '--config'].filter((word) => !words(['preflight', '--']).includes(word))).toEqual([]);
  });

  it('leaves out what a shell would have to be told about', () => {
    expect(fitting(['pod', ''], ['b', 'a', 'a', '$(reboot)', 'x y', '`z`'])).toEqual(['a', 'b']);
    expect(fitting(['pod', '--output=js'], ['json', 'junit'])).toEqual(['json']);
    expect(fitting(['pod', '--output', '='], ['json', 'junit'])).toEqual(['json', 'junit']);
  });
});

describe('the program', () => {
  let served: ServedWorld;
  beforeAll(async () => {
    served = await serveWorld(loadStory('founding-case', WORLD_NOW).world);
  });
  afterAll(() => served.close());

  it('names pods and namespaces of the cluster', async () => {
    expect((await runIn(served, ['complete', '--', 'pod', 'ng'])).stdout).toBe('nginx\n');
    expect((await runIn(served, ['complete', '--', 'pod', '-n', 'kube-s'])).stdout).toBe('kube-system\n');
  });

  it('says nothing where there is no cluster', async () => {
    expect(await runProgram(['complete', '--', 'pod', ''])).toMatchObject({code: 0, stdout: '', stderr: ''});
  });

  it.each(['bash', 'zsh', 'fish'])('prints a script that %s can read', async (shell) => {
    const {stdout, code} = await runProgram(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('fargate-doctor complete --');
    const read = spawnSync(shell, ['-n'], {input: stdout});
    // Only a shell that is there can be asked.
    if (read.error === undefined) expect(read.stderr.toString()).toBe('');
  });

  it('completes in bash', async () => {
    const {stdout} = await runProgram(['completion', 'bash']);
    const script = `fargate-doctor() { "${process.execPath}" bin/run.js "$@"; }\n${stdout}
COMP_WORDS=(fargate-doctor explain spec-host-n); COMP_CWORD=2; _fargate_doctor; echo "\${COMPREPLY[@]}"`;
    const {stdout: said} = spawnSync('bash', ['-c', script], {cwd: `${import.meta.dirname}/../..`, encoding: 'utf8'});
    expect(said.trim()).toBe('spec-host-network');
  });
});
