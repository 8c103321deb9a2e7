import type {User} from './auth.ts';
import type {Attributes} from './request.ts';
import {ApiError} from './status.ts';

/** A rule of a Role or ClusterRole; `*` is everything. `namespaces` limits it as a RoleBinding would. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly namespaces?: readonly string[];
}

/** Rules by the name of a user or a group. Who has none may nothing but discovery, save `system:masters`. */
export type Users = Readonly<Record<string, readonly Rule[]>>;

function covers(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function ruleAllows(rule: Rule, asked: Attributes): boolean {
  const resource = asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`;
  return (
    covers(rule.verbs, asked.verb) &&
    covers(rule.apiGroups ?? [''], asked.group) &&
    covers(rule.resources ?? [], resource) &&
    (rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(asked.name)) &&
    (rule.namespaces === undefined || rule.namespaces.includes(asked.namespace))
  );
}

/** What every authenticated user may do: discovery, and asking what they may do. */
function forEveryone(asked: Attributes): boolean {
  if (asked.resource === '') return true;
  return asked.verb === 'create' && asked.resource === 'selfsubjectaccessreviews';
}

/** Whether the user may. Without `users` everyone may everything. */
export function mayDo(users: Users | undefined, user: User, asked: Attributes): boolean {
  if (users === undefined || forEveryone(asked)) return true;
  const named = [user.name, ...user.groups].filter((name) => Object.hasOwn(users, name));
  if (!Object.hasOwn(users, user.name) && user.groups.includes('system:masters')) return true;
  return named.some((name) => (users[name] ?? []).some((rule) => ruleAllows(rule, asked)));
}

/** 403 in the API server's words. */
export function forbidden(user: User, asked: Attributes, why = ''): ApiError {
  if (asked.resource === '') {
    const message = `forbidden: User "${user.name}" cannot ${asked.verb} path "${asked.path}"${why}`;
    return new ApiError(403, 'Forbidden', message, {});
  }
  const resource = asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`;
  const qualified = asked.group === '' ? asked.resource : `${asked.resource}.${asked.group}`;
  const what = asked.name === '' ? qualified : `${qualified} "${asked.name}"`;
  const where = asked.namespace === '' ? 'at the cluster scope' : `in the namespace "${asked.namespace}"`;
  const message =
    `${what} is forbidden: User "${user.name}" cannot ${asked.verb} resource "${resource}" ` +
    `in API group "${asked.group}" ${where}${why}`;
  const details = {
    ...(asked.name === '' ? {} : {name: asked.name}),
    ...(asked.group === '' ? {} : {group: asked.group}),
    kind: asked.resource,
  };
  return new ApiError(403, 'Forbidden', message, details);
}
