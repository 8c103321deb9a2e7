import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {KubeletCsr} from '../../model/kubernetes.ts';

/** EKS signs within seconds. */
const PATIENCE_MS = 120_000;

export default defineCheck({
  id: 'kubelet-certificates-are-signed',
  title: "The serving certificate of the pod's node is signed",
  topic: 'node certificate',
  group: 'iam',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod', 'kubeletCsrs'],
  consults: ['clock'],
  causes: {
    'kubelet-csr-pending': {
      title: "The serving certificate of the pod's node is not signed",
      why: 'The API server reaches the kubelet for logs, exec and port-forward only if the kubelet has a serving certificate. EKS signs a request for it only if it comes from the node itself. The pod runs all the same.',
      symptoms: ['kubectl logs or exec: remote error: tls: internal error'],
      proof:
        'A CertificateSigningRequest of the signer kubernetes.io/kubelet-serving for the node is undecided for minutes, or denied. Kubernetes removes undecided ones after a day.',
      severity: 'warning',
      fix: ['kubectl get csr --field-selector spec.signerName=kubernetes.io/kubelet-serving'],
      docs: [
        'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/',
        'https://github.com/awslabs/amazon-eks-ami/issues/610',
      ],
    },
  },
  run({pod, kubeletCsrs, clock}) {
    const last = kubeletCsrs.at(-1);
    const now = valueOf(clock);
    if (!last || last.state === 'approved' || kubeletCsrs.some((csr) => csr.state === 'approved')) return [];
    const age = now === undefined ? 0 : Date.parse(now) - Date.parse(last.createdAt);
    if (last.state === 'pending' && !(age > PATIENCE_MS)) return [];
    const node = pod.spec.nodeName ?? '';
    const foreign = last.username !== `system:node:${node}`;
    return [
      {
        cause: 'kubelet-csr-pending',
        note: true,
        summary: `The serving certificate of node ${node} ${FATE[last.state]}${foreign ? `: ${last.username || 'nobody'} asks for it, and not the node` : ''}, so logs and exec of the pod fail.`,
        certainty: 'likely',
        evidence: [
          {
            source: 'list certificatesigningrequests',
            ref: `csr/${last.name}`,
            path: 'status.conditions',
            value: `${last.state}, asked for by ${last.username || 'nobody'}`,
            ...(last.createdAt === '' ? {} : {at: last.createdAt}),
          },
        ],
        remedies: [
          {
            summary: foreign
              ? 'Mend the mapping of the pod execution role (its username must be system:node:{{SessionName}}), then recreate the pod.'
              : 'Read the request and what was decided; recreating the pod makes a new one.',
            commands: ['kubectl get csr --field-selector spec.signerName=kubernetes.io/kubelet-serving'],
            changes: 'pod',
          },
        ],
      },
    ];
  },
});

const FATE: Readonly<Record<KubeletCsr['state'], string>> = {
  pending: 'waits to be signed',
  approved: 'is signed',
  denied: 'was denied',
  failed: 'could not be signed',
};
