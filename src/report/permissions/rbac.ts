import {stringify} from 'yaml';
import {isAwsRight, type KubeRight, type Right} from '../../model/right.ts';

/** A rule of a Role or ClusterRole. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The rules for one place: a namespace, or the whole cluster. */
export interface RbacRole {
  /** Absent: a ClusterRole. */
  readonly namespace?: string;
  readonly rules: readonly RbacRule[];
}

/** Name of the roles and bindings, and of the group that they are bound to. */
export const RBAC_NAME = 'fargate-doctor';

/**
 * The least roles, the ClusterRole first; with `namespace` only what can be granted in there and in kube-system. Rights on one named object in kube-system go to a Role there; rights in the
 * subject's namespace are granted cluster-wide, since the next pod may hang anywhere.
 */
export function rbacRoles(rights: readonly Right[], namespace?: string): readonly RbacRole[] {
  const kube = rights.filter((r): r is KubeRight => !isAwsRight(r));
  if (namespace !== undefined) return rolesWithin(kube, namespace);
  const everywhere = kube.filter((r) => placeOf(r) === '');
  // What may be read everywhere needs no second grant in a namespace.
  const local = kube.filter((r) => placeOf(r) !== '' && !everywhere.some((e) => covers(e, r)));
  const places = [...new Set(local.map(placeOf))].sort();
  return [
    ...(everywhere.length > 0 ? [{rules: rulesOf(everywhere)}] : []),
    ...places.map((namespace) => ({namespace, rules: rulesOf(local.filter((r) => placeOf(r) === namespace))})),
  ];
}

/**
 * The roles for somebody who may be given nothing cluster-wide: what a diagnosis of pods in one namespace reads there, and
 * what it reads in kube-system. Nodes, webhooks, volumes and the pods of other namespaces stay unread.
 */
function rolesWithin(kube: readonly KubeRight[], namespace: string): readonly RbacRole[] {
  const own = kube.filter((r) => r.namespace === 'SUBJECT');
  const system = kube.filter((r) => r.namespace === 'kube-system');
  const both = namespace === 'kube-system';
  return [
    {namespace, rules: rulesOf(both ? [...own, ...system] : own)},
    ...(both || system.length === 0 ? [] : [{namespace: 'kube-system', rules: rulesOf(system)}]),
  ];
}

/**
 * The namespace of the role that grants a right; empty for the ClusterRole. aws-observability does not exist where
 * logging was never set up, and a Role in it could not be created: its one ConfigMap is granted by name everywhere.
 */
function placeOf({namespace}: KubeRight): string {
  return namespace === 'kube-system' ? namespace : '';
}

function covers(wide: KubeRight, narrow: KubeRight): boolean {
  const same = wide.group === narrow.group && wide.resource === narrow.resource && wide.verb === narrow.verb;
  return same && (wide.name === undefined || wide.name === narrow.name);
}

/** One rule for each group, set of verbs and set of names. */
function rulesOf(rights: readonly KubeRight[]): readonly RbacRule[] {
  const verbs = new Map<string, {right: KubeRight; verbs: Set<string>}>();
  const needed = rights.filter(
    (r) => r.name === undefined || !rights.some((w) => w.name === undefined && covers(w, r)),
  );
  for (const right of needed) {
    const key = JSON.stringify([right.group, right.resource, right.name ?? null]);
    const entry = verbs.get(key) ?? {right, verbs: new Set<string>()};
    entry.verbs.add(right.verb);
    verbs.set(key, entry);
  }
  const rules = new Map<
    string,
    {group: string; verbs: readonly string[]; resources: Set<string>; names: Set<string>}
  >();
  for (const {right, verbs: found} of verbs.values()) {
    const sorted = [...found].sort();
    // Named rights are merged by resource, the others by their verbs.
    const key = JSON.stringify([right.group, sorted, right.name === undefined ? null : right.resource]);
    const rule = rules.get(key) ?? {group: right.group, verbs: sorted, resources: new Set(), names: new Set()};
    rule.resources.add(right.resource);
    if (right.name !== undefined) rule.names.add(right.name);
    rules.set(key, rule);
  }
  return [...rules.values()]
    .map(({group, verbs: words, resources, names}) => ({
      apiGroups: [group],
      resources: [...resources].sort(),
      ...(names.size > 0 ? {resourceNames: [...names].sort()} : {}),
      verbs: words,
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The roles with their bindings to the group `fargate-doctor`, as YAML for `kubectl apply -f -`. */
export function rbacYaml(rights: readonly Right[], within?: string): string {
  const objects = rbacRoles(rights, within).flatMap(({namespace, rules}) => {
    const metadata = namespace === undefined ? {name: RBAC_NAME} : {name: RBAC_NAME, namespace};
    const prefix = namespace === undefined ? 'Cluster' : '';
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    return [
      {apiVersion, kind: `${prefix}Role`, metadata, rules},
      {
        apiVersion,
        kind: `${prefix}RoleBinding`,
        metadata,
        roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: `${prefix}Role`, name: RBAC_NAME},
        subjects: [{apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: RBAC_NAME}],
      },
    ];
  });
  return objects.map((object) => stringify(object, {aliasDuplicateObjects: false, lineWidth: 0})).join('---\n');
}
