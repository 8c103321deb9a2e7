import {isPlannedClaim, whyUnbound, type WhyUnbound} from '../../domain/claim-reading.ts';
import {editedObject, recreateCommand, thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {boundForFargate} from '../../domain/spec-refusal.ts';
import {isUnplaced, refusedFor, spokenEvidence, type Spoken} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {Claim, ClaimVolume, Pod, SpecifiedPod, StorageClass, Subject} from '../../model/kubernetes.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
  'https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/examples/kubernetes/static_provisioning/README.md',
  'https://github.com/aws/containers-roadmap/issues/1382',
];

export default defineCheck({
  id: 'pod-claims-are-bound',
  title: 'Every claim of the pod exists and is bound',
  topic: 'claims',
  group: 'storage',
  stage: 'validation',
  scope: 'pod',
  precedence: 'spec',
  needs: ['podSpec', 'subject'],
  consults: ['profile', 'pod', 'podEvents', 'claims', 'storageClasses', 'claimVolumes'],
  causes: {
    'storage-pvc-unbound': {
      title: 'A claim that is not bound',
      why: 'fargate-scheduler takes a pod only if its claims are bound when it looks. Volumes are not provisioned dynamically on Fargate, EBS volumes are not mounted at all, a class that waits for its first consumer waits for the pod that waits for it, and a claim that names a volume binds only if both agree.',
      symptoms: ['"volumes not supported: data not supported because: PVC data-0 not bound"'],
      proof:
        'The claim is not Bound now; its class, or the volume that it names, tells why. If it is Bound by now and only the message is old, the pod has to be recreated: that is another cause.',
      severity: 'error',
      fix: [
        'Make a static EFS volume and a claim with storageClassName "" and volumeName, then: kubectl delete pod POD -n NS',
      ],
      docs,
    },
    'storage-pvc-missing': {
      title: 'A claim that does not exist',
      why: 'The pod names a claim that is not in its namespace, so there is nothing to mount. Claims of another namespace do not count.',
      symptoms: ['"persistentvolumeclaim \\"x\\" not found"'],
      proof: 'The claim was looked for in the namespace of the pod and is not there.',
      severity: 'error',
      fix: ['kubectl get pvc -n NS', 'Create the claim, then: kubectl delete pod POD -n NS'],
      docs,
    },
  },
  run({podSpec, subject, profile, pod, podEvents, claims, storageClasses, claimVolumes}, doubt) {
    // That a claim of a manifest is not bound yet says nothing; that it can't be may be seen all the same.
    const isMerelyPlanned = (claim: Claim): boolean =>
      isPlannedClaim(claim) && !unbindable(claim, valueOf(storageClasses), valueOf(claimVolumes));
    if (boundForFargate({podSpec, profile}) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const value = valueOf(pod);
    if (value && !isUnplaced(value)) return [];
    const said = value ? refusedFor(value, valueOf(podEvents) ?? [], ['pvc-unbound', 'pvc-missing']) : [];
    const known = valueOf(claims);
    const open = (known ?? []).filter((claim) => claim.phase !== 'Bound' && !isMerelyPlanned(claim));
    const unseen = distinct(said).filter(({clause}) => !known?.some((claim) => claim.name === clause.names['claim']));
    if (open.length === 0 && unseen.length === 0) {
      if (podSpec.spec.volumes.some((volume) => volume.claimName !== undefined)) doubt.unsure('claims');
      if (value && !answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    // Where the pod can't be read it may be running, and then its claims were bound when it started.
    if (said.length === 0 && boundForFargate({podSpec, profile}) === 'unknown' && doubt.unsure('profile')) return [];
    if (doubt.unsure('pod')) return [];
    // The text is known to be shown long after the claim was bound, so that without a look at the claim it is no cause.
    const unread = unseen.length > 0 && doubt.unsure('claims');
    const why = (claim: Claim): WhyUnbound =>
      whyUnbound(claim, podSpec.namespace, valueOf(storageClasses), valueOf(claimVolumes));
    return [
      ...open.map((claim) => byClaim(claim, why(claim), said, podSpec, subject, value)),
      ...(value ? unseen.map((spoken) => byMessage(spoken, value, subject, unread)) : []),
    ];
  },
});

/** Whether what a claim names is not there, or doesn't fit it. A class that makes volumes is another cause's. */
function unbindable(
  claim: Claim,
  classes: readonly StorageClass[] | undefined,
  volumes: readonly ClaimVolume[] | undefined,
): boolean {
  if (claim.volumeName !== undefined) {
    return (
      whyUnbound(
        claim,
        '',
        classes,
        volumes?.filter((v) => v.claim === undefined),
      ).because !== undefined
    );
  }
  return classes?.some((c) => c.name === claim.storageClassName && !c.exists) === true;
}

/** One clause for each claim: the same may be read in two ways. */
const distinct = (said: readonly Spoken[]): readonly Spoken[] => [
  ...new Map(said.map((spoken) => [spoken.clause.names['claim'], spoken])).values(),
];

function byClaim(
  claim: Claim,
  why: WhyUnbound,
  said: readonly Spoken[],
  podSpec: SpecifiedPod,
  subject: Subject,
  pod: Pod | undefined,
): Problem {
  const {namespace} = podSpec;
  const words = said.find(({clause}) => clause.names['claim'] === claim.name);
  const at = podSpec.spec.volumes.findIndex((volume) => volume.claimName === claim.name);
  const evidence: readonly Evidence[] = [
    ...(at < 0
      ? []
      : [
          {
            source: `get pods -n ${namespace}`,
            ref: podSpec.ref,
            path: `${podSpec.pathPrefix}spec.volumes[${at}].persistentVolumeClaim.claimName`,
            value: claim.name,
          },
        ]),
    ...(words && pod ? [spokenEvidence(pod, words.utterance, words.clause)] : []),
  ];
  const source = `get persistentvolumeclaims/${claim.name} -n ${namespace}`;
  const ref = `persistentvolumeclaim/${claim.name}`;
  if (!claim.exists) {
    return {
      cause: 'storage-pvc-missing',
      summary: `The pod names claim ${claim.name}, which does not exist in namespace ${namespace}.`,
      certainty: 'certain',
      evidence: [{source, ref, value: 'not found'}, ...evidence],
      remedies: [
        {
          summary: `See which claims there are; create ${claim.name}, bound to a static EFS volume, or name the right one in ${editedObject(podSpec, undefined)}.`,
          commands: [sh`kubectl get persistentvolumeclaims -n ${namespace}`],
          changes: 'workload',
          ...thenRecreate(subject),
        },
      ],
    };
  }
  const by = claim.storageClassName ? ` (storage class ${claim.storageClassName})` : '';
  const is = `is ${claim.phase || 'not bound'}`;
  return {
    cause: 'storage-pvc-unbound',
    summary:
      why.because === undefined
        ? `Claim ${claim.name}${by} ${is}; fargate-scheduler takes only pods whose claims are Bound.`
        : `Claim ${claim.name} ${is}, and Fargate takes only pods whose claims are Bound: ${why.because}.`,
    certainty: 'certain',
    evidence: [{source, ref, path: 'status.phase', value: claim.phase || '(none)'}, ...why.evidence, ...evidence],
    remedies: [
      why.volume === undefined ? bind(claim.name, namespace, subject) : agree(claim, why.volume, namespace, subject),
    ],
  };
}

function byMessage({utterance, clause}: Spoken, pod: Pod, subject: Subject, unread: boolean): Problem {
  const name = clause.names['claim'] ?? '';
  const missing = clause.says === 'pvc-missing';
  return {
    cause: missing ? 'storage-pvc-missing' : 'storage-pvc-unbound',
    summary: `fargate-scheduler says that claim ${name} ${missing ? 'does not exist' : 'is not bound'}${unread ? '; whether that still holds could not be read' : ''}.`,
    certainty: unread ? 'possible' : 'likely',
    ...(unread ? {note: true} : {}),
    evidence: [spokenEvidence(pod, utterance, clause)],
    remedies: [bind(name, pod.namespace, subject)],
  };
}

function bind(name: string, namespace: string, subject: Subject): Remedy {
  const command = recreateCommand(subject);
  return {
    summary: `See why claim ${name} is not bound; on Fargate it needs a static EFS volume (storageClassName "", volumeName). The scheduler may not look again by itself.`,
    commands: [sh`kubectl describe persistentvolumeclaim ${name} -n ${namespace}`],
    changes: 'cluster',
    ...(command === undefined ? {} : {then: command}),
  };
}

function agree(claim: Claim, volume: string, namespace: string, subject: Subject): Remedy {
  return {
    summary: `Make claim ${claim.name} and volume ${volume} agree in class, access modes and claimRef. A claim's spec can't be changed: mend the volume, or make the claim anew.`,
    commands: [
      sh`kubectl get persistentvolumeclaim ${claim.name} -n ${namespace} -o yaml`,
      sh`kubectl get persistentvolume ${volume} -o yaml`,
    ],
    changes: 'cluster',
    ...thenRecreate(subject),
  };
}
