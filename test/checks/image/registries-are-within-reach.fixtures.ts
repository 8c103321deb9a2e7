import {known} from '../../../src/model/fact.ts';
import {but, denyOne, endpoint, healthy, withFacts, type AllAnswers, type Fixture} from '../../fixture.ts';
import {privateTables} from '../network/worlds.ts';
import {placed, pulling} from '../refused.ts';

/** Isolated on purpose: no default route, and all the endpoints of a start. */
const isolated = {
  routeTables: known(privateTables()),
  vpcEndpoints: known(['ecr.api', 'ecr.dkr', 's3', 'sts'].map((service) => endpoint(service))),
};
const timeout = pulling('failed to pull image: dial tcp 3.5.1.2:443: i/o timeout');
const refused = pulling('failed to pull image: unexpected status from HEAD request: 403 Forbidden');
const waits = (image: string, status = timeout): AllAnswers => placed([status], [], {image});
const foreign = '444455556666.dkr.ecr.eu-central-1.amazonaws.com/shop:1';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'a public image, and a way out', facts: waits('quay.io/acme/app:1'), yields: []},
  {
    name: 'a public image in isolation',
    facts: but(waits('quay.io/acme/app:1'), isolated),
    yields: ['image-public-registry-private-vpc'],
  },
  {
    name: 'a public image without any endpoint: a route is what is missing',
    facts: but(waits('quay.io/acme/app:1'), {...isolated, vpcEndpoints: known([])}),
    yields: [],
  },
  {
    name: "another Region's image in isolation",
    facts: but(waits('111122223333.dkr.ecr.us-east-1.amazonaws.com/shop:1'), isolated),
    yields: ['image-ecr-cross-region-or-account'],
  },
  {
    name: "EKS's image of another Region in isolation",
    facts: but(waits('602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1'), isolated),
    yields: ['image-add-on-registry'],
  },
  {
    name: "EKS's image of this Region in isolation",
    facts: but(waits('602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/coredns:v1'), isolated),
    yields: [],
  },
  {
    name: "EKS's image under the account of other Regions",
    facts: waits('602401143452.dkr.ecr.eu-south-1.amazonaws.com/eks/coredns:v1', refused),
    yields: ['image-add-on-registry'],
  },
  {
    name: "another account's image, refused",
    facts: waits(foreign, refused),
    yields: ['image-ecr-cross-region-or-account'],
  },
  {name: "another account's image, not refused", facts: waits(foreign), yields: []},
  {
    name: 'in isolation, and it runs',
    facts: but(withFacts({}), isolated),
    yields: [],
  },
  {
    name: 'routes unread, and refused',
    facts: denyOne(waits(foreign, refused), 'routeTables'),
    yields: ['image-ecr-cross-region-or-account'],
  },
  {name: 'routes unread', facts: denyOne(healthy, 'routeTables'), yields: [], outcome: 'unchecked'},
];
