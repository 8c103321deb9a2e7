import {CHECKS} from '../src/checks/index.ts';
import {diagnosePod} from '../src/commands/diagnose-pod.ts';
import {openSession} from '../src/commands/session.ts';
import type {Conclusion} from '../src/engine/diagnose.ts';
import {DoctorError} from '../src/facts/errors.ts';
import type {ServedWorld} from '../mocks/serve.ts';
import type {Story} from '../mocks/story.ts';

const SILENT = {say: () => undefined, warn: () => undefined, tell: () => undefined, done: () => undefined};

/** How a run ended: with a conclusion, or with the one sentence why there is none. */
export type Ended = {readonly conclusion: Conclusion} | {readonly error: DoctorError};

/** Diagnoses a story's subject in this process, with the real clients against the served fakes: for tests that need many runs. */
export async function diagnoseHere(story: Story, served: ServedWorld): Promise<Ended> {
  // The SDK reads its settings from the process, as in the program.
  Object.assign(process.env, served.env);
  const [name = '', ...flags] = story.args.slice(1);
  const namespace = flags[flags.indexOf('-n') + 1];
  const session = openSession({'allow-mismatch': false, timeout: '30s'}, false, () => undefined);
  try {
    const asked = {name, ...(flags.includes('-n') && namespace !== undefined ? {namespace} : {})};
    const {conclusion} = await diagnosePod(asked, {checks: CHECKS, ignore: [], failOn: 'error'}, session, SILENT);
    return {conclusion};
  } catch (error) {
    if (error instanceof DoctorError) return {error};
    throw error;
  } finally {
    session.end();
  }
}
