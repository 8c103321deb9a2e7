import {FARGATE_ENTRY} from '../../../domain/identity.ts';
import {hasFreshNode} from '../../../domain/unsettled.ts';
import {absent, valueOf} from '../../../model/fact.ts';
import type {KubeletCsr} from '../../../model/kubernetes.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {text} from './json.ts';
import {conditions, createdAt, nameOf} from './map-meta.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'list', group: 'certificates.k8s.io', resource: 'certificatesigningrequests'};

/**
 * `GET /apis/certificates.k8s.io/v1/certificatesigningrequests?fieldSelector=spec.signerName=kubernetes.io/kubelet-serving`,
 * for a pod whose node is less than a day old and gets its name from aws-auth; only the requests that this node made, or
 * that were made in its name.
 */
export default defineProbe({
  fact: 'kubeletCsrs',
  reads: [RIGHT],
  after: [],
  afterMaybe: ['pod', 'accessEntry'],
  api: 'kubernetes',
  async ask({pod, accessEntry}, {kube, now}) {
    const live = valueOf(pod);
    // An entry of Fargate's own type gives the node its name, so that it asks under no other.
    if (!live || !hasFreshNode(live, now) || valueOf(accessEntry)?.type === FARGATE_ENTRY) return absent;
    const node = `system:node:${live.spec.nodeName ?? ''}`;
    const requests = await kube.list(read(RIGHT, {fieldSelector: `spec.signerName=${SIGNER}`}), (csr) =>
      mapCsr(csr, node),
    );
    return mapped(requests, (all) => sortedBy(all, (csr) => `${csr.createdAt} ${csr.name}`));
  },
});

const SIGNER = 'kubernetes.io/kubelet-serving';
/** Requests are some hundred bytes long. */
const LONGEST_REQUEST = 20_000;

function mapCsr(csr: unknown, node: string): KubeletCsr | undefined {
  const name = nameOf(csr);
  if (name === '' || text(csr, 'spec', 'signerName') !== SIGNER) return undefined;
  if (text(csr, 'spec', 'username') !== node && !isFor(node, text(csr, 'spec', 'request') ?? '')) return undefined;
  const types = conditions(csr)
    .filter((c) => c.status !== 'False')
    .map((c) => c.type);
  const state = types.includes('Denied')
    ? 'denied'
    : types.includes('Failed')
      ? 'failed'
      : types.includes('Approved')
        ? 'approved'
        : 'pending';
  return {name, createdAt: createdAt(csr), username: text(csr, 'spec', 'username') ?? '', state};
}

/**
 * Whether the request asks for a certificate of this node, whoever made it. The subject stands in it as plain text, so its
 * structure need not be read.
 */
function isFor(node: string, request: string): boolean {
  if (request.length > LONGEST_REQUEST) return false;
  const pem = Buffer.from(request, 'base64').toString('latin1');
  const body = pem
    .split('\n')
    .filter((line) => !line.startsWith('-----'))
    .join('');
  return Buffer.from(body, 'base64').includes(node);
}
