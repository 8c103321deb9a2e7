import {describe, expect, it} from 'vitest';
import {ecrHost, eksRegistryAccount, isEksRegistry} from '../../src/domain/eks-registry.ts';
import {moveImage} from '../../src/domain/image-remedies.ts';
import {cluster} from '../fixture.ts';

describe('moving an image within reach', () => {
  it('copies it under its own name to the registry of the account', () => {
    expect(moveImage('quay.io/acme/app:1', cluster()).commands).toEqual([
      'aws ecr create-repository --region eu-central-1 --repository-name acme/app',
      'docker pull --platform linux/amd64 quay.io/acme/app:1',
      'docker tag quay.io/acme/app:1 111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/app:1',
      'docker push 111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/app:1',
    ]);
    expect(moveImage('nginx', cluster()).commands[0]).toContain('--repository-name nginx');
  });

  it('gives no commands for a digest, whose copy needs a name', () => {
    expect(moveImage(`quay.io/acme/app@sha256:${'0'.repeat(64)}`, cluster()).commands).toEqual([]);
  });

  it("names EKS's own registry of the Region, in place of a copy", () => {
    const {summary, commands} = moveImage('602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1', cluster());
    expect(summary).toContain('602401143452.dkr.ecr.eu-central-1.amazonaws.com/eks/coredns:v1');
    expect(commands).toEqual([]);
  });

  it('quotes what a name may hold', () => {
    expect(moveImage("quay.io/a'; rm -rf ~/x:1", cluster()).commands[1]).toContain(`'quay.io/a'\\''; rm -rf ~/x:1'`);
  });
});

it("knows EKS's registries, and those of Regions that it doesn't know it doesn't guess", () => {
  expect(eksRegistryAccount('eu-south-1')).toBe('590381155156');
  expect(eksRegistryAccount('us-east-1')).toBe('602401143452');
  expect(eksRegistryAccount('xx-new-1')).toBeUndefined();
  expect(isEksRegistry('918309763551')).toBe(true);
  expect(isEksRegistry('111122223333')).toBe(false);
  expect(ecrHost('918309763551', 'cn-north-1')).toBe('918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn');
});
