import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapWebhookConfiguration} from './map-webhook.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {
  verb: 'list',
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingwebhookconfigurations',
};

/** `GET /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations`. */
export default defineProbe({
  fact: 'mutatingWebhooks',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) =>
    mapped(await kube.list(read(RIGHT), mapWebhookConfiguration), (all) => sortedBy(all, (one) => one.name)),
});
