import {describe, expect, it} from 'vitest';
import account from '../../src/checks/capacity/account-may-launch-pods.ts';
import memory from '../../src/checks/capacity/containers-fit-their-memory.ts';
import capacity from '../../src/checks/capacity/fargate-has-capacity.ts';
import size from '../../src/checks/capacity/pod-fits-a-fargate-size.ts';
import quota from '../../src/checks/capacity/vcpu-quota-has-room.ts';
import exists from '../../src/checks/image/image-exists.ts';
import admits from '../../src/checks/image/registry-admits-pull.ts';
import answers from '../../src/checks/image/registry-answers.ts';
import groups from '../../src/checks/network/pod-security-groups-exist.ts';
import unknown from '../../src/checks/scheduling/scheduler-messages-are-understood.ts';
import config from '../../src/checks/start/container-config-is-complete.ts';
import crashes from '../../src/checks/start/containers-keep-running.ts';
import probes from '../../src/checks/start/container-probes-succeed.ts';
import claims from '../../src/checks/storage/pod-claims-are-bound.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import {known} from '../../src/model/fact.ts';
import {
  but,
  container,
  denyOne,
  event,
  fargatePod,
  healthy,
  minutesAgo,
  problemsOf,
  type AllAnswers,
} from '../fixture.ts';
import {kubelet, placed, pulling, refusal, said, state, waiting} from './refused.ts';

const one = (check: AnyCheck, facts: AllAnswers) => {
  const problems = problemsOf(check, facts);
  expect(problems).toHaveLength(1);
  const [problem] = problems;
  if (!problem) throw new Error('no problem');
  return problem;
};

describe('size', () => {
  it('says what is needed and what there is, and sets the largest that fits', () => {
    const problem = one(size, waiting({containers: [container({requests: {cpu: '20', memory: '200Gi'}, limits: {}})]}));
    expect(problem.summary).toBe(
      'The pod needs 20 vCPU and 200.25 GB (0.25 of it for Fargate); the largest Fargate size is 16 vCPU, 120 GB.',
    );
    expect(problem.evidence[0]).toMatchObject({
      path: 'spec.containers[0].resources.requests',
      value: 'cpu 20, memory 200Gi',
    });
    expect(problem.remedies[0]?.commands).toEqual([
      'kubectl set resources deployment/nginx -n default -c app --requests=cpu=16,memory=119Gi --limits=cpu=16,memory=119Gi',
    ]);
  });

  it('is not certain where AWS does not say how the pod is counted', () => {
    const sidecar = container({name: 'mesh', restartPolicy: 'Always', requests: {cpu: '15', memory: '1Gi'}});
    const app = container({requests: {cpu: '2', memory: '1Gi'}});
    expect(one(size, waiting({initContainers: [sidecar], containers: [app]})).certainty).toBe('likely');
  });
});

describe('quota', () => {
  const limit = said('Your AWS account has reached the limit on the number of Fargate pods it can run concurrently');
  const full = {
    vcpuQuota: known({value: 6, applied: false}),
    fargatePods: known([fargatePod({capacity: '6vCPU 12GB'})]),
  };

  it('is certain where the sum agrees with the message', () => {
    const problem = one(quota, but(waiting({}, [limit]), full));
    expect(problem).toMatchObject({
      certainty: 'certain',
      summary: 'The account has reached its quota of 6 Fargate vCPU: this cluster alone uses 6.',
    });
    expect(problem.evidence.map((e) => e.source)).toEqual(['event', 'servicequotas:GetServiceQuota', 'list pods']);
    expect(problem.remedies[0]?.commands).toEqual([
      'aws service-quotas request-service-quota-increase --region eu-central-1 --service-code fargate --quota-code L-3032A538 --desired-value 13',
    ]);
  });

  it('does not believe the message alone', () => {
    const problem = one(quota, waiting({}, [limit]));
    expect(problem.certainty).toBe('likely');
    expect(problem.summary).toContain('only other clusters and ECS tasks of the Region can have used it up');
  });

  it('leaves out pods without a node, and finished ones', () => {
    const idle = [
      fargatePod({name: 'a', nodeName: 'fargate-ip-1', phase: 'Succeeded', capacity: '8vCPU 16GB'}),
      {...fargatePod({name: 'b', capacity: '8vCPU 16GB'}), nodeName: undefined},
    ].map(({nodeName, ...p}) => (nodeName === undefined ? p : {...p, nodeName}));
    expect(problemsOf(quota, but(waiting({}), {...full, fargatePods: known(idle)}))).toEqual([]);
  });
});

describe('capacity and account', () => {
  it('names the size that is short, and another', () => {
    const problem = one(capacity, waiting({}, [said('Fargate capacity is unavailable at this time.')]));
    expect(problem.summary).toContain('(0.25 vCPU, 1 GB)');
    expect(problem.remedies[1]?.summary).toContain('0.25 vCPU, 2 GB');
    expect(problem.remedies[0]?.commands).toEqual(['kubectl delete pod nginx -n default']);
  });

  it('has no command for a blocked account', () => {
    const problem = one(account, waiting({}, [said('Your AWS account is currently blocked')]));
    expect(problem.remedies.flatMap((r) => r.commands)).toEqual([]);
  });

  it('doubles the memory of a container that was killed', () => {
    const problem = one(memory, placed([state({is: 'terminated', reason: 'OOMKilled', exitCode: 137})]));
    expect(problem.summary).toBe(
      'Container app was killed because it ran out of memory (limit 512Mi; the pod has 0.25 vCPU, 1 GB).',
    );
    expect(problem.remedies[0]?.commands).toEqual([
      'kubectl set resources deployment/nginx -n default -c app --requests=memory=1024Mi --limits=memory=1024Mi',
    ]);
  });
});

