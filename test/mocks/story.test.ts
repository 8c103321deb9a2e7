import {describe, expect, it} from 'vitest';
import {loadStory, readStory, storyIds} from '../../mocks/story.ts';
import {healthyWorld, type World} from '../../mocks/world.ts';
import {NOW, VPC} from './aws-fake.ts';

const HEAD = 'title: t\nabout: a\ncommand: pod nginx\nexpect: {exit: 0, verdict: healthy}\n';
const read = (rest: string): World => readStory(HEAD + rest, 'mocks/stories/t.yaml', NOW).world;
const find = (world: World, kind: string, name: string): Record<string, unknown> | undefined =>
  world.kube.objects.find((o) => o.kind === kind && o.metadata.name === name);
const names = (world: World, kind: string): readonly string[] =>
  world.kube.objects.filter((o) => o.kind === kind).map((o) => o.metadata.name);

describe('the healthy world', () => {
  const world = healthyWorld(NOW);

  it('refers to nothing that is not there', () => {
    const {aws} = world;
    const ids = new Set(
      [aws.vpcs, aws.subnets, aws.natGateways, aws.internetGateways, aws.securityGroups, aws.dhcpOptions].flatMap(
        (map) => Object.keys(map),
      ),
    );
    const referred = JSON.stringify(aws).match(/"(?:vpc|subnet|nat|igw|sg|dopt)-[0-9a-f]+"/g) ?? [];
    expect(referred.length).toBeGreaterThan(20);
    expect(referred.map((id) => JSON.parse(id) as string).filter((id) => !ids.has(id))).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-z]+-[0-9a-f]{17}$/);
  });

  it('gives each Fargate pod its node, in a subnet of the profiles', () => {
    const pods = world.kube.objects.filter((o) => o.kind === 'Pod');
    expect(pods.map((p) => p.metadata.labels?.['eks.amazonaws.com/fargate-profile']).sort()).toEqual(
      ['coredns-fp', 'coredns-fp', 'default-fp', 'default-fp', 'default-fp'].sort(),
    );
    const nodes = names(world, 'Node');
    for (const pod of pods) {
      expect(nodes).toContain((pod['spec'] as {nodeName: string}).nodeName);
      expect((pod['status'] as {podIP: string}).podIP).toMatch(/^10\.0\.[12]\./);
    }
  });

  it('names every object once and gives the owners of others their uid', () => {
    const keys = world.kube.objects.map((o) => `${o.kind}/${o.metadata.namespace ?? ''}/${o.metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    const uids = new Set(world.kube.objects.map((o) => o.metadata.uid));
    const owners = world.kube.objects.flatMap((o) => o.metadata.ownerReferences ?? []);
    expect(owners.length).toBeGreaterThan(4);
    for (const owner of owners) expect(uids).toContain(owner.uid);
    for (const o of world.kube.objects)
      if (o.kind === 'Event') expect(uids).toContain((o['involvedObject'] as {uid: string}).uid);
  });
});

describe('a story', () => {
  it('patches the AWS half: null removes, lists replace, ages become times', () => {
    const world = read(`aws:
  natGateways: {nat-0d4e5f6a7b8c90001: null}
  profiles: {default-fp: {createdAt: ago 1h30m, selectors: [{namespace: dev}]}}
`);
    expect(Object.keys(world.aws.natGateways)).toEqual(['nat-0d4e5f6a7b8c90002']);
    expect(world.aws.profiles['default-fp']).toMatchObject({
      createdAt: '2026-11-20T01:40:00Z',
      status: 'ACTIVE',
      selectors: [{namespace: 'dev'}],
    });
  });

  it('removes with what hangs on it', () => {
    const world = read('kube: {remove: [Deployment/default/web, Namespace/aws-observability]}\n');
    expect(names(world, 'ReplicaSet')).toEqual(['coredns-7d9c5f8b6d']);
    expect(names(world, 'Pod').filter((name) => name.startsWith('web-'))).toEqual([]);
    expect(names(world, 'Node')).not.toContain('fargate-ip-10-0-1-57.eu-central-1.compute.internal');
    expect(find(world, 'ConfigMap', 'aws-logging')).toBeUndefined();
  });

  it('puts a pod in the place of one that was there, and its derived state follows', () => {
    const world = read('pods: [{name: coredns-7d9c5f8b6d-4xk2p, namespace: kube-system, state: timed-out, age: 3h}]\n');
    const pod = find(world, 'Pod', 'coredns-7d9c5f8b6d-4xk2p');
    expect(pod).toMatchObject({
      metadata: {creationTimestamp: '2026-11-20T00:10:00Z', labels: {'k8s-app': 'kube-dns'}},
      spec: {containers: [{name: 'coredns'}], schedulerName: 'fargate-scheduler'},
      status: {phase: 'Pending'},
    });
    expect(names(world, 'Node')).not.toContain('fargate-ip-10-0-1-21.eu-central-1.compute.internal');
    expect(find(world, 'Deployment', 'coredns')).toMatchObject({status: {readyReplicas: 1, unavailableReplicas: 1}});
    expect(find(world, 'EndpointSlice', 'kube-dns-x7k2p')?.['endpoints']).toHaveLength(1);
  });

  it('merges over objects by kind, namespace and name, and creates the rest', () => {
    const world = read(`kube:
  apply:
    - {kind: Deployment, metadata: {name: coredns, namespace: kube-system}, spec: {template: {metadata: {annotations: {eks.amazonaws.com/compute-type: ec2}}}}}
    - {kind: StorageClass, metadata: {name: efs, creationTimestamp: ago 2h}, provisioner: efs.csi.aws.com}
`);
    expect(find(world, 'Deployment', 'coredns')).toMatchObject({
      spec: {replicas: 2, template: {metadata: {annotations: {'eks.amazonaws.com/compute-type': 'ec2'}}}},
    });
    expect(find(world, 'StorageClass', 'efs')).toMatchObject({
      apiVersion: 'storage.k8s.io/v1',
      metadata: {creationTimestamp: '2026-11-20T01:10:00Z'},
    });
  });

  it('adds events with the uid of what they are about, in the form of their component', () => {
    const world = read(`pods: [{name: nginx, age: 30m, state: unscheduled}]
events:
  - {about: Pod/default/nginx, reason: FailedScheduling, from: default-scheduler, message: m, age: 5m, first: 25m, count: 6}
  - {about: Pod/default/nginx, reason: LoggingEnabled, from: fargate-scheduler, message: n, age: 7m}
`);
    const events = world.kube.objects.filter((o) => o.kind === 'Event');
    const uid = (find(world, 'Pod', 'nginx')?.['metadata'] as {uid: string}).uid;
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      involvedObject: {uid},
      type: 'Warning',
      reportingComponent: 'default-scheduler',
      lastTimestamp: null,
      series: {count: 6, lastObservedTime: '2026-11-20T03:05:00.000000Z'},
    });
    expect(events[1]).toMatchObject({type: 'Normal', count: 1, lastTimestamp: '2026-11-20T03:03:00Z'});
  });

  it.each([
    ['aws: {profile: {}}', 'aws.profile: unknown key; there are region, account'],
    ['aws: {subnets: {subnet-1: {vpc: v}}}', 'aws.subnets.subnet-1.zone: is missing'],
    ['aws: {cluster: {endpoint: {privat: true}}}', 'aws.cluster.endpoint.privat: unknown key'],
    ['pods: [{name: a, aged: 3m}]', 'pods[0].aged: unknown key; there are name, namespace'],
    ['pods: [{name: a, state: stuck}]', 'pods[0].state: "stuck" is not one of new, timed-out'],
    ['pods: [{name: a, age: 3 min}]', 'pods[0]: "3 min" is not an age'],
    ['pods: [{name: a, owner: Deployment/zz}]', 'pods[0]: owner Deployment/zz has no ReplicaSet'],
    ['kube: {remove: [Pod/default/x]}', 'kube.remove[0]: nothing is called "Pod/default/x"'],
    ['kube: {apply: [{kind: ConfigMap, metadata: {name: x}}]}', 'kube.apply[0]: "ConfigMap/x" does not name an object'],
    ['faults: [{match: "eks:*", denies: true}]', 'faults[0].denies: unknown key; there are match, deny'],
    ['faults: [{match: "eks:*", throttle: yes please}]', 'faults[0].throttle: must be a number'],
    ['base: broken', 'base: "broken" is not one of healthy'],
    ['tittle: x', 'tittle: unknown key'],
  ])('%s is an error that names file and key', (rest, message) => {
    expect(() => read(`${rest}\n`)).toThrow(`mocks/stories/t.yaml: ${message}`);
  });

  it('splits the command into words', () => {
    const story = readStory(HEAD.replace('pod nginx', `pod nginx -l "a b" --ignore 'x y'`), 't.yaml', NOW);
    expect(story.args).toEqual(['pod', 'nginx', '-l', 'a b', '--ignore', 'x y']);
  });
});

describe('the stories in the folder', () => {
  it.each(storyIds())('%s can be read', (id) => {
    const story = loadStory(id, NOW);
    expect(story.title.length).toBeGreaterThan(5);
    expect(story.args.length).toBeGreaterThan(0);
  });

  it('tell the founding case', () => {
    const {world} = loadStory('founding-case', NOW);
    expect(world.aws.cluster.endpoint).toEqual({public: true, private: false, cidrs: ['198.51.100.7/32']});
    expect(world.aws.vpcs[VPC]).toEqual(healthyWorld(NOW).aws.vpcs[VPC]);
    expect(names(world, 'Node')).toEqual([]);
    expect(find(world, 'EndpointSlice', 'kube-dns-x7k2p')?.['endpoints']).toBeNull();
    const said = world.kube.objects.filter((o) => o.kind === 'Event').map((o) => o['reason']);
    expect(said).toEqual(['LoggingDisabled', 'FailedScheduling', 'FailedScheduling', 'FailedScheduling']);
  });
});
