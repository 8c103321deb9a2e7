import {describe, expect, it} from 'vitest';
import accessEntryKnowsTheRole from '../../../src/checks/iam/access-entry-knows-the-role.ts';
import executionRoleExists from '../../../src/checks/iam/execution-role-exists.ts';
import executionRoleIsMapped from '../../../src/checks/iam/execution-role-is-mapped.ts';
import executionRoleTrustsFargate from '../../../src/checks/iam/execution-role-trusts-fargate.ts';
import roleMappingHasSettled from '../../../src/checks/iam/role-mapping-has-settled.ts';
import {evaluateTrust} from '../../../src/domain/trust-policy.ts';
import {examine} from '../../../src/engine/examine.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {absent, denied, known, unavailable} from '../../../src/model/fact.ts';
import type {Problem} from '../../../src/model/finding.ts';
import {
  about,
  accessEntry,
  awsAuth,
  AWS_AUTH_ROLES,
  but,
  event,
  fargatePod,
  minutesAgo,
  pendingPod,
  pod,
  profile,
  role,
  withFacts,
  type AllAnswers,
} from '../../fixture.ts';
import {ASSUME} from './execution-role-exists.fixtures.ts';
import {EC2_NAME, inMode, NO_ENTRY, NO_MAP, refused} from './execution-role-is-mapped.fixtures.ts';
import {OTHER_CLUSTER, SERVICE, statement, trusts} from './execution-role-trusts-fargate.fixtures.ts';

const both = 'API_AND_CONFIG_MAP';
const ARN = 'arn:aws:iam::111122223333:role/fargate-pod-execution';

/** The one problem that the check finds. */
function only(check: AnyCheck, facts: AllAnswers): Problem {
  const outcome = examine(check, facts);
  const problems = outcome.is === 'found' ? outcome.problems : [];
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
}
const sibling = [fargatePod({createdAt: minutesAgo(20)})];

describe('execution-role-exists', () => {
  const gone = but(withFacts({...about(pendingPod())}), {executionRole: absent});

  it('names profile and role, and gives the whole way back', () => {
    const problem = only(executionRoleExists, gone);
    expect(problem.summary).toBe(`Profile default-fp names the pod execution role ${ARN}, which does not exist.`);
    expect(problem.certainty).toBe('certain');
    const commands = problem.remedies[0]?.commands ?? [];
    expect(commands[0]).toMatch(
      /^aws iam create-role --role-name fargate-pod-execution --assume-role-policy-document '\{/,
    );
    expect(commands[1]).toContain('arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy');
    expect(problem.remedies[0]?.then).toBe('kubectl delete pod nginx -n default');
  });

  it('keeps path and partition', () => {
    const arn = 'arn:aws-cn:iam::111122223333:role/team/r';
    const chinese = profile({
      podExecutionRoleArn: arn,
      arn: 'arn:aws-cn:eks:cn-north-1:111122223333:fargateprofile/fargate-test/default-fp/x',
    });
    const commands = only(executionRoleExists, {...gone, profile: {is: 'known', value: chinese}}).remedies[0]?.commands;
    expect(commands?.[0]).toContain('--role-name r --path /team/ ');
    expect(commands?.[0]).toContain('arn:aws-cn:eks:cn-north-1:111122223333:fargateprofile/fargate-test/*');
    expect(commands?.[1]).toContain('arn:aws-cn:iam::aws:policy/');
  });

  it('is a note for a pod that has its node', () => {
    expect(only(executionRoleExists, but(withFacts({...about(pod())}), {executionRole: absent}))).toMatchObject({
      note: true,
      severity: 'warning',
    });
  });
});

