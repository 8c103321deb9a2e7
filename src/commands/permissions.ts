import {Flags} from '@oclif/core';
import {DoctorError} from '../facts/errors.ts';
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
    namespace: Flags.string({
      char: 'n',
      parse: (text) => Promise.resolve(namespaceOf(text)),
      description: 'Roles for this namespace only, for somebody who may be given nothing cluster-wide.',
    }),
    output: formatFlag(['text', 'json', 'yaml', 'terraform']),
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(PermissionsCommand);
    const [{CHECKS}, {rightsOfRun}, {renderPermissions}] = await Promise.all([
      import('../checks/index.ts'),
      import('../facts/rights.ts'),
      import('../report/permissions/index.ts'),
    ]);
    const checks = selectChecks(CHECKS, flags.checks);
    const format = flags.json ? 'json' : flags.output;
    await this.print(renderPermissions(rightsOfRun(factsFor(checks)), format, flags.namespace));
    await this.leave(0);
  }
}

function namespaceOf(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return text;
  throw new DoctorError(`${JSON.stringify(text.slice(0, 80))} is not the name of a namespace.`, undefined, 2);
}
