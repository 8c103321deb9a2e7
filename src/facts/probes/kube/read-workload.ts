import {absent, type Fact} from '../../../model/fact.ts';
import type {Subject, Workload, WorkloadKind} from '../../../model/kubernetes.ts';
import type {KubeClient} from '../../clients/types.ts';
import {some} from '../answers.ts';
import {ownerRef} from './map-meta.ts';
import {mapWorkload} from './map-workload.ts';
import {ownersOf, type OwnerChain} from './owners.ts';
import {GET_POD, read} from './requests.ts';
import {getWorkload, workloadApi, type WorkloadApi} from './workload-kinds.ts';

/** The API of a subject that is itself a workload. */
export const subjectApi = (subject: Subject): WorkloadApi | undefined => workloadApi(subject.kind);

/** The subject's own object: a pod's or a workload's JSON. Absent for a profile's next pod. */
export async function readSubject(kube: KubeClient, subject: Subject): Promise<Fact<unknown>> {
  const api = subjectApi(subject);
  if (subject.kind !== 'Pod' && !api) return absent;
  return kube.get<unknown>(read(api ? getWorkload(api) : GET_POD, subject));
}

/** The workload of a subject: the top of a pod's owners, or the subject itself. */
export async function readWorkload(kube: KubeClient, subject: Subject): Promise<Fact<Workload>> {
  const object = await readSubject(kube, subject);
  if (object.is !== 'known') return object;
  if (subject.kind !== 'Pod') {
    const place = {via: [], ...some({managedBy: ownerRef(object.value)})};
    return {is: 'known', value: mapWorkload(subject.kind as WorkloadKind, object.value, place)};
  }
  const chain = await ownersOf(kube, subject.namespace, object.value);
  return chain.is === 'known' ? topOf(chain.value) : chain;
}

function topOf({links, managedBy}: OwnerChain): Fact<Workload> {
  const top = links.at(-1);
  if (!top) return absent;
  const via = links.slice(0, -1).map(({kind, name}) => ({kind, name}));
  return {is: 'known', value: mapWorkload(top.kind, top.object, {via, ...some({managedBy})})};
}
