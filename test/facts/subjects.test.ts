import {describe, expect, it} from 'vitest';
import {DoctorError} from '../../src/facts/errors.ts';
import {findSubjects, likelySubject} from '../../src/facts/subjects.ts';
import {denied, failed} from '../../src/model/fact.ts';
import {stubKube, type StubOptions} from './stub.ts';
import {DEPLOYMENT, meta, OBJECTS, owner, POD, podJson, READY, REPLICA_SET, T} from './world.ts';

const NS = '/namespaces/default';
const podPath = (name: string, namespace = 'default') => `/api/v1/namespaces/${namespace}/pods/${name}`;
const pods = (...all: readonly (readonly [string, object?, object?])[]) =>
  Object.fromEntries(
    all.map(([name, status, over]) => [podPath(name), podJson(name, `uid-${name}`, over as never, status as never)]),
  );
const BASE: Readonly<Record<string, unknown>> = {
  [DEPLOYMENT]: OBJECTS[DEPLOYMENT],
  [REPLICA_SET]: OBJECTS[REPLICA_SET],
  '/api/v1/namespaces/default': {metadata: {name: 'default'}},
  '/api/v1/namespaces/payments': {metadata: {name: 'payments'}},
};
const PENDING = {phase: 'Pending'};
const DONE = {phase: 'Succeeded'};
const FAILED = {phase: 'Failed'};

const find = (name: string, objects: object = {}, options: StubOptions = {}, namespace = 'default') =>
  findSubjects(stubKube({...BASE, ...objects}, options), {name, namespace});

const namesIn = async (found: ReturnType<typeof find>) => {
  const subjects = await found;
  return subjects.is === 'found' ? subjects.subjects.map((s) => `${s.kind} ${s.namespace}/${s.name}`) : subjects.is;
};

const refusal = async (found: Promise<unknown>): Promise<DoctorError> => {
  const thrown: unknown = await found.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(DoctorError);
  return thrown as DoctorError;
};

describe('a name', () => {
  it.each([
    ['nginx', 'Pod default/nginx'],
    ['pod/nginx', 'Pod default/nginx'],
    ['po/nginx', 'Pod default/nginx'],
    ['pods/nginx', 'Pod default/nginx'],
    ['payments/nginx', 'Pod payments/nginx'],
    ['POD/nginx', 'Pod default/nginx'],
  ])('%s is the pod %s', async (name, expected) => {
    const both = {...pods(['nginx']), [podPath('nginx', 'payments')]: podJson('nginx', 'p')};
    expect(await namesIn(find(name, both))).toEqual([expected]);
    const found = await find(name, both);
    expect(found.is === 'found' && found.subjects).toEqual([likelySubject({name, namespace: 'default'})]);
  });

  it.each([
    ...['deploy/nginx', 'deployment/nginx', 'deployments/nginx', 'deployment.apps/nginx', 'Deployments.v1.apps/nginx'],
    ...['rs/nginx-6d4cf', 'replicaset/nginx-6d4cf', 'replicasets.apps/nginx-6d4cf'],
  ])('%s is a workload, its pods are the subjects', async (name) => {
    expect(await namesIn(find(name, pods(['nginx-6d4cf-x'])))).toEqual(['Pod default/nginx-6d4cf-x']);
    expect(likelySubject({name, namespace: 'default'})).toBeUndefined();
  });

  it.each([
    '',
    '/',
    'a/b/c',
    'deploy/',
    '/nginx',
    'NGINX',
    'ng inx',
    '../secrets',
    '\u001b[2J',
    'a'.repeat(300),
    'x_y/nginx',
    '-a',
  ])('%j is none', async (name) => {
    const error = await refusal(find(name));
    expect(error.exit).toBe(2);
    expect(error.hint).toContain('KIND/NAME');
    expect(error.message).not.toMatch(/[\u0000-\u001f]/);
    expect(error.message.length).toBeLessThan(200);
  });

  it('in a namespace that can be none is wrong usage', async () => {
    expect((await refusal(find('nginx', {}, {}, 'Not A Namespace'))).exit).toBe(2);
  });
});

describe('the beginning of names', () => {
  it('gives the stuck pods among several', async () => {
    const found = await find(
      'nginx',
      pods(['nginx-c', PENDING], ['nginx-a', READY], ['nginx-b', PENDING], ['nginx-d', DONE]),
    );
    expect(found).toMatchObject({
      is: 'found',
      subjects: [{name: 'nginx-b'}, {name: 'nginx-c'}],
      said: '4 pods have names that begin with nginx: the 2 that are stuck are diagnosed.',
    });
  });

  it('gives the newest where none is stuck', async () => {
    const found = await find(
      'nginx',
      pods(
        ['nginx-a', READY, {creationTimestamp: T(9)}],
        ['nginx-b', READY, {creationTimestamp: T(3)}],
        ['nginx-c', DONE],
      ),
    );
    expect(found).toMatchObject({
      subjects: [{name: 'nginx-a'}],
      said: '3 pods have names that begin with nginx, and none is stuck: the newest, nginx-a, is diagnosed.',
    });
  });

  it('prefers whole words, and takes parts of words where there is nothing else', async () => {
    const some = pods(['web-1', PENDING], ['webhook-1', PENDING]);
    expect(await namesIn(find('web', some))).toEqual(['Pod default/web-1']);
    expect(await namesIn(find('webh', some))).toEqual(['Pod default/webhook-1']);
    expect(await find('webh', some)).toMatchObject({said: 'pod/webhook-1 is the one whose name begins with webh.'});
  });

  it('is not looked for where a pod has the very name', async () => {
    const kube = stubKube({...BASE, ...pods(['nginx', READY], ['nginx-a', PENDING])});
    expect(await findSubjects(kube, {name: 'nginx', namespace: 'default'})).toEqual({
      is: 'found',
      subjects: [{kind: 'Pod', namespace: 'default', name: 'nginx'}],
    });
    expect(kube.asked).toEqual([POD]);
  });
});

