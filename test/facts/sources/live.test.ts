import {describe, expect, it} from 'vitest';
import {closureOf, liveSource, permissionOf, rememberReads, rightsOf} from '../../../src/facts/sources/live.ts';
import {ReadOnlyError} from '../../../src/facts/clients/read-only.ts';
import {PROBES} from '../../../src/facts/probes/index.ts';
import {findSubjects, likelySubject} from '../../../src/facts/subjects.ts';
import {absent, denied, failed, known, unavailable} from '../../../src/model/fact.ts';
import {isSubjectFact, type FactId} from '../../../src/model/facts.ts';
import type {Subject} from '../../../src/model/kubernetes.ts';
import {connect, error, stubAws, stubKube, TARGET, Waves, type StubOptions} from '../stub.ts';
import {AWS, DEPLOYMENT, OBJECTS, POD, podJson, profileJson, REPLICA_SET} from '../world.ts';

const NOW = '2026-11-20T03:10:00Z';
const NGINX: Subject = {kind: 'Pod', namespace: 'default', name: 'nginx'};
const DEPLOY: Subject = {kind: 'Deployment', namespace: 'default', name: 'nginx'};
const ALL = Object.keys(PROBES) as FactId[];

function world(options: StubOptions = {}, objects: object = {}, answers: object = {}) {
  const kube = stubKube({...OBJECTS, ...objects}, options);
  const aws = stubAws({...AWS, ...answers}, options);
  return {kube, aws, source: liveSource(connect(kube, aws), NOW)};
}

const askAll = (source: ReturnType<typeof liveSource>, subject: Subject) =>
  Promise.all(ALL.map(async (id) => [id, await source.ask(id, subject)] as const));

/** Whether a fact, or one that it waits for, is read with this permission. */
function restsOn(fact: FactId, permission: string): boolean {
  const words = (text: string): string => text.replace(/\/\S+/, '').replace('SUBJECT', 'default');
  return closureOf([fact]).some((id) =>
    PROBES[id].reads.some((right) => words(permissionOf(right)) === words(permission)),
  );
}

