import {factsFor} from '../engine/plan.ts';
import {selectChecks} from './checks-glob.ts';
import {DoctorCommand} from './doctor-command.ts';
import {formatFlag, judgementFlags, outputFlags} from './flags.ts';

export default class PermissionsCommand extends DoctorCommand {
  static override summary = 'Print the least IAM policy and ClusterRole that a full diagnosis needs.';
  static override description =
    'Printed from the declarations of the reads themselves: reads only, no Secret, no exec. Needs no network.';
  static override examples = [
    {description: 'Both, with a word on how to apply them', command: '<%= config.bin %> permissions'},
    {
      description: 'The Kubernetes part, to apply',
      command: '<%= config.bin %> permissions -o yaml | kubectl apply -f -',
    },
  ];
  static override flags = {
    checks: judgementFlags.checks,
    json: outputFlags.json,
    output: formatFlag(['text', 'json', 'yaml', 'terraform']),
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(PermissionsCommand);
    const [{CHECKS}, {rightsOf}, {renderPermissions}] = await Promise.all([
      import('../checks/index.ts'),
      import('../facts/probes/rights.ts'),
      import('../report/permissions/index.ts'),
    ]);
    const checks = selectChecks(CHECKS, flags.checks);
    const format = flags.json ? 'json' : flags.output;
    await this.print(renderPermissions(rightsOf(factsFor(checks)), format));
    await this.leave(0);
  }
}
