import {Args, Flags} from '@oclif/core';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {devNull} from 'node:os';
import {DoctorError} from '../facts/errors.ts';
import {DoctorCommand} from './doctor-command.ts';
import {outputFlags} from './flags.ts';
import type {ServedWorld} from '../../mocks/serve.ts';
import type {Story} from '../../mocks/story.ts';

const FIRST = 'founding-case';

export default class DemoCommand extends DoctorCommand {
  static override summary = 'Run the real program against an embedded cluster and AWS: no account, no cluster.';
  static override description =
    'Starts a fake Kubernetes API and fake AWS services on loopback, and this same program against them. Exits 0 when the demonstration worked, whatever was found.';
  static override examples = [
    {description: 'The case that this tool was founded for', command: '<%= config.bin %> demo'},
    {
      description: 'Keep a story up, and point kubectl, aws and the doctor at it',
      command: '<%= config.bin %> demo labels-differ --serve',
    },
  ];
  static override args = {story: Args.string({description: `Name of a story; default: ${FIRST}.`})};
  static override flags = {
    list: Flags.boolean({description: 'Name the stories.'}),
    serve: Flags.boolean({description: 'Keep the world up and print the environment that leads to it.'}),
    'exit-code': Flags.boolean({description: "Exit with the diagnosis' own code."}),
    latency: Flags.integer({default: 0, min: 0, max: 10_000, description: 'Milliseconds added to each request.'}),
    verbose: Flags.boolean({char: 'v', description: 'Print every call with its time on stderr.'}),
    ...outputFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(DemoCommand);
    const {loadStory, storyIds} = await import('../../mocks/story.ts');
    const {now} = await import('../facts/clock.ts');
    const at = now(process.env);
    const stories = storyIds();
    if (flags.list) {
      await this.print(listOf(stories.map((id) => loadStory(id, at))));
      return this.leave(0);
    }
    const name = args.story ?? FIRST;
    if (!stories.includes(name)) {
      const {nearest} = await import('../domain/nearest.ts');
      const near = nearest(name, stories);
      throw new DoctorError(
        `There is no story ${name}.`,
        near.length > 0 ? `Nearest: ${near.join(', ')}` : 'fargate-doctor demo --list names them.',
      );
    }
    const story = loadStory(name, at);
    const {serveWorld} = await import('../../mocks/serve.ts');
    const served = await serveWorld(story.world, {
      faults: story.faults,
      files: story.files,
      latencyMs: flags.latency,
    });
    try {
      if (flags.serve) await this.#serve(story, served);
      else
        await this.#show(
          story,
          served,
          [...outputArguments(flags), ...(flags.verbose ? ['-v'] : [])],
          flags['exit-code'],
        );
    } finally {
      await served.close();
    }
  }

  async #show(story: Story, served: ServedWorld, extra: readonly string[], ownCode: boolean): Promise<void> {
    const machine = !extra.includes('text') && !extra.includes('short');
    if (!machine)
      process.stderr.write(
        `# ${story.title}\n# the real program against a fake cluster and fake AWS on loopback\n$ fargate-doctor ${story.command}\n\n`,
      );
    const child = spawn(process.execPath, [process.argv[1] ?? '', ...story.args, ...extra], {
      // A configuration of the user's has no say in a demonstration.
      env: {...cleanEnvironment(), FARGATE_DOCTOR_CONFIG: devNull, ...served.env, ...story.env},
      // Where the story has files, they are in the world's folder.
      ...(Object.keys(story.files).length > 0 ? {cwd: served.folder} : {}),
      stdio: 'inherit',
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    await served.close();
    if (signal !== null || code === null)
      throw new DoctorError(`the demonstration was ended by ${signal ?? 'an unknown signal'}`);
    if (!ownCode && code !== story.expect.exit)
      throw new DoctorError(`the demonstration exited with ${code} where ${story.expect.exit} was expected`);
    await this.leave(ownCode ? (code as 0) : 0);
  }

  async #serve(story: Story, served: ServedWorld): Promise<void> {
    const {sh} = await import('../domain/shell.ts');
    // Left up, the world grows older with the clock, as it does for kubectl.
    const {FARGATE_DOCTOR_NOW: _now, ...env} = served.env;
    const lines = Object.entries(env).map(([key, value]) => sh`export ${key}=${value}`);
    await this.print(
      `# ${story.title}\n# Paste this into another terminal; Ctrl-C here ends it.\n${lines.join('\n')}\n# for example: fargate-doctor ${story.command}\n`,
    );
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    });
    await served.close();
    await this.leave(0);
  }
}

function outputArguments(flags: {
  readonly output: string;
  readonly json: boolean;
  readonly color: string;
  readonly 'output-file'?: string | undefined;
}): readonly string[] {
  const file = flags['output-file'];
  return [
    '-o',
    flags.json ? 'json' : flags.output,
    '--color',
    flags.color,
    ...(file === undefined ? [] : ['--output-file', file]),
  ];
}

/** The environment without the real world's cluster and credentials. */
function cleanEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(AWS_|KUBE|FARGATE_DOCTOR_|https?_proxy$|HTTPS?_PROXY$)/.test(entry[0]),
    ),
  );
}

function listOf(stories: readonly Story[]): string {
  const width = Math.max(...stories.map((s) => s.id.length));
  return stories.map((s) => `${s.id.padEnd(width)}  ${s.title}\n`).join('');
}
