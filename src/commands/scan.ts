import {Flags} from '@oclif/core';
import type {FailOn} from '../engine/verdict.ts';
import {parseIgnores, selectChecks} from './checks-glob.ts';
import {DoctorCommand} from './doctor-command.ts';
import {clusterFlags, judgementFlags, outputFlags, type Output} from './flags.ts';
import {renderDiagnosis} from './render.ts';
import {openSession} from './session.ts';
import {terminalOf} from './terminal.ts';

export default class ScanCommand extends DoctorCommand {
  static override summary = 'Say what keeps pods from running on Fargate, in a namespace or in the whole cluster.';
  static override description = `Every pod that hangs and is meant for Fargate, and every workload whose pods are never created, grouped by cause; and what would stop the next Fargate pod. Nothing is changed, in the cluster or in AWS.

Exit codes: 0 nothing found · 1 could not be done · 2 wrong usage · 3 a cause was found · 4 no cause, yet not clear.`;
  static override examples = [
    {description: 'What else is stuck?', command: '<%= config.bin %> scan -A'},
    {
      description: 'The pods of one team, one line per cause',
      command: '<%= config.bin %> scan -n shop -l team=web -o short',
    },
  ];
  static override flags = {
    ...clusterFlags,
    'all-namespaces': Flags.boolean({char: 'A', description: 'All namespaces.', helpGroup: 'CLUSTER'}),
    selector: Flags.string({
      char: 'l',
      helpValue: 'key=value,…',
      description: 'Only pods with these labels, as in kubectl.',
      helpGroup: 'CLUSTER',
    }),
    'show-all': Flags.boolean({description: 'Name every pod, not only the first of many.'}),
    ...judgementFlags,
    ...outputFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(ScanCommand);
    const output: Output = flags.json ? 'json' : (flags.output as Output);
    const {CHECKS} = await import('../checks/index.ts');
    const checks = selectChecks(CHECKS, flags.checks);
    const ignore = parseIgnores(flags.ignore ?? [], CHECKS);
    const {startProgress} = await import('../report/progress.ts');
    const progress = await startProgress(process.stderr, flags.verbose || flags.quiet);
    const session = openSession(flags, flags.verbose, (sentence) => progress.warn(sentence), performance.now());
    this.session = session;
    try {
      const {scanCluster} = await import('./scan-cluster.ts');
      const {conclusion, startedAt} = await scanCluster(
        {
          ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
          ...(flags.selector === undefined ? {} : {selector: flags.selector}),
          allNamespaces: flags['all-namespaces'],
          checks,
          ignore,
          failOn: flags['fail-on'] as FailOn,
        },
        session,
        progress,
      );
      progress.done();
      const run = {version: this.config.version, startedAt, durationMs: this.elapsedMs(), calls: session.calls.length};
      const terminal = terminalOf(flags.color, process.env, process.stdout);
      await this.print(
        await renderDiagnosis({run, ...conclusion}, output, terminal, {verbose: flags.verbose, quiet: flags.quiet}),
      );
      session.end();
      await this.leave(conclusion.exit.code);
    } finally {
      progress.done();
      session.end();
    }
  }
}
