import {absent, known} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {lacking} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {flag, objects} from './json.ts';
import {labels} from './map-meta.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {
  verb: 'list',
  group: 'discovery.k8s.io',
  resource: 'endpointslices',
  namespace: 'kube-system',
};
const SERVICE = 'kubernetes.io/service-name';

/**
 * `GET /apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices?labelSelector=kubernetes.io/service-name=kube-dns`:
 * `endpoints[].conditions.ready`, where a missing value means ready (EndpointConditions in the API reference).
 */
export default defineProbe({
  fact: 'dnsEndpoints',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  async ask(_given, {kube}) {
    const slices = await kube.list(read(RIGHT, {labelSelector: `${SERVICE}=kube-dns`}), mapSlice);
    if (slices.is !== 'known') return slices;
    if (slices.value.length === 0) return absent;
    const endpoints = slices.value.flat();
    const ready = endpoints.filter((isReady) => isReady).length;
    return known({slices: slices.value.length, ready, notReady: endpoints.length - ready});
  },
});

/** Readiness of each endpoint of a slice of the kube-dns Service. */
function mapSlice(slice: unknown): readonly boolean[] | undefined {
  if (labels(slice)[SERVICE] !== 'kube-dns') return undefined;
  // One without endpoints has `null` there.
  if (!Object.hasOwn(slice as object, 'endpoints')) lacking('endpoints of an EndpointSlice');
  return objects(slice, 'endpoints').map((endpoint) => flag(endpoint, 'conditions', 'ready') ?? true);
}
