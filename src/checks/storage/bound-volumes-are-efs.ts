import {dynamicBy, isClassUnread, isPlannedClaim, type Dynamic} from '../../domain/claim-reading.ts';
import {EFS_DRIVER} from '../../domain/mounts.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {asFarAsPlaced, boundForFargate, isUnsettled} from '../../domain/spec-refusal.ts';
import {isUnplaced, refusedFor, spokenEvidence, type Spoken} from '../../domain/spoken.ts';
import {lastRefusal} from '../../domain/messages.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {Claim, ClaimVolume, Pod, SpecifiedPod, Subject} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'bound-volumes-are-efs',
  title: 'The claims of the pod are bound to EFS volumes',
  topic: 'EFS volumes',
  group: 'storage',
  stage: 'validation',
  scope: 'pod',
  precedence: 'spec',
  needs: ['podSpec', 'subject'],
  consults: ['profile', 'pod', 'podEvents', 'claims', 'claimVolumes', 'storageClasses'],
  causes: {
    'storage-pv-not-efs': {
      title: 'A claim bound to a volume that is not EFS',
      why: 'Fargate mounts claims of the EFS CSI driver only. EBS, FSx for Lustre and Mountpoint for S3 need a driver on the node, and a Fargate node has none but that of EFS. The EBS controller may run on Fargate; the volumes can be mounted on EC2 only.',
      symptoms: ['"… not supported because: PVC data bound to invalid PV pvc-… with CSI Driver: ebs.csi.aws.com"'],
      proof:
        'The driver of the volume to which the claim is bound is read. Where it could not be, fargate-scheduler names the volume and its driver.',
      severity: 'error',
      fix: ['Move the data to Amazon EFS with a static volume, or run the pod on EC2 nodes.'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
      ],
    },
  },
  run({podSpec, subject, profile, pod, podEvents, claims, claimVolumes, storageClasses}, doubt) {
    if (boundForFargate({podSpec, profile}) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const live = valueOf(pod);
    if (live && !isUnplaced(live)) return [];
    const events = valueOf(podEvents) ?? [];
    const said = live ? refusedFor(live, events, ['pv-not-efs']) : [];
    const seen = (valueOf(claims) ?? []).flatMap((claim) => {
      const volume = (valueOf(claimVolumes) ?? []).find((v) => v.name === claim.volumeName);
      return (claim.phase === 'Bound' || isPlannedClaim(claim)) && volume?.exists && volume.driver !== EFS_DRIVER
        ? [{claim, volume}]
        : [];
    });
    const made = (valueOf(claims) ?? []).flatMap((claim) => {
      const by = dynamicBy(claim, storageClasses);
      return by ? [plannedProblem(claim, by, podSpec, subject)] : [];
    });
    if ((valueOf(claims) ?? []).some((claim) => isClassUnread(claim, storageClasses))) doubt.unsure('storageClasses');
    const dynamic = asFarAsPlaced({podSpec, profile, pod, subject}, doubt, made);
    if (made.length > dynamic.length) return [];
    const unseen = said.filter(({clause}) => !seen.some(({claim}) => claim.name === clause.names['claim']));
    if (seen.length === 0 && unseen.length === 0 && dynamic.length === 0) {
      if (podSpec.spec.volumes.some((volume) => volume.claimName !== undefined)) doubt.unsure('claims', 'claimVolumes');
      if (live && !lastRefusal(live, events)) doubt.unsure('podEvents');
      return [];
    }
    if (seen.length > 0 && said.length === 0 && isUnsettled({podSpec, profile, pod}, doubt)) return [];
    return [
      ...dynamic,
      ...seen.map(({claim, volume}): Problem => {
        const words = said.find(({clause}) => clause.names['claim'] === claim.name);
        const spoken = live && words ? [spokenEvidence(live, words.utterance, words.clause)] : [];
        return {
          cause: 'storage-pv-not-efs',
          summary: summary(claim.name, volume.name, kindOf(volume)),
          certainty: 'certain',
          evidence: [volumeEvidence(volume), boundEvidence(claim, podSpec.namespace), ...spoken],
          remedies: [replace(volume.name, subject)],
        };
      }),
      ...(live ? unseen.map((spoken) => byMessage(spoken, live, subject)) : []),
    ];
  },
});

/** A claim of a manifest, or of a StatefulSet's template, whose volume would be made for it. */
function plannedProblem(claim: Claim, by: Dynamic, podSpec: SpecifiedPod, subject: Subject): Problem {
  const at = podSpec.spec.volumes.findIndex((volume) => volume.claimName === claim.name);
  const path = `${podSpec.pathPrefix}spec.volumes[${at}].persistentVolumeClaim.claimName`;
  const [first, ...rest] = by.evidence;
  const named = {source: `get pods -n ${podSpec.namespace}`, ref: podSpec.ref, path, value: claim.name};
  return {
    cause: 'storage-pv-not-efs',
    summary: `Claim ${claim.name} would get no volume that Fargate mounts: ${by.because}; Fargate mounts EFS volumes made by hand.`,
    certainty: by.certainty,
    evidence: first ? [first, ...rest, named] : [named],
    remedies: [
      {
        summary: `Make a static EFS volume, and let claim ${claim.name} name it (volumeName, storageClassName ""), or run the pod on EC2 nodes.`,
        commands: [],
        changes: 'workload',
        ...thenRecreate(subject),
      },
    ],
  };
}

function byMessage({utterance, clause}: Spoken, pod: Pod, subject: Subject): Problem {
  const {claim = '', pv = '', driver} = clause.names;
  return {
    cause: 'storage-pv-not-efs',
    summary: summary(claim, pv, driver === undefined ? 'without a CSI driver' : `of ${driver}`),
    certainty: 'certain',
    evidence: [spokenEvidence(pod, utterance, clause)],
    remedies: [replace(pv, subject)],
  };
}

const summary = (claim: string, volume: string, kind: string): string =>
  `Claim ${claim} is bound to volume ${volume} ${kind}; Fargate mounts EFS volumes only.`;

const kindOf = ({driver, source}: ClaimVolume): string =>
  driver !== undefined ? `of ${driver}` : source === '' ? 'without a CSI driver' : `of kind ${source}`;

const volumeEvidence = ({name, driver, source}: ClaimVolume): Evidence => ({
  source: `get persistentvolumes/${name}`,
  ref: `persistentvolume/${name}`,
  path: driver === undefined ? 'spec' : 'spec.csi.driver',
  value: driver ?? (source || 'no source'),
});

const boundEvidence = ({name, volumeName}: Claim, namespace: string): Evidence => ({
  source: `get persistentvolumeclaims/${name} -n ${namespace}`,
  ref: `persistentvolumeclaim/${name}`,
  path: 'spec.volumeName',
  value: volumeName ?? '',
});

const replace = (volume: string, subject: Subject): Remedy => ({
  summary: 'Look at the volume; then give the pod a claim bound to a static EFS volume, or run it on EC2 nodes.',
  commands: [sh`kubectl describe persistentvolume ${volume}`],
  changes: 'workload',
  ...thenRecreate(subject),
});
