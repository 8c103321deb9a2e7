import {cluster, healthy, withFacts, type Fixture} from '../../fixture.ts';

const mode = (controlPlaneEgressMode: string) => withFacts({cluster: cluster({controlPlaneEgressMode})});

export const fixtures: readonly Fixture[] = [
  {name: 'not said', facts: healthy, yields: []},
  {name: "AWS's", facts: mode('AWS_MANAGED'), yields: []},
  {name: 'routed by the customer', facts: mode('CUSTOMER_ROUTED'), yields: ['cluster-egress-mode']},
  {name: 'isolated', facts: mode('CUSTOMER_ISOLATED'), yields: ['cluster-egress-mode']},
];
