import {healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, pulling} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'no such tag',
    facts: placed(
      [pulling(undefined, 'ImagePullBackOff')],
      [
        kubelet(
          'Failed',
          'Failed to pull image "nginx": failed to resolve reference "r/nginx:9": r/nginx:9: not found',
        ),
      ],
    ),
    yields: ['image-not-found'],
  },
  {
    name: 'no such registry',
    facts: placed([
      pulling('failed to pull image: dial tcp: lookup registry.example.test on 10.0.0.2:53: no such host'),
    ]),
    yields: ['image-not-found'],
  },
  {
    name: 'a registry that is known, and no DNS',
    facts: placed([pulling('failed to pull image: dial tcp: lookup quay.io on 10.0.0.2:53: no such host')]),
    yields: [],
  },
  {name: 'no name at all', facts: placed([pulling(undefined, 'InvalidImageName')]), yields: ['image-invalid-name']},
];
