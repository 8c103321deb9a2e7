import {Args} from '@oclif/core';
import type {FailOn} from '../engine/verdict.ts';
import {parseIgnores, selectChecks} from './checks-glob.ts';
import {DoctorCommand} from './doctor-command.ts';
import {clusterFlags, judgementFlags, outputFlags} from './flags.ts';
import {openSession} from './session.ts';

export default class PodCommand extends DoctorCommand {
  static override summary = 'Say why a pod that should run on Fargate does not.';
  static override description = `NAME is a pod, pod/x, a workload such as deploy/x (rs, sts, job, cronjob, ds), namespace/name, or the beginning of a pod's name. Nothing is changed, in the cluster or in AWS.

Exit codes: 0 nothing found · 1 could not be done · 2 wrong usage · 3 a cause was found · 4 no cause, yet not clear.`;
  static override examples = [
    {description: 'Why does this pod hang?', command: '<%= config.bin %> pod nginx'},
    {
      description: 'The same for a Deployment in another namespace, as a document for the ticket',
      command: '<%= config.bin %> pod deploy/web -n shop -o markdown',
    },
  ];
  static override args = {
    name: Args.string({required: true, description: 'Pod, kind/name, namespace/name, or the beginning of a pod name.'}),
  };
  static override flags = {...clusterFlags, ...judgementFlags, ...outputFlags};

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PodCommand);
    const {CHECKS} = await import('../checks/index.ts');
    const checks = selectChecks(CHECKS, flags.checks);
    const ignore = parseIgnores(flags.ignore ?? [], CHECKS);
    const {startProgress} = await import('../report/progress.ts');
    const progress = await startProgress(process.stderr, flags.verbose || flags.quiet);
    const session = openSession(flags, flags.verbose, (sentence) => progress.warn(sentence), performance.now());
    this.session = session;
    try {
      const {diagnosePod} = await import('./diagnose-pod.ts');
      const {conclusion, startedAt} = await diagnosePod(
        {
          name: args.name,
          ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
          checks,
          ignore,
          failOn: flags['fail-on'] as FailOn,
        },
        session,
        progress,
      );
      progress.done();
      const run = {version: this.config.version, startedAt, durationMs: this.elapsedMs(), calls: session.calls.length};
      await this.deliver({run, ...conclusion}, flags);
      session.end();
      await this.leave(conclusion.exit.code);
    } finally {
      progress.done();
      session.end();
    }
  }
}
