import {describe, expect, it} from 'vitest';
import disk from '../../../src/checks/capacity/ephemeral-storage-suffices.ts';
import capacity from '../../../src/checks/capacity/fargate-has-capacity.ts';
import throttled from '../../../src/checks/capacity/launches-are-not-throttled.ts';
import fits from '../../../src/checks/capacity/pod-fits-ephemeral-storage.ts';
import size from '../../../src/checks/capacity/size-is-what-was-asked.ts';
import {known} from '../../../src/model/fact.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {denyOne, fargatePod, minutesAgo, problemsOf, type AllAnswers} from '../../fixture.ts';
import {said, waiting} from '../refused.ts';
import {crashing, evicted, unpacking} from './ephemeral-storage-suffices.fixtures.ts';
import {crowd} from './launches-are-not-throttled.fixtures.ts';
import {disk as requesting} from './pod-fits-ephemeral-storage.fixtures.ts';
import {asking} from './size-is-what-was-asked.fixtures.ts';

const only = (check: AnyCheck, facts: AllAnswers) => {
  const [problem, ...more] = problemsOf(check, facts);
  expect(more).toEqual([]);
  if (!problem) throw new Error('found nothing');
  return problem;
};

describe('billed size', () => {
  it('says by what the pod moved to a larger size', () => {
    expect(only(size, asking('1', '8Gi', '2vCPU 9GB'))).toMatchObject({
      note: true,
      summary:
        'Fargate gives and bills this pod 2 vCPU, 9 GB: it asks for 1 vCPU and 8 GB, which with the 0.25 GB that Fargate adds is more than 1 vCPU can have (8 GB), so it pays for 2.',
    });
    expect(only(size, asking('300m', '700Mi', '2vCPU 4GB', '2')).summary).toBe(
      'Fargate gives and bills this pod 2 vCPU, 4 GB: only init container migrate needs so much; what runs after it would fit 0.5 vCPU, 1 GB.',
    );
  });

  it('judges before the pod has a size, from its requests', () => {
    expect(only(size, asking('250m', '2Gi')).evidence[0]?.value).toBe('none yet; 0.5 vCPU, 3 GB by its requests');
  });
});

describe('ephemeral storage', () => {
  it('sums the containers, and never advises a bigger instance', () => {
    const problem = only(fits, requesting('100Gi', '80Gi'));
    expect(problem.summary).toBe(
      'The pod requests 180 GiB of ephemeral storage; the most that Fargate has is 175 GiB.',
    );
    expect(problem.certainty).toBe('likely');
    expect(problem.evidence.map((e) => e.path)).toEqual([
      'spec.containers[0].resources.requests.ephemeral-storage',
      'spec.containers[1].resources.requests.ephemeral-storage',
    ]);
  });

  it('tells where it ran full, by whose word', () => {
    expect(only(disk, evicted)).toMatchObject({certainty: 'likely', stage: 'start'});
    expect(only(disk, unpacking)).toMatchObject({certainty: 'likely', stage: 'image'});
    // The application may have meant another volume.
    expect(only(disk, crashing)).toMatchObject({certainty: 'possible', stage: 'start'});
    expect(only(disk, evicted).remedies[0]?.commands).toEqual([
      'kubectl set resources deployment/nginx -n default -c app --requests=ephemeral-storage=60Gi',
    ]);
  });
});

describe('launch rate', () => {
  it('is a note as long as only numbers speak for it', () => {
    expect(only(throttled, crowd(100, 40))).toMatchObject({note: true, certainty: 'possible'});
    const refused = only(throttled, waiting({}, [said('ThrottlingException: Rate exceeded')]));
    expect(refused).toMatchObject({certainty: 'possible'});
    expect(refused.note).toBeUndefined();
  });
});

describe('capacity by zone', () => {
  const none = said('Fargate capacity is unavailable at this time.');

  it('names the zones of the profile and those that it could have', () => {
    const problem = only(capacity, waiting({}, [none]));
    expect(problem.summary).toContain('in eu-central-1a and eu-central-1b at the moment.');
    expect(problem.remedies.at(-1)?.summary).toContain('a private subnet in eu-central-1c too');
    const blind = only(capacity, denyOne(waiting({}, [none]), 'profileSubnets'));
    expect(blind.summary).toContain('in the zones of its profile');
    expect(blind.remedies.at(-1)?.summary).toContain('in more zones');
  });

  it('shows what started lately, by zone', () => {
    const pods = [fargatePod({createdAt: minutesAgo(20), hostIP: '10.0.2.5'})];
    const problem = only(capacity, {...waiting({}, [none]), fargatePods: known(pods)});
    expect(problem.evidence.at(-1)?.value).toBe(
      'default/web-7c9d8b6f5-k2x4q (0.25vCPU 0.5GB) started in eu-central-1b',
    );
  });
});
