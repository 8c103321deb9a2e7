import {DoctorCommand} from './doctor-command.ts';
import {fitting, wantedAt, type Wanted} from './candidates.ts';
import {openSession} from './session.ts';

/** So long a person waits for a list of names. */
const MOST_TIME = '2s';

export default class CompleteCommand extends DoctorCommand {
  static override hidden = true;
  static override strict = false;
  static override summary =
    'What may stand under the cursor, one a line; called by the scripts that `completion` prints.';

  async run(): Promise<void> {
    const typed = this.argv.slice(this.argv.indexOf('--') + 1);
    const wanted = wantedAt(typed);
    // Nothing that goes wrong here may disturb the line that is being typed.
    const words = wanted.is === 'files' ? [] : await wordsOf(wanted).catch(() => []);
    const lines = wanted.is === 'files' ? [':files'] : fitting(typed, words);
    await this.print(lines.map((line) => `${line}\n`).join(''));
    await this.leave(0);
  }
}

async function wordsOf(wanted: Exclude<Wanted, {is: 'files'}>): Promise<readonly string[]> {
  switch (wanted.is) {
    case 'words':
      return wanted.words;
    case 'causes': {
      const {CHECKS} = await import('../checks/index.ts');
      return CHECKS.flatMap((check) => Object.keys(check.causes));
    }
    case 'checks': {
      const {CHECKS} = await import('../checks/index.ts');
      return CHECKS.flatMap((check) => [check.id, `${check.group}/*`]);
    }
    case 'stories':
      return (await import('../../mocks/story.ts')).storyIds();
    case 'contexts': {
      const {readKubeconfig} = await import('../facts/cluster/kubeconfig.ts');
      return [...(readKubeconfig(undefined, process.env)?.contexts.keys() ?? [])];
    }
    case 'namespaces':
    case 'pods':
      return namesOf(wanted);
  }
}

/** Names from the cluster that the kubeconfig points at. */
async function namesOf(wanted: Extract<Wanted, {is: 'namespaces' | 'pods'}>): Promise<readonly string[]> {
  const session = openSession({'allow-mismatch': true, timeout: MOST_TIME}, false, () => undefined);
  const {namesFor} = await import('../facts/subjects/names.ts');
  const names = await namesFor(session.options, wanted.is, wanted.is === 'pods' ? wanted.namespace : undefined);
  session.end();
  return names;
}
