import {absent} from '../../../model/fact.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {inTime} from './map-event.ts';
import {uidOf} from './map-meta.ts';
import {ofUid, readEvents} from './read-events.ts';
import {readSubject} from './read-workload.ts';
import {GET_POD, LIST_EVENTS} from './requests.ts';

/**
 * `GET /api/v1/namespaces/NS/events?fieldSelector=involvedObject.name=NAME,involvedObject.kind=Pod`. Asked by name at
 * once; the pod, which is read at the same time anyway, then tells which events are its own.
 */
export default defineProbe({
  fact: 'podEvents',
  reads: [LIST_EVENTS, GET_POD],
  after: [],
  api: 'kubernetes',
  async ask(_given, {kube, subject}) {
    if (subject.kind !== 'Pod') return absent;
    const {namespace, name} = subject;
    const [events, pod] = await Promise.all([readEvents(kube, namespace, 'Pod', name), readSubject(kube, subject)]);
    if (pod.is !== 'known') return pod;
    return mapped(events, (all) => inTime(ofUid(all, uidOf(pod.value))));
  },
});
