import {liesElsewhere, parseRoleArn} from '../../domain/arn.ts';
import {FARGATE_ENTRY, readingOf} from '../../domain/identity.ts';
import {launchOf, shaded} from '../../domain/launch-refusal.ts';
import {createEntry} from '../../domain/mapping-remedies.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'access-entry-knows-the-role',
  title: 'The access entry is younger than the role it is for',
  topic: 'access entry age',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'auth',
  needs: ['profile', 'executionRole', 'accessEntry', 'subject'],
  consults: ['cluster', 'awsAuth', 'target', 'pod', 'podEvents', 'fargatePods', 'clock'],
  causes: {
    'access-entry-stale-role-id': {
      title: 'The access entry belongs to an earlier role of the same name',
      why: 'An access entry keeps the unique id of its role. A role that is deleted and created again has the same ARN and another id, and the entry no longer fits it, although it looks right.',
      symptoms: [
        'Misconfigured Fargate Profile: … Pod execution role is not found in auth config …',
        'The failure may come hours after the role was created again.',
      ],
      proof:
        "The role's CreateDate is later than the entry's createdAt. The id inside the entry is not shown by the API.",
      severity: 'error',
      fix: [
        'aws eks delete-access-entry --cluster-name CL --principal-arn ROLE',
        'aws eks create-access-entry --cluster-name CL --principal-arn ROLE --type FARGATE_LINUX',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
    },
  },
  run({profile, executionRole, accessEntry, subject, cluster, awsAuth, target, ...facts}, doubt) {
    const launch = launchOf('profile-blocked-auth', facts, profile.name);
    const role = parseRoleArn(profile.podExecutionRoleArn);
    const place = role && {subject, target: valueOf(target), role, roleArn: profile.podExecutionRoleArn};
    // A right entry in aws-auth may carry the role; whether a stale access entry stands in its way is not known.
    const other = role && readingOf({awsAuth, role, profileArn: profile.arn});
    const alone = valueOf(cluster)?.authenticationMode === 'API' || (other !== undefined && other.is !== 'right');
    if (accessEntry.type !== FARGATE_ENTRY) return doubt.inapplicable('the access entry is of another type');
    if (liesElsewhere(profile.podExecutionRoleArn, executionRole.arn))
      return doubt.inapplicable('the role does not exist');
    const [born, made] = [executionRole.createdAt, accessEntry.createdAt];
    if (born === undefined) return doubt.unreadable('executionRole', 'it has no creation time');
    if (made === undefined) return doubt.unreadable('accessEntry', 'it has no creation time');
    if (Date.parse(born) <= Date.parse(made)) return [];
    return [
      shaded(
        {
          cause: 'access-entry-stale-role-id',
          summary: `Role ${executionRole.name} was created at ${born}, after its access entry (${made}): the entry still belongs to an earlier role of that name.`,
          certainty: alone ? 'likely' : 'possible',
          evidence: [
            {source: 'iam:GetRole', ref: executionRole.name, path: 'CreateDate', value: born},
            {source: 'eks:DescribeAccessEntry', ref: accessEntry.principalArn, path: 'createdAt', value: made},
          ],
          remedies: place ? createEntry(place, 'it then belongs to the role of today') : [],
        },
        launch,
      ),
    ];
  },
});
