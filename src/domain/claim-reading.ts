import {valueOf, type Fact} from '../model/fact.ts';
import type {Certainty, Evidence} from '../model/finding.ts';
import type {Claim, ClaimVolume, StorageClass} from '../model/kubernetes.ts';
import {listText} from './lists.ts';
import {EFS_DRIVER} from './mounts.ts';

/** Why a claim is not bound, as far as its class and the volume that it names tell. */
export interface WhyUnbound {
  /** A clause with the real values; absent where nothing was seen that tells. */
  readonly because?: string;
  readonly evidence: readonly Evidence[];
  /** The volume that the claim names, where that is what has to be mended. */
  readonly volume?: string;
}

/** A claim of a manifest: what it asks for is known, and the cluster has not seen it yet. */
export const isPlannedClaim = (claim: Claim): boolean => claim.exists && claim.phase === '';

/** What makes the volume of a planned claim, where it is to be made for it. */
export interface Dynamic {
  /** A clause about the claim: "class gp3 makes EBS volumes (ebs.csi.aws.com)". */
  readonly because: string;
  readonly certainty: Certainty;
  readonly evidence: readonly Evidence[];
}

/**
 * Whether a planned claim would get a volume made for it, which on Fargate nothing mounts: only EFS volumes are mounted
 * there, and only those that are made by hand. `undefined` where it names its volume, wants no class, or its class makes none.
 * Claims of an EFS class may also be bound to a volume made by hand, and there may be no default class, so that of these it
 * is only possible.
 */
export function dynamicBy(claim: Claim, classes: Fact<readonly StorageClass[]>): Dynamic | undefined {
  const {storageClassName: name} = claim;
  if (!isPlannedClaim(claim) || claim.volumeName !== undefined || name === '') return undefined;
  const asked = {
    source: 'manifest',
    ref: `persistentvolumeclaim/${claim.name}`,
    path: 'spec.storageClassName',
    value: name ?? '(not set)',
  };
  if (name === undefined) {
    const because = "it names no class, so that the cluster's default one makes its volume";
    return {because, certainty: 'possible', evidence: [asked]};
  }
  const known = valueOf(classes)?.find((c) => c.name === name);
  if (!known) {
    if (!isEbsByName(name, classes)) return undefined;
    return {because: `class ${name} makes an EBS volume for it, by its name`, certainty: 'possible', evidence: [asked]};
  }
  const {exists, provisioner} = known;
  if (!exists || provisioner === NO_PROVISIONER) return undefined;
  const seen = {
    source: `get storageclasses/${name}`,
    ref: `storageclass/${name}`,
    path: 'provisioner',
    value: provisioner,
  };
  const kind = EBS.includes(provisioner) ? 'an EBS volume' : provisioner === EFS_DRIVER ? 'an EFS volume' : 'a volume';
  return {
    because: `class ${name} makes ${kind} for it (${provisioner})`,
    certainty: provisioner === EFS_DRIVER ? 'possible' : 'certain',
    evidence: [asked, seen],
  };
}

/** Whether a planned claim's class could not be read, and its name doesn't tell either. */
export const isClassUnread = (claim: Claim, classes: Fact<readonly StorageClass[]>): boolean =>
  isPlannedClaim(claim) &&
  claim.volumeName === undefined &&
  Boolean(claim.storageClassName) &&
  !isEbsByName(claim.storageClassName ?? '', classes) &&
  !valueOf(classes)?.some((c) => c.name === claim.storageClassName);

/**
 * Classes that EKS and eksctl have made under these names, and those that say so. A name is taken for an answer only where
 * there is no cluster to ask.
 */
const isEbsByName = (name: string, classes: Fact<readonly StorageClass[]>): boolean =>
  classes.is === 'unavailable' && /^gp[23]$|(?:^|-)ebs(?:-|$)/.test(name);

