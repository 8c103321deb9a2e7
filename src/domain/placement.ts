import type {FargateProfile} from '../model/aws.ts';
import type {SpecifiedPod} from '../model/kubernetes.ts';
import {FARGATE_SCHEDULER, PROFILE_LABEL} from './names.ts';
import {matchProfile, type ProfileMatch} from './selectors.ts';

/** How long a profile may have been CREATING after its `createdAt`: from 20 s to 6 min were seen. */
export const CREATING_MS = 6 * 60_000;

/** Which Fargate profile has a pod, or would take it, and how the others relate to it. */
export interface Placement {
  /** Every profile held against the pod, in order of name. */
  readonly matches: readonly ProfileMatch[];
  /** Those that match, in order of name: EKS's published order of precedence. */
  readonly matching: readonly FargateProfile[];
  /** The value of the pod's profile label, if it has one. */
  readonly label?: string;
  /** The webhook has handed the pod to Fargate. */
  readonly mutated: boolean;
  /** The one that has the pod, or would take it. */
  readonly profile?: FargateProfile;
}

/** True when the pod went through EKS's Fargate webhook: both marks are there. */
export function isMutated(pod: SpecifiedPod): boolean {
  return pod.from === 'pod' && pod.spec.schedulerName === FARGATE_SCHEDULER && pod.labels[PROFILE_LABEL] !== undefined;
}

/**
 * Finds the profile for a pod. A mutated pod belongs to the profile that its label names, matching or not: that decision
 * is not taken again. For others a label names the only candidate; without one the first matching name in alphanumeric
 * order wins, ACTIVE ones before the rest (AWS user guide; an older AWS article says "random").
 */
export function placementOf(pod: SpecifiedPod, profiles: readonly FargateProfile[]): Placement {
  // The label is the webhook's answer, or a wish; either way it takes no part in the selectors' question.
  const {[PROFILE_LABEL]: label, ...labels} = pod.labels;
  const matches = [...profiles]
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((profile) => matchProfile(profile, pod.namespace, labels));
  const matching = matches.filter((m) => m.matches).map((m) => m.profile);
  const mutated = isMutated(pod);
  const labelled = label === undefined ? undefined : profiles.find((p) => p.name === label);
  const profile =
    label === undefined
      ? (matching.find((p) => p.status === 'ACTIVE') ?? matching[0])
      : mutated || (labelled && matching.includes(labelled))
        ? labelled
        : undefined;
  return {matches, matching, ...(label === undefined ? {} : {label}), mutated, ...(profile ? {profile} : {})};
}

/**
 * The profile whose network and role a pod meets, or would meet once it is matched: the one that has or would take it,
 * else the one that nearly fits, else the one after which a new profile would be made (the first that is ACTIVE). A pod
 * that asks for a profile that can't take it has none before that is mended, unless another one matches.
 */
export function prospectOf({profile, matching, matches, label}: Placement): FargateProfile | undefined {
  if (profile ?? matching[0]) return profile ?? matching[0];
  if (label !== undefined) return undefined;
  const nearest = matches
    .filter((m) => m.selectors.some((s) => s.namespaceMatches))
    .sort((a, b) => missesOf(a) - missesOf(b))[0]?.profile;
  return nearest ?? matches.find((m) => m.profile.status === 'ACTIVE')?.profile;
}

const missesOf = (match: ProfileMatch): number =>
  Math.min(...match.selectors.filter((s) => s.namespaceMatches).map((s) => s.misses.length));

/** Whether a profile takes the pod as it is, and is not only its prospect. */
export function takes(profile: FargateProfile, pod: SpecifiedPod): boolean {
  const {profile: taking} = placementOf(pod, [profile]);
  return taking !== undefined;
}
