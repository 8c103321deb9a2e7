import {array, text} from './json.ts';
import type {Matcher} from './label-selector.ts';
import type {KubeObject} from './object.ts';
import {badRequest} from './status.ts';
import {qualifiedName} from './resources.ts';
import type {Resource} from './resources.ts';

type Reader = (object: KubeObject) => string;

/** What an absent boolean field counts as. */
function flag(value: string): string {
  return value === '' ? 'false' : value;
}

function path(...steps: readonly string[]): Reader {
  return (object) => text(object, ...steps);
}

const NAME = {'metadata.name': path('metadata', 'name')};
const NAMESPACED = {...NAME, 'metadata.namespace': path('metadata', 'namespace')};

const EVENT_OBJECT = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

function eventObject(prefix: string): Record<string, Reader> {
  return Object.fromEntries(EVENT_OBJECT.map((field) => [`${prefix}.${field}`, path('involvedObject', field)]));
}

const reporter: Reader = (event) => text(event, 'reportingComponent');
const source: Reader = (event) => text(event, 'source', 'component') || reporter(event);

/** The fields that the API server can select by, beside those of `metadata`. Events are read in their core shape. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  pods: {
    ...NAMESPACED,
    'spec.nodeName': path('spec', 'nodeName'),
    'spec.host': path('spec', 'nodeName'),
    'spec.restartPolicy': (pod) => text(pod, 'spec', 'restartPolicy') || 'Always',
    'spec.schedulerName': (pod) => text(pod, 'spec', 'schedulerName') || 'default-scheduler',
    'spec.serviceAccountName': (pod) => text(pod, 'spec', 'serviceAccountName') || 'default',
    'spec.hostNetwork': (pod) => flag(text(pod, 'spec', 'hostNetwork')),
    'status.phase': path('status', 'phase'),
    'status.podIP': path('status', 'podIP'),
    'status.podIPs': (pod) => text(array(pod, 'status', 'podIPs')[0], 'ip') || text(pod, 'status', 'podIP'),
    'status.nominatedNodeName': path('status', 'nominatedNodeName'),
  },
  nodes: {...NAME, 'spec.unschedulable': (node) => flag(text(node, 'spec', 'unschedulable'))},
  events: {
    ...NAMESPACED,
    ...eventObject('involvedObject'),
    reason: path('reason'),
    reportingComponent: reporter,
    source,
    type: path('type'),
  },
  'events.events.k8s.io': {
    ...NAMESPACED,
    ...eventObject('regarding'),
    reason: path('reason'),
    reportingController: reporter,
    type: path('type'),
  },
  namespaces: {...NAME, name: path('metadata', 'name'), 'status.phase': path('status', 'phase')},
  secrets: {...NAMESPACED, type: path('type')},
  services: {...NAMESPACED, 'spec.clusterIP': path('spec', 'clusterIP'), 'spec.type': path('spec', 'type')},
  replicationcontrollers: {...NAMESPACED, 'status.replicas': (rc) => text(rc, 'status', 'replicas') || '0'},
  'replicasets.apps': {...NAMESPACED, 'status.replicas': (rs) => text(rs, 'status', 'replicas') || '0'},
  'jobs.batch': {...NAMESPACED, 'status.successful': (job) => text(job, 'status', 'succeeded') || '0'},
  'certificatesigningrequests.certificates.k8s.io': {...NAME, 'spec.signerName': path('spec', 'signerName')},
};

/** One comparison of a field selector. */
export interface FieldRequirement {
  readonly field: string;
  readonly value: string;
  readonly equal: boolean;
}

/** Splits at unescaped commas, as `metav1.ListOptions` does; `\\`, `\,` and `\=` stand for the characters themselves. */
function terms(selector: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < selector.length; at++) {
    if (selector[at] === '\\') part += selector.slice(at, ++at + 1);
    else if (selector[at] === ',') {
      parts.push(part);
      part = '';
    } else part += selector[at];
  }
  return [...parts, part].filter((term) => term !== '');
}

/** Reads a field selector's terms; 400 if it is none. */
export function fieldRequirements(selector: string): readonly FieldRequirement[] {
  return terms(selector).map((term) => {
    const at = term.indexOf('=');
    if (at < 1)
      throw badRequest(`invalid field selector: ${term.slice(0, 200)}; can't understand '${term.slice(0, 200)}'`);
    const equal = term[at - 1] !== '!';
    const value = term.slice(term[at + 1] === '=' && equal ? at + 2 : at + 1);
    return {field: term.slice(0, equal ? at : at - 1).trim(), value: value.replace(/\\([\\,=])/g, '$1'), equal};
  });
}

/** Reads a field selector for one resource; 400 with the API server's words if it can't select by that field. */
export function parseFieldSelector(resource: Resource, selector: string): Matcher {
  const own = FIELDS[qualifiedName(resource)];
  const readers: Readonly<Record<string, Reader>> = own ?? (resource.namespaced ? NAMESPACED : NAME);
  const all = fieldRequirements(selector).map(({field, value, equal}): Matcher => {
    const read = Object.hasOwn(readers, field) ? readers[field] : undefined;
    if (read === undefined) {
      throw badRequest(
        own
          ? `field label not supported: ${field}`
          : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
      );
    }
    return (object) => (read(object) === value) === equal;
  });
  return (object) => all.every((matches) => matches(object));
}
