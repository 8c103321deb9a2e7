import type {Doubt} from '../model/check.ts';
import type {Certainty, Evidence, Problem} from '../model/finding.ts';
import type {Stage} from '../model/stage.ts';
import {contains} from './cidr.ts';
import {cutOff, needsText, type CutOff, type Need} from './cut-off.ts';
import {brokenBy, changesOn, endpointEvidence, pathEvidence, siblingsIn, type EgressReading} from './egress-reading.ts';
import type {EgressPath} from './egress.ts';
import {listText} from './lists.ts';
import {atMost, lowered} from './siblings.ts';

/** What a fault of some paths means for the pod: how sure, at which stage, and in which words. */
export interface Verdict {
  readonly fields: Pick<Problem, 'certainty' | 'stage' | 'severity' | 'note'>;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly cut: CutOff;
}

/**
 * Judges paths that lead nowhere, by what they cut off. Nothing that a start needs: a note. One of several subnets: the
 * pod may start in another, so it is `likely`. STS alone: whether a start needs it is not confirmed, so `possible`.
 */
export function judge(reading: EgressReading, broken: readonly [EgressPath, ...EgressPath[]], doubt: Doubt): Verdict {
  const cut = cutOffAll(reading, broken);
  // With the API server itself out of reach, endpoints make no difference.
  if (!cut.needs.includes('api')) doubt.unsure('vpcEndpoints');
  const siblings = siblingsIn(reading, broken);
  const sure = certaintyOf(reading, broken, cut);
  const stage = stageFor(reading, cut);
  const harmless = cut.needs.length === 0;
  const evidence: Evidence[] = [
    ...broken.map(pathEvidence),
    ...(cut.needs.includes('api') ? [endpointEvidence(reading.cluster)] : []),
    ...siblings.evidence,
    ...(stage === 'provisioning' ? changesOn(reading, broken) : []),
    // The time-out speaks of the node; a pull that fails comes later.
    ...(stage === 'provisioning' ? reading.timeout : []),
  ];
  // Endpoints that could not be read may be all that is needed; then the fault is harmless, and only worth a note.
  const unread = !cut.needs.includes('api') && reading.endpoints === undefined;
  return {
    fields:
      harmless || unread
        ? {certainty: sure, severity: 'warning', note: true}
        : stand(reading, sure, stage, siblings.lowers),
    evidence: evidence as [Evidence, ...Evidence[]],
    cut,
  };
}

/** Where it bites: a pod whose node has joined got all that this takes, and what it lacks now is its image. */
function stageFor({pod}: EgressReading, {stage, needs}: CutOff): Stage | undefined {
  return pod?.spec.nodeName !== undefined && needs.some(isPulled) ? 'image' : stage;
}

/** Whether it is needed for the images alone. */
const isPulled = (need: Need): boolean => need !== 'api' && need !== 'sts';

/**
 * Certainty and stage as fields. Healthy siblings take one step of certainty away. What is merely possible, siblings apart,
 * and has no pod that hangs is worth a note and no more.
 */
export function stand(
  {pod}: Pick<EgressReading, 'pod'>,
  sure: Certainty,
  stage: Stage | undefined,
  lower: boolean,
): Verdict['fields'] {
  const note = sure === 'possible' && pod === undefined;
  return {certainty: lower ? lowered(sure) : sure, ...(stage ? {stage} : {}), ...(note ? {note} : {})};
}

const NEEDS: readonly Need[] = ['api', 'sts', 'ecr', 's3', 'registry'];

function cutOffAll(reading: EgressReading, broken: readonly EgressPath[]): CutOff {
  const each = broken.map((path) => cutOff(path.table?.id, reading));
  const needs = NEEDS.filter((need) => each.some((cut) => cut.needs.includes(need)));
  const stage = each.some((cut) => cut.stage === 'provisioning')
    ? 'provisioning'
    : each.find((cut) => cut.stage)?.stage;
  return {needs, seen: each.every((cut) => cut.seen), ...(stage ? {stage} : {})};
}

