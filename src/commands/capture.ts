import {Args, Flags} from '@oclif/core';
import {DoctorError} from '../facts/errors.ts';
import {DoctorCommand} from './doctor-command.ts';
import {clusterFlags} from './flags.ts';
import {redactionFlags, redactionOf, withRedactValue} from './redaction-flags.ts';
import {openSession} from './session.ts';

export default class CaptureCommand extends DoctorCommand {
  static override summary = 'Keep the facts of a diagnosis in a file, for somebody without access to the cluster.';
  static override description = `Asks what \`pod NAME\` asks, or \`scan\` if no pod is named, and keeps the answers, refusals included, instead of judging them. \`pod --from FILE\` or \`scan --from FILE\` then gives the same report anywhere. Names of accounts, roles, clusters and users, public addresses, annotations and credentials have tokens in their place unless --no-redact is given; environment values, Secrets and logs are never read. docs/bundles.md describes the format.`;
  static override examples = [
    {
      description: 'Everything that a diagnosis of this pod rests on',
      command: '<%= config.bin %> capture -o web.fdb pod web',
    },
    {description: 'What is in it, and what was withheld?', command: '<%= config.bin %> capture --show web.fdb'},
  ];
  static override args = {
    what: Args.string({options: ['pod'], description: 'What is captured; default: what a scan asks.'}),
    name: Args.string({description: 'Pod, kind/name, namespace/name, or the beginning of a pod name.'}),
  };
  static override flags = {
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'The file to write; one that is there is replaced.',
    }),
    show: Flags.string({helpValue: 'FILE', description: 'List what a bundle holds, and what was withheld from it.'}),
    'all-namespaces': Flags.boolean({char: 'A', description: 'What a scan of all namespaces asks.'}),
    ...redactionFlags,
    ...clusterFlags,
    verbose: Flags.boolean({char: 'v', description: 'Print every call with its time on stderr.'}),
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(CaptureCommand, withRedactValue(this.argv));
    if (flags.show !== undefined) {
      if (flags.output !== undefined || args.what !== undefined) {
        throw new DoctorError('--show stands alone: it captures nothing.', 'See --help.', 2);
      }
      const {loadBundle} = await import('../facts/bundle/file.ts');
      const {bundleContents} = await import('../report/bundle-contents.ts');
      await this.print(bundleContents(await loadBundle(flags.show)));
      return this.leave(0);
    }
    const {output} = flags;
    if (output === undefined) throw new DoctorError('Missing required flag: output', 'Add -o FILE. See --help.', 2);
    if (args.what !== undefined && (args.name === undefined || flags['all-namespaces'])) {
      throw new DoctorError(
        'What is to be captured?',
        'Write: fargate-doctor capture -o FILE pod NAME, or with -A alone.',
        2,
      );
    }
    const {startProgress} = await import('../report/progress.ts');
    const progress = await startProgress(process.stderr, flags.verbose);
    const told: string[] = [];
    const session = openSession(flags, flags.verbose, (sentence) => warn(sentence), performance.now());
    const warn = (sentence: string): void => {
      told.push(sentence);
      progress.warn(sentence);
    };
    this.session = session;
    try {
      const {capturePod, captureScan} = await import('./bundle.ts');
      const {writeAtomically} = await import('./write-atomically.ts');
      const asked = {
        ...(flags.namespace === undefined ? {} : {namespace: flags.namespace}),
        redaction: redactionOf(flags, 'bundle'),
        version: this.config.version,
      };
      const {name} = args;
      const {bytes, withheld} = await (name === undefined
        ? captureScan({...asked, allNamespaces: flags['all-namespaces']}, session, progress, told)
        : capturePod({...asked, name}, session, progress, told));
      await writeAtomically(output, bytes);
      progress.done();
      const {withheldText} = await import('../report/sharing.ts');
      const words = withheld.length > 0 ? `withheld: ${withheldText(withheld)}` : 'nothing was withheld';
      progress.tell(`${output}: ${(bytes.length / 1024).toFixed(1)} KB; ${words}`);
      session.end();
      await this.leave(0);
    } finally {
      progress.done();
      session.end();
    }
  }
}
