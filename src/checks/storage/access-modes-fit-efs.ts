import {EFS_DRIVER} from '../../domain/mounts.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'access-modes-fit-efs',
  title: 'No claim of the pod counts on EFS keeping others out',
  topic: 'access modes',
  group: 'storage',
  stage: 'mounts',
  scope: 'pod',
  needs: ['podSpec', 'claims', 'claimVolumes'],
  causes: {
    'storage-access-mode': {
      title: 'ReadWriteOnce on EFS, which keeps nobody out',
      why: 'EFS is a shared file system, and its driver attaches nothing to a node, so that the mode ReadWriteOnce has no effect beyond the binding of claim and volume. On Fargate, where each pod is a node of its own, two replicas write to such a volume at once.',
      symptoms: ['Replicas share a volume whose claim says ReadWriteOnce.'],
      proof: 'The claim asks for ReadWriteOnce alone and is bound to a volume of the EFS driver.',
      severity: 'info',
      fix: [
        'Say ReadWriteMany in claim and volume where they are shared; give each replica a claim of its own where not.',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
        'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
      ],
    },
  },
  run({podSpec, claims, claimVolumes}) {
    return claims.flatMap((claim): readonly Problem[] => {
      const volume = claimVolumes.find((v) => v.name === claim.volumeName && v.driver === EFS_DRIVER);
      if (!volume || claim.accessModes.length !== 1 || claim.accessModes[0] !== 'ReadWriteOnce') return [];
      return [
        {
          cause: 'storage-access-mode',
          note: true,
          summary: `Claim ${claim.name} says ReadWriteOnce, which EFS does not enforce: other pods can write to volume ${volume.name} at the same time.`,
          certainty: 'certain',
          evidence: [
            {
              source: `get persistentvolumeclaims/${claim.name} -n ${podSpec.namespace}`,
              ref: `persistentvolumeclaim/${claim.name}`,
              path: 'spec.accessModes',
              value: 'ReadWriteOnce',
            },
            {
              source: `get persistentvolumes/${volume.name}`,
              ref: `persistentvolume/${volume.name}`,
              path: 'spec.csi.driver',
              value: EFS_DRIVER,
            },
          ],
          remedies: [],
        },
      ];
    });
  },
});
