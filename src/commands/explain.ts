import {Args} from '@oclif/core';
import {DoctorError} from '../facts/errors.ts';
import {DoctorCommand} from './doctor-command.ts';
import {formatFlag, outputFlags} from './flags.ts';
import {terminalOf} from './terminal.ts';

export default class ExplainCommand extends DoctorCommand {
  static override summary = 'Print the page of one cause; needs no network.';
  static override examples = [
    {
      description: 'What is it, and how is it mended?',
      command: '<%= config.bin %> explain endpoint-public-cidrs-exclude-nat',
    },
    {description: 'The same as Markdown', command: '<%= config.bin %> explain coredns-compute-type-ec2 -o markdown'},
  ];
  static override args = {id: Args.string({required: true, description: 'Id of a cause.'})};
  static override flags = {
    color: outputFlags.color,
    output: formatFlag(['text', 'markdown', 'json']),
    json: outputFlags.json,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(ExplainCommand);
    const [{CHECKS}, {UNREADABLE}, explain] = await Promise.all([
      import('../checks/index.ts'),
      import('../checks/unreadable.ts'),
      import('../report/explain.ts'),
    ]);
    const page = explain.findPage(CHECKS, UNREADABLE, args.id);
    if (!page) {
      const {nearest} = await import('../domain/nearest.ts');
      const ids = [...CHECKS.flatMap((c) => Object.keys(c.causes)), ...UNREADABLE.map((u) => u.id)];
      const near = nearest(args.id, ids);
      throw new DoctorError(
        `There is no cause ${args.id}.`,
        near.length > 0 ? `Nearest: ${near.join(', ')}` : 'fargate-doctor checks lists them all.',
      );
    }
    const format = flags.json ? 'json' : flags.output;
    await this.print(explain.renderPage(page, format, terminalOf(flags.color, process.env, process.stdout)));
    await this.leave(0);
  }
}
