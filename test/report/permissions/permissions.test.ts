import {describe, expect, it} from 'vitest';
import {parseAllDocuments} from 'yaml';
import type {Right} from '../../../src/model/right.ts';
import {iamPolicy} from '../../../src/report/permissions/iam.ts';
import {renderPermissions} from '../../../src/report/permissions/index.ts';
import {rbacRoles} from '../../../src/report/permissions/rbac.ts';

const RIGHTS: readonly Right[] = [
  {action: 'iam:GetRole'},
  {action: 'eks:ListFargateProfiles'},
  {action: 'eks:DescribeCluster'},
  {action: 'ec2:DescribeSubnets'},
  {action: 'eks:DescribeCluster'},
  {action: 'sts:GetCallerIdentity'},
  {verb: 'get', group: '', resource: 'pods', namespace: 'SUBJECT'},
  {verb: 'list', group: '', resource: 'pods'},
  {verb: 'list', group: '', resource: 'pods', namespace: 'kube-system'},
  {verb: 'list', group: '', resource: 'nodes'},
  {verb: 'list', group: '', resource: 'events', namespace: 'SUBJECT'},
  {verb: 'get', group: '', resource: 'configmaps', name: 'coredns', namespace: 'kube-system'},
  {verb: 'get', group: '', resource: 'configmaps', name: 'aws-auth', namespace: 'kube-system'},
  {verb: 'get', group: 'apps', resource: 'deployments', name: 'coredns', namespace: 'kube-system'},
  {verb: 'get', group: '', resource: 'configmaps', name: 'aws-logging', namespace: 'aws-observability'},
  {verb: 'get', group: '', resource: 'namespaces', name: 'aws-observability'},
  {verb: 'list', group: 'admissionregistration.k8s.io', resource: 'mutatingwebhookconfigurations'},
];

/** Whether the printed roles grant a right, as the API server would judge. */
function granted(right: Extract<Right, {verb: string}>): boolean {
  const place = right.namespace === 'SUBJECT' ? undefined : right.namespace;
  return rbacRoles(RIGHTS).some(
    (role) =>
      (role.namespace === undefined || role.namespace === place) &&
      role.rules.some(
        (rule) =>
          rule.apiGroups.includes(right.group) &&
          rule.resources.includes(right.resource) &&
          rule.verbs.includes(right.verb) &&
          (rule.resourceNames === undefined || (right.name !== undefined && rule.resourceNames.includes(right.name))),
      ),
  );
}

describe('the IAM policy', () => {
  it('allows each action once, by service, and nothing that needs no permission', () => {
    expect(JSON.parse(iamPolicy(RIGHTS))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {Sid: 'FargateDoctorEc2', Effect: 'Allow', Action: ['ec2:DescribeSubnets'], Resource: '*'},
        {
          Sid: 'FargateDoctorEks',
          Effect: 'Allow',
          Action: ['eks:DescribeCluster', 'eks:ListFargateProfiles'],
          Resource: '*',
        },
        {Sid: 'FargateDoctorIam', Effect: 'Allow', Action: ['iam:GetRole'], Resource: '*'},
      ],
    });
  });
});

describe('the roles', () => {
  it('grant every right', () => {
    for (const right of RIGHTS) if ('verb' in right) expect(granted(right), JSON.stringify(right)).toBe(true);
  });

  it('grant no more than the rights', () => {
    expect(rbacRoles(RIGHTS)).toEqual([
      {
        rules: [
          {apiGroups: [''], resources: ['configmaps'], resourceNames: ['aws-logging'], verbs: ['get']},
          {apiGroups: [''], resources: ['events', 'nodes'], verbs: ['list']},
          {apiGroups: [''], resources: ['namespaces'], resourceNames: ['aws-observability'], verbs: ['get']},
          {apiGroups: [''], resources: ['pods'], verbs: ['get', 'list']},
          {apiGroups: ['admissionregistration.k8s.io'], resources: ['mutatingwebhookconfigurations'], verbs: ['list']},
        ],
      },
      {
        namespace: 'kube-system',
        rules: [
          {apiGroups: [''], resources: ['configmaps'], resourceNames: ['aws-auth', 'coredns'], verbs: ['get']},
          {apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['coredns'], verbs: ['get']},
        ],
      },
    ]);
  });

  it('do not name one object where all may be read', () => {
    const roles = rbacRoles([
      {verb: 'get', group: '', resource: 'configmaps', namespace: 'SUBJECT'},
      {verb: 'get', group: '', resource: 'configmaps', name: 'aws-auth', namespace: 'kube-system'},
    ]);
    expect(roles).toEqual([{rules: [{apiGroups: [''], resources: ['configmaps'], verbs: ['get']}]}]);
  });

  it('need no namespace that may not be there', () => {
    expect(rbacRoles(RIGHTS).map((r) => r.namespace)).toEqual([undefined, 'kube-system']);
  });

  it('come with bindings, as objects that kubectl takes', () => {
    const objects = parseAllDocuments(renderPermissions(RIGHTS, 'yaml')).map(
      (d) => d.toJS() as {kind: string; roleRef?: {kind: string}},
    );
    expect(objects.map((o) => o.kind)).toEqual(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);
    expect(objects.map((o) => o.roleRef?.kind)).toEqual([undefined, 'ClusterRole', undefined, 'Role']);
  });
});

describe('renderPermissions', () => {
  it('prints both parts with a word on their use', async () => {
    await expect(renderPermissions(RIGHTS, 'text')).toMatchFileSnapshot('../golden/permissions.txt');
  });

  it('prints Terraform', async () => {
    await expect(renderPermissions(RIGHTS, 'terraform')).toMatchFileSnapshot('../golden/permissions.tf');
  });

  it('does not depend on the order of the declarations', () => {
    const turned = [...RIGHTS].reverse();
    for (const format of ['text', 'json', 'yaml', 'terraform']) {
      expect(renderPermissions(turned, format)).toBe(renderPermissions(RIGHTS, format));
    }
  });

  it('never asks for a Secret or for anything but reading', () => {
    const text = renderPermissions(RIGHTS, 'yaml') + renderPermissions(RIGHTS, 'json');
    expect(text).not.toMatch(/secrets|create|update|patch|delete|watch|\*:/i);
  });
});
