import {liesElsewhere, parseProfileArn, parseRoleArn} from '../../domain/arn.ts';
import {launchOf, shaded} from '../../domain/launch-refusal.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {
  evaluateTrust,
  FARGATE_PODS,
  sourceArnMiss,
  trustDocument,
  type ConditionResult,
  type TrustVerdict,
} from '../../domain/trust-policy.ts';
import type {FargateProfile, Role} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {Subject} from '../../model/kubernetes.ts';
import {causes} from './execution-role-trusts-fargate.pages.ts';

export default defineCheck({
  id: 'execution-role-trusts-fargate',
  title: 'The pod execution role trusts Fargate for this profile',
  topic: 'trust policy',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'trust',
  needs: ['subject'],
  consults: ['profile', 'executionRole', 'pod', 'podEvents', 'fargatePods', 'clock'],
  causes,
  run({subject, profile, executionRole, ...facts}, doubt) {
    if (profile.is === 'absent') return doubt.inapplicable('no profile takes the pod');
    if (executionRole.is === 'absent') return doubt.inapplicable('the role does not exist');
    const launch = launchOf('profile-blocked-assume', facts, profile.is === 'known' ? profile.value.name : undefined);
    if (profile.is !== 'known' || executionRole.is !== 'known') {
      // The scheduler's text fits a missing role, a wrong principal and a wrong condition alike: it names none of them.
      doubt.unsure('profile', 'executionRole');
      return [];
    }
    const role = executionRole.value;
    if (liesElsewhere(profile.value.podExecutionRoleArn, role.arn)) {
      return doubt.inapplicable('the role of the profile does not exist; one of its name lies under another path');
    }
    const named = parseRoleArn(profile.value.podExecutionRoleArn);
    const read = parseRoleArn(role.arn);
    if (named && read && (named.account !== read.account || named.name !== read.name)) {
      return doubt.unreadable('executionRole', `IAM answered with ${role.arn}, which is not the role of the profile`);
    }
    const verdict = evaluateTrust(role.trustPolicy, profile.value.arn);
    if (verdict.is === 'malformed') {
      return doubt.unreadable('executionRole', `the trust policy of ${role.name} can't be read: ${verdict.reason}`);
    }
    if (verdict.is === 'unclear' && !parseProfileArn(profile.value.arn))
      return doubt.unreadable(
        'profile',
        `its ARN, which the trust policy is about, can't be read: ${profile.value.arn}`,
      );
    // What we can't judge, and what a pod of today got through, is no news.
    if (verdict.is === 'trusted' || (verdict.is === 'unclear' && launch.sibling && !launch.refusal)) return [];
    return problemsOf(verdict, role, profile.value, subject).map((problem) =>
      shaded(problem, launch, problem.certainty === 'certain' ? 'certain' : 'likely'),
    );
  },
});

type Untrusting = Exclude<TrustVerdict, {is: 'trusted' | 'malformed'}>;

