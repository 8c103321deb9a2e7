import {describe, expect, it} from 'vitest';
import {contains} from '../../src/domain/cidr.ts';
import {known} from '../../src/model/fact.ts';
import {kindsBetween, type Redaction} from '../../src/redaction/kinds.ts';
import {redact} from '../../src/redaction/redact.ts';
import {Names} from '../../src/redaction/pieces.ts';
import {redactText} from '../../src/redaction/text.ts';
import {Tokens} from '../../src/redaction/tokens.ts';

/** Several texts of one document, withheld. */
function withheld(texts: readonly string[], level: Redaction = 'standard'): readonly string[] {
  const tokens = new Tokens(kindsBetween('none', level));
  const names = new Names(new Map());
  for (const text of texts) redactText(text, tokens, names);
  tokens.allMet();
  return texts.map((text) => redactText(text, tokens, names));
}

const one = (text: string, level?: Redaction): string => withheld([text], level)[0] ?? '';

describe('a text', () => {
  it.each([
    ['arn:aws:iam::987612340011:role/Payments', 'arn:aws:iam::acct-1:role/role-1'],
    ['arn:aws-cn:iam::987612340011:role/team/Payments.', 'arn:aws-cn:iam::acct-1:role/path-1/role-1.'],
    ['arn:aws:sts::987612340011:assumed-role/Payments/jane', 'arn:aws:sts::acct-1:assumed-role/role-1/user-1'],
    [
      'arn:aws:eks:eu-west-1:987612340011:fargateprofile/prod/fp/5b1f-9',
      'arn:aws:eks:eu-west-1:acct-1:fargateprofile/cluster-1/fp/5b1f-9',
    ],
    ['arn:aws:eks:*:987612340011:fargateprofile/*', 'arn:aws:eks:*:acct-1:fargateprofile/*'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
    [
      'arn:aws:iam::987612340011:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
      'arn:aws:iam::acct-1:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
    ],
    ['arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*', 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*'],
    ['pull 987612340011.dkr.ecr.eu-west-1.amazonaws.com/shop:1', 'pull acct-1.dkr.ecr.eu-west-1.amazonaws.com/shop:1'],
    [
      '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns',
      '602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns',
    ],
    ['00000000-0000-4000-8000-987612340011', '00000000-0000-4000-8000-987612340011'],
    ['ask jane.doe@shop.example now', 'ask email-1 now'],
    ['User "jane" cannot list, User "system:node:x" can', 'User "user-1" cannot list, User "system:node:x" can'],
    [
      '- username: jane\n- username: system:node:{{SessionName}}',
      '- username: user-1\n- username: system:node:{{SessionName}}',
    ],
    ['dial tcp 52.57.77.10:443: i/o timeout.', 'dial tcp 240.0.0.1:443: i/o timeout.'],
    ['node fargate-ip-10-0-1-77 at 10.0.1.77', 'node fargate-ip-10-0-1-77 at 10.0.1.77'],
    ['ec2-52-57-77-10.eu-central-1.compute.amazonaws.com', 'ec2-240-0-0-1.eu-central-1.compute.amazonaws.com'],
    ['v1.12.1-eksbuild.2 at 03:10:00', 'v1.12.1-eksbuild.2 at 03:10:00'],
    ['    http_passwd  hunter2\n    Name http', '    http_passwd  credential-1\n    Name http'],
    ['password=hunter2', 'password=credential-1'],
    ['failed to fetch anonymous token: unexpected status', 'failed to fetch anonymous token: unexpected status'],
    [
      'not authorized to perform: ecr:GetAuthorizationToken on resource: *',
      'not authorized to perform: ecr:GetAuthorizationToken on resource: *',
    ],
    ['https://bob:s3cret@host/x', 'https://credential-1@host/x'],
    ['key AKIAABCDEFGHIJKLMNOP', 'key credential-1'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'credential-1'],
    ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', 'credential-1-----END PRIVATE KEY-----'],
    [`sha256:${'0123456789abcdef'.repeat(4)}`, `sha256:${'0123456789abcdef'.repeat(4)}`],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY0912', 'credential-1'],
  ])('%s', (text, token) => {
    expect(one(text)).toBe(token);
  });

  it('keeps private addresses and ids unless it is strict', () => {
    const text = 'subnet-0a1b2c3d4e5f60001 holds 10.0.1.77 and vpc-0a1b2c3d';
    expect(one(text)).toBe(text);
    expect(one(text, 'strict')).toBe('subnet-00000001 holds 10.0.0.1 and vpc-00000002');
  });

  it('tells names apart that differ in letter case alone', () => {
    const arn = (name: string): string => `arn:aws:iam::987612340011:role/${name}`;
    expect(withheld([arn('Shop'), arn('shop'), arn('Cart')])).toEqual([
      'arn:aws:iam::acct-1:role/role-1',
      'arn:aws:iam::acct-1:role/Role-1',
      'arn:aws:iam::acct-1:role/role-2',
    ]);
  });

  it('keeps a pattern a pattern that matches what it matched', () => {
    const arn = (cluster: string): string => `arn:aws:eks:eu-west-1:987612340011:fargateprofile/${cluster}/*`;
    expect(withheld([arn('shop-*'), arn('cart-*'), arn('shop-eu')]).map((a) => a.split('/')[1])).toEqual([
      'cluster-1*',
      'other-cluster-*',
      'cluster-1',
    ]);
  });

  it.each(['arn:aws:iam::', 'eyJ', 'a@', '1.1.', 'a:', 'token=', '-----BEGIN A-----', 'AKIA', 'x-', 'username: '])(
    'takes no longer than its length: %s',
    (piece) => {
      expect(one(piece.repeat(1_000_000 / piece.length)).length).toBeGreaterThan(0);
    },
    10_000,
  );
});

describe('addresses', () => {
  const all = [
    '52.57.77.10',
    '52.57.77.0/24',
    '52.57.77.11/32',
    '52.57.0.0/16',
    '18.196.33.7',
    '0.0.0.0/0',
    '10.0.0.0/16',
    '10.0.1.0/24',
    '10.0.0.2',
    '172.16.0.0/12',
    '2a05:d018:1:2::/64',
    '2a05:d018:1::/56',
    '2a05:d018:1:2::77',
    '::/0',
  ];
  it.each(['standard', 'strict'] as const)('hold what they held, and no more (%s)', (level) => {
    const mapped = withheld(all, level);
    expect(mapped[0]).not.toBe(all[0]);
    const relations = (of: readonly string[]): readonly boolean[] =>
      of.flatMap((outer) => of.map((inner) => contains(outer, inner)));
    expect(relations(mapped)).toEqual(relations(all));
    expect(new Set(mapped).size).toBe(all.length);
  });

  it('do so within a block that is too wide to be withheld', () => {
    const [wide = '', inside = '', outside = ''] = withheld(['48.0.0.0/5', '52.57.77.10', '18.196.33.7']);
    expect([wide, contains(wide, inside), contains(wide, outside)]).toEqual(['48.0.0.0/5', true, false]);
    expect(inside).not.toContain('57.77');
  });
});

describe('a recording', () => {
  const subject = {kind: 'Pod', namespace: 'shop-floor', name: 'web'} as const;
  const recording = {
    subjects: [
      {
        subject,
        facts: {
          pod: known({namespace: 'shop-floor', annotations: {'a/b': 'ours', Logging: 'LoggingDisabled: X'}}),
          podEvents: known([{message: 'shop-floor/web on big-cluster-7 by shop-floor'}]),
          executionRole: known({name: 'shop-floor', arn: 'arn:aws:iam::987612340011:role/shop-floor', path: '/'}),
        },
      },
    ],
    cluster: {target: known({name: 'big-cluster-7', account: '987612340011', context: 'me@big'})},
    told: ['in big-cluster-7'],
  };

  it('has its names withheld wherever they stand, but for names that something else bears too', () => {
    const {recording: redacted, withheld: manifest} = redact(recording, 'none', 'standard');
    expect(redacted).toEqual({
      subjects: [
        {
          subject,
          facts: {
            pod: known({namespace: 'shop-floor', annotations: {'a/b': 'annotation-1', Logging: 'LoggingDisabled: X'}}),
            podEvents: known([{message: 'shop-floor/web on cluster-1 by shop-floor'}]),
            executionRole: known({name: 'role-1', arn: 'arn:aws:iam::acct-1:role/role-1', path: '/'}),
          },
        },
      ],
      cluster: {target: known({name: 'cluster-1', account: 'acct-1', context: 'context-1'})},
      told: ['in cluster-1'],
    });
    expect(manifest).toContainEqual({kind: 'role names', count: 1});
  });

  it('is not withheld from twice', () => {
    const {recording: redacted} = redact(recording, 'none', 'standard');
    expect(redact(redacted, 'standard', 'standard')).toEqual({recording: redacted, withheld: []});
  });
});
