import {about, healthy, pendingPod, profile, withFacts, type Fixture} from '../../fixture.ts';

const status = (word: string): ReturnType<typeof withFacts> =>
  withFacts({...about(pendingPod()), profile: profile({status: word})});

export const fixtures: readonly Fixture[] = [
  {name: 'ACTIVE', facts: healthy, yields: []},
  {name: 'CREATING', facts: status('CREATING'), yields: ['profile-status-creating']},
  {name: 'DELETING', facts: status('DELETING'), yields: ['profile-status-deleting']},
  {name: 'CREATE_FAILED', facts: status('CREATE_FAILED'), yields: ['profile-status-create-failed']},
  {name: 'DELETE_FAILED', facts: status('DELETE_FAILED'), yields: ['profile-status-delete-failed']},
  {name: 'a status that is not known here', facts: status('HIBERNATING'), yields: [], outcome: 'unchecked'},
];
