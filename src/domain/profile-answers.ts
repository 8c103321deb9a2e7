import type {ProfileAnswer} from '../model/diagnosis.ts';
import type {SpecifiedPod} from '../model/kubernetes.ts';
import {listText} from './lists.ts';
import {PROFILE_LABEL} from './names.ts';
import type {Placement} from './placement.ts';
import type {ProfileMatch} from './selectors.ts';

/** Namespaces that are named of a profile that selects others. */
const MOST_NAMESPACES = 5;

/**
 * What each profile makes of a pod, by name: the one that takes it, and why the others don't. `elsewhere`: the pod itself asks
 * for other nodes.
 */
export function profileAnswers(pod: SpecifiedPod, placement: Placement, elsewhere: boolean): readonly ProfileAnswer[] {
  const {profile: taking, label} = placement;
  return placement.matches.map((match): ProfileAnswer => {
    const {name} = match.profile;
    if (name === taking?.name && elsewhere)
      return {name, takes: false, because: 'selects it, but it asks for other nodes'};
    if (name === taking?.name) {
      const {status} = match.profile;
      return {
        name,
        takes: true,
        ...(status === 'ACTIVE' ? {} : {because: `is ${status}, and takes no pod while it is`}),
      };
    }
    if (label !== undefined && label !== name) {
      return {name, takes: false, because: `is not the one that the label ${PROFILE_LABEL} asks for (${label})`};
    }
    return {name, takes: false, because: because(match, pod, taking?.name)};
  });
}

function because(match: ProfileMatch, pod: SpecifiedPod, taking: string | undefined): string {
  if (match.matches) {
    return match.profile.status === 'ACTIVE'
      ? `selects it too, but ${taking ?? 'another'} comes first by name`
      : `selects it too, but is ${match.profile.status}`;
  }
  const near = match.selectors.find((s) => s.namespaceMatches);
  if (!near) {
    const namespaces = [...new Set(match.selectors.map((s) => s.selector.namespace))];
    const shown = namespaces.slice(0, MOST_NAMESPACES);
    const more = namespaces.length - shown.length;
    const all = more > 0 ? [...shown, `${more} more`] : shown;
    return all.length === 0
      ? 'selects nothing'
      : `selects ${all.length === 1 ? 'namespace' : 'namespaces'} ${listText(all)}, not ${pod.namespace}`;
  }
  const misses = near.misses.map((miss) =>
    miss.seen.length > 0
      ? `${miss.key}=${miss.wanted} (it has ${miss.seen.join(', ')})`
      : `${miss.key}=${miss.wanted} (it has no such label)`,
  );
  return `wants the label ${listText(misses)}`;
}
