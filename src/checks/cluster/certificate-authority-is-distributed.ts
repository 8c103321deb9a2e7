import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'certificate-authority-is-distributed',
  title: "The cluster's certificate authority has reached its nodes",
  topic: 'CA rotation',
  group: 'cluster',
  stage: 'provisioning',
  scope: 'cluster',
  needs: ['cluster'],
  maybe: ['certificateAuthorities'],
  causes: {
    'cluster-ca-rotation': {
      title: "A rotation of the cluster's certificate authority is not finished",
      why: "A new certificate authority is distributed to the cluster's nodes, Fargate's among them, before it signs. What becomes of Fargate nodes that started before is not documented; recreating their pods gives them the new one.",
      symptoms: ['x509: certificate signed by unknown authority'],
      proof: 'distributionStatus and signingStatus of eks:ListCertificateAuthorities.',
      severity: 'info',
      atMost: 'possible',
      fix: ['aws eks list-certificate-authorities --cluster-name CL'],
      docs: ['https://docs.aws.amazon.com/eks/latest/APIReference/API_ListCertificateAuthorities.html'],
    },
  },
  run({cluster, certificateAuthorities}) {
    const unfinished = (valueOf(certificateAuthorities) ?? []).filter(
      (ca) => ca.distributionStatus !== 'COMPLETE' || ca.signingStatus === 'ACTIVATING',
    );
    return unfinished.map((ca) => ({
      cause: 'cluster-ca-rotation',
      note: true,
      summary: `Certificate authority ${ca.id} of cluster ${cluster.name} is on its way: distribution ${ca.distributionStatus || 'unknown'}, signing ${ca.signingStatus || 'unknown'}.`,
      certainty: 'possible',
      evidence: [
        {
          source: 'eks:ListCertificateAuthorities',
          ref: ca.id,
          path: 'distributionStatus',
          value: `${ca.distributionStatus}, ${ca.signingStatus}`,
        },
      ],
      remedies: [],
    }));
  },
});
