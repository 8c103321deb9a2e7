import {describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {loadedBy} from '../../scripts/bench/modules.ts';
import {WORLD_NOW} from '../program.ts';

/** What talks to AWS or to Kubernetes. */
const SDK = /node_modules\/(?:@aws-sdk|@smithy|@kubernetes)\//;
const COMMAND = /^src\/commands\/(pod|scan|preflight|capture|demo|explain|checks|permissions|completion|complete)\.ts$/;

describe('a command loads what it uses, and nothing else', () => {
  it('--version: nothing of the program', async () => {
    expect((await loadedBy(['--version'])).files).toEqual([]);
  });

  it.each([
    ['--help'],
    ['pod --help'],
    ['explain subnet-public'],
    ['checks'],
    ['completion bash'],
    ['frobnicate'],
    ['preflight -f missing.yaml --offline'],
  ])('%s: no SDK', async (args) => {
    const {sources} = await loadedBy(args.split(' '));
    expect(sources.filter((source) => SDK.test(source))).toEqual([]);
    expect(sources).toContain('src/index.ts');
  });

  it('a command that is named: not the others', async () => {
    for (const command of ['explain subnet-public', 'checks', 'pod --help', 'scan --help']) {
      const {sources} = await loadedBy(command.split(' '));
      const [name = ''] = command.split(' ');
      expect(sources.filter((source) => COMMAND.test(source))).toEqual([`src/commands/${name}.ts`]);
    }
  });

  it('pod: no fakes, no other formats, of EC2 only what is asked for', async () => {
    const story = loadStory('founding-case', WORLD_NOW);
    const served = await serveWorld(story.world);
    try {
      const {sources, files} = await loadedBy(story.args, served.env);
      expect(
        sources.filter((source) => /^mocks\/|^src\/report\/(?:html|sarif|junit|github|markdown)/.test(source)),
      ).toEqual([]);
      // The read of the cluster proves that the rule above can fail.
      expect(sources.some((source) => source.includes('node_modules/@aws-sdk/client-ec2/'))).toBe(true);
      expect(files.length).toBeGreaterThan(10);
    } finally {
      await served.close();
    }
  });
});
