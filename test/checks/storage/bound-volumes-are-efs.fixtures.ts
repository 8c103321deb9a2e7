import {absent, known, unavailable} from '../../../src/model/fact.ts';
import {but, denyOne, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';
import type {StorageClass} from '../../../src/model/kubernetes.ts';
import {boundClaim, claim, storageClass, volume, volumes} from './volumes.ts';

const said = refusal(
  'volumes not supported: data not supported because: PVC data-0 bound to invalid PV pvc-1 with CSI Driver: ebs.csi.aws.com',
);
const ebs = {
  claims: known([boundClaim({volumeName: 'pvc-1'})]),
  claimVolumes: known([volume({name: 'pvc-1', driver: 'ebs.csi.aws.com', handle: 'vol-0a1b2c3d'})]),
};
const {driver: _none, ...nfs} = volume({source: 'nfs'});

/** Claims of a manifest, which the cluster has not seen yet. */
const plannedClaim = (storageClassName: string | undefined, classes: readonly StorageClass[]) => {
  const {storageClassName: _bound, ...open} = claim({phase: ''});
  return but(waiting({volumes}), {
    claims: known([{...open, ...(storageClassName === undefined ? {} : {storageClassName})}]),
    storageClasses: known(classes),
  });
};
const ofClass = (over: Partial<StorageClass>) => plannedClaim('fast', [storageClass({name: 'fast', ...over})]);
const planned: readonly Fixture[] = [
  {name: 'planned of EBS', facts: ofClass({provisioner: 'ebs.csi.aws.com'}), yields: ['storage-pv-not-efs']},
  {
    name: 'planned of EFS, dynamically',
    facts: ofClass({provisioner: 'efs.csi.aws.com'}),
    yields: ['storage-pv-not-efs'],
  },
  {name: 'planned of the default class', facts: plannedClaim(undefined, []), yields: ['storage-pv-not-efs']},
  {
    name: 'planned of a class that makes nothing',
    facts: ofClass({provisioner: 'kubernetes.io/no-provisioner'}),
    yields: [],
  },
  {name: 'planned without a class', facts: plannedClaim('', []), yields: []},
  {
    name: 'planned, no cluster to ask, by its name of EBS',
    facts: {...plannedClaim('gp3', []), storageClasses: unavailable('no cluster')},
    yields: ['storage-pv-not-efs'],
  },
  {
    name: 'planned, the class unread',
    facts: denyOne(plannedClaim('fast', []), 'storageClasses'),
    yields: [],
    outcome: 'unchecked',
  },
];

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'said of a volume of EBS', facts: waiting({}, [said]), yields: ['storage-pv-not-efs']},
  {name: 'bound to a volume of EBS', facts: but(waiting({volumes}), ebs), yields: ['storage-pv-not-efs']},
  {name: 'bound so, and said so', facts: but(waiting({volumes}, [said]), ebs), yields: ['storage-pv-not-efs']},
  {
    name: 'bound to a volume without a CSI driver',
    facts: but(waiting({volumes}), {claims: known([boundClaim()]), claimVolumes: known([nfs])}),
    yields: ['storage-pv-not-efs'],
  },
  {
    name: 'bound to EFS',
    facts: but(waiting({volumes}), {claims: known([boundClaim()]), claimVolumes: known([volume()])}),
    yields: [],
  },
  {
    name: 'not for Fargate',
    facts: but(waiting({volumes, schedulerName: 'default-scheduler'}), {...ebs, profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'events could not be read', facts: denyOne(waiting({}), 'podEvents'), yields: [], outcome: 'unchecked'},
  {
    name: 'the volume could not be read',
    facts: denyOne(but(waiting({volumes}), ebs), 'claimVolumes'),
    yields: [],
    outcome: 'unchecked',
  },
  ...planned,
];