describe('a live source', () => {
  it('learns every fact of a pod in four rounds at most, each request once', async () => {
    const waves = new Waves();
    const {source, kube, aws} = world({waves});
    const answers = await waves.run(askAll(source, NGINX));
    expect(waves.count).toBeLessThanOrEqual(4);
    expect(answers.filter(([, fact]) => fact.is === 'failed' || fact.is === 'unavailable')).toEqual([]);
    expect(kube.asked).toHaveLength(new Set(kube.asked).size);
    // The pod execution role, and the service-linked role of a pod that waits.
    expect(aws.asked.filter((name) => name === 'GetRole')).toHaveLength(2);
    expect(Object.fromEntries(answers)).toMatchObject({
      clock: known(NOW),
      target: known(TARGET),
      subject: known(NGINX),
      pod: {is: 'known', value: {uid: 'uid-pod'}},
      podEvents: {is: 'known', value: [{firstAt: '2026-11-20T03:02:00Z'}, {firstAt: '2026-11-20T03:05:00Z'}]},
      workload: {is: 'known', value: {kind: 'Deployment', name: 'nginx', via: [{kind: 'ReplicaSet'}]}},
      workloadEvents: {is: 'known', value: [{object: {kind: 'Deployment'}}, {object: {kind: 'ReplicaSet'}}]},
      profile: {is: 'known', value: {name: 'default-fp', subnetIds: ['subnet-a', 'subnet-b']}},
      executionRole: {is: 'known', value: {name: 'fargate-pod-execution', path: '/eks/'}},
      accessEntry: {is: 'known', value: {type: 'FARGATE_LINUX'}},
      dhcpOptions: {is: 'known', value: {domainNameServers: ['AmazonProvidedDNS']}},
      profileSubnets: {is: 'known', value: [{id: 'subnet-a'}, {id: 'subnet-b'}]},
      vpcDnsSupport: known(true),
      vpcDnsHostnames: known(false),
      awsAuth: absent,
      dnsEndpoints: absent,
    });
  });

  it('takes no more rounds with many profiles', async () => {
    const waves = new Waves();
    const names = Array.from({length: 40}, (_, i) => `fp-${i}`);
    const {source} = world({waves}, {}, {ListFargateProfiles: () => ({fargateProfileNames: names})});
    await waves.run(askAll(source, NGINX));
    expect(waves.count).toBeLessThanOrEqual(4);
  });

  it('learns every fact of a workload without pods in four rounds at most', async () => {
    const waves = new Waves();
    const {source} = world({waves}, {[POD]: podJson('other', 'uid-other')});
    const facts = Object.fromEntries(await waves.run(askAll(source, DEPLOY)));
    expect(waves.count).toBeLessThanOrEqual(4);
    expect(facts).toMatchObject({
      pod: absent,
      podEvents: absent,
      podSpec: {is: 'known', value: {from: 'template', ref: 'deployment/nginx', pathPrefix: 'spec.template.'}},
      workload: {is: 'known', value: {kind: 'Deployment', via: []}},
      workloadEvents: {is: 'known', value: [{object: {kind: 'Deployment'}}, {object: {kind: 'ReplicaSet'}}]},
      profile: {is: 'known', value: {name: 'default-fp'}},
    });
  });

  it('knows of the next pod of a profile only what the profile tells', async () => {
    const {source, kube} = world();
    const subject: Subject = {kind: 'FargateProfile', namespace: '', name: 'default-fp'};
    const facts = Object.fromEntries(await askAll(source, subject));
    for (const id of ['pod', 'podSpec', 'podEvents', 'workload', 'workloadEvents', 'claims'] as const) {
      expect([id, facts[id]]).toEqual([id, absent]);
    }
    expect(facts['profile']).toMatchObject({value: {name: 'default-fp'}});
    expect(facts['executionRole']?.is).toBe('known');
    expect(kube.asked.some((path) => path.includes('/default/'))).toBe(false);
  });

  it('asks cluster facts once and roles once for many pods', async () => {
    const {source, kube, aws} = world({}, {'/api/v1/namespaces/default/pods/two': podJson('two', 'uid-two')});
    await Promise.all([askAll(source, NGINX), askAll(source, {...NGINX, name: 'two'})]);
    await askAll(source, NGINX);
    for (const [command, times] of [
      ['DescribeCluster', 1],
      ['GetRole', 2],
      ['DescribeAccessEntry', 1],
      ['DescribeFargateProfile', 1],
    ] as const) {
      expect([command, aws.asked.filter((name) => name === command).length]).toEqual([command, times]);
    }
    expect(kube.asked.filter((path) => path.endsWith('/nodes'))).toHaveLength(1);
    expect(kube.asked.filter((path) => path === REPLICA_SET)).toHaveLength(1);
    expect(kube.asked.filter((path) => path === DEPLOYMENT)).toHaveLength(1);
  });

  it('lets a denial travel with its permission, and leaves the rest alone', async () => {
    const {source, aws} = world({deny: ['eks:DescribeFargateProfile']});
    const facts = Object.fromEntries(await askAll(source, NGINX));
    const hit = ALL.filter((id) => facts[id]?.is === 'denied');
    expect(hit).toEqual(
      expect.arrayContaining(['accessEntry', 'executionRole', 'profile', 'profileSubnets', 'profiles']),
    );
    expect(hit.filter((id) => !restsOn(id, 'eks:DescribeFargateProfile'))).toEqual([]);
    expect(hit.map((id) => facts[id])).toEqual(hit.map(() => denied('eks:DescribeFargateProfile')));
    expect(aws.asked).not.toContain('DescribeAccessEntry');
  });

  it.each<[string, readonly FactId[]]>([
    [
      'get pods -n default',
      [
        'accessEntry',
        'claims',
        'executionRole',
        'pod',
        'podEvents',
        'podSpec',
        'profile',
        'workload',
        'workloadEvents',
      ],
    ],
    ['list events -n default', ['podEvents', 'workloadEvents']],
    ['get replicasets -n default', ['workload', 'workloadEvents']],
    ['get deployments -n default', ['workload', 'workloadEvents']],
    ['get persistentvolumeclaims/data -n default', ['claims']],
    ['get configmaps/aws-auth -n kube-system', ['awsAuth']],
    ['list endpointslices -n kube-system', ['dnsEndpoints']],
    ['iam:GetRole', ['executionRole']],
    ['ec2:DescribeVpcAttribute', ['vpcDnsHostnames', 'vpcDnsSupport']],
    ['ec2:DescribeVpcs', ['dhcpOptions', 'vpc']],
  ])('without %s lacks %j, and nothing that does not rest on it', async (permission, expected) => {
    const {source} = world({deny: [permission]});
    const facts = Object.fromEntries(await askAll(source, NGINX));
    const hit = ALL.filter((id) => facts[id]?.is === 'denied');
    expect(hit).toEqual(expect.arrayContaining([...expected]));
    expect(hit.filter((id) => !restsOn(id, permission))).toEqual([]);
    for (const id of expected) expect(facts[id]).toEqual(denied(permission));
  });

  it('gives a failure as the answer of what depends on it', async () => {
    const {source} = world({fail: ['get pods -n default']});
    expect(await source.ask('executionRole', NGINX)).toEqual(failed('time-out'));
  });

  it('makes absent what depends on something absent, even where another part is denied', async () => {
    const {source} = world({deny: ['eks:DescribeCluster']}, {}, {ListFargateProfiles: () => ({})});
    expect(await source.ask('profiles', NGINX)).toEqual(known([]));
    expect(await source.ask('profile', NGINX)).toEqual(absent);
    expect(await source.ask('accessEntry', NGINX)).toEqual(absent);
    expect(await source.ask('profileSubnets', NGINX)).toEqual(known([]));
  });

  it('goes on with one API where the other is out of reach', async () => {
    const kube = liveSource(connect(stubKube(OBJECTS)), NOW);
    expect((await kube.ask('pod', NGINX)).is).toBe('known');
    expect(await kube.ask('cluster', NGINX)).toEqual(unavailable('no credentials'));
    expect(await kube.ask('executionRole', NGINX)).toEqual(unavailable('no credentials'));
    const aws = liveSource(connect(undefined, stubAws(AWS)), NOW);
    expect((await aws.ask('routeTables', NGINX)).is).toBe('known');
    expect(await aws.ask('nodes', NGINX)).toEqual(unavailable('no kubeconfig'));
    expect(await aws.ask('profile', NGINX)).toEqual(unavailable('no kubeconfig'));
  });

  it('does not call a cluster absent that it has no name for', async () => {
    const source = liveSource(connect(stubKube(OBJECTS), stubAws(AWS), {target: absent}), NOW);
    expect(await source.ask('target', NGINX)).toEqual(absent);
    expect((await source.ask('cluster', NGINX)).is).toBe('unavailable');
    expect((await source.ask('profiles', NGINX)).is).toBe('unavailable');
  });

  it('turns an answer that can not be read into a failed one, and lets a refused write through', async () => {
    const {source} = world({}, {}, {DescribeCluster: () => ({cluster: {name: 'fargate-test'}})});
    expect(await source.ask('cluster', NGINX)).toEqual(
      failed('the answer could not be read: the answer has no cluster.resourcesVpcConfig'),
    );
    const kube = {...stubKube(OBJECTS), get: () => Promise.reject(new ReadOnlyError('no'))};
    await expect(liveSource(connect(kube), NOW).ask('pod', NGINX)).rejects.toThrow(ReadOnlyError);
  });

  it('does not know a list of which one part is denied', async () => {
    let calls = 0;
    const {source} = world(
      {},
      {},
      {
        ListFargateProfiles: () => ({fargateProfileNames: ['a', 'b', 'c']}),
        DescribeFargateProfile: ({fargateProfileName: name}: {fargateProfileName: string}) => {
          calls++;
          if (name === 'b') throw error('ServerException');
          return {fargateProfile: profileJson(name)};
        },
      },
    );
    expect(await source.ask('profiles', NGINX)).toEqual(failed('ServerException happened'));
    expect(calls).toBe(3);
  });
});

