import type {Subnet} from '../model/aws.ts';
import type {Certainty, Evidence} from '../model/finding.ts';
import type {FargatePod} from '../model/kubernetes.ts';
import {contains} from './cidr.ts';

const HOUR = 3_600_000;

/** Which pods count as siblings of a subject: newer than an hour before `reference`, the subject's creation (RFC 3339). */
export interface Kinship {
  readonly reference: string;
  /** Only pods of this profile; absent: any. */
  readonly profile?: string;
  /** Only pods that run in these subnets; absent: anywhere. */
  readonly subnets?: readonly Subnet[];
  /** The subject itself, where it is no sibling of its own. */
  readonly except?: Pick<FargatePod, 'namespace' | 'name'> | undefined;
}

/**
 * The newest healthy sibling: a ready Fargate pod, created later than one hour before the subject, that got through what
 * the subject hangs in. It lowers a certainty; it never turns an unread fact into a clear one.
 */
export function healthySibling(pods: readonly FargatePod[], kinship: Kinship): FargatePod | undefined {
  const since = Date.parse(kinship.reference) - HOUR;
  const newest = newestHealthy(pods, kinship);
  return newest && Date.parse(newest.createdAt) > since ? newest : undefined;
}

/** The newest pod that runs well, of a profile, in some subnets; however old it is. */
export function newestHealthy(
  pods: readonly FargatePod[],
  {profile, subnets, except}: Omit<Kinship, 'reference'>,
): FargatePod | undefined {
  return wellNewestFirst(pods).find(
    (pod) =>
      (profile === undefined || pod.profile === profile) &&
      (except === undefined || pod.name !== except.name || pod.namespace !== except.namespace) &&
      (subnets === undefined || subnets.some((subnet) => livesIn(pod, subnet))),
  );
}

/** Every check of every subject of a scan asks about the same pods, of which there may be thousands. */
const WELL = new WeakMap<readonly FargatePod[], readonly FargatePod[]>();

function wellNewestFirst(pods: readonly FargatePod[]): readonly FargatePod[] {
  const before = WELL.get(pods);
  if (before) return before;
  const well = pods
    .filter((pod) => pod.ready && pod.nodeName !== undefined && pod.deletedAt === undefined)
    .sort((a, b) => (a.createdAt === b.createdAt ? (name(a) < name(b) ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1));
  WELL.set(pods, well);
  return well;
}

const name = (pod: FargatePod): string => `${pod.namespace}/${pod.name}`;

function livesIn({hostIP}: FargatePod, subnet: Subnet): boolean {
  return hostIP !== undefined && [subnet.cidr, ...subnet.ipv6Cidrs].some((cidr) => contains(cidr, hostIP));
}

const LOWER: Readonly<Record<Certainty, Certainty>> = {certain: 'likely', likely: 'possible', possible: 'possible'};

/** One step less sure. */
export const lowered = (certainty: Certainty): Certainty => LOWER[certainty];

const ORDER: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** The less sure of the two. */
export const atMost = (certainty: Certainty, most: Certainty): Certainty =>
  ORDER.indexOf(certainty) < ORDER.indexOf(most) ? most : certainty;

/** The sibling as what speaks against a cause. */
export const siblingEvidence = (pod: FargatePod): Evidence => ({
  source: 'list pods',
  ref: `pod/${pod.name}`,
  value: `${name(pod)} of profile ${pod.profile} is ready at ${pod.hostIP ?? 'an unknown address'}, so it got through`,
  at: pod.createdAt,
});

/** What siblings say: the evidence of a healthy one, and whether certainty is to be lowered. */
export interface Testimony {
  readonly evidence: readonly Evidence[];
  /** There is one, or it could not be seen whether there is: what might speak against a cause must not make it surer unread. */
  readonly lowers: boolean;
}

/** Asks the siblings, `undefined` where they or what they are measured against could not be read. */
export function testimony(pods: readonly FargatePod[] | undefined, kinship: Kinship): Testimony {
  if (!pods) return {evidence: [], lowers: true};
  const sibling = healthySibling(pods, kinship);
  return sibling ? {evidence: [siblingEvidence(sibling)], lowers: true} : {evidence: [], lowers: false};
}
