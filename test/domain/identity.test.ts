import {describe, expect, it} from 'vitest';
import {parseRoleArn, type RoleArn} from '../../src/domain/arn.ts';
import {kinshipOf, parseMapRoles, readAwsAuth} from '../../src/domain/aws-auth.ts';
import {mappingOf, nearEntry, type IdentitySources} from '../../src/domain/identity.ts';
import {absent, denied, known} from '../../src/model/fact.ts';
import {accessEntry, AWS_AUTH_ROLES, awsAuth, profile} from '../fixture.ts';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/fargate-pod-execution';
const ROLE = parseRoleArn(ROLE_ARN) as RoleArn;
const PROFILE_ARN = profile().arn;
const read = (text: string) => readAwsAuth(text, ROLE, PROFILE_ARN);

describe('mapRoles', () => {
  it('reads keys in any case, JSON, and blank texts', () => {
    expect(parseMapRoles('- RoleARN: a\n  userName: b\n  Groups: [c]\n')).toEqual({
      is: 'read',
      entries: [{index: 0, rolearn: 'a', username: 'b', groups: ['c']}],
    });
    expect(parseMapRoles('[{"rolearn":"a"}]')).toMatchObject({is: 'read', entries: [{rolearn: 'a', groups: []}]});
    for (const blank of ['', '  \n', '``', '""', '# nothing'])
      expect(parseMapRoles(blank)).toEqual({is: 'read', entries: []});
  });

  it('skips items that are no entries', () => {
    expect(parseMapRoles('- 1\n- [x]\n- username: y\n- rolearn: a\n')).toMatchObject({
      entries: [{index: 3, rolearn: 'a'}],
    });
  });

  it.each([
    ['a map', 'rolearn: a\nusername: b\n', /a map where a list belongs/],
    ['a text', 'just words', /a text/],
    ['a tab', '- rolearn: a\n\tusername: b\n', /^line 2: a tab/],
    ['a wrong indent', '- rolearn: a\nusername: b\n', /^line 2: /],
    ['an open quote', '- rolearn: "a\n', /^line \d/],
    [
      'an alias bomb',
      `- &a [x,x,x,x,x,x,x,x,x]\n${Array.from({length: 9}, (_, i) => `- &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]},`.repeat(9)}]\n`).join('')}`,
      /alias/,
    ],
  ])('calls %s malformed', (_, text, reason) => {
    const parsed = parseMapRoles(text);
    expect(parsed.is).toBe('malformed');
    expect(parsed.is === 'malformed' && parsed.reason).toMatch(reason);
  });

  it('reads 300 KB, and survives deep nesting and odd keys', () => {
    const item = '- rolearn: arn:aws:iam::111122223333:role/other\n  username: x\n  groups: [a, b]\n';
    const big = parseMapRoles(item.repeat(Math.ceil(300_000 / item.length)));
    expect(big.is === 'read' && big.entries.length).toBeGreaterThan(3000);
    expect(parseMapRoles('['.repeat(100_000)).is).toBe('malformed');
    expect(parseMapRoles('- __proto__: {polluted: 1}\n  rolearn: a\n')).toMatchObject({entries: [{rolearn: 'a'}]});
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('role in aws-auth', () => {
  it.each([
    [ROLE_ARN, 'same'],
    ['arn:aws:iam::111122223333:role/Fargate-Pod-Execution', 'case'],
    ['arn:aws:iam::111122223333:role/team/fargate-pod-execution', 'path'],
    [PROFILE_ARN, 'profile'],
    ['arn:aws:sts::111122223333:assumed-role/fargate-pod-execution/session', 'assumed-role'],
    ['arn:aws:iam::111122223333:instance-profile/fargate-pod-execution', 'instance-profile'],
    ['arn:aws-cn:iam::111122223333:role/fargate-pod-execution', 'partition'],
    ['arn:aws:iam::444455556666:role/fargate-pod-execution', 'account'],
    ['arn:aws:iam::111122223333:role/other', 'none'],
    ['arn:aws:eks:eu-central-1:111122223333:fargateprofile/dev/default-fp/x', 'none'],
    ['fargate-pod-execution', 'none'],
  ])('%s is %s', (rolearn, kinship) => {
    expect(kinshipOf(rolearn, ROLE, PROFILE_ARN)).toBe(kinship);
  });

  it('compares with the path stripped', () => {
    const withPath = parseRoleArn('arn:aws:iam::111122223333:role/team/fargate-pod-execution') as RoleArn;
    expect(readAwsAuth(AWS_AUTH_ROLES, withPath, PROFILE_ARN).is).toBe('right');
  });

  it('takes extra groups, and twice the same, for right', () => {
    expect(read(AWS_AUTH_ROLES + '  - system:masters\n').is).toBe('right');
    expect(read(AWS_AUTH_ROLES + AWS_AUTH_ROLES).is).toBe('right');
  });

  it.each([
    [
      AWS_AUTH_ROLES.replace('SessionName', 'EC2PrivateDNSName'),
      ['its username is system:node:{{EC2PrivateDNSName}}'],
      false,
    ],
    [AWS_AUTH_ROLES.replace('  - system:node-proxier\n', ''), ['it lacks the group system:node-proxier'], true],
    [
      `- {rolearn: '${ROLE_ARN}'}`,
      ['it has no username', 'it lacks the groups system:bootstrappers, system:nodes, system:node-proxier'],
      false,
    ],
    [
      `- {rolearn: '${ROLE_ARN}', username: 'system:node:{{SessionName}}', groups: system:nodes}`,
      ['its groups are not a list'],
      false,
    ],
    [AWS_AUTH_ROLES.replace('role/', 'role/team/'), ["its rolearn has a path, which aws-auth can't hold"], false],
    [AWS_AUTH_ROLES.replace('role/f', 'role/F'), ['its rolearn differs from the role in upper and lower case'], true],
  ])('finds what is wrong in %j', (text, faults, mayWork) => {
    expect(read(text)).toMatchObject({is: 'wrong', faults, mayWork});
  });

  it('sees differing duplicates, and which is last', () => {
    const wrong = AWS_AUTH_ROLES.replace('SessionName', 'EC2PrivateDNSName');
    expect(read(AWS_AUTH_ROLES + wrong)).toMatchObject({is: 'duplicate', lastIsRight: false});
    expect(read(wrong + AWS_AUTH_ROLES)).toMatchObject({is: 'duplicate', lastIsRight: true});
    expect(read(wrong + wrong).is).toBe('wrong');
  });

  it('names a role of another account as near', () => {
    expect(read(AWS_AUTH_ROLES.replace('111122223333', '444455556666'))).toMatchObject({
      is: 'missing',
      near: {index: 0},
    });
    expect(read('')).toEqual({is: 'missing'});
  });
});

describe('mapping', () => {
  const sources = (over: Partial<IdentitySources>): IdentitySources => ({
    mode: 'API_AND_CONFIG_MAP',
    role: ROLE,
    roleArn: ROLE_ARN,
    profileArn: PROFILE_ARN,
    awsAuth: known(awsAuth(AWS_AUTH_ROLES)),
    accessEntry: known(accessEntry()),
    accessEntryArns: known([ROLE_ARN]),
    ...over,
  });
  const no = denied('eks:DescribeAccessEntry');
  const noMap = denied('get configmaps/aws-auth -n kube-system');
  const empty = known(awsAuth(''));
  const node = known(accessEntry({type: 'EC2_LINUX'}));

  it.each([
    ['API: entry', {mode: 'API', awsAuth: noMap}, {is: 'mapped', by: 'access-entry'}],
    ['API: aws-auth counts for nothing', {mode: 'API', accessEntry: absent}, {is: 'no-entry'}],
    ['API: denied', {mode: 'API', accessEntry: no}, {is: 'unsure', facts: ['accessEntry']}],
    [
      'API: denied, but the list lacks it',
      {mode: 'API', accessEntry: no, accessEntryArns: known([])},
      {is: 'no-entry'},
    ],
    [
      'CONFIG_MAP: entries count for nothing',
      {mode: 'CONFIG_MAP', awsAuth: empty},
      {is: 'aws-auth-fault', entries: false},
    ],
    ['CONFIG_MAP: right', {mode: 'CONFIG_MAP', accessEntry: absent}, {is: 'mapped', by: 'aws-auth'}],
    ['CONFIG_MAP: denied', {mode: 'CONFIG_MAP', awsAuth: noMap}, {is: 'unsure', facts: ['awsAuth']}],
    ['CONFIG_MAP: absent', {mode: 'CONFIG_MAP', awsAuth: absent}, {is: 'aws-auth-fault', fault: {is: 'no-configmap'}}],
    ['both: a right entry clears a denied aws-auth', {awsAuth: noMap}, {is: 'mapped', by: 'access-entry'}],
    ['both: a wrong entry overrides a right aws-auth', {accessEntry: node}, {is: 'wrong-type'}],
    ['both: no entry, aws-auth denied', {accessEntry: absent, awsAuth: noMap}, {is: 'unsure', facts: ['awsAuth']}],
    ['both: a denied entry may override a right aws-auth', {accessEntry: no}, {is: 'unsure', facts: ['accessEntry']}],
    ['both: denied entry, not listed', {accessEntry: no, accessEntryArns: known([])}, {is: 'mapped', by: 'aws-auth'}],
    ['both: denied both', {accessEntry: no, awsAuth: noMap}, {is: 'unsure', facts: ['accessEntry', 'awsAuth']}],
    ['both: neither', {accessEntry: absent, awsAuth: empty}, {is: 'aws-auth-fault', entries: true}],
    ['both: aws-auth broken beside a right entry', {awsAuth: known(awsAuth('{'))}, {is: 'mapped', by: 'access-entry'}],
    ['a mode that is not known', {mode: 'OIDC'}, {is: 'unknown-mode'}],
  ] as const)('%s', (_, over, expected) => {
    expect(mappingOf(sources(over))).toMatchObject(expected);
  });

  it('mentions a broken aws-auth beside a right entry', () => {
    expect(mappingOf(sources({awsAuth: known(awsAuth('{'))}))).toHaveProperty('aside');
    expect(mappingOf(sources({}))).not.toHaveProperty('aside');
  });
});

describe('the access entry that nearly fits', () => {
  const near = (...arns: readonly string[]) => nearEntry(arns, ROLE)?.differs;
  it.each([
    ['arn:aws:iam::111122223333:role/teams/fargate-pod-execution', 'path /teams/ instead of /'],
    ['arn:aws:iam::444455556666:role/fargate-pod-execution', 'account 444455556666 instead of 111122223333'],
    ['arn:aws-cn:iam::111122223333:role/fargate-pod-execution', 'partition aws-cn instead of aws'],
    ['arn:aws:iam::111122223333:role/Fargate-Pod-Execution', 'the spelling Fargate-Pod-Execution'],
  ])('%s', (arn, differs) => {
    expect(near('arn:aws:iam::111122223333:role/other', 'nonsense', arn)).toBe(differs);
  });
  it('is none of another name', () => {
    expect(near('arn:aws:iam::111122223333:role/other', 'arn:aws:iam::111122223333:user/fargate-pod-execution')).toBe(
      undefined,
    );
  });
});
