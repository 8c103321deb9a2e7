import {describe, expect, it} from 'vitest';
import {RESOURCES, resourceOfKind} from '../../mocks/kube/resources.ts';
import type {Resource} from '../../mocks/kube/resources.ts';
import type {KubeObject} from '../../mocks/kube/object.ts';
import {humanDuration} from '../../mocks/kube/tables/columns.ts';
import {tableColumns, tableRow} from '../../mocks/kube/tables/table.ts';
import {ago, NOW, pod} from './kube-world.ts';

function row(object: KubeObject): readonly unknown[] {
  const resource = resourceOfKind(object.apiVersion, object.kind) as Resource;
  return (tableRow(resource, object, 'None', Date.parse(NOW)) as {cells: unknown[]}).cells;
}

const main = (state: object, more: object = {}): object => ({
  name: 'main',
  ready: false,
  restartCount: 0,
  image: 'x',
  state,
  ...more,
});
const waiting = (reason: string): object => ({waiting: {reason}});
const ended = (exitCode: number, reason?: string): object => ({terminated: {exitCode, ...(reason ? {reason} : {})}});
const INIT = {
  initContainers: [
    {name: 'a', image: 'x'},
    {name: 'b', image: 'x'},
  ],
};

describe('the columns of a pod', () => {
  it.each<[string, string, Parameters<typeof pod>[1]]>([
    ['Pending', '0/1', {}],
    ['ContainerCreating', '0/1', {status: {containerStatuses: [main(waiting('ContainerCreating'))]}}],
    ['CrashLoopBackOff', '0/1', {status: {phase: 'Running', containerStatuses: [main(waiting('CrashLoopBackOff'))]}}],
    ['Evicted', '0/1', {status: {phase: 'Failed', reason: 'Evicted'}}],
    ['Completed', '0/1', {status: {phase: 'Succeeded', containerStatuses: [main(ended(0, 'Completed'))]}}],
    ['ExitCode:3', '0/1', {status: {phase: 'Failed', containerStatuses: [main(ended(3))]}}],
    ['OOMKilled', '0/1', {status: {phase: 'Running', containerStatuses: [main(ended(137, 'OOMKilled'))]}}],
    ['Init:0/2', '0/1', {spec: INIT, status: {initContainerStatuses: [{name: 'a', state: {running: {}}}]}}],
    [
      'Init:1/2',
      '0/1',
      {
        spec: INIT,
        status: {
          initContainerStatuses: [
            {name: 'a', state: ended(0)},
            {name: 'b', state: waiting('PodInitializing')},
          ],
        },
      },
    ],
    ['Init:Error', '0/1', {spec: INIT, status: {initContainerStatuses: [{name: 'a', state: ended(1, 'Error')}]}}],
    [
      'Init:ImagePullBackOff',
      '0/1',
      {spec: INIT, status: {initContainerStatuses: [{name: 'a', state: waiting('ImagePullBackOff')}]}},
    ],
    ['Terminating', '0/1', {metadata: {deletionTimestamp: ago(1)}}],
    ['Failed', '0/1', {status: {phase: 'Failed'}, metadata: {deletionTimestamp: ago(1)}}],
    [
      'SchedulingGated',
      '0/1',
      {status: {conditions: [{type: 'PodScheduled', reason: 'SchedulingGated', status: 'False'}]}},
    ],
    [
      'Running',
      '2/2',
      {
        spec: {
          initContainers: [{name: 'side', restartPolicy: 'Always', image: 'x'}],
          containers: [{name: 'main', image: 'x'}],
        },
        status: {
          phase: 'Running',
          conditions: [{type: 'Initialized', status: 'True'}],
          initContainerStatuses: [{name: 'side', started: true, ready: true, state: {running: {}}}],
          containerStatuses: [main({running: {}}, {ready: true})],
        },
      },
    ],
  ])('%s %s', (status, ready, options) => {
    expect(row(pod('x', options)).slice(0, 3)).toEqual(['x', ready, status]);
  });
});

