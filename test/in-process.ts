import {CHECKS} from '../src/checks/index.ts';
import {diagnoseManifestOf} from '../src/commands/diagnose-manifest.ts';
import {diagnosePodOf, type PodQuestion} from '../src/commands/diagnose-pod.ts';
import {scanClusterOf} from '../src/commands/scan-cluster.ts';
import {openSession, type Session} from '../src/commands/session.ts';
import type {Conclusion} from '../src/engine/diagnose.ts';
import {connect} from '../src/facts/connect.ts';
import type {Connection} from '../src/facts/connection.ts';
import {DoctorError} from '../src/facts/errors.ts';
import type {ServedWorld} from '../mocks/serve.ts';
import type {Story} from '../mocks/story.ts';

/** Nobody listens. */
export const SILENT = {say: () => undefined, warn: () => undefined, tell: () => undefined, done: () => undefined};

/** How a run ended: with a conclusion, or with the one sentence why there is none. */
export type Ended = {readonly conclusion: Conclusion} | {readonly error: DoctorError};

/** Diagnoses a story's subject in this process, with the real clients against the served fakes: for tests that need many runs. */
export async function diagnoseHere(story: Story, served: ServedWorld, limits: Limits = {}): Promise<Ended> {
  const session = sessionAt(served, limits);
  try {
    return await ended(async () => conclusionOf(await connect(session.options), story, session));
  } finally {
    session.end();
  }
}

/** The same over a connection that stands, made with the options of `session`. */
export function diagnoseOver(connection: Connection, story: Story, session: Session): Promise<Ended> {
  return ended(() => conclusionOf(connection, story, session));
}

/** The time limits of a run, as the flags take them. */
export interface Limits {
  /** Of the whole run: `30s` if not given. */
  readonly timeout?: string;
  /** Of each request; the program's own if not given. */
  readonly 'request-timeout'?: string;
}

/** A run that asks the served fakes. */
export function sessionAt(served: ServedWorld, limits: Limits = {}): Session {
  // The SDK reads its settings from the process, as in the program.
  Object.assign(process.env, served.env);
  return openSession({'allow-mismatch': false, timeout: '30s', ...limits}, false, () => undefined);
}

async function conclusionOf(connection: Connection, story: Story, session: Session): Promise<Conclusion> {
  if (story.args[0] === 'preflight') return preflightOf(connection, story, session);
  if (story.args[0] === 'scan') {
    const {name: _, ...judged} = podQuestionOf(story);
    const question = {...judged, allNamespaces: story.args.includes('-A')};
    return (await scanClusterOf(connection, question, session, SILENT)).conclusion;
  }
  return (await diagnosePodOf(connection, podQuestionOf(story), session, SILENT)).conclusion;
}

async function preflightOf(connection: Connection, story: Story, session: Session): Promise<Conclusion> {
  const texts = Object.entries(story.files).map(([file, text]) => ({file, text}));
  const offline = story.args.includes('--offline');
  const question = {texts, offline, checks: CHECKS, ignore: [], failOn: 'error' as const};
  return (await diagnoseManifestOf(connection, question, session, SILENT)).conclusion;
}

/** What a story of `pod` asks, with all checks. */
export function podQuestionOf(story: Story): PodQuestion {
  const [name = '', ...flags] = story.args.slice(1);
  const namespace = flags[flags.indexOf('-n') + 1];
  const asked = {name, ...(flags.includes('-n') && namespace !== undefined ? {namespace} : {})};
  return {...asked, checks: CHECKS, ignore: [], failOn: 'error'};
}

async function ended(run: () => Promise<Conclusion>): Promise<Ended> {
  try {
    return {conclusion: await run()};
  } catch (error) {
    if (error instanceof DoctorError) return {error};
    throw error;
  }
}