describe('execution-role-trusts-fargate', () => {
  const pending = withFacts({...about(pendingPod())});
  const refusedPod = withFacts({...about(pendingPod()), podEvents: [event({message: ASSUME})]});

  it('names the mix-up with ECS, and adds a statement that works', () => {
    const problem = only(
      executionRoleTrustsFargate,
      trusts(pending, statement({Principal: {Service: 'ecs-tasks.amazonaws.com'}})),
    );
    expect(problem.summary).toContain(
      'allows ecs-tasks.amazonaws.com, which is the principal of ECS, but not eks-fargate-pods.amazonaws.com',
    );
    const [command = ''] = problem.remedies[0]?.commands ?? [];
    const document = /--policy-document '(.+)'$/.exec(command)?.[1] ?? '';
    expect(evaluateTrust(document, profile().arn).is).toBe('trusted');
    expect(document).toContain('ecs-tasks.amazonaws.com');
  });

  it('shows pattern and profile where the SourceArn misses', () => {
    const problem = only(executionRoleTrustsFargate, trusts(pending, OTHER_CLUSTER));
    expect(problem.summary).toContain('it names cluster dev');
    expect(problem.certainty).toBe('certain');
    expect(problem.stage).toBeUndefined();
    expect(problem.evidence[0]).toMatchObject({
      source: 'iam:GetRole',
      path: 'AssumeRolePolicyDocument.Statement[0].Condition.ArnLike.aws:SourceArn',
      value: 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/dev/*',
    });
    expect(problem.evidence.some((e) => e.value === profile().arn)).toBe(true);
  });

  it('is raised by the scheduler, at its stage, and lowered by a sibling', () => {
    const said = only(executionRoleTrustsFargate, trusts(refusedPod, OTHER_CLUSTER));
    expect(said).toMatchObject({certainty: 'certain', stage: 'validation'});
    expect(said.evidence.some((e) => e.source === 'event' && e.value === ASSUME)).toBe(true);
    const facts = trusts(withFacts({...about(pendingPod()), fargatePods: sibling}), OTHER_CLUSTER);
    expect(only(executionRoleTrustsFargate, facts).certainty).toBe('likely');
  });

  it('says of a Deny that it wins, and does not offer to add another Allow', () => {
    const facts = trusts(pending, statement({}), statement({Effect: 'Deny', Principal: SERVICE}));
    const problem = only(executionRoleTrustsFargate, facts);
    expect(problem.summary).toContain('denies eks-fargate-pods.amazonaws.com in statement 2');
    expect(problem.remedies.flatMap((r) => r.commands).join()).not.toContain('update-assume-role-policy');
  });

  it('calls what it can not judge possible, and nothing where a sibling got through', () => {
    const unclear = statement({Condition: {DateLessThan: {'aws:CurrentTime': '2027-01-01T00:00:00Z'}}});
    expect(only(executionRoleTrustsFargate, trusts(pending, unclear)).certainty).toBe('possible');
    const facts = trusts(withFacts({...about(pendingPod()), fargatePods: sibling}), unclear);
    expect(examine(executionRoleTrustsFargate, facts).is).toBe('clear');
  });

  it('does not guess where the role is denied: the text fits a missing role and a wrong condition as well', () => {
    const facts = but(refusedPod, {executionRole: denied('iam:GetRole')});
    expect(examine(executionRoleTrustsFargate, facts)).toMatchObject({
      is: 'unchecked',
      gaps: [{fact: 'executionRole', gap: {permission: 'iam:GetRole'}}],
    });
  });
});

describe('execution-role-is-mapped', () => {
  const empty = {awsAuth: awsAuth('')};

  it('is likely from the facts, certain with the message, possible beside a healthy sibling', () => {
    expect(only(executionRoleIsMapped, inMode('CONFIG_MAP', empty))).toMatchObject({certainty: 'likely'});
    const said = only(executionRoleIsMapped, refused('CONFIG_MAP', {...empty, fargatePods: sibling}));
    expect(said).toMatchObject({certainty: 'certain', stage: 'validation'});
    expect(only(executionRoleIsMapped, inMode('CONFIG_MAP', {...empty, fargatePods: sibling})).certainty).toBe(
      'possible',
    );
  });

  it('gives the whole command for aws-auth, and an editor for those without eksctl', () => {
    const {remedies} = only(executionRoleIsMapped, inMode('CONFIG_MAP', empty));
    expect(remedies.map((r) => r.commands)).toEqual([
      [
        `eksctl create iamidentitymapping --region eu-central-1 --cluster fargate-test --arn ${ARN} --username 'system:node:{{SessionName}}' --group system:bootstrappers --group system:nodes --group system:node-proxier --no-duplicate-arns`,
      ],
      ['kubectl edit configmap aws-auth -n kube-system'],
    ]);
    expect(remedies[1]?.summary).toContain(`{"rolearn":"${ARN}","username":"system:node:{{SessionName}}"`);
  });

  it('prefers an access entry where the mode has them', () => {
    const {remedies, summary} = only(executionRoleIsMapped, but(inMode(both, empty), {accessEntry: absent}));
    expect(remedies[0]?.commands).toEqual([
      `aws eks create-access-entry --region eu-central-1 --cluster-name fargate-test --principal-arn ${ARN} --type FARGATE_LINUX`,
    ]);
    expect(summary).toContain('which has no access entry either');
  });

  it('has no AWS command where the cluster is not known by name', () => {
    const facts = but(inMode('CONFIG_MAP', empty), {target: unavailable('no kubeconfig')});
    expect(only(executionRoleIsMapped, facts).remedies.flatMap((r) => r.commands)).toEqual([
      'kubectl edit configmap aws-auth -n kube-system',
    ]);
  });

  it('says what is wrong with an entry, and replaces it', () => {
    const problem = only(executionRoleIsMapped, inMode('CONFIG_MAP', {awsAuth: awsAuth(EC2_NAME)}));
    expect(problem).toMatchObject({certainty: 'certain'});
    expect(problem.summary).toContain('its username is system:node:{{EC2PrivateDNSName}}');
    expect(problem.remedies[0]?.commands[0]).toMatch(/^eksctl delete iamidentitymapping .+ --all$/);
  });

  it.each([
    [AWS_AUTH_ROLES.replace('role/f', 'role/F'), 'possible'],
    [AWS_AUTH_ROLES.replace('  - system:node-proxier\n', ''), 'likely'],
    [AWS_AUTH_ROLES.replace(ARN, profile().arn), 'certain'],
  ])('is as sure as the entry allows', (text, certainty) => {
    expect(only(executionRoleIsMapped, inMode('CONFIG_MAP', {awsAuth: awsAuth(text)}))).toMatchObject({
      cause: 'auth-configmap-entry-wrong',
      certainty,
    });
  });

  it('makes a note of a broken aws-auth that the role does not need', () => {
    expect(only(executionRoleIsMapped, inMode(both, {awsAuth: awsAuth('a: b')}))).toMatchObject({
      note: true,
      severity: 'warning',
    });
    expect(only(executionRoleIsMapped, inMode('CONFIG_MAP', {awsAuth: awsAuth('- a\n\t- b')})).note).toBeUndefined();
  });

  it('never calls duplicates certain', () => {
    const facts = refused('CONFIG_MAP', {awsAuth: awsAuth(AWS_AUTH_ROLES + EC2_NAME)});
    expect(only(executionRoleIsMapped, facts).certainty).toBe('likely');
  });

  it('deletes and creates an entry of the wrong type', () => {
    const facts = inMode(both, {accessEntry: accessEntry({type: 'STANDARD'})});
    expect(only(executionRoleIsMapped, facts).remedies[0]?.commands.map((c) => c.split(' ')[2])).toEqual([
      'delete-access-entry',
      'create-access-entry',
    ]);
  });

  it('names the permission that hides the mapping', () => {
    const facts = but(inMode(both), {accessEntry: absent, awsAuth: NO_MAP});
    expect(examine(executionRoleIsMapped, facts)).toEqual({
      is: 'unchecked',
      gaps: [{fact: 'awsAuth', gap: denied('get configmaps/aws-auth -n kube-system')}],
    });
  });

  it('stands on the word of the scheduler alone only where that can mean one thing', () => {
    const noMap = {awsAuth: denied('get configmaps/aws-auth -n kube-system')};
    const byWord = but(refused(both), {...noMap, accessEntry: absent, accessEntryArns: known([])});
    expect(only(executionRoleIsMapped, byWord)).toMatchObject({
      cause: 'auth-configmap-entry-missing',
      certainty: 'likely',
      stage: 'validation',
    });
    // An entry that is listed and could not be read may be of a wrong type.
    const listed = but(refused('API'), {accessEntry: NO_ENTRY});
    expect(examine(executionRoleIsMapped, listed).is).toBe('unchecked');
    // Without the mode nothing says which of the two eras it is.
    const blind = but(refused('API'), {cluster: denied('eks:DescribeCluster')});
    expect(examine(executionRoleIsMapped, blind).is).toBe('unchecked');
  });
});

describe('access-entry-knows-the-role', () => {
  it('is likely, and only possible where aws-auth may carry the role', () => {
    const young = {executionRole: role({createdAt: minutesAgo(600)})};
    expect(only(accessEntryKnowsTheRole, inMode('API', young)).certainty).toBe('likely');
    expect(only(accessEntryKnowsTheRole, inMode(both, young)).certainty).toBe('possible');
    expect(only(accessEntryKnowsTheRole, refused('API', young)).certainty).toBe('certain');
  });
});

describe('role-mapping-has-settled', () => {
  it('never makes a fresh change a cause', () => {
    const facts = refused(both, {accessEntry: accessEntry({modifiedAt: minutesAgo(2)})});
    const problem = only(roleMappingHasSettled, facts);
    expect(problem).toMatchObject({note: true});
    expect(problem.remedies[0]?.then).toBe('kubectl delete pod nginx -n default');
  });

  it('calls the old fault possible at most, even with the message', () => {
    expect(only(roleMappingHasSettled, refused(both, {awsAuth: awsAuth('')}))).toMatchObject({
      cause: 'auth-api-and-configmap-2024-bug',
      certainty: 'possible',
    });
  });
});