describe('finding the pod beside the diagnosis', () => {
  it('adds no round and no call for a pod of that very name', async () => {
    const waves = new Waves();
    const kube = stubKube(OBJECTS, {waves});
    const connection = rememberReads(connect(kube, stubAws(AWS, {waves})));
    const args = {name: 'nginx', namespace: 'default'};
    const subject = likelySubject(args) as Subject;
    const client = connection.kube.is === 'known' ? connection.kube.value : kube;
    const source = liveSource(connection, NOW);
    const [found] = await waves.run(Promise.all([findSubjects(client, args), askAll(source, subject)]));
    expect(found).toEqual({is: 'found', subjects: [subject]});
    expect(waves.count).toBeLessThanOrEqual(4);
    expect(kube.asked.filter((path) => path === POD)).toHaveLength(1);
  });

  it('reads the pods of a workload once, in the list', async () => {
    const waves = new Waves();
    const kube = stubKube({...OBJECTS}, {waves});
    const connection = rememberReads(connect(kube, stubAws(AWS, {waves})));
    const client = connection.kube.is === 'known' ? connection.kube.value : kube;
    const source = liveSource(connection, NOW);
    const all = (async () => {
      const found = await findSubjects(client, {name: 'deploy/nginx', namespace: 'default'});
      return found.is === 'found' && askAll(source, found.subjects[0]);
    })();
    const cluster = ALL.filter((id) => !isSubjectFact(id)).map((id) => source.ask(id, NGINX));
    await waves.run(Promise.all([all, ...cluster]));
    expect(kube.asked.filter((path) => path === POD || path === REPLICA_SET)).toEqual([]);
    // One more than for a pod: the workload has to be found first.
    expect(waves.count).toBe(4);
  });
});

describe('rights', () => {
  it('of a fact are those of all that it waits for', () => {
    expect(rightsOf(['executionRole']).map((right) => permissionOf(right))).toEqual(
      [
        'eks:DescribeFargateProfile',
        'eks:ListFargateProfiles',
        'get cronjobs -n SUBJECT',
        'get daemonsets -n SUBJECT',
        'get deployments -n SUBJECT',
        'get jobs -n SUBJECT',
        'get pods -n SUBJECT',
        'get replicasets -n SUBJECT',
        'get statefulsets -n SUBJECT',
        'iam:GetRole',
      ].sort(),
    );
    expect(rightsOf(['clock'])).toEqual([]);
  });

  it('name the namespace of the subject', () => {
    const [right] = rightsOf(['pod']);
    expect(right && permissionOf(right, NGINX)).toBe('get pods -n default');
  });
});
