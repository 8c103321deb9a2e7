import {array, dig, text} from '../json.ts';
import type {KubeObject} from '../object.ts';
import {age, columns, firstThree, labelSelector, orNone, pairs} from './columns.ts';
import type {TableShape} from './columns.ts';

function loadBalancer(object: KubeObject): string {
  return array(object, 'status', 'loadBalancer', 'ingress')
    .map((item) => text(item, 'ip') || text(item, 'hostname'))
    .join(',');
}

function externalAddress(service: KubeObject): string {
  const type = text(service, 'spec', 'type') || 'ClusterIP';
  const own = array(service, 'spec', 'externalIPs').map(String).join(',');
  if (type === 'ExternalName') return text(service, 'spec', 'externalName');
  if (type !== 'LoadBalancer') return orNone(own);
  return orNone([loadBalancer(service), own].filter((part) => part !== '').join(','), '<pending>');
}

function servicePort(port: unknown): string {
  const node = text(port, 'nodePort');
  return `${text(port, 'port')}${node === '' ? '' : `:${node}`}/${text(port, 'protocol') || 'TCP'}`;
}

export const SERVICES: TableShape = {
  columns: columns('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', '!Selector'),
  row: (service, now) => [
    text(service, 'metadata', 'name'),
    text(service, 'spec', 'type') || 'ClusterIP',
    orNone(text(service, 'spec', 'clusterIP')),
    externalAddress(service),
    orNone(array(service, 'spec', 'ports').map(servicePort).join(',')),
    age(service, now),
    pairs(service, 'spec', 'selector'),
  ],
};

export const ENDPOINTS: TableShape = {
  columns: columns('Name', 'Endpoints', 'Age'),
  row: (object, now) => {
    const pairsOf = array(object, 'subsets').flatMap((subset) =>
      array(subset, 'addresses').flatMap((item) => {
        const ports = array(subset, 'ports').map((port) => `${text(item, 'ip')}:${text(port, 'port')}`);
        return ports.length === 0 ? [text(item, 'ip')] : ports;
      }),
    );
    return [text(object, 'metadata', 'name'), firstThree(pairsOf, '<none>'), age(object, now)];
  },
};

export const ENDPOINT_SLICES: TableShape = {
  columns: columns('Name', 'AddressType', 'Ports', 'Endpoints', 'Age'),
  row: (slice, now) => [
    text(slice, 'metadata', 'name'),
    text(slice, 'addressType'),
    firstThree(
      array(slice, 'ports').map((port) => text(port, 'port') || '*'),
      '<unset>',
    ),
    firstThree(
      array(slice, 'endpoints').flatMap((endpoint) => array(endpoint, 'addresses').map(String)),
      '<unset>',
    ),
    age(slice, now),
  ],
};

export const INGRESSES: TableShape = {
  columns: columns('Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'),
  row: (ingress, now) => {
    const hosts = array(ingress, 'spec', 'rules')
      .map((rule) => text(rule, 'host'))
      .filter((host) => host !== '');
    return [
      text(ingress, 'metadata', 'name'),
      orNone(text(ingress, 'spec', 'ingressClassName')),
      firstThree(hosts, '*'),
      loadBalancer(ingress),
      array(ingress, 'spec', 'tls').length > 0 ? '80, 443' : '80',
      age(ingress, now),
    ];
  },
};

export const NETWORK_POLICIES: TableShape = {
  columns: columns('Name', 'Pod-Selector', 'Age'),
  row: (policy, now) => [
    text(policy, 'metadata', 'name'),
    labelSelector(dig(policy, 'spec', 'podSelector')),
    age(policy, now),
  ],
};

export const SECURITY_GROUP_POLICIES: TableShape = {
  columns: columns('Name', 'Security-Group-Ids'),
  row: (policy) => [
    text(policy, 'metadata', 'name'),
    // A column of a custom resource that points at a list is printed as that list's JSON.
    JSON.stringify(array(policy, 'spec', 'securityGroups', 'groupIds')),
  ],
};
