import {groupVersion} from './resources.ts';
import type {Resource} from './resources.ts';

/** A JSON document of the API's directory, with the media type parameters that tell aggregated discovery from the plain one. */
export interface Directory {
  readonly body: unknown;
  readonly contentType: string;
}

const JSON_TYPE = 'application/json';

/** Groups in their order; the core group is not one. */
function groupsOf(resources: readonly Resource[]): readonly string[] {
  return [...new Set(resources.map((item) => item.group))].filter((group) => group !== '');
}

function group(resources: readonly Resource[], name: string): unknown {
  const versions = [...new Set(resources.filter((item) => item.group === name).map((item) => item.version))];
  const listed = versions.map((version) => ({groupVersion: `${name}/${version}`, version}));
  return {name, versions: listed, preferredVersion: listed[0]};
}

function resourceList(resources: readonly Resource[], at: string): unknown {
  return {
    kind: 'APIResourceList',
    ...(at === 'v1' ? {} : {apiVersion: 'v1'}),
    groupVersion: at,
    resources: resources
      .filter((item) => groupVersion(item) === at)
      .map((item) => ({
        name: item.plural,
        singularName: item.singular,
        namespaced: item.namespaced,
        kind: item.kind,
        verbs: item.verbs,
        ...(item.shortNames.length > 0 ? {shortNames: item.shortNames} : {}),
        ...(item.categories.length > 0 ? {categories: item.categories} : {}),
      })),
  };
}

function aggregatedVersion(resources: readonly Resource[], version: string): unknown {
  return {
    version,
    freshness: 'Current',
    resources: resources.map((item) => ({
      resource: item.plural,
      responseKind: {group: item.group, version: item.version, kind: item.kind},
      scope: item.namespaced ? 'Namespaced' : 'Cluster',
      singularResource: item.singular,
      verbs: item.verbs,
      ...(item.shortNames.length > 0 ? {shortNames: item.shortNames} : {}),
      ...(item.categories.length > 0 ? {categories: item.categories} : {}),
    })),
  };
}

function aggregated(resources: readonly Resource[], groups: readonly string[], format: string): Directory {
  const items = groups.map((name) => {
    const own = resources.filter((item) => item.group === name);
    const versions = [...new Set(own.map((item) => item.version))];
    return {
      metadata: name === '' ? {creationTimestamp: null} : {name, creationTimestamp: null},
      versions: versions.map((version) =>
        aggregatedVersion(
          own.filter((item) => item.version === version),
          version,
        ),
      ),
    };
  });
  return {
    body: {kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${format}`, metadata: {}, items},
    contentType: `${JSON_TYPE};g=apidiscovery.k8s.io;v=${format};as=APIGroupDiscoveryList`,
  };
}

/** Which form of aggregated discovery the client asks for, the first that the server knows; empty for the plain documents. */
function aggregatedFormat(accept: string): '' | 'v2' | 'v2beta1' {
  for (const type of accept.split(',')) {
    if (!type.includes('as=APIGroupDiscoveryList')) continue;
    if (/;\s*v=v2\s*(?:;|$)/.test(type)) return 'v2';
    if (/;\s*v=v2beta1\s*(?:;|$)/.test(type)) return 'v2beta1';
  }
  return '';
}

/** The document at a path of the API's directory; undefined where there is none. */
export function directory(resources: readonly Resource[], path: string, accept: string): Directory | undefined {
  const plain = (body: unknown): Directory => ({body, contentType: JSON_TYPE});
  const format = aggregatedFormat(accept);
  const at = path.replace(/\/$/, '');
  if (at === '/api') {
    if (format !== '') return aggregated(resources, [''], format);
    return plain({kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: []});
  }
  if (at === '/apis') {
    if (format !== '') return aggregated(resources, groupsOf(resources), format);
    const groups = groupsOf(resources).map((name) => group(resources, name));
    return plain({kind: 'APIGroupList', apiVersion: 'v1', groups});
  }
  const named = groupsOf(resources).find((name) => at === `/apis/${name}`);
  if (named !== undefined) return plain({kind: 'APIGroup', apiVersion: 'v1', ...Object(group(resources, named))});
  const found = resources.find((item) => at === (item.group === '' ? '/api/v1' : `/apis/${groupVersion(item)}`));
  return found === undefined ? undefined : plain(resourceList(resources, groupVersion(found)));
}

/** The `/version` document of an EKS control plane. `version` is `1.33` or `1.33.2`. */
export function versionDocument(version: string): unknown {
  const [major = '1', minor = '33', patch = '1'] = version.split('.');
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    gitVersion: `v${major}.${minor}.${patch}-eks-0000000`,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.24.4',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
