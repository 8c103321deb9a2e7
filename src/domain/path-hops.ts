import type {HopWhat, PathHop} from '../model/diagnosis.ts';
import type {Break, EgressPath, Hop} from './egress.ts';
import type {HopKind, ReachHop} from './reach-hops.ts';

// Hops of the two walks, the one along the routes and the one past the filters, as the diagnosis publishes them.

const WHAT_FILTERS: Readonly<Record<HopKind, HopWhat>> = {
  'pod-groups': 'security-groups',
  'endpoint-groups': 'security-groups',
  'control-plane-groups': 'security-groups',
  'pod-acl': 'network-acl',
  'nat-acl': 'network-acl',
  'endpoint-acl': 'network-acl',
  'coredns-acl': 'network-acl',
  'control-plane-acl': 'network-acl',
};

/** A place at which something is asked for leave to pass. */
export function filterHop({kind, ids, state, asks, because}: ReachHop): PathHop {
  const hop = {what: WHAT_FILTERS[kind], id: ids.join(', '), detail: asks};
  switch (state) {
    case 'open':
      return {...hop, state: 'open'};
    case 'shut':
      return {...hop, state: 'broken', reason: because};
    case 'partly':
      return {...hop, state: 'unknown', reason: `passes in part: ${because}`};
    case 'unseen':
      return {...hop, state: 'unknown', reason: 'the rules that were seen do not decide it'};
  }
}

const BREAKS: Readonly<Record<Break, string>> = {
  'no-default-route': 'no route to the internet',
  'blackhole-route': 'the route is a blackhole: its target is gone',
  'public-subnet': 'an internet gateway drops the packets of a pod, which has no public address',
  'nat-not-available': 'the NAT gateway carries nothing',
  'nat-private': 'a private NAT gateway, with no way out behind it',
  'nat-without-address': 'the NAT gateway has no Elastic IP',
  'nat-in-private-subnet': "the NAT gateway's own subnet has no route to an internet gateway",
  'internet-gateway-detached': 'the internet gateway is not attached',
};

/** The stretch from the route table on: everything behind the subnet. The last hop bears what ends the path. */
export function routeHops({hops, end}: EgressPath): readonly PathHop[] {
  const [, ...behind] = hops;
  const told = behind
    .map(routeHop)
    .map((hop) => (hop.what === 'subnet' ? {...hop, detail: 'of the NAT gateway'} : hop));
  const last = told.pop();
  if (!last) {
    const reason = end.reaches === 'unknown' ? end.because : '';
    return end.reaches === 'unknown' ? [{what: 'route-table', id: 'route table', state: 'unknown', reason}] : [];
  }
  switch (end.reaches) {
    case 'internet':
      return [...told, last];
    case 'beyond':
      return [...told, {...last, state: 'unknown', reason: "what lies behind can't be seen"}];
    case 'unknown':
      return [...told, {...last, state: 'unknown', reason: end.because}];
    case 'nowhere': {
      const half = end.half ? ', in one half of the default route' : '';
      return [...told, {...last, state: 'broken', reason: `${BREAKS[end.broken]}${half}`}];
    }
  }
}

function routeHop({kind, id, label}: Hop): PathHop {
  // The label is the id with what matters of it in brackets.
  const note = label.startsWith(`${id} (`) && label.endsWith(')') ? label.slice(id.length + 2, -1) : undefined;
  return {what: whatOf(kind), id, ...(note === undefined ? {} : {detail: note}), state: 'open'};
}

function whatOf(kind: Hop['kind']): HopWhat {
  switch (kind) {
    case 'subnet':
    case 'route-table':
    case 'nat-gateway':
    case 'internet-gateway':
    case 'vpc-endpoint':
      return kind;
    case 'egress-only-internet-gateway':
      return 'internet-gateway';
    case 'transit-gateway':
    case 'vpn-gateway':
    case 'peering':
    case 'network-interface':
    case 'instance':
    case 'local':
    case 'carrier-gateway':
    case 'local-gateway':
    case 'core-network':
    case 'unknown':
      return 'beyond';
  }
}