describe('stuck', () => {
  const replaced = pods(['nginx-a', FAILED, {creationTimestamp: T(1)}], ['nginx-b', READY, {creationTimestamp: T(5)}]);

  it.each<[string, object, readonly string[]]>([
    ['a failed pod that nothing replaced', pods(['nginx-a', FAILED], ['nginx-b', DONE]), ['nginx-a']],
    ['not one that a ready pod has replaced', replaced, ['nginx-b']],
    ['a running pod that is not ready', pods(['nginx-a', {phase: 'Running'}], ['nginx-b', READY]), ['nginx-a']],
    [
      'not one on its way out while another stays',
      pods(['nginx-a', PENDING, {deletionTimestamp: T(9)}], ['nginx-b', READY]),
      ['nginx-b'],
    ],
    ['one on its way out where all are', pods(['nginx-a', PENDING, {deletionTimestamp: T(9)}]), ['nginx-a']],
  ])('is %s', async (_name, objects, expected) => {
    expect(await namesIn(find('nginx', objects))).toEqual(expected.map((name) => `Pod default/${name}`));
  });

  it('are some of each owner where there are very many', async () => {
    const of = (set: string, count: number) =>
      Array.from({length: count}, (_, i) => [`nginx-${set}-${i}`, PENDING, owner('ReplicaSet', set, set)] as const);
    const found = await find('nginx', pods(...of('a', 100), ...of('b', 3)));
    const names = found.is === 'found' ? found.subjects.map((s) => s.name) : [];
    expect(names).toHaveLength(20);
    expect(names.filter((name) => name.startsWith('nginx-b'))).toHaveLength(3);
    expect(found).toMatchObject({
      said: '103 pods have names that begin with nginx, 103 of them stuck: 20 of those are diagnosed, some of each owner.',
    });
  });
});

