import {PULL_ACTIONS, TOKEN_ACTION} from '../../../src/domain/ecr-rights.ts';
import {absent} from '../../../src/model/fact.ts';
import type {PolicyDocument} from '../../../src/model/aws.ts';
import {
  about,
  but,
  container,
  event,
  healthy,
  LOGS_POLICY,
  pendingPod,
  pod,
  policy,
  spec,
  withFacts,
  type AllAnswers,
  type Fixture,
} from '../../fixture.ts';

const IMAGE = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/nginx:1.27';
const REPOSITORY = 'arn:aws:ecr:eu-central-1:111122223333:repository/nginx';

/** A pod whose pull was refused, in AWS's words. */
const refusedPod = (why: string): AllAnswers => {
  const state = {is: 'waiting', reason: 'ImagePullBackOff', message: `Back-off pulling image "${IMAGE}"`} as const;
  const node = {nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal'};
  return withFacts({
    ...about(
      pod({
        spec: spec(node),
        status: {
          phase: 'Pending',
          conditions: [{type: 'PodScheduled', status: 'True'}],
          containers: [{name: 'app', init: false, ready: false, restarts: 0, image: IMAGE, state}],
        },
      }),
    ),
    podEvents: [event({reason: 'Failed', component: 'kubelet', message: `Failed to pull image "${IMAGE}": ${why}`})],
  });
};
const NOT_AUTHORIZED =
  'unexpected status: 403 Forbidden: User: arn:aws:sts::111122223333:assumed-role/fargate-pod-execution/x is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:111122223333:repository/nginx';

/** A role with these policies of its own and none that are managed. */
export const withPolicies = (inline: readonly PolicyDocument[], facts = withFacts(about(pendingPod()))): AllAnswers =>
  but(facts, {
    attachedPolicies: {is: 'known', value: []},
    managedPolicies: {is: 'known', value: []},
    inlinePolicyNames: {is: 'known', value: inline.map((p) => p.name)},
    inlinePolicies: {is: 'known', value: inline},
  });
const bounded = (boundary: PolicyDocument): AllAnswers =>
  but(withFacts(about(pendingPod())), {permissionsBoundary: {is: 'known', value: boundary}});

export const refused = withPolicies([LOGS_POLICY], refusedPod(NOT_AUTHORIZED));
export const partial = withPolicies([
  policy('pull', [TOKEN_ACTION]),
  policy('web', ['ecr:Batch*'], {resource: `${REPOSITORY}-web`}),
  policy('layers', ['ecr:GetDownloadUrlForLayer'], {resource: REPOSITORY}),
]);
export const denying = withPolicies([
  policy('all', ['ecr:*']),
  policy('lockdown', ['ecr:GetAuthorizationToken'], {effect: 'Deny'}),
]);
export const tight = bounded(
  policy('dev-boundary', ['logs:*'], {arn: 'arn:aws:iam::111122223333:policy/dev-boundary'}),
);
export const elsewhere = withPolicies(
  [LOGS_POLICY],
  withFacts(about(pendingPod({spec: spec({containers: [container({image: 'public.ecr.aws/nginx/nginx:1.29'})]})}))),
);
export const scp = refusedPod(`${NOT_AUTHORIZED} with an explicit deny in a service control policy`);

export const fixtures: readonly Fixture[] = [
  {name: 'the policy that AWS made for it', facts: healthy, yields: []},
  {name: 'the same four actions, inline', facts: withPolicies([policy('own', PULL_ACTIONS)]), yields: []},
  {name: 'wildcards', facts: withPolicies([policy('own', ['ecr:Get*', 'ecr:Batch*'])]), yields: []},
  {
    name: 'the repository by name',
    facts: withPolicies([
      policy('token', [TOKEN_ACTION]),
      policy('own', ['ecr:Batch*', 'ecr:GetDownloadUrlForLayer'], {resource: 'arn:aws:ecr:*:*:repository/ng*'}),
    ]),
    yields: [],
  },
  {name: 'a boundary that allows it', facts: bounded(policy('wide', ['*'])), yields: []},
  {
    name: 'a Deny for another repository',
    facts: withPolicies([policy('all', ['*']), policy('no', ['ecr:*'], {effect: 'Deny', resource: `${REPOSITORY}-2`})]),
    yields: [],
  },
  {
    name: 'a condition that can not be judged',
    facts: withPolicies([policy('all', ['ecr:*'], {condition: {StringEquals: {'aws:SourceVpc': 'vpc-1'}}})]),
    yields: [],
  },
  {name: 'no right at all', facts: withPolicies([LOGS_POLICY]), yields: ['iam-policy-missing']},
  {name: 'no right, and ECR refuses', facts: refused, yields: ['iam-policy-missing']},
  {name: 'one action for another repository', facts: partial, yields: ['iam-policy-missing']},
  {name: 'a Deny over everything', facts: denying, yields: ['iam-policy-missing']},
  {name: 'no right, and no image from ECR', facts: elsewhere, yields: ['iam-policy-missing']},
  {
    name: "a profile's next pod, whose images nobody knows",
    facts: but(withPolicies([]), {podSpec: absent, pod: absent, podEvents: absent}),
    yields: ['iam-policy-missing'],
  },
  {name: 'a boundary without ECR', facts: tight, yields: ['iam-permission-boundary-or-scp']},
  {name: 'an organization forbids it', facts: scp, yields: ['iam-permission-boundary-or-scp']},
  {
    name: 'nobody asked, since the pod runs',
    facts: but(healthy, {managedPolicies: absent, inlinePolicies: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
