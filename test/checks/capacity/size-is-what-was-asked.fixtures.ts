import {
  about,
  container,
  healthy,
  pendingPod,
  pod,
  spec,
  unmutatedPod,
  withFacts,
  type AllAnswers,
  type Fixture,
} from '../../fixture.ts';
import {absent} from '../../../src/model/fact.ts';
import {but} from '../../fixture.ts';

/** A pod that asks for this, with the size that Fargate gave it. */
export const asking = (cpu: string, memory: string, CapacityProvisioned?: string, init?: string): AllAnswers => {
  const requests = {cpu, memory};
  return withFacts(
    about(
      pod({
        annotations: CapacityProvisioned === undefined ? {} : {CapacityProvisioned},
        spec: spec({
          containers: [container({requests, limits: requests})],
          initContainers:
            init === undefined ? [] : [container({name: 'migrate', requests: {cpu: init, memory: '1Gi'}, limits: {}})],
        }),
      }),
    ),
  );
};

export const fixtures: readonly Fixture[] = [
  {name: 'what was asked for', facts: healthy, yields: []},
  {name: 'memory rounded up within the row', facts: asking('1', '6Gi', '1vCPU 7GB'), yields: []},
  {
    name: 'nothing asked for',
    facts: withFacts(about(pendingPod({spec: spec({containers: [container({requests: {}, limits: {}})]})}))),
    yields: [],
  },
  {name: "AWS's own example", facts: asking('1', '8Gi', '2vCPU 9GB'), yields: ['size-silent-upsize']},
  {name: 'before it has a size', facts: asking('250m', '2Gi'), yields: ['size-silent-upsize']},
  {
    name: 'an init container that needs more',
    facts: asking('300m', '700Mi', '2vCPU 4GB', '2'),
    yields: ['size-silent-upsize'],
  },
  {name: 'an init container that needs less', facts: asking('2', '4Gi', '2vCPU 5GB', '1'), yields: []},
  {
    name: 'a quantity that nobody can read',
    facts: asking('lots', '8Gi', '2vCPU 9GB'),
    yields: [],
  },
  {
    name: 'no profile takes it',
    facts: but(withFacts(about(unmutatedPod())), {profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