describe('a workload', () => {
  it('has the pods that its ReplicaSets own, not all that its selector fits', async () => {
    const others = pods(
      ['stray', PENDING, {ownerReferences: []}],
      ['alien', PENDING, owner('ReplicaSet', 'x', 'uid-x')],
    );
    expect(await find('deploy/nginx', {...pods(['nginx-6d4cf-x', PENDING]), ...others})).toMatchObject({
      subjects: [{kind: 'Pod', name: 'nginx-6d4cf-x'}],
      said: 'deployment/nginx has one pod, nginx-6d4cf-x.',
    });
  });

  it('without pods is the subject itself', async () => {
    expect(await find('deploy/nginx')).toEqual({
      is: 'found',
      subjects: [{kind: 'Deployment', namespace: 'default', name: 'nginx'}],
      said: 'deployment/nginx has no pods: it is diagnosed itself.',
    });
    const none = {[DEPLOYMENT]: {metadata: meta('nginx', 'uid-deploy'), spec: {replicas: 0}}};
    expect(await find('deploy/nginx', none)).toMatchObject({
      said: 'deployment/nginx asks for no pods (replicas: 0): it is diagnosed itself.',
    });
  });

  it('is the subject, too, where its pods are well and more of them are refused', async () => {
    const status = {conditions: [{type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate'}]};
    const refused = {[DEPLOYMENT]: {metadata: meta('nginx', 'uid-deploy'), status}};
    expect(await find('deploy/nginx', {...pods(['nginx-6d4cf-x', READY]), ...refused})).toMatchObject({
      subjects: [{kind: 'Deployment', name: 'nginx'}],
      said: 'deployment/nginx has one pod, which is not stuck, and is refused others: it is diagnosed itself.',
    });
    expect(await namesIn(find('deploy/nginx', {...pods(['nginx-6d4cf-x', PENDING]), ...refused}))).toEqual([
      'Pod default/nginx-6d4cf-x',
    ]);
  });

  it('is found by its bare name where it has no pods', async () => {
    expect(await namesIn(find('nginx'))).toEqual(['Deployment default/nginx']);
    expect((await refusal(find('pod/nginx'))).exit).toBe(1);
  });

  it('has its pods by the name of its ReplicaSets where these can not be listed', async () => {
    const options = {deny: ['list replicasets -n default']};
    expect(await namesIn(find('deploy/nginx', pods(['nginx-6d4cf-x']), options))).toEqual([
      'Pod default/nginx-6d4cf-x',
    ]);
  });

  it.each([
    ['sts/db', '/apis/apps/v1', 'statefulsets', 'StatefulSet'],
    ['ds/db', '/apis/apps/v1', 'daemonsets', 'DaemonSet'],
    ['job/db', '/apis/batch/v1', 'jobs', 'Job'],
  ])('%s owns its pods itself', async (name, api, resource, kind) => {
    const objects = {[`${api}${NS}/${resource}/db`]: {metadata: meta('db', 'uid-db'), spec: {}}};
    expect(await namesIn(find(name, objects))).toEqual([`${kind} default/db`]);
    expect(await namesIn(find(name, {...objects, ...pods(['db-0', PENDING, owner(kind, 'db', 'uid-db')])}))).toEqual([
      'Pod default/db-0',
    ]);
  });

  it.each(['cj/night', 'cronjob/night', 'cronjobs.batch/night'])('%s owns its pods through its Jobs', async (name) => {
    const batch = `/apis/batch/v1${NS}`;
    const objects = {
      [`${batch}/cronjobs/night`]: {metadata: meta('night', 'uid-cj')},
      [`${batch}/jobs/night-1`]: {metadata: meta('night-1', 'uid-j1', owner('CronJob', 'night', 'uid-cj', 'batch/v1'))},
      [`${batch}/jobs/other`]: {metadata: meta('other', 'uid-j2')},
    };
    const pod = (job: string, uid: string) => ({...owner('Job', job, uid, 'batch/v1'), labels: {'job-name': job}});
    const both = pods(['night-1-x', PENDING, pod('night-1', 'uid-j1')], ['other-x', PENDING, pod('other', 'uid-j2')]);
    expect(await namesIn(find(name, {...objects, ...both}))).toEqual(['Pod default/night-1-x']);
    // Without pods the Job that wants some tells why; one that is over wants none.
    expect(await namesIn(find(name, objects))).toEqual(['Job default/night-1']);
    const over = {
      metadata: meta('night-1', 'uid-j1', owner('CronJob', 'night', 'uid-cj', 'batch/v1')),
      status: {conditions: [{type: 'Complete', status: 'True'}]},
    };
    expect(await namesIn(find(name, {...objects, [`${batch}/jobs/night-1`]: over}))).toEqual(['CronJob default/night']);
  });
});

describe('what the API does not tell', () => {
  it.each<[string, StubOptions, unknown]>([
    ['nginx', {deny: ['get pods -n default']}, denied('get pods -n default')],
    ['nginx', {fail: ['get pods -n default']}, failed('time-out')],
    ['deploy/nginx', {deny: ['get deployments -n default']}, denied('get deployments -n default')],
    ['deploy/nginx', {deny: ['list pods -n default']}, denied('list pods -n default')],
  ])('leaves %s with %j unread', async (name, options, gap) => {
    expect(await find(name, {}, options)).toMatchObject({is: 'unread', gap, subject: {name: 'nginx'}});
  });
});

describe('a name that nothing bears', () => {
  it('is told with the nearest names', async () => {
    const error = await refusal(find('ngnix', pods(['nginx-6d4cf-x'], ['ngins'])));
    expect(error).toMatchObject({
      exit: 1,
      message: 'There is no pod ngnix in namespace default, nor one whose name begins so.',
      hint: 'Did you mean deployment/nginx, ngins?',
    });
    expect(await refusal(find('deploy/ngnix'))).toMatchObject({
      message: 'There is no deployment ngnix in namespace default.',
      hint: 'Did you mean deployment/nginx?',
    });
    expect((await refusal(find('zzz'))).hint).toBeUndefined();
  });

  it('is told with the namespaces that have it', async () => {
    const elsewhere = {
      [podPath('web', 'payments')]: podJson('web', 'w', {namespace: 'payments'}),
      '/apis/apps/v1/namespaces/payments/deployments/api': {metadata: meta('api', 'd', {namespace: 'payments'})},
    };
    expect((await refusal(find('web', elsewhere))).hint).toBe(
      'It exists in payments: fargate-doctor pod web -n payments',
    );
    expect((await refusal(find('api', elsewhere))).hint).toBe(
      'It exists in payments: fargate-doctor pod deployment/api -n payments',
    );
    expect((await refusal(find('web', elsewhere, {deny: ['list pods']}))).hint).toBeUndefined();
  });

  it('in a namespace that does not exist is told so', async () => {
    expect(await refusal(find('paymentz/nginx'))).toMatchObject({
      exit: 1,
      message: 'There is no namespace paymentz in this cluster.',
      hint: 'Did you mean payments?',
    });
    expect((await refusal(find('svc/nginx'))).hint).toContain('KIND is pod, deploy');
  });

  it('says what it could not look for', async () => {
    const error = await refusal(find('zzz', {}, {deny: ['list pods -n default']}));
    expect(error.message).toBe('There is no pod zzz in namespace default.');
    expect(error.hint).toContain('needs list pods -n default');
  });
});
