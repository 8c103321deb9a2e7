import {describe, expect, it} from 'vitest';
import {evaluatePolicies, sessionContext, type PolicyRequest} from '../../src/domain/iam-policy.ts';
import type {PolicyDocument} from '../../src/model/aws.ts';

const ROLE = 'arn:aws:iam::111122223333:role/fargate-pod-execution';
const REPOSITORY = 'arn:aws:ecr:eu-central-1:111122223333:repository/shop/web';
const context = sessionContext({
  arn: ROLE,
  account: '111122223333',
  region: 'eu-central-1',
  resourceAccount: '111122223333',
});
const ACTION = 'ecr:BatchGetImage';
const request = (over: Partial<PolicyRequest> = {}): PolicyRequest => ({
  action: ACTION,
  resource: REPOSITORY,
  context,
  ...over,
});
const named = (name: string, ...statements: readonly object[]): PolicyDocument => ({
  name,
  document: JSON.stringify({Version: '2012-10-17', Statement: statements}),
});
const allow = (over: object = {}): object => ({Effect: 'Allow', Action: ACTION, Resource: '*', ...over});
const deny = (over: object = {}): object => allow({Effect: 'Deny', ...over});
const verdict = (...statements: readonly object[]) => evaluatePolicies([named('p', ...statements)], request());

