import type {FactId} from '../../model/facts.ts';
import type {Permission} from '../../model/fact.ts';
import type {Subject} from '../../model/kubernetes.ts';
import {isAwsRight, type Right} from '../../model/right.ts';
import {PROBES} from './index.ts';
import {kubePermission} from './probe.ts';

/** The facts and all that their probes wait for, each once, in the order in which they are met. */
export function closureOf(facts: Iterable<FactId>): readonly FactId[] {
  const seen = new Set<FactId>();
  const visit = (fact: FactId): void => {
    if (seen.has(fact)) return;
    seen.add(fact);
    for (const before of [...PROBES[fact].after, ...(PROBES[fact].afterMaybe ?? [])]) visit(before);
  };
  for (const fact of facts) visit(fact);
  return [...seen];
}

/** The rights that learning these facts needs, with those of the facts that come before them; each once, sorted. */
export function rightsOf(facts: Iterable<FactId>): readonly Right[] {
  const byPermission = new Map<Permission, Right>();
  for (const fact of closureOf(facts)) {
    for (const right of PROBES[fact].reads) byPermission.set(`${permissionOf(right)} ${groupOf(right)}`, right);
  }
  return [...byPermission].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, right]) => right);
}

/**
 * A right as a person would grant it: `eks:DescribeCluster`, `get pods -n default`. Without a subject, a right in its
 * namespace is given as `-n SUBJECT`.
 */
export function permissionOf(right: Right, subject: Pick<Subject, 'namespace'> = {namespace: 'SUBJECT'}): Permission {
  return isAwsRight(right) ? right.action : kubePermission(right, subject);
}

/** Resources of one name may lie in several API groups. */
const groupOf = (right: Right): string => (isAwsRight(right) ? '' : right.group);
