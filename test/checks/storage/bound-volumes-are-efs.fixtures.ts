import {absent, known} from '../../../src/model/fact.ts';
import {but, denyOne, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';
import {boundClaim, volume, volumes} from './volumes.ts';

const said = refusal(
  'volumes not supported: data not supported because: PVC data-0 bound to invalid PV pvc-1 with CSI Driver: ebs.csi.aws.com',
);
const ebs = {
  claims: known([boundClaim({volumeName: 'pvc-1'})]),
  claimVolumes: known([volume({name: 'pvc-1', driver: 'ebs.csi.aws.com', handle: 'vol-0a1b2c3d'})]),
};
const {driver: _none, ...nfs} = volume({source: 'nfs'});

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
];