function certaintyOf(reading: EgressReading, broken: readonly EgressPath[], cut: CutOff): Certainty {
  const api = cut.needs.includes('api');
  const pulls = cut.needs.some(isPulled);
  // What is private comes by shared endpoints in hub networks too; the public address of the API server does not.
  const hub = !api && broken.some((path) => path.leadsToOtherNetworks);
  const undecided = broken.some((path) => path.end.reaches === 'nowhere' && path.end.broken === 'no-default-route');
  const caps: Certainty[] = [
    broken.length < reading.paths.length ? 'likely' : 'certain',
    broken.some((p) => p.detours.length > 0 || (p.end.reaches === 'nowhere' && p.end.half)) ? 'likely' : 'certain',
    hub ? (undecided ? 'possible' : 'likely') : 'certain',
    leavesByIpv6(reading, broken) ? 'possible' : 'certain',
  ];
  if (!api) {
    if (reading.endpoints === undefined) caps.push('possible');
    else if (!cut.seen) caps.push('likely');
    // Whether a start needs STS is not documented; that it needs its image is certain.
    if (!pulls) caps.push('possible');
  }
  return caps.reduce(atMost, 'certain');
}

/** In an IPv6 cluster the pod's own traffic may well leave by IPv6; what then still needs IPv4 is not documented. */
function leavesByIpv6(reading: EgressReading, broken: readonly EgressPath[]): boolean {
  const ids = broken.map((path) => path.subnet.id);
  return reading.paths6.some(
    ({subnet, end}) => ids.includes(subnet.id) && (end.reaches === 'internet' || end.reaches === 'beyond'),
  );
}

/** One sentence: where, what, and what that cuts off. `what` is a clause without a full stop. */
export function sentence(reading: EgressReading, broken: readonly EgressPath[], what: string, cut: CutOff): string {
  const {where, partly} = whereText(reading, broken);
  if (cut.needs.length === 0) {
    return `${where} ${what}; what a start needs comes through VPC endpoints, the rest of the internet is out of reach.`;
  }
  // Endpoints that could not be read may lead to all of it but the public API server.
  if (reading.endpoints === undefined && !cut.needs.includes('api')) {
    return `${where} ${what}; whether VPC endpoints lead to ${needsText(cut.needs)} instead could not be read.`;
  }
  const lost = `can't reach ${needsText(cut.needs)}`;
  return partly
    ? `${where} ${what}; a pod that starts there ${lost}${INTERMITTENT}.`
    : `${where} ${what}, so the pod ${lost}.`;
}

/** What a fault of a part of the subnets means for the pods: the end of a sentence. */
export const INTERMITTENT = ', so the fault comes and goes';

/**
 * "In both subnets of profile default-fp", or "In subnet-0aa1, one of the 2 subnets of profile default-fp,"; and what that
 * means, as the end of the sentence.
 */
export function whereText(
  reading: EgressReading,
  broken: readonly EgressPath[],
): {readonly where: string; readonly partly: boolean; readonly tail: string} {
  const total = reading.paths.length;
  const name = reading.profile.name;
  if (broken.length === total) {
    const all = total === 2 ? 'both subnets' : `all ${total} subnets`;
    return {
      where:
        total === 1
          ? `In ${broken[0]?.subnet.id}, the only subnet of profile ${name},`
          : `In ${all} of profile ${name}`,
      partly: false,
      tail: '',
    };
  }
  const ids = broken.map((path) => path.subnet.id);
  const of = ids.length === 1 ? `one of the ${total} subnets` : `${ids.length} of the ${total} subnets`;
  return {where: `In ${listText(ids)}, ${of} of profile ${name},`, partly: true, tail: INTERMITTENT};
}

/**
 * Subnets without a default route, in two kinds: those in another address block of the VPC than neighbours that do route
 * out (a block that was added and never given routes), and the rest. The local routes of a table tell the blocks.
 */
export function withoutDefault(reading: EgressReading): {
  readonly plain: readonly EgressPath[];
  readonly secondary: readonly EgressPath[];
} {
  const without = brokenBy(reading, 'no-default-route');
  const routed = reading.paths.filter((path) => path.table && !without.includes(path));
  const homes = new Set(routed.map(blockOf));
  const added = (path: EgressPath): boolean => {
    const block = blockOf(path);
    return block !== undefined && routed.length > 0 && !homes.has(block);
  };
  return {plain: without.filter((path) => !added(path)), secondary: without.filter(added)};
}

/** The address block of the VPC that a subnet lies in. */
const blockOf = ({table, subnet}: EgressPath): string | undefined =>
  table?.routes.find((r) => r.targetKind === 'local' && contains(r.destination, subnet.cidr))?.destination;

/** A list as the non-empty list that it is; undefined where it is empty. */
export const some = <T>(list: readonly T[]): readonly [T, ...T[]] | undefined =>
  list.length > 0 ? (list as readonly [T, ...T[]]) : undefined;
