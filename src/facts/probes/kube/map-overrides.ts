import type {PodOverride} from '../../../model/kubernetes.ts';
import {flag, objects, text} from './json.ts';

/** Reads a pod spec's settings for its kernel, user namespace, hosts file and profiles; the usual ones are left out. */
export function overrides(spec: unknown): readonly PodOverride[] {
  const set = (path: string, values: readonly (string | undefined)[]): readonly PodOverride[] => {
    const known = values.filter((value) => value !== undefined);
    return known.length > 0 ? [{path, value: known.join(', ')}] : [];
  };
  return [
    ...set(
      'spec.securityContext.sysctls',
      objects(spec, 'securityContext', 'sysctls').map((sysctl) => text(sysctl, 'name')),
    ),
    ...profiles(spec, 'spec'),
    ...(flag(spec, 'hostUsers') === false ? set('spec.hostUsers', ['false']) : []),
    ...(flag(spec, 'shareProcessNamespace') === true ? set('spec.shareProcessNamespace', ['true']) : []),
    ...set(
      'spec.hostAliases',
      objects(spec, 'hostAliases').map((alias) => text(alias, 'ip')),
    ),
    ...LISTS.flatMap((list) => objects(spec, list).flatMap((one, i) => profiles(one, `spec.${list}[${i}]`))),
  ];
}

const LISTS = ['initContainers', 'containers'] as const;
const PROFILES = ['seccompProfile', 'appArmorProfile'] as const;

/** Profiles that have to lie on the node: nobody can put one there on Fargate. `RuntimeDefault` is everybody's. */
const profiles = (holder: unknown, path: string): readonly PodOverride[] =>
  PROFILES.flatMap((profile) => {
    const at = ['securityContext', profile] as const;
    if (text(holder, ...at, 'type') !== 'Localhost') return [];
    const name = text(holder, ...at, 'localhostProfile');
    return [
      {path: `${path}.securityContext.${profile}`, value: name === undefined ? 'Localhost' : `Localhost ${name}`},
    ];
  });
