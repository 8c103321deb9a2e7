import {absent} from '../../../model/fact.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapPod, withSpec} from './map-pod.ts';
import {GET_POD, read} from './requests.ts';

/** `GET /api/v1/namespaces/NS/pods/NAME`. */
export default defineProbe({
  fact: 'pod',
  reads: [GET_POD],
  after: [],
  api: 'kubernetes',
  async ask(_given, {kube, subject}) {
    if (subject.kind !== 'Pod') return absent;
    return mapped(await kube.get<unknown>(read(GET_POD, subject)), (pod) => mapPod(withSpec(pod)));
  },
});
