import {array, condition, count, dig, text} from '../json.ts';
import type {KubeObject} from '../object.ts';
import {age, columns, containersAndImages, humanDuration, labelSelector, orNone, pairs, since} from './columns.ts';
import type {Cell, TableShape} from './columns.ts';

const DETAILS = ['!Containers', '!Images', '!Selector'];

function name(object: KubeObject): string {
  return text(object, 'metadata', 'name');
}

function replicas(object: KubeObject): number {
  return dig(object, 'spec', 'replicas') === undefined ? 1 : count(object, 'spec', 'replicas');
}

function details(object: KubeObject): readonly Cell[] {
  return [
    ...containersAndImages(dig(object, 'spec', 'template', 'spec')),
    labelSelector(dig(object, 'spec', 'selector')),
  ];
}

export const DEPLOYMENTS: TableShape = {
  columns: columns('Name', 'Ready', '#Up-to-date', '#Available', 'Age', ...DETAILS),
  row: (object, now) => [
    name(object),
    `${count(object, 'status', 'readyReplicas')}/${replicas(object)}`,
    count(object, 'status', 'updatedReplicas'),
    count(object, 'status', 'availableReplicas'),
    age(object, now),
    ...details(object),
  ],
};

export const REPLICA_SETS: TableShape = {
  columns: columns('Name', '#Desired', '#Current', '#Ready', 'Age', ...DETAILS),
  row: (object, now) => [
    name(object),
    replicas(object),
    count(object, 'status', 'replicas'),
    count(object, 'status', 'readyReplicas'),
    age(object, now),
    ...details(object),
  ],
};

export const REPLICATION_CONTROLLERS: TableShape = {
  columns: REPLICA_SETS.columns,
  row: (object, now) => [
    ...REPLICA_SETS.row(object, now).slice(0, -1),
    // Their selector is a plain map.
    pairs(object, 'spec', 'selector'),
  ],
};

export const DAEMON_SETS: TableShape = {
  columns: columns(
    'Name',
    '#Desired',
    '#Current',
    '#Ready',
    '#Up-to-date',
    '#Available',
    'Node Selector',
    'Age',
    ...DETAILS,
  ),
  row: (object, now) => [
    name(object),
    count(object, 'status', 'desiredNumberScheduled'),
    count(object, 'status', 'currentNumberScheduled'),
    count(object, 'status', 'numberReady'),
    count(object, 'status', 'updatedNumberScheduled'),
    count(object, 'status', 'numberAvailable'),
    pairs(object, 'spec', 'template', 'spec', 'nodeSelector'),
    age(object, now),
    ...details(object),
  ],
};

export const STATEFUL_SETS: TableShape = {
  columns: columns('Name', 'Ready', 'Age', '!Containers', '!Images'),
  row: (object, now) => [
    name(object),
    `${count(object, 'status', 'readyReplicas')}/${replicas(object)}`,
    age(object, now),
    ...containersAndImages(dig(object, 'spec', 'template', 'spec')),
  ],
};

function isTrue(job: KubeObject, type: string): boolean {
  return text(condition(job, type), 'status') === 'True';
}

function jobStatus(job: KubeObject): string {
  const decided = (['Complete', 'Failed'] as const).find((type) => isTrue(job, type));
  if (decided) return decided;
  if (dig(job, 'metadata', 'deletionTimestamp')) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((type) => isTrue(job, type)) ?? 'Running';
}

function jobCompletions(job: KubeObject): string {
  const done = count(job, 'status', 'succeeded');
  if (dig(job, 'spec', 'completions') !== undefined) return `${done}/${count(job, 'spec', 'completions')}`;
  const parallel = count(job, 'spec', 'parallelism');
  return parallel > 1 ? `${done}/1 of ${parallel}` : `${done}/1`;
}

function jobDuration(job: KubeObject, now: number): string {
  const start = Date.parse(text(job, 'status', 'startTime'));
  if (Number.isNaN(start)) return '';
  const end = Date.parse(text(job, 'status', 'completionTime'));
  return humanDuration((Number.isNaN(end) ? now : end) - start);
}

export const JOBS: TableShape = {
  columns: columns('Name', 'Status', 'Completions', 'Duration', 'Age', ...DETAILS),
  row: (object, now) => [
    name(object),
    jobStatus(object),
    jobCompletions(object),
    jobDuration(object, now),
    age(object, now),
    ...details(object),
  ],
};

export const CRON_JOBS: TableShape = {
  columns: columns('Name', 'Schedule', 'Timezone', '?Suspend', '#Active', 'Last Schedule', 'Age', ...DETAILS),
  row: (object, now) => {
    const last = text(object, 'status', 'lastScheduleTime');
    const job = dig(object, 'spec', 'jobTemplate', 'spec');
    return [
      name(object),
      text(object, 'spec', 'schedule'),
      orNone(text(object, 'spec', 'timeZone')),
      dig(object, 'spec', 'suspend') === true ? 'True' : 'False',
      array(object, 'status', 'active').length,
      last === '' ? '<none>' : since(last, now),
      age(object, now),
      ...containersAndImages(dig(job, 'template', 'spec')),
      labelSelector(dig(job, 'selector')),
    ];
  },
};
