import type {Destination, HopWhat, NetworkPath, PathHop} from '../model/diagnosis.ts';

// The way of a packet in words, the same for every format.

/** What a hop is called. */
export const HOP_NAMES: Readonly<Record<HopWhat, string>> = {
  subnet: 'subnet',
  resolver: 'DNS',
  'security-groups': 'security group',
  'network-acl': 'network ACL',
  'route-table': 'route table',
  'nat-gateway': 'NAT gateway',
  'internet-gateway': 'internet gateway',
  'vpc-endpoint': 'VPC endpoint',
  beyond: 'out of sight',
  destination: 'destination',
};

export const DESTINATIONS: Readonly<Record<Destination, string>> = {
  api: 'the API endpoint',
  ecr: 'ECR',
  s3: 'S3',
  sts: 'STS',
  registry: 'the image registry',
};

/** `broken` if anything on the way is, else `unknown` if anything is, else `open`. */
export function stateOf({hops}: NetworkPath): PathHop['state'] {
  if (hops.some((hop) => hop.state === 'broken')) return 'broken';
  return hops.some((hop) => hop.state === 'unknown') ? 'unknown' : 'open';
}

/** A hop as `NAT gateway nat-0c1 (203.0.113.10)`; foreign text is left as it is. */
export function hopText({what, id, detail}: PathHop): string {
  const name = what === 'destination' ? id : `${HOP_NAMES[what]} ${id}`;
  return detail === undefined ? name : `${name} (${detail})`;
}

/** What is to be said of a hop that is not open: "BROKEN: no route to the internet". Undefined for an open one. */
export function troubleText({state, reason}: PathHop): string | undefined {
  if (state === 'open') return undefined;
  const word = state === 'broken' ? 'BROKEN HERE' : reason === undefined ? 'not reached' : 'not known';
  return reason === undefined ? word : `${word}: ${reason}`;
}

/** Paths with trouble first, of each kind in their order. */
export function worstFirst(paths: readonly NetworkPath[]): readonly NetworkPath[] {
  const order = ['broken', 'unknown', 'open'];
  return [...paths].sort((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)));
}
