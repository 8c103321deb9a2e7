import {absent} from '../../../model/fact.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {specifiedByPod} from './map-pod.ts';
import {specifiedByTemplate} from './map-workload.ts';
import {readWorkload, subjectApi} from './read-workload.ts';
import {GET_WORKLOADS} from './workload-kinds.ts';

/**
 * `spec` of the pod, else the pod template of the workload that is the subject. It doesn't wait for the fact `workload`,
 * because for a pod that takes two more rounds and isn't needed.
 */
export default defineProbe({
  fact: 'podSpec',
  reads: GET_WORKLOADS,
  after: [],
  afterMaybe: ['pod'],
  api: 'kubernetes',
  async ask({pod}, {kube, subject}) {
    if (pod.is === 'known') return mapped(pod, specifiedByPod);
    if (!subjectApi(subject)) return absent;
    return mapped(await readWorkload(kube, subject), specifiedByTemplate);
  },
});