const EBS = ['ebs.csi.aws.com', 'ebs.csi.eks.amazonaws.com', 'kubernetes.io/aws-ebs'];
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/**
 * Says why a claim that exists is not bound. `undefined` lists could not be read. What a claim names comes first: a named
 * volume decides whatever the class says.
 */
export function whyUnbound(
  claim: Claim,
  namespace: string,
  classes: readonly StorageClass[] | undefined,
  volumes: readonly ClaimVolume[] | undefined,
): WhyUnbound {
  if (claim.volumeName !== undefined) {
    const volume = volumes?.find((v) => v.name === claim.volumeName);
    return volume ? byVolume(claim, volume, namespace) : {evidence: []};
  }
  if (claim.storageClassName === '') return {because: 'it wants no class, and no volume fits it', evidence: []};
  if (claim.storageClassName === undefined) {
    return {because: 'it names no class, the cluster gave it no default one, and no volume fits it', evidence: []};
  }
  const storageClass = classes?.find((c) => c.name === claim.storageClassName);
  return storageClass ? byClass(storageClass) : {evidence: []};
}

function byClass({name, exists, provisioner, bindingMode}: StorageClass): WhyUnbound {
  const source = `get storageclasses/${name}`;
  const ref = `storageclass/${name}`;
  if (!exists) return {because: `class ${name} does not exist`, evidence: [{source, ref, value: 'not found'}]};
  const evidence: readonly Evidence[] = [
    {source, ref, path: 'provisioner', value: provisioner},
    {source, ref, path: 'volumeBindingMode', value: bindingMode},
  ];
  const waits = bindingMode === 'WaitForFirstConsumer';
  const because =
    provisioner === EFS_DRIVER
      ? `class ${name} makes EFS volumes dynamically, which is not supported on Fargate`
      : EBS.includes(provisioner)
        ? `class ${name} makes EBS volumes, which Fargate can't mount`
        : provisioner === NO_PROVISIONER
          ? `class ${name} makes no volumes by itself, and no volume fits it`
          : waits
            ? `class ${name} waits for a pod to be placed first (WaitForFirstConsumer), and Fargate waits for the claim`
            : `class ${name} makes its volumes by ${provisioner}; Fargate mounts only those of ${EFS_DRIVER}`;
  return {because, evidence};
}

function byVolume(claim: Claim, volume: ClaimVolume, namespace: string): WhyUnbound {
  const {name, exists} = volume;
  const source = `get persistentvolumes/${name}`;
  const ref = `persistentvolume/${name}`;
  const why = (because: string, path: string, value: string): WhyUnbound => ({
    because,
    evidence: [{source, ref, ...(path === '' ? {} : {path}), value}],
    volume: name,
  });
  if (!exists) return why(`it names volume ${name}, which does not exist`, '', 'not found');
  if (volume.claim !== undefined && volume.claim !== `${namespace}/${claim.name}`) {
    return why(`volume ${name}, which it names, belongs to claim ${volume.claim}`, 'spec.claimRef', volume.claim);
  }
  if ((claim.storageClassName ?? '') !== volume.storageClassName) {
    const word = (text: string): string => (text === '' ? 'none' : text);
    return why(
      `its class is ${word(claim.storageClassName ?? '')}, that of volume ${name} is ${word(volume.storageClassName)}`,
      'spec.storageClassName',
      word(volume.storageClassName),
    );
  }
  const lacking = claim.accessModes.filter((mode) => !volume.accessModes.includes(mode));
  if (lacking.length > 0) {
    return why(
      `volume ${name} does not offer ${listText(lacking)}`,
      'spec.accessModes',
      volume.accessModes.join(', ') || 'none',
    );
  }
  if (volume.phase === 'Released' || volume.phase === 'Failed') {
    return why(`volume ${name}, which it names, is ${volume.phase}`, 'status.phase', volume.phase);
  }
  return {evidence: [{source, ref, path: 'status.phase', value: volume.phase || '(none)'}], volume: name};
}
