import {heard, spokenEvidence} from '../../domain/spoken.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'bound-volumes-are-efs',
  title: 'The claims of the pod are bound to EFS volumes',
  topic: 'EFS volumes',
  group: 'storage',
  stage: 'validation',
  scope: 'pod',
  precedence: 'spec',
  needs: ['pod', 'subject'],
  consults: ['podEvents'],
  causes: {
    'storage-pv-not-efs': {
      title: 'A claim bound to a volume that is not EFS',
      why: 'Fargate mounts claims of the EFS CSI driver only. EBS, FSx for Lustre and Mountpoint for S3 need a driver on the node, and a Fargate node has none but that of EFS. The EBS controller may run on Fargate; the volumes can be mounted on EC2 only.',
      symptoms: ['"… not supported because: PVC data bound to invalid PV pvc-… with CSI Driver: ebs.csi.aws.com"'],
      proof: 'fargate-scheduler names the volume and its driver.',
      severity: 'error',
      fix: ['Move the data to Amazon EFS with a static volume, or run the pod on EC2 nodes.'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
      ],
    },
  },
  run({pod, subject, podEvents}, doubt) {
    const spoken = heard(pod, podEvents, ['pv-not-efs'], doubt);
    if (!spoken) return [];
    const {claim = '', pv = '', driver} = spoken.clause.names;
    return [
      {
        cause: 'storage-pv-not-efs',
        summary: `Claim ${claim} is bound to volume ${pv} ${driver === undefined ? 'without a CSI driver' : `of ${driver}`}; Fargate mounts EFS volumes only.`,
        certainty: 'certain',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary:
              'Look at the volume; then give the pod a claim bound to a static EFS volume, or run it on EC2 nodes.',
            commands: [sh`kubectl describe persistentvolume ${pv}`],
            changes: 'workload',
            ...thenRecreate(subject),
          },
        ],
      },
    ];
  },
});
