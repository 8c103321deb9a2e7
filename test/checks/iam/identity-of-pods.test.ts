import {describe, expect, it} from 'vitest';
import imds from '../../../src/checks/iam/container-does-without-imds.ts';
import shared from '../../../src/checks/iam/execution-role-is-no-node-role.ts';
import linked from '../../../src/checks/iam/fargate-service-role-exists.ts';
import csrs from '../../../src/checks/iam/kubelet-certificates-are-signed.ts';
import identity from '../../../src/checks/iam/pod-identity-is-not-relied-on.ts';
import serviceAccount from '../../../src/checks/iam/service-account-role-is-assumable.ts';
import logs from '../../../src/checks/logging/execution-role-may-write-logs.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {denyOne, problemsOf, type AllAnswers} from '../../fixture.ts';
import {firehose, lacking, noGroup} from '../logging/execution-role-may-write-logs.fixtures.ts';
import {asking, controller} from './container-does-without-imds.fixtures.ts';
import {inUse, twice} from './execution-role-is-no-node-role.fixtures.ts';
import {missing, nextPod, yetSomeStart} from './fargate-service-role-exists.fixtures.ts';
import {csr, requests} from './kubelet-certificates-are-signed.fixtures.ts';
import {associated, withBoth} from './pod-identity-is-not-relied-on.fixtures.ts';
import {irsa, trusting} from './service-account-role-is-assumable.fixtures.ts';

const only = (check: AnyCheck, facts: AllAnswers) => {
  const [problem, ...more] = problemsOf(check, facts);
  expect(more).toEqual([]);
  if (!problem) throw new Error('found nothing');
  return problem;
};

describe("Fargate's service-linked role", () => {
  it('is likely the reason, unless pods start without it', () => {
    expect(only(linked, missing).certainty).toBe('likely');
    expect(only(linked, yetSomeStart).certainty).toBe('possible');
    expect(only(linked, denyOne(missing, 'fargatePods')).certainty).toBe('possible');
    expect(only(linked, nextPod).note).toBeUndefined();
    expect(only(linked, missing).remedies[0]).toMatchObject({
      commands: ['aws iam create-service-linked-role --aws-service-name eks-fargate.amazonaws.com'],
      then: 'kubectl delete pod nginx -n default',
    });
  });
});

describe('a role that nodes have too', () => {
  it('leaves the mapping of the nodes alone', () => {
    const problem = only(shared, twice);
    expect(problem.summary).toBe(
      'Role fargate-pod-execution of profile default-fp serves EC2 nodes too: Kubernetes maps it as a role of EC2 nodes.',
    );
    const commands = problem.remedies.flatMap((r) => r.commands);
    expect(commands.join(' ')).toContain('create-role --role-name fargate-pod-execution-fargate');
    expect(commands.join(' ')).not.toMatch(/iamidentitymapping|access-entry/);
  });

  it("repeats EKS's own word", () => {
    expect(only(shared, inUse)).toMatchObject({certainty: 'likely'});
    expect(only(shared, inUse).evidence[0]?.value).toContain('PodExecutionRoleAlreadyInUse');
  });
});

describe('serving certificates', () => {
  it('names who asks in the place of the node, and is a note', () => {
    const problem = only(csrs, requests(csr({state: 'pending', username: 'system:node:ip-10-0-1-77'})));
    expect(problem).toMatchObject({note: true, certainty: 'likely'});
    expect(problem.summary).toContain('system:node:ip-10-0-1-77 asks for it, and not the node');
    expect(only(csrs, requests(csr({state: 'denied'}))).summary).toContain('was denied, so logs');
  });
});

describe('rights of the application', () => {
  it('says what of IRSA is broken, the nearest to the start first', () => {
    expect(only(serviceAccount, irsa({role: trusting('system:serviceaccount:prod:shop')})).summary).toBe(
      "Service account shop names role arn:aws:iam::111122223333:role/shop-s3, which its pods can't assume: in the trust policy of shop-s3, it wants oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF:sub system:serviceaccount:prod:shop, and the token has system:serviceaccount:default:shop.",
    );
    expect(only(serviceAccount, irsa({providers: [], volumes: []})).summary).toContain('IAM has no OIDC provider for');
    expect(only(serviceAccount, irsa({volumes: []})).remedies[0]?.commands).toEqual([
      'kubectl delete pod nginx -n default',
    ]);
    expect(only(serviceAccount, irsa({providers: []})).remedies[0]?.commands).toEqual([
      'eksctl utils associate-iam-oidc-provider --region eu-central-1 --cluster fargate-test --approve',
    ]);
  });

  it('Pod Identity does not work, and keeps IRSA out', () => {
    expect(only(identity, associated).summary).toBe(
      'Service account default/shop has an association with EKS Pod Identity, which does not work on Fargate.',
    );
    expect(only(identity, withBoth).summary).toContain('it keeps the credentials of IRSA');
  });

  it('gives the load balancer controller its Region and VPC', () => {
    expect(only(imds, controller).remedies[0]?.commands).toEqual([
      `kubectl patch deployment aws-load-balancer-controller -n kube-system --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--aws-region=eu-central-1"},{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--aws-vpc-id=vpc-0d1e2f3a4b5c60001"}]'`,
    ]);
    expect(only(imds, asking).remedies[0]?.commands).toEqual([
      'kubectl set env deployment/nginx -n default -c app AWS_REGION=eu-central-1',
    ]);
  });
});

describe('rights to write logs', () => {
  it('names the actions and where the logs should go, as a note', () => {
    expect(only(logs, lacking)).toMatchObject({
      note: true,
      certainty: 'likely',
      summary:
        'Role fargate-pod-execution is not allowed logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents, which aws-logging needs for CloudWatch log group shop-logs: the pod runs, and its logs get lost.',
    });
    expect(only(logs, noGroup).summary).toContain('is not allowed logs:CreateLogGroup, which');
    // AWS does not say what Firehose takes.
    expect(only(logs, firehose).certainty).toBe('possible');
  });
});