function problemsOf(verdict: Untrusting, role: Role, profile: FargateProfile, subject: Subject): readonly Problem[] {
  const evidenceAt = (path: string, value: string): Evidence => ({
    source: 'iam:GetRole',
    ref: role.name,
    path: `AssumeRolePolicyDocument.${path}`,
    value,
  });
  const trust = `The trust policy of role ${role.name}`;
  const add = addStatement(role, profile, subject);
  switch (verdict.is) {
    case 'other-principal': {
      const services = verdict.services.join(', ') || 'no service';
      const mixup = verdict.services.includes('ecs-tasks.amazonaws.com') ? ', which is the principal of ECS,' : '';
      return [
        {
          cause: 'iam-trust-principal',
          summary: `${trust} allows ${services}${mixup} but not ${FARGATE_PODS}, so Fargate cannot assume it.`,
          certainty: 'certain',
          evidence: [evidenceAt('Statement', `allowed services: ${services}`)],
          remedies: add,
        },
      ];
    }
    case 'other-action':
      return [
        {
          cause: 'iam-trust-principal',
          summary: `${trust} names ${FARGATE_PODS} but allows it ${verdict.actions.join(', ') || 'nothing'} in place of sts:AssumeRole.`,
          certainty: 'certain',
          evidence: [evidenceAt(`Statement[${verdict.statement}].Action`, verdict.actions.join(', ') || 'none')],
          remedies: add,
        },
      ];
    case 'denied':
      return [deniedBy(verdict.statement, verdict.conditions)];
    case 'condition':
      return verdict.misses.map((miss) => failed(miss, verdict.statement));
    case 'unclear':
      return [
        {
          cause: verdict.misses.every(isSourceArn) ? 'iam-trust-sourcearn' : 'iam-trust-other-condition',
          summary: `${trust} hangs on ${verdict.misses.map(keyOf).join(' and ')}, which can't be judged from here.`,
          certainty: 'possible',
          evidence: lines(verdict.misses, verdict.statement),
          remedies: look(role),
        },
      ];
  }

  function failed(miss: ConditionResult, statement: number): Problem {
    const evidence = lines([miss], statement);
    if (isSourceArn(miss)) {
      return {
        cause: 'iam-trust-sourcearn',
        summary: `${trust} admits ${miss.wanted.join(', ')} only, which is not profile ${profile.name}: ${sourceArnMiss(miss, profile.arn)}.`,
        certainty: 'certain',
        evidence: [
          ...evidence,
          {source: 'eks:DescribeFargateProfile', ref: profile.name, path: 'arn', value: profile.arn},
        ],
        remedies: add,
      };
    }
    const actual = miss.actual === undefined ? 'a request by Fargate has none' : `Fargate's request has ${miss.actual}`;
    return {
      cause: 'iam-trust-other-condition',
      summary: `${trust} wants ${miss.key} ${miss.wanted.join(', ')}; ${actual}.`,
      certainty: 'likely',
      evidence,
      remedies: add,
    };
  }

  function deniedBy(statement: number, conditions: readonly ConditionResult[]): Problem {
    const keys = conditions.map(keyOf).join(' and ');
    const bySource = conditions.length > 0 && conditions.every(isSourceArn);
    return {
      cause:
        conditions.length === 0
          ? 'iam-trust-principal'
          : bySource
            ? 'iam-trust-sourcearn'
            : 'iam-trust-other-condition',
      summary: `${trust} denies ${FARGATE_PODS} in statement ${statement + 1}${keys ? `, by its condition on ${keys}` : ''}; a Deny wins over every Allow.`,
      certainty: conditions.length === 0 || bySource ? 'certain' : 'likely',
      evidence:
        conditions.length > 0 ? lines(conditions, statement) : [evidenceAt(`Statement[${statement}].Effect`, 'Deny')],
      remedies: look(role),
    };
  }

  function lines(results: readonly ConditionResult[], statement: number): Problem['evidence'] {
    const [first, ...rest] = results.map((r) =>
      evidenceAt(
        ['Statement[' + String(statement) + ']', 'Condition', r.operator, r.key].filter(Boolean).join('.'),
        r.wanted.join(', ') || 'not readable',
      ),
    );
    return [first ?? evidenceAt(`Statement[${statement}]`, 'not readable'), ...rest];
  }
}

const isSourceArn = (result: ConditionResult): boolean => result.key.toLowerCase() === 'aws:sourcearn';
const keyOf = (result: ConditionResult): string => result.key || 'a condition';

/** Adds one statement and keeps the others, so that nobody who relies on the role is locked out. */
function addStatement(role: Role, profile: FargateProfile, subject: Subject): readonly Remedy[] {
  const document = trustDocument(profile.arn, role.trustPolicy);
  if (document === undefined) return look(role);
  return [
    {
      summary: `Let Fargate assume ${role.name} for the profiles of this cluster; the statements that it has are kept.`,
      commands: [sh`aws iam update-assume-role-policy --role-name ${role.name} --policy-document ${document}`],
      changes: 'aws',
      ...thenRecreate(subject),
    },
  ];
}

function look(role: Role): readonly Remedy[] {
  return [
    {
      summary:
        'Read the trust policy; what stands in the way was put there on purpose, and its owner should take it out.',
      commands: [sh`aws iam get-role --role-name ${role.name} --query Role.AssumeRolePolicyDocument`],
      changes: 'aws',
    },
  ];
}
