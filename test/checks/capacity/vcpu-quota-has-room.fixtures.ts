import {absent, known} from '../../../src/model/fact.ts';
import {but, denyOne, event, fargatePod, healthy, type Fixture} from '../../fixture.ts';
import {said, waiting} from '../refused.ts';

const limit = said('Your AWS account has reached the limit on the number of Fargate pods it can run concurrently');
const small = {
  vcpuQuota: known({value: 6, applied: true}),
  fargatePods: known([fargatePod({capacity: '4vCPU 8GB'}), fargatePod({name: 'b', capacity: '2vCPU 4GB'})]),
};

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'waits, with room', facts: waiting({}), yields: []},
  {name: 'full, and said so', facts: but(waiting({}, [limit]), small), yields: ['quota-vcpu']},
  {name: 'said so, with room in this cluster', facts: waiting({}, [limit]), yields: ['quota-vcpu']},
  {name: 'said so, the quota unread', facts: denyOne(waiting({}, [limit]), 'vcpuQuota'), yields: ['quota-vcpu']},
  {name: 'full, nothing said', facts: but(waiting({}), small), yields: ['quota-vcpu']},
  {
    name: 'full, but it timed out',
    facts: but(waiting({}, [event()]), small),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'the quota unread', facts: denyOne(waiting({}), 'vcpuQuota'), yields: [], outcome: 'unchecked'},
  {
    name: 'not for Fargate',
    facts: but(waiting({schedulerName: 'default-scheduler'}), {...small, profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
