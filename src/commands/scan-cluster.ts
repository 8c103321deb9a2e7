import {diagnose, type Conclusion, type DiagnoseOptions, type ScanReport} from '../engine/diagnose.ts';
import {record} from '../engine/record.ts';
import {clusterFacts, factsFor} from '../engine/plan.ts';
import {now} from '../facts/clock.ts';
import {refuseMismatch} from '../facts/cluster/mismatch.ts';
import {connect} from '../facts/connect.ts';
import type {Connection} from '../facts/connection.ts';
import {chooseSubjects, type Choice} from '../facts/scan/choose.ts';
import {listedKube, type ListedKube} from '../facts/scan/listed.ts';
import {countPods, type Counted} from '../facts/scan/pods.ts';
import type {Scope} from '../facts/scan/scope.ts';
import {DoctorError} from '../facts/errors.ts';
import {liveSource} from '../facts/sources/live.ts';
import {rememberAws} from '../facts/sources/remember.ts';
import {PODS_ARE_LISTED, type NotChecked, type Scanned} from '../model/diagnosis.ts';
import {known, unavailable, valueOf, type Fact, type Gap} from '../model/fact.ts';
import {subjectKey, type AlikePod, type Subject} from '../model/kubernetes.ts';
import type {Recording} from '../model/recording.ts';
import type {Source} from '../model/source.ts';
import type {Progress} from '../report/progress.ts';
import type {Run} from './run.ts';

/** What is scanned, and how what is found is judged. */
export interface ScanQuestion extends Pick<DiagnoseOptions, 'checks' | 'ignore' | 'failOn'> {
  /** Absent: that of the kubeconfig context. */
  readonly namespace?: string;
  readonly allNamespaces: boolean;
  readonly selector?: string;
}

export interface ScanResult {
  readonly conclusion: Conclusion;
  readonly startedAt: string;
}

const NOBODY: Subject = {kind: 'Pod', namespace: 'default', name: ''};

/** Looks for every pod that hangs and is meant for Fargate, and for what would stop the next one. */
export async function scanCluster(question: ScanQuestion, session: Run, progress: Progress): Promise<ScanResult> {
  progress.say('finding the cluster');
  return scanClusterOf(await connect(session.options), question, session, progress);
}

/** The same over a connection that stands. */
export async function scanClusterOf(
  connection: Connection,
  question: ScanQuestion,
  session: Run,
  progress: Progress,
): Promise<ScanResult> {
  const {result, startedAt} = await withScan(connection, question, session, progress, (found) =>
    diagnose(found.source, found.subjects, {
      ...question,
      signal: session.signal,
      alike: found.alike,
      scan: found.report,
      onExamined: (_, done, of) =>
        progress.say(`${found.report().scanned.pods} pods read; ${done} of ${of} groups checked`),
    }),
  );
  return {conclusion: result, startedAt};
}

/** Keeps every answer that a scan would be given, instead of judging them. */
export async function recordScan(question: ScanQuestion, session: Run, progress: Progress): Promise<Recording> {
  progress.say('finding the cluster');
  return recordScanOf(await connect(session.options), question, session, progress);
}

/** The same over a connection that stands. */
export async function recordScanOf(
  connection: Connection,
  question: ScanQuestion,
  session: Run,
  progress: Progress,
): Promise<Recording> {
  const {result} = await withScan(connection, question, session, progress, async (found) => {
    const recorded = await record(found.source, found.subjects, factsFor(question.checks), session.signal);
    const alike = [...found.alike].flatMap(([subject, others]) => (others.length > 0 ? [{subject, others}] : []));
    return {...recorded, told: [], scan: {...found.report(), alike}};
  });
  return result;
}

/** What a scan found to look into. */
interface Found {
  readonly source: Source;
  readonly subjects: readonly Subject[];
  readonly alike: ReadonlyMap<string, readonly AlikePod[]>;
  readonly report: () => ScanReport;
}

/** Finds what hangs and does some work with the source of its facts. */
async function withScan<T>(
  connection: Connection,
  question: ScanQuestion,
  session: Run,
  progress: Progress,
  work: (found: Found) => Promise<T>,
): Promise<{readonly result: T; readonly startedAt: string}> {
  const startedAt = now(session.options.env);
  const scope = scopeOf(question, connection);
  const counted = countScope(connection, scope, session, progress);
  const listed =
    connection.kube.is === 'known'
      ? listedKube(
          connection.kube.value,
          counted.then((c) => c.census),
        )
      : undefined;
  const source = liveSource(
    {
      ...connection,
      ...(listed ? {kube: known(listed.kube)} : {}),
      aws: connection.aws.is === 'known' ? known(rememberAws(connection.aws.value)) : connection.aws,
    },
    startedAt,
  );
  const early = Promise.allSettled(clusterFacts(factsFor(question.checks)).map((fact) => source.ask(fact, NOBODY)));
  const {census, gap} = await counted;
  if (gap?.is === 'denied' && scope.namespaces === 'all' && census.scope.namespaces !== 'all') {
    progress.warn(
      `pods of all namespaces may not be listed (needs ${gap.permission}); scanned: ${census.scope.namespaces.join(', ') || 'none'}`,
    );
  }
  const cluster = await Promise.race([source.ask('cluster', NOBODY), ended(session.signal)]);
  if (!session.interrupted() && cluster) {
    const described = valueOf(cluster);
    if (described) refuseMismatch(connection.serverToMatch, described);
    const unread = cluster.is === 'failed' || cluster.is === 'unavailable' ? cluster.reason : undefined;
    if (unread !== undefined && gap && gap.is !== 'denied') {
      throw new DoctorError(
        'Neither the Kubernetes API nor AWS could be read.',
        `Kubernetes: ${gap.reason}\nAWS: ${unread}`,
      );
    }
  }
  progress.say(`${census.read} pods read, ${census.unready.length} of them not ready; reading what they need`);
  const choice = await choose(source, listed, census, startedAt);
  const workloads = await unreadWorkloads(listed, session);
  const profiles = await source.ask('profiles', NOBODY);
  const subjects: readonly Subject[] = [
    ...choice.groups.map((group) => group.subject),
    ...(valueOf(profiles) ?? []).map(({name}): Subject => ({kind: 'FargateProfile', namespace: '', name})),
  ];
  const result = await work({
    source,
    subjects,
    alike: new Map(choice.groups.map((group) => [subjectKey(group.subject), group.others])),
    report: () => {
      const scanned = scannedOf(scope, census, choice, session.signal.aborted);
      return {scanned, unread: [...unreadPods(gap, scanned), ...unreadProfiles(profiles), ...workloads]};
    },
  });
  await Promise.race([early, ended(session.signal)]);
  return {result, startedAt};
}

