import {describe, expect, it} from 'vitest';
import {
  addonWantsFargate,
  corednsProfile,
  hasReadyPlugin,
  isCoreDns,
  probesReadyPlugin,
  REMOVE_ANNOTATION,
  withFargate,
} from '../../src/domain/coredns.ts';
import {addon, COREFILE, profile} from '../fixture.ts';

describe('CoreDNS', () => {
  it.each([
    ['kube-system', {'k8s-app': 'kube-dns'}, true],
    ['kube-system', {'eks.amazonaws.com/component': 'coredns'}, true],
    ['default', {'k8s-app': 'kube-dns'}, false],
    ['kube-system', {'k8s-app': 'kube-proxy'}, false],
  ])('in %s with %j: %s', (namespace, labels, expected) => {
    expect(isCoreDns({namespace, labels})).toBe(expected);
  });

  it.each([
    ['', false, '{"computeType":"Fargate"}'],
    ['{"computeType":"fargate"}', true, '{"computeType":"Fargate"}'],
    ['{"replicaCount":3}', false, '{"replicaCount":3,"computeType":"Fargate"}'],
    ['replicaCount: 3\ncomputeType: EC2\n', false, '{"replicaCount":3,"computeType":"Fargate"}'],
    ['{', undefined, undefined],
    ['[1]', undefined, undefined],
  ])('configuration %j', (configurationValues, wants, with_) => {
    expect(addonWantsFargate(addon({configurationValues}))).toBe(wants);
    expect(withFargate(addon({configurationValues}))).toBe(with_);
  });

  it('takes the annotation away with an escaped pointer', () => {
    expect(REMOVE_ANNOTATION).toContain('/spec/template/metadata/annotations/eks.amazonaws.com~1compute-type');
  });

  it('makes a profile under a free name', () => {
    const target = {name: 'fargate-test', region: 'eu-central-1', partition: 'aws'};
    const [create, wait] = corednsProfile(target, profile(), ['coredns']);
    expect(create).toContain('--fargate-profile-name coredns-2 ');
    expect(create).toMatch(/--selectors '\[\{"namespace":"kube-system","labels":\{"k8s-app":"kube-dns"\}\}\]'$/);
    expect(wait).toMatch(/^aws eks wait fargate-profile-active .* --fargate-profile-name coredns-2$/);
  });

  it('sees the ready plugin, and only as a directive', () => {
    expect(hasReadyPlugin(COREFILE)).toBe(true);
    expect(hasReadyPlugin(COREFILE.replace('    ready\n', ''))).toBe(false);
    expect(hasReadyPlugin(COREFILE.replace('    ready', '    # ready'))).toBe(false);
    expect(hasReadyPlugin('import x\n')).toBeUndefined();
  });

  it.each([
    ['v1.9.3-eksbuild.2', false],
    ['v1.9.3-eksbuild.3', true],
    ['v1.10.1-eksbuild.5', false],
    ['v1.10.1-eksbuild.6', true],
    ['v1.8.7-eksbuild.9', false],
    ['v1.12.1-eksbuild.2', true],
    ['latest', undefined],
  ])('%s: %s', (version, expected) => {
    expect(probesReadyPlugin(version)).toBe(expected);
  });
});
