import {parseRoleArn} from '../../domain/arn.ts';
import {executionPolicyArn, ecrPulls, PULL_ACTIONS, TOKEN_ACTION, type EcrPull} from '../../domain/ecr-rights.ts';
import {sessionContext, type PolicyVerdict, type StatementPlace} from '../../domain/iam-policy.ts';
import {listText} from '../../domain/lists.ts';
import {pullRefusal, type PullRefusal} from '../../domain/pull-refusal.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {
  byBoundary,
  byIdentity,
  policiesSeen,
  rightsOf,
  statementSeen,
  type RoleRights,
} from '../../domain/role-rights.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {SpecifiedPod, Subject} from '../../model/kubernetes.ts';
import {causes} from './execution-role-may-pull.pages.ts';

export default defineCheck({
  id: 'execution-role-may-pull',
  title: 'The pod execution role may pull from ECR',
  topic: 'ECR rights',
  group: 'iam',
  stage: 'image',
  scope: 'pod',
  precedence: 'auth',
  needs: ['profile', 'subject'],
  consults: ['podSpec', 'pod', 'podEvents', 'managedPolicies', 'inlinePolicies', 'permissionsBoundary'],
  causes,
  run({profile, subject, podSpec, pod, podEvents, ...facts}, doubt) {
    const role = parseRoleArn(profile.podExecutionRoleArn);
    if (!role) return doubt.unreadable('profile', `its pod execution role is no role: ${profile.podExecutionRoleArn}`);
    const rights = rightsOf(facts, profile);
    if (!rights) return doubt.inapplicable('nothing hangs on what the role may do');
    const spec = valueOf(podSpec);
    const refusal = pullRefusal(valueOf(pod), valueOf(podEvents) ?? []);
    const pulls = spec && ecrPulls(spec.spec);
    const ask = (by: typeof byIdentity): readonly Lack[] =>
      requestsFor(pulls).flatMap(({action, pull}) => {
        const context = sessionContext({
          arn: profile.podExecutionRoleArn,
          account: role.account,
          ...(pull ? {region: pull.region, resourceAccount: pull.account} : {}),
        });
        const resource = action === TOKEN_ACTION ? '*' : pull?.arn;
        const verdict = by(rights, {action, context, ...(resource === undefined ? {} : {resource})});
        return verdict.is === 'denied' || verdict.is === 'not-allowed' ? [{action, pull, verdict}] : [];
      });
    doubt.unsure('managedPolicies', 'inlinePolicies', 'permissionsBoundary');
    const place: Place = {rights, subject, partition: role.partition, account: role.account, spec, pulls, refusal};
    const own = ask(byIdentity);
    const bound = ask(byBoundary).filter((lack) => !own.some((o) => o.action === lack.action));
    const problems = [
      ...(own.length > 0 ? [ofIdentity(own, place)] : []),
      ...(bound.length > 0 ? [ofBoundary(bound, place)] : []),
    ];
    // AWS's refusal may name the kind of policy where we could not read it, or never can.
    const named = refusal && byWord(refusal, place);
    return named && !problems.some((p) => p.cause === named.cause) ? [...problems, named] : problems;
  },
});

/** An action that the role is not allowed. */
interface Lack {
  readonly action: string;
  readonly pull: EcrPull | undefined;
  readonly verdict: Extract<PolicyVerdict, {is: 'denied' | 'not-allowed'}>;
}

interface Place {
  readonly rights: RoleRights;
  readonly subject: Subject;
  readonly partition: string;
  readonly account: string;
  readonly spec: SpecifiedPod | undefined;
  /** Undefined: which images there will be is not known. */
  readonly pulls: readonly EcrPull[] | undefined;
  readonly refusal: PullRefusal | undefined;
}

/** The token once, the other actions for each repository; for no particular one where none is known. */
function requestsFor(pulls: readonly EcrPull[] | undefined): readonly {action: string; pull: EcrPull | undefined}[] {
  const repositories = new Map((pulls ?? []).map((pull) => [pull.arn, pull]));
  const each: readonly (EcrPull | undefined)[] = repositories.size > 0 ? [...repositories.values()] : [undefined];
  return PULL_ACTIONS.flatMap((action) =>
    (action === TOKEN_ACTION ? each.slice(0, 1) : each).map((pull) => ({action, pull})),
  );
}

function ofIdentity(lacks: readonly Lack[], place: Place): Problem {
  const {rights, refusal, account} = place;
  const denied = lacks.find((lack) => lack.verdict.is === 'denied')?.verdict;
  const actions = [...new Set(lacks.map((lack) => lack.action))];
  const by: StatementPlace | undefined =
    denied?.is === 'denied' ? denied.by : lacks.flatMap(({verdict: v}) => (v.is === 'not-allowed' && v.near) || [])[0];
  // Within one account a repository's own policy may allow what the role's policies don't.
  const open =
    !denied && !actions.includes(TOKEN_ACTION) && !refusal && lacks.every((lack) => lack.pull?.account === account);
  const only = by && !denied ? `; policy ${by.policy.name} allows it only for ${by.resources.join(', ')}` : '';
  const what =
    denied?.is === 'denied'
      ? `Policy ${denied.by.policy.name} denies role ${rights.role} ${listText(actions)}, and a Deny wins over every Allow`
      : actions.length === PULL_ACTIONS.length
        ? `No policy of role ${rights.role} allows it to pull from ECR`
        : `No policy of role ${rights.role} allows it ${listText(actions)}${repositoriesOf(lacks)}${only}`;
  return {
    cause: 'iam-policy-missing',
    summary: `${what}${consequence(place, lacks)}.`,
    certainty: open ? 'possible' : 'likely',
    evidence: [
      ...policiesSeen(rights),
      ...(by ? [statementSeen(by, denied ? 'Deny' : 'Allow')] : []),
      ...alsoSeen(place),
    ],
    remedies: denied?.is === 'denied' ? lookAt(denied.by, rights) : attach(place),
    ...milder(place),
  };
}

