import {selectChecks} from './checks-glob.ts';
import {DoctorCommand} from './doctor-command.ts';
import {formatFlag, judgementFlags, outputFlags} from './flags.ts';
import {terminalOf} from './terminal.ts';

export default class ChecksCommand extends DoctorCommand {
  static override summary = 'List all checks and the causes they can report; needs no network.';
  static override examples = [
    {description: 'All of them', command: '<%= config.bin %> checks'},
    {
      description: 'Those of the network, as a document',
      command: "<%= config.bin %> checks --checks 'network/*' -o json",
    },
  ];
  static override flags = {
    checks: judgementFlags.checks,
    color: outputFlags.color,
    json: outputFlags.json,
    output: formatFlag(['text', 'markdown', 'json']),
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(ChecksCommand);
    const [{CHECKS}, {renderChecks}] = await Promise.all([
      import('../checks/index.ts'),
      import('../report/explain.ts'),
    ]);
    const format = flags.json ? 'json' : flags.output;
    await this.print(
      renderChecks(selectChecks(CHECKS, flags.checks), format, terminalOf(flags.color, process.env, process.stdout)),
    );
    await this.leave(0);
  }
}
