import {array, count, dig, entries, text} from '../json.ts';
import type {KubeObject} from '../object.ts';
import {age, columns, orNone} from './columns.ts';
import type {TableShape} from './columns.ts';

export const SERVICE_ACCOUNTS: TableShape = {
  columns: columns('Name', '#Secrets', 'Age'),
  row: (account, now) => [text(account, 'metadata', 'name'), array(account, 'secrets').length, age(account, now)],
};

function quota(object: KubeObject, limits: boolean): string {
  return entries(object, 'status', 'hard')
    .filter(([key]) => key.startsWith('limits.') === limits)
    .map(([key, hard]) => `${key}: ${text(object, 'status', 'used', key) || '0'}/${String(hard)}`)
    .sort()
    .join(', ');
}

export const QUOTAS: TableShape = {
  columns: columns('Name', 'Age', 'Request', 'Limit'),
  row: (object, now) => [text(object, 'metadata', 'name'), age(object, now), quota(object, false), quota(object, true)],
};

export const LIMIT_RANGES: TableShape = {
  columns: columns('Name', 'Created At'),
  row: (object) => [text(object, 'metadata', 'name'), text(object, 'metadata', 'creationTimestamp')],
};

export const DISRUPTION_BUDGETS: TableShape = {
  columns: columns('Name', 'Min Available', 'Max Unavailable', '#Allowed Disruptions', 'Age'),
  row: (budget, now) => [
    text(budget, 'metadata', 'name'),
    orNone(text(budget, 'spec', 'minAvailable'), 'N/A'),
    orNone(text(budget, 'spec', 'maxUnavailable'), 'N/A'),
    count(budget, 'status', 'disruptionsAllowed'),
    age(budget, now),
  ],
};

export const WEBHOOKS: TableShape = {
  columns: columns('Name', '#Webhooks', 'Age'),
  row: (object, now) => [text(object, 'metadata', 'name'), array(object, 'webhooks').length, age(object, now)],
};

export const RUNTIME_CLASSES: TableShape = {
  columns: columns('Name', 'Handler', 'Age'),
  row: (object, now) => [text(object, 'metadata', 'name'), text(object, 'handler'), age(object, now)],
};

export const PRIORITY_CLASSES: TableShape = {
  columns: columns('Name', '#Value', '?Global-Default', 'Age', 'PreemptionPolicy'),
  row: (object, now) => [
    text(object, 'metadata', 'name'),
    count(object, 'value'),
    dig(object, 'globalDefault') === true,
    age(object, now),
    text(object, 'preemptionPolicy') || 'PreemptLowerPriority',
  ],
};

/** Kinds without columns of their own. */
export const PLAIN: TableShape = {
  columns: columns('Name', 'Age'),
  row: (object, now) => [text(object, 'metadata', 'name'), age(object, now)],
};
