import {array, condition, count, dig, text} from '../json.ts';
import type {KubeObject} from '../object.ts';
import {age, columns, orNone, since} from './columns.ts';
import type {TableShape} from './columns.ts';

interface Tally {
  status: string;
  ready: number;
  restarts: number;
  lastRestart: string;
}

function noteRestarts(tally: Tally, status: unknown): void {
  tally.restarts += count(status, 'restartCount');
  const finished = text(status, 'lastState', 'terminated', 'finishedAt');
  if (finished > tally.lastRestart) tally.lastRestart = finished;
}

/** Why a container ended, for a container that names no reason. */
function endOf(terminated: unknown): string {
  const signal = count(terminated, 'signal');
  return text(terminated, 'reason') || (signal ? `Signal:${signal}` : `ExitCode:${count(terminated, 'exitCode')}`);
}

function isSidecar(container: unknown): boolean {
  return text(container, 'restartPolicy') === 'Always';
}

/** What an init container that keeps the pod waiting contributes to STATUS; undefined if it does not. */
function initStatus(pod: KubeObject, status: unknown, index: number, sidecar: boolean): string | undefined {
  const terminated = dig(status, 'state', 'terminated');
  if (terminated && count(terminated, 'exitCode') === 0) return undefined;
  if (sidecar && dig(status, 'started') === true) return undefined;
  if (terminated) return `Init:${endOf(terminated)}`;
  const waiting = text(status, 'state', 'waiting', 'reason');
  if (waiting !== '' && waiting !== 'PodInitializing') return `Init:${waiting}`;
  return `Init:${index}/${array(pod, 'spec', 'initContainers').length}`;
}

/** Reads the init containers up to the first that is not done; tells whether there is one. */
function readInit(pod: KubeObject, tally: Tally, sidecars: Tally): boolean {
  const specs = array(pod, 'spec', 'initContainers');
  for (const [index, status] of array(pod, 'status', 'initContainerStatuses').entries()) {
    const sidecar = isSidecar(specs.find((item) => text(item, 'name') === text(status, 'name')));
    noteRestarts(tally, status);
    if (sidecar) noteRestarts(sidecars, status);
    const waits = initStatus(pod, status, index, sidecar);
    if (waits !== undefined) {
      tally.status = waits;
      return true;
    }
    if (sidecar && dig(status, 'ready') === true && !dig(status, 'state', 'terminated')) tally.ready++;
  }
  return false;
}

function readMain(pod: KubeObject, tally: Tally): void {
  let running = false;
  for (const status of array(pod, 'status', 'containerStatuses').toReversed()) {
    noteRestarts(tally, status);
    const waiting = text(status, 'state', 'waiting', 'reason');
    const terminated = dig(status, 'state', 'terminated');
    if (waiting !== '') tally.status = waiting;
    else if (terminated) tally.status = endOf(terminated);
    else if (dig(status, 'ready') === true && dig(status, 'state', 'running')) {
      running = true;
      tally.ready++;
    }
  }
  if (tally.status === 'Completed' && running) {
    tally.status = text(condition(pod, 'Ready'), 'status') === 'True' ? 'Running' : 'NotReady';
  }
}

/** READY, STATUS and RESTARTS of a pod, from its containers' states, as the API server derives them. */
function tallyPod(pod: KubeObject): Tally {
  const tally: Tally = {status: text(pod, 'status', 'phase'), ready: 0, restarts: 0, lastRestart: ''};
  const sidecars: Tally = {...tally};
  tally.status = text(pod, 'status', 'reason') || tally.status;
  if (text(condition(pod, 'PodScheduled'), 'reason') === 'SchedulingGated') tally.status = 'SchedulingGated';
  const initializing = readInit(pod, tally, sidecars);
  if (!initializing || text(condition(pod, 'Initialized'), 'status') === 'True') {
    tally.restarts = sidecars.restarts;
    tally.lastRestart = sidecars.lastRestart;
    readMain(pod, tally);
  }
  if (dig(pod, 'metadata', 'deletionTimestamp')) {
    if (text(pod, 'status', 'reason') === 'NodeLost') tally.status = 'Unknown';
    else if (!['Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'))) tally.status = 'Terminating';
  }
  return tally;
}

function readinessGates(pod: KubeObject): string {
  const gates = array(pod, 'spec', 'readinessGates');
  const met = gates.filter((gate) => text(condition(pod, text(gate, 'conditionType')), 'status') === 'True');
  return gates.length === 0 ? '<none>' : `${met.length}/${gates.length}`;
}

export const PODS: TableShape = {
  columns: columns('Name', 'Ready', 'Status', 'Restarts', 'Age', '!IP', '!Node', '!Nominated Node', '!Readiness Gates'),
  row: (pod, now) => {
    const tally = tallyPod(pod);
    const total =
      array(pod, 'spec', 'containers').length + array(pod, 'spec', 'initContainers').filter(isSidecar).length;
    const restarts =
      tally.restarts > 0 && tally.lastRestart !== ''
        ? `${tally.restarts} (${since(tally.lastRestart, now)} ago)`
        : String(tally.restarts);
    return [
      text(pod, 'metadata', 'name'),
      `${tally.ready}/${total}`,
      tally.status,
      restarts,
      age(pod, now),
      orNone(text(array(pod, 'status', 'podIPs')[0], 'ip') || text(pod, 'status', 'podIP')),
      orNone(text(pod, 'spec', 'nodeName')),
      orNone(text(pod, 'status', 'nominatedNodeName')),
      readinessGates(pod),
    ];
  },
};
