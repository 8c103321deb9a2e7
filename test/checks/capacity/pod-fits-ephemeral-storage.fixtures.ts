import {container, healthy, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';

export const disk = (...sizes: readonly string[]) =>
  waiting({
    containers: sizes.map((size, i) =>
      container({name: `c${i}`, requests: {cpu: '250m', memory: '512Mi', 'ephemeral-storage': size}}),
    ),
  });

export const fixtures: readonly Fixture[] = [
  {name: 'none asked for', facts: healthy, yields: []},
  {name: 'as much as there is', facts: disk('175Gi'), yields: []},
  {name: 'a word that is no quantity', facts: disk('much'), yields: []},
  {name: 'more than there is', facts: disk('200Gi'), yields: ['size-ephemeral-exceeds-175']},
  {name: 'together more than there is', facts: disk('100Gi', '80Gi'), yields: ['size-ephemeral-exceeds-175']},
];
