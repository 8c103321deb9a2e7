import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'a volume of EBS',
    facts: waiting({}, [
      refusal(
        'volumes not supported: data not supported because: PVC data-0 bound to invalid PV pvc-1 with CSI Driver: ebs.csi.aws.com',
      ),
    ]),
    yields: ['storage-pv-not-efs'],
  },
  {name: 'events could not be read', facts: denyOne(waiting({}), 'podEvents'), yields: [], outcome: 'unchecked'},
];