describe('claims', () => {
  const volumes = [{name: 'data', type: 'persistentVolumeClaim', claimName: 'data-0'}];
  const unbound = refusal('volumes not supported: data not supported because: PVC data-0 not bound');

  it('shows the claim, the volume and the words', () => {
    const claim = {name: 'data-0', exists: true, phase: 'Pending', storageClassName: 'gp3', accessModes: []};
    const problem = one(claims, but(waiting({volumes}, [unbound]), {claims: known([claim])}));
    expect(problem.summary).toBe(
      'Claim data-0 (storage class gp3) is Pending; fargate-scheduler takes only pods whose claims are Bound.',
    );
    expect(problem.evidence.map((e) => e.path ?? e.source)).toEqual([
      'status.phase',
      'spec.volumes[0].persistentVolumeClaim.claimName',
      'event',
    ]);
  });

  it('only repeats the words where the claim could not be read', () => {
    expect(one(claims, denyOne(waiting({volumes}, [unbound]), 'claims'))).toMatchObject({
      note: true,
      certainty: 'possible',
    });
  });

  it('believes the words for a claim that was not looked at', () => {
    expect(one(claims, but(waiting({volumes}, [unbound]), {claims: known([])}))).toMatchObject({certainty: 'likely'});
  });
});

describe('images', () => {
  const timeout = 'failed to pull image: dial tcp 20.10.1.141:443: i/o timeout';

  it("takes an address in the VPC's blocks for private, whatever it is elsewhere", () => {
    const facts = placed([pulling(timeout)]);
    expect(one(answers, facts)).toMatchObject({cause: 'image-pull-timeout-egress', certainty: 'likely'});
    const vpc = healthy.vpc.is === 'known' ? {...healthy.vpc.value, cidrs: ['20.10.0.0/16']} : undefined;
    if (!vpc) throw new Error('no VPC');
    expect(one(answers, but(facts, {vpc: known(vpc)})).cause).toBe('image-pull-timeout-vpce');
    expect(one(answers, denyOne(facts, 'vpc')).certainty).toBe('possible');
  });

  it('prefers the words on this container to those on another', () => {
    const facts = placed(
      [pulling('failed to pull image: toomanyrequests')],
      [kubelet('Failed', 'Failed to pull image "other": manifest unknown')],
    );
    expect(problemsOf(exists, facts)).toEqual([]);
  });

  it('looks the tag up in ECR', () => {
    expect(
      one(exists, placed([pulling('failed to pull image: not found: x: not found')])).remedies[0]?.commands,
    ).toEqual([
      'aws ecr describe-images --region eu-central-1 --registry-id 111122223333 --repository-name nginx --image-ids imageTag=1.27',
    ]);
  });

  it('gives the execution role the right to pull, in the right partition', () => {
    const facts = placed([pulling('failed to pull image: 403 Forbidden')]);
    const china = but(facts, {target: known({name: 'c', region: 'cn-north-1', partition: 'aws-cn'})});
    expect(one(admits, china).remedies[0]?.commands[1]).toBe(
      'aws iam attach-role-policy --role-name fargate-pod-execution --policy-arn arn:aws-cn:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
    );
  });
});

describe('starts', () => {
  it('says how a container ended and how to read its log', () => {
    const problem = one(
      crashes,
      placed([
        state(
          {is: 'waiting', reason: 'CrashLoopBackOff'},
          {restarts: 5, last: {is: 'terminated', reason: 'Error', exitCode: 1}},
        ),
      ]),
    );
    expect(problem.summary).toBe('Container app ended with exit code 1, and was restarted 5 times.');
    expect(problem.remedies[0]?.commands).toEqual(['kubectl logs nginx -n default -c app --previous']);
  });

  it('repeats what is missing', () => {
    const waits = state({is: 'waiting', reason: 'CreateContainerConfigError', message: 'secret "db" not found.'});
    expect(one(config, placed([waits])).summary).toBe('Container app can\'t be configured: secret "db" not found.');
  });

  it('bites at the mounts where a volume is missing', () => {
    const facts = placed(
      [state({is: 'waiting', reason: 'ContainerCreating'})],
      [kubelet('FailedMount', 'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found')],
    );
    expect(one(config, facts)).toMatchObject({
      stage: 'mounts',
      summary: "Volume tls can't be mounted: Secret web-tls does not exist in namespace default.",
    });
  });

  it('quotes the failing probe', () => {
    const facts = placed(
      [state({is: 'running', at: minutesAgo(10)})],
      [kubelet('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', 1)],
      {},
      'Running',
    );
    expect(one(probes, facts).summary).toBe(
      'The readiness probe fails (container app): HTTP probe failed with statuscode: 503.',
    );
  });
});

describe('other words', () => {
  it('names the group that is missing', () => {
    const facts = waiting({}, [
      event({message: "InvalidSecurityGroupID.NotFound: The securityGroup ID 'sg-05b1d815d1e2f3a4b' does not exist"}),
    ]);
    expect(one(groups, facts).remedies[0]?.commands).toContain(
      'aws ec2 describe-security-groups --region eu-central-1 --group-ids sg-05b1d815d1e2f3a4b',
    );
  });

  it('shows unknown words verbatim, as a note', () => {
    const problem = one(unknown, waiting({}, [said('The moon is full.')]));
    expect(problem).toMatchObject({note: true, evidence: [{value: 'The moon is full.', ref: 'fargate-scheduler'}]});
  });

  it('shows a megabyte of them shortened', () => {
    const problem = one(unknown, waiting({}, [said('x'.repeat(1_000_000))]));
    expect(problem.evidence[0].value.length).toBe(2000);
    expect(problem.summary.length).toBeLessThan(300);
  });
});
