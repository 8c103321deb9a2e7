import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../../mocks/serve.ts';
import {healthyWorld} from '../../../mocks/world.ts';
import type {CallRecord} from '../../../src/facts/clients/types.ts';
import {connect} from '../../../src/facts/connect.ts';
import {PROBES} from '../../../src/facts/probes/index.ts';
import {liveSource, permissionOf, rememberReads, rightsOf} from '../../../src/facts/sources/live.ts';
import {findSubjects} from '../../../src/facts/subjects.ts';
import type {FactId} from '../../../src/model/facts.ts';
import {isAwsRight} from '../../../src/model/right.ts';
import type {Subject} from '../../../src/model/kubernetes.ts';

const NOW = '2026-11-20T03:10:00Z';
const ALL = Object.keys(PROBES) as FactId[];

/** Facts that a running pod of the healthy world always has. */
const CORE: readonly FactId[] = [
  ...([
    'pod',
    'podSpec',
    'podEvents',
    'workload',
    'workloadEvents',
    'profile',
    'executionRole',
    'accessEntry',
  ] as const),
  ...(['cluster', 'profiles', 'profileSubnets', 'routeTables', 'natGateways', 'internetGateways', 'vpc'] as const),
  ...(['dhcpOptions', 'vpcEndpoints', 'nodes', 'fargatePods', 'awsAuth', 'awsLogging', 'corednsDeployment'] as const),
];

/** The probes through the real clients, against the embedded world. */
describe('a live source over HTTP', () => {
  let world: ServedWorld;
  beforeAll(async () => {
    world = await serveWorld(healthyWorld(NOW));
  });
  afterAll(() => world.close());

  it('answers every fact of a healthy pod, with no call beyond the declared rights', async () => {
    const calls: CallRecord[] = [];
    const connection = rememberReads(
      await connect({
        env: {...process.env, ...world.env},
        signal: new AbortController().signal,
        onCall: (call) => calls.push(call),
      }),
    );
    if (connection.kube.is !== 'known') throw new Error('no Kubernetes API');
    const found = await findSubjects(connection.kube.value, {name: 'deploy/web', namespace: 'default'});
    const subject: Subject | undefined = found.is === 'found' ? found.subjects[0] : undefined;
    if (!subject) throw new Error('no pod of deployment/web');
    const source = liveSource(connection, NOW);
    const answers = await Promise.all(ALL.map(async (id) => ({id, fact: await source.ask(id, subject)})));

    const unread = answers.filter(({fact}) => fact.is !== 'known' && fact.is !== 'absent');
    expect(unread.map(({id, fact}) => `${id} ${fact.is}`)).toEqual([]);
    // Absent without a call is only what a running pod gives no reason to ask for.
    const absent = answers.filter(({fact}) => fact.is === 'absent').map(({id}) => id);
    expect(absent.filter((id) => CORE.includes(id))).toEqual([]);
    const declared = new Set(
      rightsOf(ALL)
        .filter(isAwsRight)
        .map((right) => permissionOf(right)),
    );
    const made = calls.map((call) => call.what).filter((what) => !what.startsWith('GET '));
    expect(made.filter((what) => !declared.has(what))).toEqual([]);
    expect(calls.filter((call) => call.what === `GET /api/v1/namespaces/default/pods/${subject.name}`)).toEqual([]);
  });
});