describe('identity policies', () => {
  it.each([
    ['a name', allow()],
    ['a list', allow({Action: ['s3:GetObject', ACTION]})],
    ['a wildcard', allow({Action: 'ecr:Batch*'})],
    ['a wildcard of one character', allow({Action: 'ecr:BatchGetImag?'})],
    ['another case', allow({Action: 'ECR:batchgetimage'})],
    ['everything', allow({Action: '*'})],
    ['NotAction', allow({Action: undefined, NotAction: 'ecr:Delete*'})],
    ['the repository', allow({Resource: REPOSITORY})],
    ['a list with the repository', allow({Resource: ['arn:aws:s3:::b', REPOSITORY]})],
    ['a wildcard over colons at the end', allow({Resource: 'arn:aws:ecr:*'})],
    ['a wildcard in segments', allow({Resource: 'arn:aws:ecr:*:*:repository/shop/*'})],
    ['NotResource', allow({Resource: undefined, NotResource: 'arn:aws:ecr:*:*:repository/secret/*'})],
    ['a condition that holds', allow({Condition: {StringEquals: {'aws:RequestedRegion': 'eu-central-1'}}})],
    ['IfExists on a key that is not there', allow({Condition: {BoolIfExists: {'aws:MultiFactorAuthPresent': 'true'}}})],
  ])('allow by %s', (_, statement) => {
    expect(verdict(statement).is).toBe('allowed');
  });

  it.each([
    ['no statement', []],
    ['another action', [allow({Action: 'ecr:BatchGetImages'})]],
    ['another service with the same name', [allow({Action: 'ecr-public:BatchGetImage'})]],
    ['NotAction that excludes it', [allow({Action: undefined, NotAction: 'ecr:*'})]],
    ['another repository', [allow({Resource: `${REPOSITORY}-2`})]],
    ['the repository in another case', [allow({Resource: REPOSITORY.toUpperCase()})]],
    ['the repository in another Region', [allow({Resource: REPOSITORY.replace('eu-central-1', 'eu-west-1')})]],
    ['NotResource that excludes it', [allow({Resource: undefined, NotResource: '*'})]],
    ['a condition that fails', [allow({Condition: {StringEquals: {'aws:RequestedRegion': 'us-east-1'}}})]],
    ['a key that is not there', [allow({Condition: {Bool: {'aws:MultiFactorAuthPresent': 'true'}}})]],
    ['an unknown effect', [allow({Effect: 'allow'})]],
    ['no action at all', [allow({Action: undefined})]],
  ])('do not allow by %s', (_, statements) => {
    expect(evaluatePolicies([named('p', ...statements)], request()).is).toBe('not-allowed');
  });

  it('name the statement that comes near', () => {
    const policies = [
      named('other', allow({Action: 's3:*'})),
      named('near', deny({Action: 'ecr:Put*'}), allow({Resource: ['x', 'y']})),
    ];
    expect(evaluatePolicies(policies, request())).toMatchObject({
      is: 'not-allowed',
      near: {policy: {name: 'near'}, statement: 1, resources: ['x', 'y']},
    });
  });

  it('deny wherever a Deny applies, in whatever order and policy', () => {
    for (const policies of [
      [named('a', allow()), named('b', deny())],
      [named('b', deny()), named('a', allow())],
      [named('b', deny({Action: 'ecr:*', Resource: 'arn:aws:ecr:*:*:repository/*'})), named('a', allow())],
    ]) {
      expect(evaluatePolicies(policies, request())).toMatchObject({
        is: 'denied',
        by: {policy: {name: 'b'}, statement: 0},
      });
    }
    expect(verdict(allow(), deny({Action: undefined, NotAction: 'ecr:BatchGetImage'})).is).toBe('allowed');
    expect(verdict(allow(), deny({Resource: `${REPOSITORY}-2`})).is).toBe('allowed');
    expect(verdict(allow(), deny({Condition: {StringNotEquals: {'aws:RequestedRegion': 'eu-central-1'}}})).is).toBe(
      'allowed',
    );
    expect(verdict(allow(), deny({Condition: {StringNotEquals: {'aws:RequestedRegion': 'eu-west-1'}}})).is).toBe(
      'denied',
    );
    expect(verdict(allow(), deny({Condition: {Bool: {'aws:SecureTransport': 'false'}}})).is).toBe('allowed');
  });

  it('are unclear where it hangs on what is not known', () => {
    const endpoint = {StringEquals: {'aws:SourceVpce': 'vpce-1'}};
    expect(verdict(allow({Condition: endpoint}))).toMatchObject({
      is: 'unclear',
      because: 'policy p hangs on aws:SourceVpce',
    });
    expect(verdict(allow(), deny({Condition: endpoint})).is).toBe('unclear');
    expect(verdict(allow(), allow({Condition: endpoint})).is).toBe('allowed');
    expect(verdict(deny(), deny({Condition: endpoint})).is).toBe('denied');
    expect(verdict(deny({Condition: endpoint})).is).toBe('not-allowed');
    expect(verdict(allow({Resource: 'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*'})).is).toBe('unclear');
    expect(verdict(allow({Condition: {StringFancy: {'aws:PrincipalArn': ROLE}}})).is).toBe('unclear');
  });

  it('an unreadable policy may allow or deny; a Deny that was read decides all the same', () => {
    const garbled: PolicyDocument = {name: 'g', document: '{"Statement": ['};
    expect(evaluatePolicies([garbled, named('p', allow())], request())).toEqual({
      is: 'unclear',
      because: "policy g can't be parsed",
    });
    expect(evaluatePolicies([garbled, named('p', deny())], request()).is).toBe('denied');
    for (const document of ['', 'null', '[]', '"x"', '{}', '{"Statement": 1}'])
      expect(evaluatePolicies([{name: 'g', document}], request()).is, document).toBe('unclear');
  });

  it('take a statement that is no list, and skip what is no statement', () => {
    expect(evaluatePolicies([{name: 'p', document: JSON.stringify({Statement: allow()})}], request()).is).toBe(
      'allowed',
    );
    const odd = {name: 'p', document: JSON.stringify({Statement: [null, 7, 'x', [], allow()]})};
    expect(evaluatePolicies([odd], request()).is).toBe('allowed');
    expect(evaluatePolicies([], request())).toEqual({is: 'not-allowed'});
  });

  it('an action without a resource is allowed for * only', () => {
    const token = request({action: 'ecr:GetAuthorizationToken', resource: '*'});
    const by = (Resource: unknown) => evaluatePolicies([named('p', allow({Action: 'ecr:*', Resource}))], token).is;
    expect(by('*')).toBe('allowed');
    expect(by(REPOSITORY)).toBe('not-allowed');
    expect(by('arn:aws:ecr:*:*:*')).toBe('not-allowed');
  });

  it('a resource that is not known may be any', () => {
    const {resource: _, ...unknown} = request();
    const by = (Resource: string) => evaluatePolicies([named('p', allow({Resource}))], unknown).is;
    expect(by('*')).toBe('allowed');
    expect(by(REPOSITORY)).toBe('unclear');
    expect(evaluatePolicies([named('p', allow({Action: 's3:*'}))], unknown).is).toBe('not-allowed');
  });

  it('stay harmless and quick with hostile text', () => {
    const hostile =
      '{"Statement":[{"__proto__":{"Effect":"Allow"},"constructor":1,"Effect":"Allow","Action":"ecr:BatchGetImage"}]}';
    expect(evaluatePolicies([{name: 'p', document: hostile}], request()).is).toBe('not-allowed');
    const stars = '*a'.repeat(250_000);
    expect(verdict(allow({Resource: stars}), allow({Action: stars})).is).toBe('not-allowed');
  });
});
