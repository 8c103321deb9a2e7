import {diagnose, type Conclusion, type DiagnoseOptions} from '../engine/diagnose.ts';
import {factsFor} from '../engine/plan.ts';
import type {Written} from '../engine/planned.ts';
import {now} from '../facts/clock.ts';
import {refuseMismatch} from '../facts/cluster/mismatch.ts';
import {connect} from '../facts/connect.ts';
import type {Connection} from '../facts/connection.ts';
import {DoctorError, NoClusterError} from '../facts/errors.ts';
import {collect, type Manifest} from '../facts/manifest/collect.ts';
import type {ManifestText} from '../facts/manifest/input.ts';
import {parseManifest, type ManifestDocument} from '../facts/manifest/parse.ts';
import {overlay} from '../facts/sources/overlay.ts';
import {unavailable} from '../model/fact.ts';
import type {Evidence, Position} from '../model/finding.ts';
import {subjectKey, type Subject} from '../model/kubernetes.ts';
import type {Source} from '../model/source.ts';
import type {Redaction, Withheld} from '../redaction/kinds.ts';
import type {Progress} from '../report/progress.ts';
import type {Run} from './run.ts';

/** Which manifests are asked about, and how what is found of them is judged. */
export interface ManifestQuestion extends Pick<DiagnoseOptions, 'checks' | 'ignore' | 'failOn'> {
  readonly texts: readonly ManifestText[];
  /** `-n`. */
  readonly namespace?: string;
  /** The user wants no cluster to be asked. */
  readonly offline: boolean;
  /** What is to be withheld from the facts before any check sees them. */
  readonly redaction?: Redaction;
}

/** A diagnosis, and the time that it is of, RFC 3339. */
export interface DiagnosedManifest {
  readonly conclusion: Conclusion;
  readonly startedAt: string;
  /** Absent where nothing was to be withheld. */
  readonly withheld?: readonly Withheld[];
}

/** Says of each pod in the manifests what would become of it; in the cluster, if there is one. */
export async function diagnoseManifest(
  question: ManifestQuestion,
  run: Run,
  progress: Progress,
): Promise<DiagnosedManifest> {
  const documents = documentsOf(question.texts);
  progress.say('finding the cluster');
  return diagnoseDocuments(documents, await reach(question, run), question, run, progress);
}

/** The same over a connection that stands. */
export function diagnoseManifestOf(
  connection: Connection,
  question: ManifestQuestion,
  run: Run,
  progress: Progress,
): Promise<DiagnosedManifest> {
  const reached = question.offline ? alone(OFFLINE) : {connection};
  return diagnoseDocuments(documentsOf(question.texts), reached, question, run, progress);
}

function documentsOf(texts: readonly ManifestText[]): readonly ManifestDocument[] {
  const documents = texts.flatMap(parseManifest);
  if (documents.length > 0) return documents;
  throw new DoctorError(`There is no Kubernetes object in ${named(texts)}.`, undefined, 2);
}

async function diagnoseDocuments(
  documents: readonly ManifestDocument[],
  {connection, offline}: Reached,
  question: ManifestQuestion,
  run: Run,
  progress: Progress,
): Promise<DiagnosedManifest> {
  const startedAt = now(run.options.env);
  const manifest = collect(documents, {
    namespace: question.namespace ?? connection.namespace,
    chosen: question.namespace !== undefined,
    now: startedAt,
  });
  progress.say(`checking ${manifest.pods.length === 1 ? 'one pod' : `${manifest.pods.length} pods`} of the manifest`);
  const source = overlay(manifest, connection, startedAt, offline);
  const subjects = manifest.pods.map((pod) => pod.subject);
  const {shown, withheld} = await withholding(source, subjects, question, run);
  const conclusion = await diagnose(shown, subjects, {
    ...question,
    written: writtenIn(manifest),
    signal: run.signal,
  });
  if (offline === undefined && subjects[0]) await refuseUnreached(connection, source, subjects[0], run);
  const summary = {
    files: question.texts.length,
    pods: manifest.pods.length,
    otherObjects: manifest.otherObjects,
    offline: offline !== undefined,
    warnings: manifest.warnings,
  };
  return {conclusion: {...conclusion, manifest: summary}, startedAt, ...(withheld ? {withheld} : {})};
}

/** The source as the checks are to see it. What the manifest says itself, in its files' names too, is its owner's to share. */
async function withholding(
  source: Source,
  subjects: readonly Subject[],
  {redaction = 'none', checks}: ManifestQuestion,
  run: Run,
): Promise<{readonly shown: Source; readonly withheld?: readonly Withheld[]}> {
  if (redaction === 'none') return {shown: source};
  const [{record, replay}, {redact}] = await Promise.all([
    import('../engine/record.ts'),
    import('../redaction/redact.ts'),
  ]);
  const recorded = {...(await record(source, subjects, factsFor(checks), run.signal)), told: []};
  const {recording, withheld} = redact(recorded, 'none', redaction);
  return {shown: replay(recording), withheld};
}

const named = (texts: readonly ManifestText[]): string =>
  texts.length === 1 ? (texts[0]?.file ?? '') : `the ${texts.length} files`;

const OFFLINE = 'no cluster was asked (--offline)';

interface Reached {
  readonly connection: Connection;
  /** Why there is no cluster to ask. */
  readonly offline?: string;
}

/** Where nothing says that there is a cluster, the manifest is judged by itself. */
async function reach(question: ManifestQuestion, run: Run): Promise<Reached> {
  if (question.offline) return alone(OFFLINE);
  try {
    return {connection: await connect(run.options)};
  } catch (error) {
    if (!(error instanceof NoClusterError)) throw error;
    run.options.onWarning?.(`${error.message} The manifest is judged by itself.`);
    return alone('there is no cluster to ask');
  }
}

function alone(reason: string): Reached {
  const gap = unavailable(reason);
  return {connection: {kube: gap, aws: gap, target: gap, namespace: 'default'}, offline: reason};
}

/** Ends the run where the cluster is another one than was meant, or neither API could be read. */
async function refuseUnreached(connection: Connection, source: Source, subject: Subject, run: Run): Promise<void> {
  if (run.interrupted() || run.signal.aborted) return;
  const [cluster, nodes] = await Promise.all([source.ask('cluster', subject), source.ask('nodes', subject)]);
  if (cluster.is === 'known' && connection.serverToMatch !== undefined) {
    refuseMismatch(connection.serverToMatch, cluster.value);
  }
  if (cluster.is !== 'failed' || nodes.is !== 'failed') return;
  throw new DoctorError(
    'Neither the Kubernetes API nor AWS could be read.',
    `Kubernetes: ${nodes.reason}\nAWS: ${cluster.reason}\n--offline judges the manifest by itself.`,
  );
}

/** Where the things of a manifest stand. */
export function writtenIn(manifest: Manifest): Written {
  const pods = new Map(manifest.pods.map((pod) => [subjectKey(pod.subject), pod]));
  const others = new Map([...manifest.objects.values()].map((object) => [object.ref, object]));
  return {
    position: (subject) => pods.get(subjectKey(subject))?.position,
    evidence(subject, {ref = '', path = ''}: Evidence): Position | undefined {
      const pod = pods.get(subjectKey(subject));
      if (pod && ref === pod.podSpec.ref) return pod.place(path);
      const other = others.get(`${subject.namespace}/${ref}`) ?? others.get(ref);
      return other?.place(path === '' ? 'kind' : path);
    },
  };
}
