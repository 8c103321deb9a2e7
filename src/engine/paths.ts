import {networkPaths} from '../domain/network-paths.ts';
import {POD_GROUPS_ANNOTATION} from '../domain/names.ts';
import type {Cause, NetworkPath} from '../model/diagnosis.ts';
import {valueOf} from '../model/fact.ts';
import {subjectKey} from '../model/kubernetes.ts';
import {stageNumber, type Stage} from '../model/stage.ts';
import type {Examined} from './findings.ts';
import {inTrouble, type SubjectState} from './subject.ts';

/** Stages at which a pod may hang for want of a way through the network. */
const FIRST: Stage = 'validation';
const LAST: Stage = 'image';

/**
 * The ways through the network of the subjects that hang where these matter. Pods that share profile, subnets and
 * security groups share their ways: one of them is followed, so that a thousand stuck pods cost no more than a few.
 */
export function pathsOf(examined: readonly Examined[], causes: readonly Cause[]): readonly NetworkPath[] {
  const checks = new Map(examined.flatMap(({outcomes}) => outcomes.map(({check}) => [check.id, check] as const)));
  const cut = causes.filter((cause) => checks.get(cause.check)?.group === 'network');
  const endpoint = cut.filter((cause) => checks.get(cause.check)?.precedence === 'endpoint');
  const walked = new Set<string>();
  const paths: NetworkPath[] = [];
  for (const {state} of examined) {
    if (!concerns(state, cut)) continue;
    const key = sharedKey(state);
    if (walked.has(key)) continue;
    walked.add(key);
    paths.push(...networkPaths(state.answers).map((path) => withCauses(path, cut, endpoint)));
  }
  return paths;
}

/** Names the causes that speak of the hop at which a path is broken; of the API endpoint those that are about it. */
function withCauses(path: NetworkPath, cut: readonly Cause[], endpoint: readonly Cause[]): NetworkPath {
  const broken = path.hops.find((hop) => hop.state === 'broken');
  if (!broken) return doubted(path, cut);
  const speaksOf = (id: string) => (cause: Cause) =>
    cause.evidence.some(({ref, value}) => ref?.includes(id) === true || value.includes(id));
  const about = broken.what === 'destination' ? endpoint : cut.filter(speaksOf(broken.id));
  const found = about.length > 0 ? about : cut.filter(speaksOf(path.subnet));
  return found.length === 0 ? path : {...path, causes: [...new Set(found.map((cause) => cause.id))].sort()};
}

/** A packet that gets to an endpoint may still be refused there, as by its policy: then the way is not called open. */
function doubted(path: NetworkPath, cut: readonly Cause[]): NetworkPath {
  const about = (id: string): Cause | undefined => cut.find((c) => c.evidence.some(({ref}) => ref === id));
  const endpoint = path.hops.find((hop) => hop.what === 'vpc-endpoint' && hop.state === 'open');
  const cause = endpoint && about(endpoint.id);
  if (!cause) return path;
  const hops = path.hops.map((hop) =>
    hop === endpoint ? {...hop, state: 'unknown' as const, reason: cause.title} : hop,
  );
  return {...path, hops, causes: [cause.id]};
}

function concerns({subject, standing, elsewhere}: SubjectState, cut: readonly Cause[]): boolean {
  if (elsewhere !== undefined) return false;
  if (subject.kind === 'FargateProfile') return cut.length > 0;
  const named = cut.some((cause) => cause.subjects.includes(subjectKey(subject)));
  if (named) return true;
  if (!inTrouble(standing.standing) || standing.leaving) return false;
  return (
    stageNumber(standing.to) > stageNumber(FIRST) &&
    stageNumber(standing.from) <= stageNumber(LAST) &&
    standing.standing === 'stuck'
  );
}

/** What two pods have to share for their ways to be the same; where a pod is counts once it is placed. */
function sharedKey({answers, subject}: SubjectState): string {
  const profile = answers.profile && valueOf(answers.profile);
  const pod = answers.pod && valueOf(answers.pod);
  const spec = answers.podSpec && valueOf(answers.podSpec);
  return JSON.stringify([
    profile?.name ?? subjectKey(subject),
    subject.kind === 'FargateProfile',
    spec?.annotations[POD_GROUPS_ANNOTATION] ?? null,
    pod?.spec.nodeName !== undefined,
  ]);
}
