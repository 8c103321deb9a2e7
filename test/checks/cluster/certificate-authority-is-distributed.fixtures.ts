import {cluster, healthy, withFacts, type Fixture} from '../../fixture.ts';

const byCustomer = cluster({caActivatedBy: 'CUSTOMER'});
const ca = (distributionStatus: string, signingStatus: string) => ({id: 'ca-0a1b', distributionStatus, signingStatus});

export const fixtures: readonly Fixture[] = [
  {name: "EKS's own", facts: healthy, yields: []},
  {
    name: 'a rotation that is done',
    facts: withFacts({cluster: byCustomer, certificateAuthorities: [ca('COMPLETE', 'IN_USE')]}),
    yields: [],
  },
  {
    name: 'a rotation under way',
    facts: withFacts({cluster: byCustomer, certificateAuthorities: [ca('IN_PROGRESS', 'NOT_USED')]}),
    yields: ['cluster-ca-rotation'],
  },
  {
    name: 'a rotation that failed',
    facts: withFacts({cluster: byCustomer, certificateAuthorities: [ca('FAILED', 'ACTIVATING')]}),
    yields: ['cluster-ca-rotation'],
  },
];
