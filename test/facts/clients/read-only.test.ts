import {describe, expect, it} from 'vitest';
import {assertReadCommand, assertReadRequest} from '../../../src/facts/clients/read-only.ts';

describe('an AWS action', () => {
  it.each([
    'DescribeClusterCommand',
    'DescribeCluster',
    'ListInsights',
    'GetRolePolicy',
    'GetServiceQuota',
    'GetCallerIdentity',
    'SimulatePrincipalPolicy',
  ])('%s passes', (name) => {
    expect(() => assertReadCommand(name)).not.toThrow();
  });

  it.each([
    'CreateCluster',
    'DeleteFargateProfileCommand',
    'UpdateClusterConfig',
    'TagResource',
    'AssumeRole',
    'GetSecretValue',
    'GetParameters',
    'GetPasswordData',
    'GetSessionToken',
    'Getaway',
    'Listen',
    '',
    undefined,
  ])('%s is refused', (name) => {
    expect(() => assertReadCommand(name)).toThrow('refused');
  });
});

describe('a Kubernetes request', () => {
  it.each([
    '/version',
    '/api/v1/pods',
    '/api/v1/namespaces/secrets/pods/secrets',
    '/api/v1/namespaces/kube-system/configmaps/aws-auth',
    '/apis/apps/v1/namespaces/default/deployments/a%20b',
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    '/api/v1/namespaces/secrets',
  ])('GET %s passes', (path) => {
    expect(() => assertReadRequest('GET', path)).not.toThrow();
  });

  it.each([
    '/api/v1/secrets',
    '/api/v1/SECRETS',
    '/api/v1/%73ecrets',
    '/api/v1/namespaces/default/secrets',
    '/api/v1/namespaces/default/secrets/token',
    '/api/v1/watch/secrets',
    '/api/v1/watch/namespaces/default/secrets',
    '/api/v1/namespaces/default/pods/a/exec',
    '/api/v1/namespaces/default/pods/a/portforward',
    '/api/v1/nodes/a/proxy/pods',
    '/api/v1/namespaces/default/pods/..',
    '/api/v1/namespaces/default/pods/%2e%2e/secrets',
    '/api/v1/pods?x=1',
    '/api/v1//secrets',
    '/api/v1/pods/%zz',
    '/logs',
    'api/v1/pods',
    '',
  ])('GET %s is refused', (path) => {
    expect(() => assertReadRequest('GET', path)).toThrow('refused');
  });

  it.each(['POST', 'PATCH', 'DELETE', 'PUT', 'get'])('%s is refused', (method) => {
    expect(() => assertReadRequest(method, '/api/v1/pods')).toThrow('only reads');
  });
});