function scopeOf({allNamespaces, namespace, selector}: ScanQuestion, connection: Connection): Scope {
  return {
    namespaces: allNamespaces ? 'all' : [namespace ?? connection.namespace],
    ...(selector === undefined ? {} : {labelSelector: selector}),
  };
}

async function countScope(connection: Connection, scope: Scope, session: Run, progress: Progress): Promise<Counted> {
  const nothing = {scope, complete: false, read: 0, unready: [], fargate: []};
  if (connection.kube.is !== 'known') {
    const gap = connection.kube.is === 'absent' ? unavailable('there is no Kubernetes API to ask') : connection.kube;
    return {census: nothing, gap};
  }
  const since = performance.now();
  return countPods(connection.kube.value, scope, connection.namespace, (pods) => {
    const seconds = (performance.now() - since) / 1000;
    const rate = seconds > 1 ? `, ${Math.round(pods / seconds)} a second` : '';
    if (!session.signal.aborted) progress.say(`reading pods: ${pods}${rate}`);
  });
}

async function choose(
  source: Source,
  listed: ListedKube | undefined,
  census: Counted['census'],
  startedAt: string,
): Promise<Choice> {
  const [profiles, nodes, cluster, workloads] = await Promise.all([
    source.ask('profiles', NOBODY),
    source.ask('nodes', NOBODY),
    source.ask('cluster', NOBODY),
    listed?.workloads ?? [],
  ]);
  return chooseSubjects(census, workloads, {
    profiles,
    nodes,
    cluster,
    now: startedAt,
    eventsOf: ({namespace, name}) => source.ask('podEvents', {kind: 'Pod', namespace, name}),
  });
}

function scannedOf(asked: Scope, {scope, read, fargate}: Counted['census'], choice: Choice, partial: boolean): Scanned {
  return {
    allNamespaces: scope.namespaces === 'all',
    namespaces: scope.namespaces === 'all' ? [] : scope.namespaces,
    ...(asked.labelSelector === undefined ? {} : {selector: asked.labelSelector}),
    pods: read,
    fargate: fargate.length,
    elsewhere: choice.elsewhere,
    onTheirWay: choice.onTheirWay,
    partial,
  };
}

/** That pods of the scope could not be read: where they might hang, nothing is clear. */
function unreadPods(gap: Gap | undefined, {partial}: Scanned): readonly NotChecked[] {
  const entry = {
    check: PODS_ARE_LISTED,
    title: 'All pods of the scope are read',
    topic: 'pods',
    couldHide: [],
    matters: true,
  };
  if (gap) return [{...entry, ...reasonOf(gap)}];
  return partial ? [{...entry, reason: 'failed', detail: 'the scan was ended before all was read'}] : [];
}

/** Without the profiles nothing can be said of the next pod. */
function unreadProfiles(profiles: Fact<readonly unknown[]>): readonly NotChecked[] {
  if (profiles.is === 'known' || profiles.is === 'absent') return [];
  const [check, title] = ['profiles-are-listed', 'All Fargate profiles are read'];
  return [{check, title, topic: 'next pods', couldHide: [], matters: true, ...reasonOf(profiles)}];
}

async function unreadWorkloads(listed: ListedKube | undefined, session: Run): Promise<readonly NotChecked[]> {
  const gaps = (await Promise.race([listed?.gaps, ended(session.signal)])) ?? [];
  return gaps.map((gap) => ({
    check: 'workloads-are-listed',
    title: 'All workloads of the scope are read',
    topic: 'workloads without pods',
    couldHide: ['sched-quota-or-admission-rejects'],
    // A CronJob makes no pods itself.
    matters: !(gap.is === 'denied' && gap.permission.startsWith('list cronjobs')),
    ...reasonOf(gap),
  }));
}

function reasonOf(gap: Gap): Pick<NotChecked, 'reason' | 'needs' | 'detail'> {
  return gap.is === 'denied' ? {reason: 'denied', needs: gap.permission} : {reason: gap.is, detail: gap.reason};
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const soon = (): void => void setImmediate(() => resolve(undefined));
    if (signal.aborted) soon();
    else signal.addEventListener('abort', soon, {once: true});
  });
}
