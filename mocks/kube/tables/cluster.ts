import {array, condition, dig, entries, text} from '../json.ts';
import type {KubeObject} from '../object.ts';
import {age, columns, orNone, since} from './columns.ts';
import type {TableShape} from './columns.ts';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function nodeStatus(node: KubeObject): string {
  const ready = condition(node, 'Ready');
  const status = ready === undefined ? 'Unknown' : text(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return dig(node, 'spec', 'unschedulable') === true ? `${status},SchedulingDisabled` : status;
}

function nodeRoles(node: KubeObject): string {
  const roles = entries(node, 'metadata', 'labels').flatMap(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.length > ROLE_PREFIX.length ? [key.slice(ROLE_PREFIX.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [String(value)] : [];
  });
  return orNone([...new Set(roles)].sort().join(','));
}

function address(node: KubeObject, type: string): string {
  const found = array(node, 'status', 'addresses').find((item) => text(item, 'type') === type);
  return orNone(text(found, 'address'));
}

export const NODES: TableShape = {
  columns: columns(
    'Name',
    'Status',
    'Roles',
    'Age',
    'Version',
    '!Internal-IP',
    '!External-IP',
    '!OS-Image',
    '!Kernel-Version',
    '!Container-Runtime',
  ),
  row: (node, now) => [
    text(node, 'metadata', 'name'),
    nodeStatus(node),
    nodeRoles(node),
    age(node, now),
    text(node, 'status', 'nodeInfo', 'kubeletVersion'),
    address(node, 'InternalIP'),
    address(node, 'ExternalIP'),
    orNone(text(node, 'status', 'nodeInfo', 'osImage'), '<unknown>'),
    orNone(text(node, 'status', 'nodeInfo', 'kernelVersion'), '<unknown>'),
    orNone(text(node, 'status', 'nodeInfo', 'containerRuntimeVersion'), '<unknown>'),
  ],
};

export const NAMESPACES: TableShape = {
  columns: columns('Name', 'Status', 'Age'),
  row: (namespace, now) => [
    text(namespace, 'metadata', 'name'),
    text(namespace, 'status', 'phase') || 'Active',
    age(namespace, now),
  ],
};

function eventSource(event: KubeObject): string {
  const component = text(event, 'source', 'component') || text(event, 'reportingComponent');
  const host = text(event, 'source', 'host') || text(event, 'reportingInstance');
  return host === '' ? component : `${component}, ${host}`;
}

function eventObject(event: KubeObject): string {
  const [kind, name] = [text(event, 'involvedObject', 'kind'), text(event, 'involvedObject', 'name')];
  return kind === '' ? name : `${kind.toLowerCase()}/${name}`;
}

export const EVENTS: TableShape = {
  columns: columns(
    'Last Seen',
    'Type',
    'Reason',
    'Object',
    '!Subobject',
    '!Source',
    'Message',
    '!First Seen',
    '!#Count',
    '!Name',
  ),
  row: (event, now) => {
    const first = text(event, 'firstTimestamp') || text(event, 'eventTime');
    const last = text(event, 'series', 'lastObservedTime') || text(event, 'lastTimestamp') || first;
    const times = Number(text(event, 'series', 'count') || text(event, 'count') || 1);
    return [
      since(last, now),
      text(event, 'type'),
      text(event, 'reason'),
      eventObject(event),
      text(event, 'involvedObject', 'fieldPath'),
      eventSource(event),
      text(event, 'message').trim(),
      since(first, now),
      times,
      text(event, 'metadata', 'name'),
    ];
  },
};

function requestState(csr: KubeObject): string {
  const conditions = array(csr, 'status', 'conditions').map((item) => text(item, 'type'));
  const decided = ['Denied', 'Approved'].find((type) => conditions.includes(type)) ?? 'Pending';
  const failed = conditions.includes('Failed') ? ',Failed' : '';
  return decided + failed + (text(csr, 'status', 'certificate') === '' ? '' : ',Issued');
}

export const SIGNING_REQUESTS: TableShape = {
  columns: columns('Name', 'Age', 'SignerName', 'Requestor', 'RequestedDuration', 'Condition'),
  row: (csr, now) => [
    text(csr, 'metadata', 'name'),
    age(csr, now),
    orNone(text(csr, 'spec', 'signerName')),
    text(csr, 'spec', 'username'),
    orNone(text(csr, 'spec', 'expirationSeconds')),
    requestState(csr),
  ],
};
