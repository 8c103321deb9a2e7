import {admits, admitsAll} from '../../domain/cidr.ts';
import {updatesOf, type Change} from '../../domain/coincidence.ts';
import {
  blocksText,
  changesOn,
  doubtPaths,
  endpointEvidence,
  pathEvidence,
  readEgress,
  siblingsIn,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {INTERMITTENT, stand, whereText} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {listText} from '../../domain/lists.ts';
import {admitAddresses, enablePrivateAccess} from '../../domain/network-remedies.ts';
import {atMost} from '../../domain/siblings.ts';
import {defineCheck} from '../../model/check.ts';
import {unavailable, valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence, Problem} from '../../model/finding.ts';
import {causes} from './endpoint-admits-pod.pages.ts';

const NOT_ASKED = unavailable('not asked');

export default defineCheck({
  id: 'endpoint-admits-pod',
  title: "The cluster endpoint admits the address that the pod's traffic leaves from",
  topic: 'endpoint access',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'endpoint',
  needs: ['subject', 'cluster', 'profile'],
  consults: [
    'profileSubnets',
    'routeTables',
    'natGateways',
    'internetGateways',
    'pod',
    'clock',
    'fargatePods',
    'podEvents',
    'clusterUpdates',
  ],
  causes,
  run(given, doubt) {
    const {cluster} = given;
    // With private access the kubelet stays in the VPC and these blocks do not apply to it.
    if (cluster.endpointPrivateAccess || !cluster.endpointPublicAccess) return [];
    // EKS gives public access no empty list: 0.0.0.0/0 stands for no limit.
    if (cluster.publicAccessCidrs.length === 0)
      return doubt.unreadable('cluster', 'it has public access and does not say for whom (publicAccessCidrs)');
    const limits4 = !admitsAll(cluster.publicAccessCidrs, 'ipv4');
    const limits6 = isDualStack(given.cluster) && !admitsAll(cluster.publicAccessCidrs, 'ipv6');
    if (!limits4 && !limits6) return [];
    const profileSubnets = valueOf(given.profileSubnets);
    const routeTables = valueOf(given.routeTables);
    doubt.unsure('profileSubnets', 'routeTables');
    if (!profileSubnets || !routeTables) return [];
    const reading = readEgress({...given, profileSubnets, routeTables, vpcEndpoints: NOT_ASKED, podSpec: NOT_ASKED});
    doubtPaths(reading, doubt, 'all');
    const updates = updatesOf(valueOf(given.clusterUpdates), 'EndpointAccessUpdate');
    const by4 = limits4 ? excludedByIpv4(reading, updates) : [];
    const by6 = limits6 ? excludedByIpv6(reading, updates, limits4 && by4.some((p) => p.cause !== PARTIAL)) : [];
    if (by4.length + by6.length > 0 || reading.paths.some((path) => path.end.reaches !== 'nowhere'))
      return [...by4, ...by6];
    return doubt.inapplicable('no subnet of the profile has a way to the internet');
  },
});

const PARTIAL = 'endpoint-public-cidrs-partial';

/** IPv6 clusters that were made after October 2024 have dual-stack endpoints (EKS API reference, publicAccessCidrs). */
const DUAL_STACK_SINCE = Date.parse('2024-11-01T00:00:00Z');

/** By the name that EKS gives to such endpoints; where the server goes by another name, by the cluster's age. */
function isDualStack({ipFamily, endpoint, createdAt}: EgressReading['cluster']): boolean {
  if (ipFamily !== 'ipv6') return false;
  if (/\.api\.(?:aws|amazonwebservices\.com\.cn)\/?$/.test(endpoint)) return true;
  if (/\.eks\.amazonaws\.com(?:\.cn)?\/?$/.test(endpoint)) return false;
  return createdAt !== undefined && Date.parse(createdAt) >= DUAL_STACK_SINCE;
}

const sourceIps = ({end}: EgressPath): readonly string[] => (end.reaches === 'internet' ? end.sourceIps : []);

function excludedByIpv4(reading: EgressReading, updates: readonly Change[]): readonly Problem[] {
  const {cluster, paths} = reading;
  const ips = [...new Set(paths.flatMap(sourceIps))].sort();
  const denied = ips.filter((ip) => !admits(cluster.publicAccessCidrs, ip));
  const beyond = paths.filter((path) => path.end.reaches === 'beyond');
  const admitted = `The API server admits only ${blocksText(cluster.publicAccessCidrs)}`;
  if (ips.length > 0 && denied.length === ips.length) {
    const blind = paths.some((path) => path.end.reaches === 'beyond' || path.end.reaches === 'unknown');
    return [
      problem(reading, updates, {
        cause: 'endpoint-public-cidrs-exclude-nat',
        summary: `${admitted}; this pod's traffic leaves from ${listText(denied)}.`,
        certainty: blind ? 'likely' : 'certain',
        paths: paths.filter((path) => sourceIps(path).length > 0),
        admit: denied,
      }),
    ];
  }
  if (denied.length > 0) {
    const inside = ips.filter((ip) => !denied.includes(ip));
    const refused = paths.filter((path) => sourceIps(path).some((ip) => denied.includes(ip)));
    const {where, partly} = whereText(reading, refused);
    const whole = partly && refused.every((path) => sourceIps(path).every((ip) => denied.includes(ip)));
    const from = whole
      ? `${where.charAt(0).toLowerCase()}${where.slice(1)} traffic leaves from ${listText(denied)}`
      : `this pod's traffic leaves from ${listText(denied)} as well as from ${listText(inside)}`;
    return [
      problem(reading, updates, {
        cause: PARTIAL,
        summary: `${admitted}; ${from}${INTERMITTENT}.`,
        certainty: 'likely',
        paths: refused,
        admit: denied,
      }),
    ];
  }
  // An address that could not be read may be admitted.
  if (ips.length > 0 || beyond.length === 0 || paths.some((path) => path.end.reaches === 'unknown')) return [];
  const via = listText(beyond.flatMap(({end}) => (end.reaches === 'beyond' ? [end.id] : [])));
  return [
    problem(reading, updates, {
      cause: 'endpoint-public-cidrs-exclude-nat',
      summary: `${admitted}; this pod's traffic leaves through ${via}, and the address it has behind that can't be seen.`,
      certainty: 'possible',
      paths: beyond,
      admit: [],
    }),
  ];
}

function excludedByIpv6(reading: EgressReading, updates: readonly Change[], noIpv4: boolean): readonly Problem[] {
  const {cluster, paths6} = reading;
  const out = paths6.filter(({end, subnet}) => end.reaches === 'internet' && subnet.ipv6Cidrs.length > 0);
  const denied = out.filter(({subnet}) => !subnet.ipv6Cidrs.some((cidr) => admits(cluster.publicAccessCidrs, cidr)));
  if (denied.length === 0) return [];
  const ranges = denied.flatMap(({subnet}) => subnet.ipv6Cidrs);
  return [
    problem(reading, updates, {
      cause: 'endpoint-ipv6-cidr',
      summary: `The API server admits only ${blocksText(cluster.publicAccessCidrs)}; the pod's own IPv6 address is in ${listText(ranges)}.`,
      certainty: noIpv4 ? 'likely' : 'possible',
      paths: denied,
      admit: ranges,
    }),
  ];
}

interface Exclusion {
  readonly cause: string;
  readonly summary: string;
  readonly certainty: Certainty;
  readonly paths: readonly EgressPath[];
  /** Addresses or blocks that would have to be admitted. */
  readonly admit: readonly string[];
}

function problem(
  reading: EgressReading,
  updates: readonly Change[],
  {cause, summary, certainty, paths, admit}: Exclusion,
): Problem {
  const {cluster, subject} = reading;
  const siblings = siblingsIn(reading, paths);
  const caps: Certainty[] = [
    paths.some((path) => path.detours.length > 0) ? 'likely' : 'certain',
    // A dual-stack endpoint may be called by IPv6 instead.
    cause !== 'endpoint-ipv6-cidr' && isDualStack(cluster) && reading.paths6.some((p) => p.end.reaches === 'internet')
      ? 'possible'
      : 'certain',
  ];
  const remedy = admitAddresses(cluster, admit, subject);
  const evidence: [Evidence, ...Evidence[]] = [endpointEvidence(cluster), ...paths.map(pathEvidence)];
  return {
    cause,
    summary,
    ...stand(reading, caps.reduce(atMost, certainty), undefined, siblings.lowers),
    evidence: [...evidence, ...changesOn(reading, paths, updates), ...siblings.evidence, ...reading.timeout] as [
      Evidence,
      ...Evidence[],
    ],
    remedies: [enablePrivateAccess(cluster, subject), ...(remedy ? [remedy] : [])],
  };
}
