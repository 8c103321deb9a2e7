import {healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';
import {absent} from '../../../src/model/fact.ts';
import type {KubeletCsr} from '../../../src/model/kubernetes.ts';
import {but} from '../../fixture.ts';

const NODE = 'system:node:fargate-ip-10-0-1-77.eu-central-1.compute.internal';
export const csr = (over: Partial<KubeletCsr> = {}): KubeletCsr => ({
  name: 'csr-8vnps',
  createdAt: minutesAgo(13),
  username: NODE,
  state: 'approved',
  ...over,
});
export const requests = (...kubeletCsrs: readonly KubeletCsr[]) => withFacts({kubeletCsrs});

export const fixtures: readonly Fixture[] = [
  {name: 'none left', facts: healthy, yields: []},
  {name: 'signed', facts: requests(csr()), yields: []},
  {name: 'just made', facts: requests(csr({state: 'pending', createdAt: minutesAgo(1)})), yields: []},
  {name: 'signed at the second go', facts: requests(csr({state: 'denied'}), csr()), yields: []},
  {name: 'undecided', facts: requests(csr({state: 'pending'})), yields: ['kubelet-csr-pending']},
  {name: 'denied', facts: requests(csr({state: 'denied'})), yields: ['kubelet-csr-pending']},
  {
    name: 'asked for by another',
    facts: requests(csr({state: 'pending', username: 'system:node:{{SessionName}}'})),
    yields: ['kubelet-csr-pending'],
  },
  {name: 'no node', facts: but(healthy, {kubeletCsrs: absent}), yields: [], outcome: 'inapplicable'},
];
