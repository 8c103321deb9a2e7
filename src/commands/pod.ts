import {Args, Flags} from '@oclif/core';
import type {FailOn} from '../engine/verdict.ts';
import {DoctorError} from '../facts/errors.ts';
import type {Asked} from './answer.ts';
import {DiagnosingCommand, type StayFlags} from './diagnosing-command.ts';
import {clusterFlags, judgementFlags, outputFlags} from './flags.ts';
import {redactionFlags, redactionOf, withRedactValue} from './redaction-flags.ts';
import {watchFlags} from './watch-flags.ts';

export default class PodCommand extends DiagnosingCommand {
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
    name: Args.string({description: 'Pod, kind/name, namespace/name, or the beginning of a pod name.'}),
  };
  static override flags = {
    from: Flags.string({
      helpValue: 'FILE',
      description: 'Diagnose what a bundle holds; nothing is asked of a cluster.',
    }),
    ...watchFlags,
    ...clusterFlags,
    ...judgementFlags,
    ...outputFlags,
    ...redactionFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(PodCommand, withRedactValue(this.argv));
    const {askedOf} = await import('./library.ts');
    const asked = askedOf({
      ...(args.name === undefined ? {} : {name: args.name}),
      ...(flags.from === undefined ? {} : {from: flags.from}),
      ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
      ...(flags.checks === undefined ? {} : {checks: flags.checks}),
      ignore: flags.ignore ?? [],
      failOn: flags['fail-on'] as FailOn,
      redact: redactionOf(flags, flags.json ? 'json' : flags.output),
    });
    if (flags.watch) return this.#stay(asked, flags);
    const {answer} = await import('./answer.ts');
    return this.once(flags, (session, progress) => answer(asked, session, progress));
  }

  /** Diagnoses again and again until all of the pods are ready or done. */
  async #stay(asked: Asked, flags: StayFlags): Promise<void> {
    if (asked.from !== undefined)
      throw new DoctorError('A bundle does not change: --watch needs a cluster.', undefined, 2);
    const [{answer}, {parseName}] = await Promise.all([import('./answer.ts'), import('../facts/subjects/name.ts')]);
    await this.stay(flags, {
      // The pod that is made in its place has another name.
      watched: (own) => ({namespace: parseName(asked.name ?? '', asked.namespace ?? own).namespace}),
      diagnose: (session, progress) => answer(asked, session, progress),
      isOver: ({subjects}) =>
        subjects.length > 0 && subjects.every((s) => s.standing === 'running' || s.standing === 'finished'),
      pauseMs: {least: 3_000, most: 30_000},
    });
  }
}