describe('the tables of other kinds', () => {
  const meta = {name: 'x', namespace: 'default', creationTimestamp: ago(5)};

  it.each<[string, string, object, readonly unknown[]]>([
    [
      'v1',
      'Service',
      {spec: {clusterIP: '10.100.0.10', ports: [{port: 53, protocol: 'UDP'}, {port: 80}]}},
      ['x', 'ClusterIP', '10.100.0.10', '<none>', '53/UDP,80/TCP', '5m', '<none>'],
    ],
    [
      'batch/v1',
      'Job',
      {spec: {completions: 3}, status: {succeeded: 1, startTime: ago(4)}},
      ['x', 'Running', '1/3', '4m', '5m', '', '', '<none>'],
    ],
    [
      'batch/v1',
      'CronJob',
      {spec: {schedule: '* * * * *'}, status: {lastScheduleTime: ago(1)}},
      ['x', '* * * * *', '<none>', 'False', 0, '60s', '5m', '', '', '<none>'],
    ],
    [
      'v1',
      'PersistentVolumeClaim',
      {spec: {storageClassName: 'efs'}, status: {phase: 'Pending'}},
      ['x', 'Pending', '', '', '', 'efs', '<unset>', '5m', 'Filesystem'],
    ],
    [
      'discovery.k8s.io/v1',
      'EndpointSlice',
      {
        addressType: 'IPv4',
        ports: [{port: 53}],
        endpoints: [{addresses: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']}],
      },
      ['x', 'IPv4', '53', '10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...', '5m'],
    ],
    [
      'apps/v1',
      'DaemonSet',
      {status: {desiredNumberScheduled: 2, numberReady: 1}},
      ['x', 2, 0, 1, 0, 0, '<none>', '5m', '', '', '<none>'],
    ],
    [
      'certificates.k8s.io/v1',
      'CertificateSigningRequest',
      {spec: {signerName: 's', username: 'u'}},
      ['x', '5m', 's', 'u', '<none>', 'Pending'],
    ],
    [
      'v1',
      'Node',
      {spec: {unschedulable: true}, status: {conditions: [{type: 'Ready', status: 'Unknown'}]}},
      [
        'x',
        'NotReady,SchedulingDisabled',
        '<none>',
        '5m',
        '',
        '<none>',
        '<none>',
        '<unknown>',
        '<unknown>',
        '<unknown>',
      ],
    ],
  ])('%s %s', (apiVersion, kind, fields, cells) => {
    expect(row({apiVersion, kind, metadata: meta, ...fields})).toEqual(cells);
  });

  it('have a cell for each column, even of an object that has nothing', () => {
    for (const resource of RESOURCES) {
      const version = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
      const bare = {apiVersion: version, kind: resource.kind, metadata: {name: 'x'}};
      const odd = {...bare, spec: 'text', status: [null], subsets: {}, ports: null};
      for (const object of [bare, odd]) {
        const {cells} = tableRow(resource, object, 'None', 0) as {cells: unknown[]};
        expect(cells.length, resource.plural).toBe(tableColumns(resource).length);
        expect(
          cells.every((cell) => cell !== undefined),
          resource.plural,
        ).toBe(true);
      }
    }
  });
});

it.each([
  [-5_000, '<invalid>'],
  [90_000, '90s'],
  [120_000, '2m'],
  [245_000, '4m5s'],
  [1_200_000, '20m'],
  [10_800_000, '3h'],
  [19_800_000, '5h30m'],
  [108_000_000, '30h'],
  [273_600_000, '3d4h'],
  [864_000_000, '10d'],
  [63_072_000_000 + 2_592_000_000, '2y30d'],
])('an age of %d ms is written %s', (milliseconds, text) => {
  expect(humanDuration(milliseconds)).toBe(text);
});
