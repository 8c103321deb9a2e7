import {describe, expect, it} from 'vitest';
import driver from '../../../src/checks/storage/efs-driver-is-registered.ts';
import mount from '../../../src/checks/storage/efs-volumes-mount.ts';
import bound from '../../../src/checks/storage/pod-claims-are-bound.ts';
import notEfs from '../../../src/checks/storage/bound-volumes-are-efs.ts';
import {absent, denied, known} from '../../../src/model/fact.ts';
import type {Claim, ClaimVolume, StorageClass} from '../../../src/model/kubernetes.ts';
import {but, denyOne, problemsOf} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';
import {boundClaim, claim, storageClass, volume, volumes} from './volumes.ts';
import {mounting, NO_PATH, REFUSED, TIMED_OUT, UNREGISTERED, UNRESOLVED} from './waiting-for-mounts.ts';

/** The one sentence on claim data-0 in a pod that waits for it. */
function said(of: Claim, classes: readonly StorageClass[], pvs: readonly ClaimVolume[] = []): string | undefined {
  const facts = {claims: known([of]), storageClasses: known(classes), claimVolumes: known(pvs)};
  return problemsOf(bound, but(waiting({volumes}), facts))[0]?.summary;
}

describe('a claim that is not bound, by why it is not', () => {
  const efs = (over: Partial<StorageClass> = {}): StorageClass =>
    storageClass({name: 'efs-sc', provisioner: 'efs.csi.aws.com', bindingMode: 'Immediate', ...over});
  const named = (over: Partial<Claim> = {}): Claim => claim({volumeName: 'pv-efs', storageClassName: '', ...over});

  it.each<[string, Claim, readonly StorageClass[], readonly ClaimVolume[]]>([
    ['makes EFS volumes dynamically', claim({storageClassName: 'efs-sc'}), [efs()], []],
    ["makes EBS volumes, which Fargate can't mount", claim(), [storageClass()], []],
    ['waits for a pod to be placed first', claim(), [storageClass({provisioner: 'example.com/nfs'})], []],
    [
      'Fargate mounts only those of efs.csi.aws.com',
      claim(),
      [storageClass({provisioner: 'fsx.csi.aws.com', bindingMode: 'Immediate'})],
      [],
    ],
    ['makes no volumes by itself', claim(), [storageClass({provisioner: 'kubernetes.io/no-provisioner'})], []],
    ['class gp3 does not exist', claim(), [storageClass({exists: false})], []],
    ['it wants no class', claim({storageClassName: ''}), [], []],
    ['volume pv-efs, which does not exist', named(), [], [volume({exists: false})]],
    ['belongs to claim shop/data-0', named(), [], [volume({claim: 'shop/data-0'})]],
    ['its class is none, that of volume pv-efs is efs-sc', named(), [], [volume({storageClassName: 'efs-sc'})]],
    [
      'does not offer ReadWriteMany',
      named({accessModes: ['ReadWriteMany']}),
      [],
      [volume({accessModes: ['ReadOnlyMany']})],
    ],
    ['is Released', named({accessModes: ['ReadWriteMany']}), [], [volume({phase: 'Released'})]],
  ])('%s', (words, of, classes, pvs) => {
    expect(said(of, classes, pvs)).toContain(words);
    expect(said(of, classes, pvs)).toContain('Claim data-0 is Pending');
  });

  it('says what it saw where the class could not be read, as surely', () => {
    const facts = but(waiting({volumes}), {claims: known([claim()]), storageClasses: denied('get storageclasses/gp3')});
    expect(problemsOf(bound, facts)).toMatchObject([
      {certainty: 'certain', summary: expect.stringContaining('(storage class gp3) is Pending') as string},
    ]);
  });

  it('shows claim and volume where these two have to agree', () => {
    const facts = but(waiting({volumes}), {claims: known([named()]), claimVolumes: known([volume({claim: 'a/b'})])});
    expect(problemsOf(bound, facts)[0]?.remedies[0]?.commands).toEqual([
      'kubectl get persistentvolumeclaim data-0 -n default -o yaml',
      'kubectl get persistentvolume pv-efs -o yaml',
    ]);
  });
});

describe('a volume that is not EFS', () => {
  const ebs = volume({name: 'pvc-1', driver: 'ebs.csi.aws.com'});
  const facts = but(waiting({volumes}), {
    claims: known([boundClaim({volumeName: 'pvc-1'})]),
    claimVolumes: known([ebs]),
  });

  it('is proved by its driver, before the scheduler says a word', () => {
    expect(problemsOf(notEfs, facts)).toMatchObject([
      {
        certainty: 'certain',
        summary: 'Claim data-0 is bound to volume pvc-1 of ebs.csi.aws.com; Fargate mounts EFS volumes only.',
        evidence: [{source: 'get persistentvolumes/pvc-1', path: 'spec.csi.driver', value: 'ebs.csi.aws.com'}, {}],
      },
    ]);
  });

  it('stands by the message alone where the volume is denied', () => {
    const text =
      'volumes not supported: data not supported because: PVC data-0 bound to invalid PV pvc-1 with nil CSI spec';
    const unread = denyOne(waiting({volumes}, [refusal(text)]), 'claimVolumes');
    expect(problemsOf(notEfs, unread)[0]?.summary).toContain('volume pvc-1 without a CSI driver');
  });
});

describe('an EFS mount that fails', () => {
  const summary = (...events: Parameters<typeof mounting>[0]): string | undefined =>
    problemsOf(mount, mounting(events))[0]?.summary;

  it('says what the words of the kubelet mean', () => {
    expect(summary(UNRESOLVED)).toBe(
      "Volume pv-efs (fs-0d66110f5e994381a) cannot be mounted: its name does not resolve, though the VPC's DNS is on, so it has no mount target in this VPC.",
    );
    expect(summary(REFUSED)).toContain('denies access');
    expect(summary(NO_PATH)).toContain('is not there');
    expect(summary(TIMED_OUT)).toContain('does not answer');
  });

  it('leaves the choice open where the attributes of the VPC are not known', () => {
    const [problem] = problemsOf(mount, denyOne(mounting([UNRESOLVED]), 'vpcDnsSupport'));
    expect(problem?.summary).toContain("or the VPC's DNS is off");
  });

  it('gives commands with the file system and the Region', () => {
    expect(problemsOf(mount, mounting([TIMED_OUT]))[0]?.remedies[0]?.commands).toEqual([
      'aws efs describe-mount-targets --region eu-central-1 --file-system-id fs-0d66110f5e994381a',
    ]);
  });

  it('is the missing driver only where that is missing, and only possible in silence', () => {
    expect(problemsOf(driver, but(mounting([UNREGISTERED]), {efsDriver: absent}))[0]?.certainty).toBe('likely');
    expect(problemsOf(driver, but(mounting([TIMED_OUT]), {efsDriver: absent}))[0]?.certainty).toBe('possible');
  });
});
