import {Flags} from '@oclif/core';
import type {FailOn} from '../engine/verdict.ts';
import {parseIgnores, selectChecks} from './checks-glob.ts';
import {DiagnosingCommand} from './diagnosing-command.ts';
import {clusterFlags, judgementFlags, outputFlags} from './flags.ts';
import {redactionFlags, redactionOf, withRedactValue} from './redaction-flags.ts';

export default class PreflightCommand extends DiagnosingCommand {
  static override summary = 'Say whether the pods of a manifest would run on Fargate.';
  static override description = `Takes any manifest with pods or pod templates, also what helm template and kustomize build print. Each is held against the cluster that the kubeconfig points at: which profile takes it, what Fargate refuses of it, which size it gets and is billed, and what it would meet in the cluster. Without a cluster, what the manifest by itself can tell is told. Nothing is changed or created.

Exit codes: 0 nothing found · 1 could not be done · 2 wrong usage, a manifest that can't be read · 3 a cause was found · 4 no cause, yet not clear.`;
  static override examples = [
    {description: 'Would this run here?', command: '<%= config.bin %> preflight -f deployment.yaml'},
    {
      description: 'What a chart makes, in a pipeline without a cluster',
      command: 'helm template shop ./chart | <%= config.bin %> preflight -f - --offline',
    },
  ];
  static override flags = {
    filename: Flags.string({
      char: 'f',
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'FILE|DIR|-',
      description: 'Manifest, folder of manifests, or - for stdin; may be repeated.',
    }),
    recursive: Flags.boolean({char: 'R', description: 'Read the folders below a folder too.'}),
    offline: Flags.boolean({description: 'Ask no cluster: what the manifest by itself can tell.'}),
    ...clusterFlags,
    ...judgementFlags,
    ...outputFlags,
    ...redactionFlags,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(PreflightCommand, withRedactValue(this.argv));
    const {CHECKS} = await import('../checks/index.ts');
    const checks = selectChecks(CHECKS, flags.checks);
    const ignore = parseIgnores(flags.ignore ?? [], CHECKS);
    return this.once(flags, async (session, progress) => {
      const {readManifests} = await import('../facts/manifest/input.ts');
      const texts = await readManifests({
        paths: flags.filename,
        recursive: flags.recursive,
        stdin: process.stdin as AsyncIterable<Uint8Array | string>,
      });
      const {diagnoseManifest} = await import('./diagnose-manifest.ts');
      const question = {
        texts,
        offline: flags.offline,
        redaction: redactionOf(flags, flags.json ? 'json' : flags.output),
        ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
        checks,
        ignore,
        failOn: flags['fail-on'] as FailOn,
      };
      return diagnoseManifest(question, session, progress);
    });
  }
}
