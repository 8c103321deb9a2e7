import {Flags} from '@oclif/core';
import type {FailOn} from '../engine/verdict.ts';
import {parseIgnores, selectChecks} from './checks-glob.ts';
import {DoctorCommand, type StayFlags} from './doctor-command.ts';
import {clusterFlags, judgementFlags, outputFlags} from './flags.ts';
import type {ScanQuestion} from './scan-cluster.ts';
import {openSession} from './session.ts';
import {watchFlags} from './watch-flags.ts';

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
    ...watchFlags,
    ...judgementFlags,
    ...outputFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(ScanCommand);
    const {CHECKS} = await import('../checks/index.ts');
    const question: ScanQuestion = {
      ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
      ...(flags.selector === undefined ? {} : {selector: flags.selector}),
      allNamespaces: flags['all-namespaces'],
      checks: selectChecks(CHECKS, flags.checks),
      ignore: parseIgnores(flags.ignore ?? [], CHECKS),
      failOn: flags['fail-on'] as FailOn,
    };
    if (flags.watch) return this.#stay(question, flags);
    const {startProgress} = await import('../report/progress.ts');
    const progress = await startProgress(process.stderr, flags.verbose || flags.quiet);
    const session = openSession(flags, flags.verbose, (sentence) => progress.warn(sentence), performance.now());
    this.session = session;
    try {
      const {scanCluster} = await import('./scan-cluster.ts');
      const {conclusion, startedAt} = await scanCluster(question, session, progress);
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

  /** Scans again and again; there is always a next pod to wait for. */
  async #stay(question: ScanQuestion, flags: StayFlags): Promise<void> {
    const {scanCluster} = await import('./scan-cluster.ts');
    await this.stay(flags, {
      watched: (own) => ({
        ...(question.allNamespaces ? {} : {namespace: question.namespace ?? own}),
        ...(question.selector === undefined ? {} : {selector: question.selector}),
      }),
      diagnose: (session, progress) => scanCluster(question, session, progress),
      isOver: () => false,
      pauseMs: {least: 15_000, most: 60_000},
    });
  }
}
