import {absent, known} from '../../../src/model/fact.ts';
import type {Claim} from '../../../src/model/kubernetes.ts';
import {but, denyOne, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

const volumes = [{name: 'data', type: 'persistentVolumeClaim', claimName: 'data-0'}];
const claim = (over: Partial<Claim> = {}): Claim => ({
  name: 'data-0',
  exists: true,
  phase: 'Pending',
  storageClassName: 'gp3',
  accessModes: ['ReadWriteOnce'],
  ...over,
});
const bound = {claims: known([claim({phase: 'Bound'})])};
const pending = {claims: known([claim()])};
const missing = {claims: known([claim({exists: false, phase: ''})])};
const unbound = refusal('volumes not supported: data not supported because: PVC data-0 not bound');

export const fixtures: readonly Fixture[] = [
  {name: 'no claims', facts: healthy, yields: []},
  {name: 'bound', facts: but(waiting({volumes}), bound), yields: []},
  {name: 'pending', facts: but(waiting({volumes}), pending), yields: ['storage-pvc-unbound']},
  {name: 'pending, and said so', facts: but(waiting({volumes}, [unbound]), pending), yields: ['storage-pvc-unbound']},
  {name: 'missing', facts: but(waiting({volumes}), missing), yields: ['storage-pvc-missing']},
  {name: 'said so once, and bound by now', facts: but(waiting({volumes}, [unbound]), bound), yields: []},
  {
    name: 'said so, the claim unread',
    facts: denyOne(waiting({volumes}, [unbound]), 'claims'),
    yields: ['storage-pvc-unbound'],
  },
  {name: 'the claim unread', facts: denyOne(waiting({volumes}), 'claims'), yields: [], outcome: 'unchecked'},
  {
    name: 'not for Fargate',
    facts: but(waiting({volumes, schedulerName: 'default-scheduler'}), {...pending, profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
