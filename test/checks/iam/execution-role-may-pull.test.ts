import {describe, expect, it} from 'vitest';
import check from '../../../src/checks/iam/execution-role-may-pull.ts';
import {examine} from '../../../src/engine/examine.ts';
import {denied} from '../../../src/model/fact.ts';
import {about, but, LOGS_POLICY, pendingPod, policy, problemsOf, profile, withFacts} from '../../fixture.ts';
import {denying, elsewhere, partial, refused, scp, tight, withPolicies} from './execution-role-may-pull.fixtures.ts';

const only = (facts: Parameters<typeof problemsOf>[1]) => {
  const [problem, ...more] = problemsOf(check, facts);
  expect(more).toEqual([]);
  if (!problem) throw new Error('found nothing');
  return problem;
};

describe('rights to pull from ECR', () => {
  it('names role and image, and attaches the policy that AWS made for it', () => {
    const problem = only(refused);
    expect(problem).toMatchObject({
      cause: 'iam-policy-missing',
      summary:
        "No policy of role fargate-pod-execution allows it to pull from ECR, so 111122223333.dkr.ecr.eu-central-1.amazonaws.com/nginx:1.27 can't be pulled.",
      certainty: 'likely',
    });
    expect(problem.note).toBeUndefined();
    expect(problem.evidence.map((e) => [e.source, e.value.slice(0, 20)])).toEqual([
      ['iam:ListAttachedRolePolicies', 'none'],
      ['iam:ListRolePolicies', 'logs'],
      ['get pods -n default', '111122223333.dkr.ecr'],
      ['event', 'Failed to pull image'],
    ]);
    expect(problem.remedies[0]?.commands).toEqual([
      'aws iam attach-role-policy --role-name fargate-pod-execution --policy-arn arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
    ]);
  });

  it('names the actions that lack, the repository, and the policy that comes near', () => {
    const problem = only(partial);
    expect(problem.summary).toBe(
      "No policy of role fargate-pod-execution allows it ecr:BatchCheckLayerAvailability and ecr:BatchGetImage for repository nginx; policy web allows it only for arn:aws:ecr:eu-central-1:111122223333:repository/nginx-web, so 111122223333.dkr.ecr.eu-central-1.amazonaws.com/nginx:1.27 can't be pulled.",
    );
    // The repository's own policy might allow them.
    expect(problem.certainty).toBe('possible');
    expect(problem.evidence).toContainEqual({
      source: 'iam:GetRolePolicy',
      ref: 'web',
      path: 'Statement[0]',
      value: 'Allow for arn:aws:ecr:eu-central-1:111122223333:repository/nginx-web',
    });
  });

  it('advises no further policy against a Deny', () => {
    const problem = only(denying);
    expect(problem.summary).toContain(
      'Policy lockdown denies role fargate-pod-execution ecr:GetAuthorizationToken, and a Deny wins',
    );
    expect(problem.certainty).toBe('likely');
    expect(problem.remedies.flatMap((r) => r.commands)).toEqual([
      'aws iam get-role-policy --role-name fargate-pod-execution --policy-name lockdown',
    ]);
  });

  it('is a note where no image is in ECR', () => {
    expect(only(elsewhere)).toMatchObject({note: true, severity: 'warning'});
    expect(only(elsewhere).summary).toContain("this pod's images come from elsewhere");
  });

  it('names the boundary, and does not advise to attach anything', () => {
    const problem = only(tight);
    expect(problem.summary).toContain(
      'The permissions boundary dev-boundary of role fargate-pod-execution does not allow what a pull from ECR needs,',
    );
    expect(problem.remedies.flatMap((r) => r.commands).join(' ')).not.toContain('attach');
  });

  it('believes AWS where it names a service control policy', () => {
    expect(only(scp)).toMatchObject({cause: 'iam-permission-boundary-or-scp', certainty: 'likely'});
    expect(only(scp).summary).toBe(
      'AWS refuses role fargate-pod-execution ecr:BatchGetImage because of a service control policy.',
    );
  });

  it('has the policy of the partition attached', () => {
    const china = profile({podExecutionRoleArn: 'arn:aws-cn:iam::111122223333:role/fargate-pod-execution'});
    const facts = but(withPolicies([LOGS_POLICY]), {profile: {is: 'known', value: china}});
    expect(only(facts).remedies[0]?.commands[0]).toContain('arn:aws-cn:iam::aws:policy/');
  });

  it('does not take unread policies for missing ones, and a Deny that was read for a doubt', () => {
    const pending = withFacts(about(pendingPod()));
    const outcome = examine(check, but(withPolicies([], pending), {managedPolicies: denied('iam:GetPolicyVersion')}));
    expect(outcome).toMatchObject({is: 'unchecked', gaps: [{gap: {permission: 'iam:GetPolicyVersion'}}]});
    const lockdown = withPolicies([policy('lockdown', ['ecr:*'], {effect: 'Deny'})], pending);
    expect(only(but(lockdown, {managedPolicies: denied('iam:GetPolicyVersion')})).cause).toBe('iam-policy-missing');
  });
});
