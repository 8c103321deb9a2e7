import {absent, type Fact} from '../../../model/fact.ts';
import type {KubeEvent, Subject, WorkloadKind} from '../../../model/kubernetes.ts';
import type {KubeClient} from '../../clients/types.ts';
import {mapped, together} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {currentOnes, LIST_CHILDREN, readChildren} from './children.ts';
import {inTime} from './map-event.ts';
import {uidOf} from './map-meta.ts';
import {ownersOf} from './owners.ts';
import {ofUid, readEvents} from './read-events.ts';
import {readSubject, subjectApi} from './read-workload.ts';
import {LIST_EVENTS} from './requests.ts';
import {GET_WORKLOADS} from './workload-kinds.ts';

type Events = Fact<readonly KubeEvent[]>;

/** `GET /api/v1/namespaces/NS/events` by name and kind of each object between the pod and the top of its owners. */
export default defineProbe({
  fact: 'workloadEvents',
  reads: [LIST_EVENTS, ...GET_WORKLOADS, ...LIST_CHILDREN],
  after: [],
  afterMaybe: ['pod'],
  api: 'kubernetes',
  ask: (_given, {kube, subject}) => (subjectApi(subject) ? ofWorkload(kube, subject) : ofOwners(kube, subject)),
});

/** An owner's events are asked for as soon as its name is known, beside the owner itself. */
async function ofOwners(kube: KubeClient, subject: Subject): Promise<Events> {
  const pod = await readSubject(kube, subject);
  if (pod.is !== 'known') return pod;
  const asked: Promise<Events>[] = [];
  const owners = await ownersOf(kube, subject.namespace, pod.value, ({kind, name, uid}) => {
    asked.push(eventsOf(kube, subject.namespace, kind, name, uid));
  });
  const events = await Promise.all(asked);
  if (owners.is !== 'known') return owners;
  return events.length === 0 ? absent : joined(events);
}

/** A workload's own events, and those of the ReplicaSets or Jobs through which it makes pods now. */
async function ofWorkload(kube: KubeClient, subject: Subject): Promise<Events> {
  const {namespace, name} = subject;
  const kind = subject.kind as WorkloadKind;
  const [own, workload] = await Promise.all([readEvents(kube, namespace, kind, name), readSubject(kube, subject)]);
  if (workload.is !== 'known') return workload;
  const children = await readChildren(kube, kind, namespace, workload.value);
  if (children.is !== 'known') return children;
  const below = await Promise.all(
    currentOnes(children.value).map((child) => eventsOf(kube, namespace, child.kind, child.name, child.uid)),
  );
  return joined([mapped(own, (all) => ofUid(all, uidOf(workload.value))), ...below]);
}

const eventsOf = async (
  kube: KubeClient,
  namespace: string,
  kind: WorkloadKind,
  name: string,
  uid: string,
): Promise<Events> => mapped(await readEvents(kube, namespace, kind, name), (all) => ofUid(all, uid));

const joined = (parts: readonly Events[]): Events => mapped(together(parts), (lists) => inTime(lists.flat()));
