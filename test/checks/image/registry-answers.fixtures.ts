import {known} from '../../../src/model/fact.ts';
import {but, denyOne, endpoint, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, pulling} from '../refused.ts';

const timeout = (ip: string) =>
  `Failed to pull image "nginx": failed to resolve reference: failed to do request: Head "https://r/v2/": dial tcp ${ip}:443: i/o timeout`;

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'a public address', facts: placed([pulling(timeout('3.5.1.2'))]), yields: ['image-pull-timeout-egress']},
  {name: 'a private address', facts: placed([pulling(timeout('10.0.1.141'))]), yields: ['image-pull-timeout-vpce']},
  {
    name: 'told by an event',
    facts: placed(
      [pulling('Back-off pulling image "nginx"', 'ImagePullBackOff')],
      [kubelet('Failed', timeout('3.5.1.2'))],
    ),
    yields: ['image-pull-timeout-egress'],
  },
  {
    name: 'no address, of a registry on the internet',
    facts: placed([pulling('failed to pull image: Get "https://quay.io/v2/": net/http: TLS handshake timeout')], [], {
      image: 'quay.io/acme/app:1',
    }),
    yields: ['image-pull-timeout-egress'],
  },
  {
    name: 'no address, of ECR with an endpoint',
    facts: but(placed([pulling('failed to pull image: context deadline exceeded')]), {
      vpcEndpoints: known([endpoint('ecr.dkr')]),
    }),
    yields: ['image-pull-timeout-vpce'],
  },
  {
    name: 'no address, of ECR, and endpoints are unread',
    facts: denyOne(placed([pulling('failed to pull image: context deadline exceeded')]), 'vpcEndpoints'),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'refused, not timed out', facts: placed([pulling('failed to pull image: 403 Forbidden')]), yields: []},
  {
    name: 'events could not be read',
    facts: denyOne(placed([pulling()]), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
