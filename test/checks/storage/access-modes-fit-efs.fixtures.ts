import {known} from '../../../src/model/fact.ts';
import {but, healthy, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';
import {boundClaim, volume, volumes} from './volumes.ts';

const once = {claims: known([boundClaim({accessModes: ['ReadWriteOnce']})])};

export const fixtures: readonly Fixture[] = [
  {name: 'no claims', facts: healthy, yields: []},
  {
    name: 'ReadWriteOnce on EFS',
    facts: but(waiting({volumes}), {...once, claimVolumes: known([volume()])}),
    yields: ['storage-access-mode'],
  },
  {
    name: 'ReadWriteOnce on EBS',
    facts: but(waiting({volumes}), {...once, claimVolumes: known([volume({driver: 'ebs.csi.aws.com'})])}),
    yields: [],
  },
  {
    name: 'ReadWriteMany on EFS',
    facts: but(waiting({volumes}), {claims: known([boundClaim()]), claimVolumes: known([volume()])}),
    yields: [],
  },
];
