import {describe, expect, it} from 'vitest';
import active from '../../../src/checks/cluster/cluster-is-active.ts';
import health from '../../../src/checks/cluster/cluster-is-healthy.ts';
import skew from '../../../src/checks/cluster/nodes-keep-up-with-control-plane.ts';
import region from '../../../src/checks/cluster/region-has-fargate.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {
  about,
  cluster,
  denyOne,
  event,
  pendingPod,
  problemsOf,
  unmutatedPod,
  withFacts,
  type AllAnswers,
} from '../../fixture.ts';
import {withIssue} from './cluster-is-healthy.fixtures.ts';
import {oldNode} from './nodes-keep-up-with-control-plane.fixtures.ts';

const only = (check: AnyCheck, facts: AllAnswers) => {
  const [problem, ...more] = problemsOf(check, facts);
  expect(more).toEqual([]);
  if (!problem) throw new Error('found nothing');
  return problem;
};

describe('cluster status', () => {
  it('bites where the pod hangs', () => {
    const failed = cluster({status: 'FAILED'});
    const at = (over: object) => only(active, withFacts({cluster: failed, ...over})).stage;
    expect(at({...about(unmutatedPod())})).toBe('admission');
    expect(at({...about(pendingPod()), podEvents: [event()]})).toBe('provisioning');
    expect(at({})).toBe('provisioning');
  });

  it('an update is a note: pods start meanwhile', () => {
    const problem = only(active, withFacts({cluster: cluster({status: 'UPDATING'})}));
    expect(problem).toMatchObject({note: true, severity: 'warning'});
    expect(problem.remedies[0]?.commands).toEqual([
      'aws eks wait cluster-active --region eu-central-1 --name fargate-test',
    ]);
    expect(only(active, withFacts({cluster: cluster({status: 'DELETING'})})).note).toBeUndefined();
  });
});

describe('cluster health', () => {
  it('reads both spellings alike', () => {
    for (const [a, b] of [
      ['KmsKeyDisabled', 'KMS_KEY_DISABLED'],
      ['Ec2SubnetNotFound', 'SUBNET_NOT_FOUND'],
      ['AccessDenied', 'ASSUME_ROLE_ACCESS_DENIED'],
      ['VpcNotFound', 'VPC_NOT_FOUND'],
    ] as const) {
      const [one, other] = [only(health, withIssue(a)), only(health, withIssue(b))];
      expect([other.cause, other.note, other.remedies]).toEqual([one.cause, one.note, one.remedies]);
    }
  });

  it('mends what can be mended of a key, and says where nothing can', () => {
    const commands = (code: string) => only(health, withIssue(code)).remedies.flatMap((r) => r.commands);
    expect(commands('KmsKeyDisabled')).toEqual([
      'aws kms enable-key --region eu-central-1 --key-id arn:aws:kms:eu-central-1:111122223333:key/5b1f6c0e-52a3-4d0a-9f0e-7d2f1c0b8a64',
    ]);
    expect(commands('KmsKeyMarkedForDeletion')[0]).toContain('aws kms cancel-key-deletion');
    expect(commands('KmsGrantRevoked')).toEqual([]);
  });

  it('what only degrades is a note, and an unknown code is repeated, not guessed', () => {
    expect(only(health, withIssue('IP_NOT_AVAILABLE'))).toMatchObject({note: true, severity: 'warning'});
    expect(only(health, withIssue('Brandnew', 'Something happened')).summary).toBe(
      'EKS reports Brandnew for cluster fargate-test: Something happened.',
    );
    expect(only(health, withIssue('Ec2SubnetNotFound', '', ['subnet-da60e280'])).summary).toBe(
      'Cluster fargate-test was made with subnet-da60e280 that is gone (Ec2SubnetNotFound).',
    );
    expect(only(health, withIssue('AccessDenied')).note).toBeUndefined();
  });
});

describe('version skew', () => {
  it('is for information until it stands in the way of an upgrade', () => {
    expect(only(skew, oldNode('v1.32.9-eks-0123456'))).toMatchObject({note: true, severity: 'info'});
    const three = only(skew, oldNode('v1.30.4-eks-0123456'));
    expect(three).toMatchObject({note: true, severity: 'warning'});
    expect(three.summary).toContain('the next upgrade has to wait for it');
    expect(only(skew, oldNode('v1.24.1', '1.26')).severity).toBe('warning');
    expect(only(skew, oldNode('v1.25.1', '1.27')).severity).toBe('info');
  });
});

describe('Region', () => {
  const gov = {name: 'fargate-test', region: 'us-gov-east-1', partition: 'aws-us-gov'};
  it('is certain of GovCloud only where nothing there speaks against it', () => {
    const facts = withFacts({...about(pendingPod()), target: gov, profiles: [], fargatePods: []});
    expect(only(region, facts)).toMatchObject({cause: 'region-govcloud', certainty: 'certain'});
    // Without a profile there is no Fargate pod to see.
    expect(only(region, denyOne(facts, 'fargatePods')).certainty).toBe('certain');
    expect(problemsOf(region, denyOne(facts, 'profiles'))).toEqual([]);
  });
});
