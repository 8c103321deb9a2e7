import {absent, known} from '../../../src/model/fact.ts';
import {but, denyOne, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';
import {boundClaim, claim, storageClass, volume, volumes} from './volumes.ts';

const bound = {claims: known([boundClaim()])};
const pending = {claims: known([claim()]), storageClasses: known([storageClass()])};
const missing = {claims: known([claim({exists: false, phase: ''})])};
const unbound = refusal('volumes not supported: data not supported because: PVC data-0 not bound');

export const fixtures: readonly Fixture[] = [
  {name: 'no claims', facts: healthy, yields: []},
  {name: 'bound', facts: but(waiting({volumes}), bound), yields: []},
  {name: 'pending', facts: but(waiting({volumes}), pending), yields: ['storage-pvc-unbound']},
  {name: 'pending, and said so', facts: but(waiting({volumes}, [unbound]), pending), yields: ['storage-pvc-unbound']},
  {
    name: 'pending on a volume of another claim',
    facts: but(waiting({volumes}), {
      claims: known([claim({volumeName: 'pv-efs', storageClassName: ''})]),
      claimVolumes: known([volume({claim: 'shop/data-0'})]),
    }),
    yields: ['storage-pvc-unbound'],
  },
  {
    name: 'planned, of a class that there is',
    facts: but(waiting({volumes}), {...pending, claims: known([claim({phase: ''})])}),
    yields: [],
  },
  {
    name: 'planned, of a class that there is not',
    facts: but(waiting({volumes}), {
      claims: known([claim({phase: ''})]),
      storageClasses: known([storageClass({exists: false, provisioner: ''})]),
    }),
    yields: ['storage-pvc-unbound'],
  },
  {name: 'missing', facts: but(waiting({volumes}), missing), yields: ['storage-pvc-missing']},
  {name: 'said so once, and bound by now', facts: but(waiting({volumes}, [unbound]), bound), yields: []},
  {
    name: 'said so, the claim unread',
    facts: denyOne(waiting({volumes}, [unbound]), 'claims'),
    yields: ['storage-pvc-unbound'],
  },
  {name: 'the claim unread', facts: denyOne(waiting({volumes}), 'claims'), yields: [], outcome: 'unchecked'},
  {
    name: 'the class unread',
    facts: denyOne(but(waiting({volumes}), pending), 'storageClasses'),
    yields: ['storage-pvc-unbound'],
  },
  {
    name: 'not for Fargate',
    facts: but(waiting({volumes, schedulerName: 'default-scheduler'}), {...pending, profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