function ofBoundary(lacks: readonly Lack[], place: Place): Problem {
  const {rights} = place;
  const name = rights.boundary?.name ?? 'the boundary';
  const arn = rights.boundary?.arn ?? name;
  const [denied] = lacks.flatMap(({verdict}) => (verdict.is === 'denied' ? verdict.by : []));
  const actions = [...new Set(lacks.map((lack) => lack.action))];
  const all = actions.length === PULL_ACTIONS.length;
  return {
    cause: 'iam-permission-boundary-or-scp',
    summary: `The permissions boundary ${name} of role ${rights.role} ${denied ? 'denies' : 'does not allow'} ${all ? 'what a pull from ECR needs' : listText(actions)}${consequence(place, lacks)}.`,
    certainty: 'likely',
    evidence: [
      {source: 'iam:GetRole', ref: rights.role, path: 'PermissionsBoundary', value: arn},
      denied
        ? statementSeen(denied, 'Deny')
        : {source: 'iam:GetPolicyVersion', ref: name, path: 'Statement', value: `nothing allows ${actions.join(', ')}`},
      ...alsoSeen(place),
    ],
    remedies: [
      {
        summary: `Let the owner of the boundary allow ${listText(actions)}; a policy that is attached to the role can't.`,
        commands: [sh`aws iam get-policy --policy-arn ${arn}`],
        changes: 'aws',
      },
    ],
    ...milder(place),
  };
}

/** What AWS says of the policy that refused. */
function byWord({evidence, by, action}: PullRefusal, place: Place): Problem | undefined {
  const {rights} = place;
  if (by === undefined) return undefined;
  if (by === 'identity') {
    if (rights.unread.length === 0) return undefined;
    return {
      cause: 'iam-policy-missing',
      summary: `AWS says that the policies of role ${rights.role} do not allow ${action}; they could not be read.`,
      certainty: 'likely',
      evidence: [evidence],
      remedies: attach(place),
    };
  }
  return {
    cause: 'iam-permission-boundary-or-scp',
    summary: `AWS refuses role ${rights.role} ${action} because of a ${by}.`,
    certainty: 'likely',
    evidence: [evidence],
    remedies: [
      {
        summary: `Ask the owner of the ${by} to allow the four ECR actions for the role; nothing that is attached to the role can.`,
        commands: [],
        changes: 'aws',
      },
    ],
  };
}

function repositoriesOf(lacks: readonly Lack[]): string {
  const names = [
    ...new Set(lacks.flatMap(({pull, action}) => (pull && action !== TOKEN_ACTION ? pull.repository : []))),
  ];
  return names.length === 0 ? '' : ` for ${names.length === 1 ? 'repository' : 'repositories'} ${listText(names)}`;
}

function consequence({pulls}: Place, lacks: readonly Lack[]): string {
  if (!pulls) return ': a pod with an image from ECR would not start';
  const first = lacks.find((lack) => lack.pull && lack.action !== TOKEN_ACTION)?.pull ?? pulls[0];
  return first ? `, so ${first.image} can't be pulled` : "; this pod's images come from elsewhere";
}

function alsoSeen({pulls, spec, refusal}: Place): readonly Evidence[] {
  const [first] = pulls ?? [];
  const kind = spec?.ref.split('/')[0] ?? 'pod';
  return [
    ...(first && spec
      ? [
          {
            source: `get ${kind}s -n ${spec.namespace}`,
            ref: spec.ref,
            path: spec.pathPrefix + first.path,
            value: first.image,
          },
        ]
      : []),
    ...(refusal ? [refusal.evidence] : []),
  ];
}

/** Only a pod with an image from ECR is kept from running. */
const milder = ({pulls}: Place): Pick<Problem, 'note' | 'severity'> =>
  pulls && pulls.length > 0 ? {} : {note: true, severity: 'warning'};

function attach({rights, partition, subject}: Place): readonly Remedy[] {
  return [
    {
      summary: `Attach to role ${rights.role} the policy that AWS made for pod execution roles.`,
      commands: [
        sh`aws iam attach-role-policy --role-name ${rights.role} --policy-arn ${executionPolicyArn(partition)}`,
      ],
      changes: 'aws',
      ...thenRecreate(subject),
    },
  ];
}

function lookAt({policy}: StatementPlace, {role}: RoleRights): readonly Remedy[] {
  return [
    {
      summary: `Read policy ${policy.name}, and let its owner take the pod execution role out of the Deny.`,
      commands: [
        policy.arn === undefined
          ? sh`aws iam get-role-policy --role-name ${role} --policy-name ${policy.name}`
          : sh`aws iam get-policy --policy-arn ${policy.arn}`,
      ],
      changes: 'aws',
    },
  ];
}
