import {describe, expect, it} from 'vitest';
import {arnLike, parseProfileArn, parseRoleArn} from '../../src/domain/arn.ts';
import {evaluateTrust, sourceArnMiss, trustDocument} from '../../src/domain/trust-policy.ts';

const ARN = 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/fargate-test/default-fp/aac1d2e3-0000';
const FARGATE = {Service: 'eks-fargate-pods.amazonaws.com'};
const allow = (over: object = {}): object => ({Effect: 'Allow', Principal: FARGATE, Action: 'sts:AssumeRole', ...over});
const verdict = (...statements: readonly object[]) => evaluateTrust(JSON.stringify({Statement: statements}), ARN);
const when = (condition: object) => verdict(allow({Condition: condition})).is;

describe('trust policy', () => {
  it.each([
    ['string', allow()],
    [
      'lists',
      allow({
        Principal: {Service: ['ec2.amazonaws.com', FARGATE.Service]},
        Action: ['sts:TagSession', 'sts:AssumeRole'],
      }),
    ],
    ['everyone', allow({Principal: '*'})],
    ['everyone, long form', allow({Principal: {AWS: '*'}})],
    ['action wildcard and case', allow({Action: 'STS:assume*'})],
    ['NotAction', allow({Action: undefined, NotAction: 'sts:TagSession'})],
    ['NotPrincipal', allow({Principal: undefined, NotPrincipal: {Service: 'ec2.amazonaws.com'}})],
  ])('trusts: %s', (_, statement) => {
    expect(verdict(statement).is).toBe('trusted');
  });

  it('takes a single statement that is no list', () => {
    expect(evaluateTrust(JSON.stringify({Statement: allow()}), ARN).is).toBe('trusted');
  });

  it('names the services that are allowed in place of Fargate', () => {
    expect(verdict(allow({Principal: {Service: 'ecs-tasks.amazonaws.com'}}))).toEqual({
      is: 'other-principal',
      services: ['ecs-tasks.amazonaws.com'],
    });
    expect(verdict(allow({Principal: undefined, NotPrincipal: FARGATE})).is).toBe('other-principal');
  });

  it('tells a wrong action from a wrong principal', () => {
    expect(verdict(allow({Action: 'sts:AssumeRoleWithWebIdentity'}))).toMatchObject({is: 'other-action', statement: 0});
    expect(verdict(allow({Action: undefined, NotAction: 'sts:*'})).is).toBe('other-action');
  });

  it('lets a Deny win, unless its condition does not hold', () => {
    expect(verdict(allow(), allow({Effect: 'Deny'}))).toMatchObject({is: 'denied', statement: 1});
    const other = {StringNotEquals: {'aws:SourceAccount': '111122223333'}};
    expect(verdict(allow(), allow({Effect: 'Deny', Principal: '*', Condition: other})).is).toBe('trusted');
    // A service has no PrincipalOrgID, and a negated operator holds for a key that is not there.
    const org = {StringNotEquals: {'aws:PrincipalOrgID': 'o-1'}};
    expect(verdict(allow(), allow({Effect: 'Deny', Principal: '*', Condition: org})).is).toBe('denied');
    const spared = {...org, Bool: {'aws:PrincipalIsAWSService': 'false'}};
    expect(verdict(allow(), allow({Effect: 'Deny', Principal: '*', Condition: spared})).is).toBe('trusted');
  });

  it.each([
    [
      'cluster pattern',
      {ArnLike: {'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/fargate-test/*'}},
    ],
    [
      'one of a list',
      {ArnEquals: {'aws:SourceArn': ['arn:aws:eks:*:*:fargateprofile/dev/*', 'arn:aws:eks:*:*:fargateprofile/*']}},
    ],
    ['exact', {StringEquals: {'AWS:sourcearn': ARN}}],
    ['StringLike', {StringLike: {'aws:SourceArn': '*fargate-test*'}}],
    ['ignore case', {StringEqualsIgnoreCase: {'aws:SourceArn': ARN.toUpperCase()}}],
    ['account as a number', {StringEquals: {'aws:SourceAccount': 111122223333}}],
    ['not another account', {StringNotEquals: {'aws:SourceAccount': '999999999999'}}],
    ['not like', {ArnNotLike: {'aws:SourceArn': 'arn:aws:eks:*:*:fargateprofile/dev/*'}}],
    ['IfExists of a key that is absent', {StringEqualsIfExists: {'sts:ExternalId': 'x'}}],
    ['Null of a key that is absent', {Null: {'sts:ExternalId': 'true'}}],
    ['ForAllValues of a key that is absent', {'ForAllValues:StringEquals': {'aws:PrincipalOrgID': 'o-1'}}],
    ['ForAnyValue', {'ForAnyValue:StringLike': {'aws:SourceAccount': '1111*'}}],
    ['Bool', {Bool: {'aws:SecureTransport': true}}],
  ])('condition holds: %s', (_, condition) => {
    expect(when(condition)).toBe('trusted');
  });

  it.each([
    ['other cluster', {ArnLike: {'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/dev/*'}}],
    ['no /*', {ArnLike: {'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/fargate-test'}}],
    ['a * that StringEquals takes literally', {StringEquals: {'aws:SourceArn': 'arn:aws:eks:*:*:fargateprofile/*'}}],
    ['external id', {StringEquals: {'sts:ExternalId': 'x'}}],
    ['ForAnyValue of an absent key', {'ForAnyValue:StringEquals': {'aws:PrincipalOrgID': 'o-1'}}],
    ['Null', {Null: {'aws:SourceArn': 'true'}}],
    ['Bool of an absent key', {Bool: {'aws:MultiFactorAuthPresent': 'true'}}],
    ['one of two fails', {ArnLike: {'aws:SourceArn': '*:*:*:*:*:*'}, StringEquals: {'aws:SourceAccount': '9'}}],
  ])('condition fails: %s', (_, condition) => {
    expect(when(condition)).toBe('condition');
  });

  it.each([
    ['time', {DateGreaterThan: {'aws:CurrentTime': '2020-01-01T00:00:00Z'}}],
    ['unknown operator', {ArnLikes: {'aws:SourceArn': ARN}}],
    ['unknown key', {StringEquals: {'aws:SourceOrgID': 'o-1'}}],
    ['policy variable', {StringEquals: {'aws:SourceAccount': '${aws:PrincipalAccount}'}}],
    ['pattern of fewer segments', {ArnLike: {'aws:SourceArn': '*'}}],
    ['no object', 'x' as unknown as object],
  ])('condition is unclear: %s', (_, condition) => {
    expect(when(condition)).toBe('unclear');
  });

  it('reports the conditions of the nearest statement only', () => {
    const far = allow({Condition: {StringEquals: {'sts:ExternalId': 'x', 'aws:SourceAccount': '9'}}});
    const near = allow({Condition: {StringEquals: {'aws:SourceAccount': '9'}}});
    const found = verdict(far, near);
    expect(found).toMatchObject({
      is: 'condition',
      statement: 1,
      misses: [{key: 'aws:SourceAccount', actual: '111122223333'}],
    });
  });

  it.each(['', '[]', '{', '{"Version":"2012-10-17"}', 'null'])('calls %j malformed', (text) => {
    expect(evaluateTrust(text, ARN).is).toBe('malformed');
  });

  it('says in what a SourceArn misses', () => {
    const miss = (wanted: string, operator = 'ArnLike') =>
      sourceArnMiss({operator, key: 'aws:SourceArn', wanted: [wanted], truth: 'no'}, ARN);
    expect(miss('arn:aws:eks:eu-central-1:111122223333:fargateprofile/dev/*')).toBe('it names cluster dev');
    expect(miss('arn:aws-cn:eks:us-east-1:111122223333:fargateprofile/fargate-test/*')).toBe(
      'it names partition aws-cn and Region us-east-1',
    );
    expect(miss('arn:aws:eks:eu-central-1:111122223333:fargateprofile/fargate-test')).toBe(
      'it does not match the whole ARN of the profile',
    );
    expect(miss('arn:aws:eks:*:*:fargateprofile/*', 'StringEquals')).toContain('takes * literally');
  });

  it('adds a statement and keeps the rest', () => {
    const old = JSON.stringify({
      Version: '2008-10-17',
      Statement: [allow({Principal: {Service: 'ecs-tasks.amazonaws.com'}})],
    });
    const text = trustDocument(ARN, old) ?? '';
    expect(evaluateTrust(text, ARN).is).toBe('trusted');
    expect(text).toContain('ecs-tasks.amazonaws.com');
    expect(text).toContain('2008-10-17');
    expect(trustDocument(ARN, '{')).toBeUndefined();
    expect(trustDocument('arn:aws:s3:::x')).toBeUndefined();
  });

  it('stays quick and harmless on hostile policies', () => {
    expect(when({StringLike: {'aws:SourceArn': `${'*a'.repeat(300_000)}b`}})).toBe('condition');
    expect(
      verdict(...Array.from({length: 20_000}, () => allow({Condition: {ArnLike: {'aws:SourceArn': 'x'}}}))).is,
    ).toBe('condition');
    expect(evaluateTrust('['.repeat(500_000), ARN).is).toBe('malformed');
    expect(evaluateTrust('{"Statement":[{"__proto__":{"Effect":"Allow"},"constructor":1}]}', ARN).is).toBe(
      'other-principal',
    );
  });
});

describe('ARNs', () => {
  it('reads roles with and without a path', () => {
    expect(parseRoleArn('arn:aws-cn:iam::111122223333:role/r')).toEqual({
      partition: 'aws-cn',
      account: '111122223333',
      path: '/',
      name: 'r',
    });
    expect(parseRoleArn('arn:aws:iam::111122223333:role/a/b/r')?.path).toBe('/a/b/');
    expect(parseRoleArn('arn:aws:iam::111122223333:instance-profile/r')).toBeUndefined();
    expect(parseRoleArn('r')).toBeUndefined();
  });

  it('reads profiles', () => {
    expect(parseProfileArn(ARN)).toMatchObject({
      cluster: 'fargate-test',
      profile: 'default-fp',
      account: '111122223333',
    });
    expect(parseProfileArn('arn:aws:eks:eu-central-1:111122223333:cluster/x')).toBeUndefined();
  });

  it('matches segment by segment', () => {
    expect(arnLike('arn:aws:eks:eu-*:*:fargateprofile/*', ARN)).toBe(true);
    expect(arnLike('arn:aws:eks:*:fargateprofile/x', ARN)).toBe(false);
    expect(arnLike('arn:aws:*', ARN)).toBeUndefined();
  });
});
