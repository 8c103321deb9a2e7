import type {ConfigMap, Namespace} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {dictionary, objects, text} from './json.ts';
import {createdAt, labels, nameOf, namespaceOf} from './map-meta.ts';

/** Reads a core/v1 ConfigMap; `binaryData` is left behind. */
export function mapConfigMap(configMap: unknown): ConfigMap {
  const times = objects(configMap, 'metadata', 'managedFields').flatMap((entry) => text(entry, 'time') ?? []);
  const [first, ...rest] = times;
  const modifiedAt = first && rest.reduce((last, time) => (Date.parse(time) > Date.parse(last) ? time : last), first);
  return {
    namespace: namespaceOf(configMap),
    name: nameOf(configMap),
    data: dictionary(configMap, 'data'),
    createdAt: createdAt(configMap),
    ...some({modifiedAt}),
  };
}

/** Reads a core/v1 Namespace. */
export function mapNamespace(namespace: unknown): Namespace {
  return {name: nameOf(namespace), labels: labels(namespace), createdAt: createdAt(namespace)};
}
