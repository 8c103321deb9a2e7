import type {SubjectReport} from '../model/diagnosis.ts';
import {count} from './wording.ts';

/** `12 pods of 3 deployments in 2 namespaces`: who has a cause, in a few words. */
export function crowdText(subjects: readonly SubjectReport[]): string {
  const pods = subjects.filter((s) => s.kind === 'Pod').length;
  const rest = subjects.length - pods;
  const who = [...(pods > 0 ? [count(pods, 'pod')] : []), ...(rest > 0 ? [count(rest, 'workload')] : [])].join(' and ');
  const owners = new Map(
    subjects.flatMap((s) =>
      s.owner && s.kind === 'Pod'
        ? [[JSON.stringify([s.namespace, s.owner.kind, s.owner.name]), s.owner] as const]
        : [],
    ),
  );
  const kinds = new Set([...owners.values()].map((owner) => owner.kind));
  const [kind] = kinds;
  const of = kind === undefined ? '' : ` of ${count(owners.size, kinds.size === 1 ? kind.toLowerCase() : 'workload')}`;
  const namespaces = new Set(subjects.map((s) => s.namespace)).size;
  return `${who}${owners.size < pods ? of : ''}${namespaces > 1 ? ` in ${namespaces} namespaces` : ''}`;
}
