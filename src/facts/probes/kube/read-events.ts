import {mapped} from '../answers.ts';
import type {Fact} from '../../../model/fact.ts';
import type {KubeEvent} from '../../../model/kubernetes.ts';
import type {KubeClient} from '../../clients/types.ts';
import {mapEvent} from './map-event.ts';
import {LIST_EVENTS, read} from './requests.ts';

/**
 * The events on one object by its name; its uid need not be known yet (see {@link ofUid}). Name and kind are compared
 * again here, for servers that don't know the field selector.
 */
export async function readEvents(
  kube: KubeClient,
  namespace: string,
  kind: string,
  name: string,
): Promise<Fact<readonly KubeEvent[]>> {
  const fieldSelector = `involvedObject.name=${name},involvedObject.kind=${kind}`;
  const events = await kube.list(read(LIST_EVENTS, {namespace, fieldSelector}), mapEvent);
  return mapped(events, (all) => all.filter((e) => e.object.kind === kind && e.object.name === name));
}

/** Drops the events on a former object of the same name. */
export const ofUid = (events: readonly KubeEvent[], uid: string | undefined): readonly KubeEvent[] =>
  events.filter((e) => e.uid === undefined || uid === undefined || e.uid === uid);
