import {valueOf} from '../../model/fact.ts';
import {connect} from '../connect.ts';
import type {ConnectOptions} from '../connection.ts';
import {nameOf} from '../probes/kube/map-meta.ts';
import {LIST_PODS, read} from '../probes/kube/requests.ts';
import {LIST_NAMESPACES} from '../scan/pods.ts';

/** Names to choose from: of namespaces, or of the pods of one (the context's by default). Empty where they can't be had. */
export async function namesFor(
  options: ConnectOptions,
  what: 'namespaces' | 'pods',
  namespace?: string,
): Promise<readonly string[]> {
  const connection = await connect(options);
  const kube = valueOf(connection.kube);
  if (!kube) return [];
  const request =
    what === 'pods' ? read(LIST_PODS, {namespace: namespace ?? connection.namespace}) : read(LIST_NAMESPACES);
  return valueOf(await kube.list(request, (item: unknown) => nameOf(item) || undefined)) ?? [];
}
