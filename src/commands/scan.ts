import {Flags} from '@oclif/core';
import type {FailOn} from '../engine/verdict.ts';
import {DoctorError} from '../facts/errors.ts';
import {parseIgnores, selectChecks} from './checks-glob.ts';
import {DiagnosingCommand, type StayFlags} from './diagnosing-command.ts';
import {clusterFlags, judgementFlags, outputFlags} from './flags.ts';
import type {AskedScan} from './answer.ts';
import {redactionFlags, redactionOf, withRedactValue} from './redaction-flags.ts';
import {watchFlags} from './watch-flags.ts';

export default class ScanCommand extends DiagnosingCommand {
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
    ...redactionFlags,
    from: Flags.string({
      helpValue: 'FILE',
      description: 'Diagnose what a bundle holds; nothing is asked of a cluster.',
    }),
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(ScanCommand, withRedactValue(this.argv));
    const {CHECKS} = await import('../checks/index.ts');
    const asked: AskedScan = {
      ...(flags.from === undefined ? {} : {from: flags.from}),
      redaction: redactionOf(flags, flags.json ? 'json' : flags.output),
      ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
      ...(flags.selector === undefined ? {} : {selector: flags.selector}),
      allNamespaces: flags['all-namespaces'],
      checks: selectChecks(CHECKS, flags.checks),
      ignore: parseIgnores(flags.ignore ?? [], CHECKS),
      failOn: flags['fail-on'] as FailOn,
    };
    if (flags.watch) return this.#stay(asked, flags);
    const {answerScan} = await import('./answer.ts');
    return this.once(flags, (session, progress) => answerScan(asked, session, progress));
  }

  /** Scans again and again; there is always a next pod to wait for. */
  async #stay(asked: AskedScan, flags: StayFlags): Promise<void> {
    if (asked.from !== undefined)
      throw new DoctorError('A bundle does not change: --watch needs a cluster.', undefined, 2);
    const {answerScan} = await import('./answer.ts');
    await this.stay(flags, {
      watched: (own) => ({
        ...(asked.allNamespaces ? {} : {namespace: asked.namespace ?? own}),
        ...(asked.selector === undefined ? {} : {selector: asked.selector}),
      }),
      diagnose: (session, progress) => answerScan(asked, session, progress),
      isOver: () => false,
      pauseMs: {least: 15_000, most: 60_000},
    });
  }
}
