import {describe, expect, it} from 'vitest';
import {evaluatePolicy, type EndpointRequest} from '../../src/domain/endpoint-policy.ts';

const ROLE = 'arn:aws:iam::111122223333:role/fargate-pod-execution';
const REPO = 'arn:aws:ecr:eu-central-1:111122223333:repository/shop';
const OPEN = {Effect: 'Allow', Principal: '*', Action: '*', Resource: '*'};

const request = (over: Partial<EndpointRequest> = {}): EndpointRequest => ({
  action: 'ecr:BatchGetImage',
  resource: REPO,
  principal: ROLE,
  context: (key) => (key === 'aws:principalaccount' ? ['111122223333'] : 'unclear'),
  ...over,
});
const ask = (statements: unknown, over: Partial<EndpointRequest> = {}) =>
  evaluatePolicy(JSON.stringify({Version: '2012-10-17', Statement: statements}), request(over)).is;

describe('effects', () => {
  it('allow what a statement allows, and nothing else', () => {
    expect(ask([OPEN])).toBe('allowed');
    expect(ask(OPEN)).toBe('allowed');
    expect(ask([])).toBe('not-allowed');
  });

  it('let a Deny win, wherever it stands', () => {
    expect(evaluatePolicy(JSON.stringify({Statement: [OPEN, {...OPEN, Effect: 'Deny'}]}), request())).toEqual({
      is: 'denied',
      statement: 1,
    });
    expect(ask([{...OPEN, Effect: 'Deny', Action: 's3:*'}, OPEN])).toBe('allowed');
  });
});

describe('actions', () => {
  it.each([
    ['ecr:*', 'allowed'],
    ['ECR:batch*', 'allowed'],
    ['ecr:BatchGet?mage', 'allowed'],
    ['ecr:GetAuthorizationToken', 'not-allowed'],
    ['ecr', 'not-allowed'],
  ])('%s: %s', (Action, verdict) => {
    expect(ask([{...OPEN, Action}])).toBe(verdict);
  });

  it('may be excluded', () => {
    const {Action: _, ...rest} = OPEN;
    expect(ask([{...rest, NotAction: ['s3:*']}])).toBe('allowed');
    expect(ask([{...rest, NotAction: ['ecr:*']}])).toBe('not-allowed');
  });
});

describe('resources', () => {
  it.each([
    [REPO, 'allowed'],
    ['arn:aws:ecr:*:111122223333:repository/*', 'allowed'],
    ['arn:aws:ecr:eu-central-1:111122223333:repository/other', 'not-allowed'],
    ['arn:aws:ecr:eu-central-1:111122223333:repository/${aws:PrincipalTag/team}', 'unclear'],
  ])('%s: %s', (Resource, verdict) => {
    expect(ask([{...OPEN, Resource}])).toBe(verdict);
  });

  it('that are not known are no reason to refuse', () => {
    expect(ask([{...OPEN, Resource: REPO}], {resource: undefined})).toBe('unclear');
    expect(ask([OPEN], {resource: undefined})).toBe('allowed');
  });

  it('may be excluded, or left out', () => {
    const {Resource: _, ...rest} = OPEN;
    expect(ask([{...rest, NotResource: [REPO]}])).toBe('not-allowed');
    expect(ask([{...rest, NotResource: 'arn:aws:s3:::a/*'}])).toBe('allowed');
    expect(ask([rest])).toBe('allowed');
  });
});

describe('principals', () => {
  it.each([
    [{AWS: '*'}, 'allowed'],
    [{AWS: ROLE}, 'allowed'],
    [{AWS: ['111122223333']}, 'allowed'],
    [{AWS: 'arn:aws:iam::111122223333:root'}, 'allowed'],
    [{AWS: 'arn:aws:iam::111122223333:role/other'}, 'not-allowed'],
    [{AWS: 'arn:aws:iam::999988887777:root'}, 'not-allowed'],
    [{AWS: 'arn:aws:sts::111122223333:assumed-role/fargate-pod-execution/x'}, 'unclear'],
    [{AWS: 'AROAEXAMPLE'}, 'unclear'],
  ])('%j: %s', (Principal, verdict) => {
    expect(ask([{...OPEN, Principal}])).toBe(verdict);
  });

  it('who are not known may be named', () => {
    expect(ask([{...OPEN, Principal: {AWS: 'arn:aws:iam::999988887777:root'}}], {principal: undefined})).toBe(
      'unclear',
    );
  });
});

describe('conditions', () => {
  const when = (Condition: object) => ({...OPEN, Condition});
  it('hold, do not hold, or can not be judged', () => {
    expect(ask([when({StringEquals: {'aws:PrincipalAccount': '111122223333'}})])).toBe('allowed');
    expect(ask([when({StringEquals: {'aws:PrincipalAccount': '999988887777'}})])).toBe('not-allowed');
    expect(
      evaluatePolicy(JSON.stringify({Statement: [when({StringEquals: {'aws:PrincipalOrgID': 'o-1'}})]}), request()),
    ).toEqual({is: 'unclear', keys: ['aws:PrincipalOrgID']});
  });

  it('of a Deny that can not be judged leave it open', () => {
    const deny = {...when({StringNotEquals: {'aws:PrincipalOrgID': 'o-1'}}), Effect: 'Deny'};
    expect(ask([OPEN, deny])).toBe('unclear');
    expect(ask([deny])).toBe('not-allowed');
  });
});

describe('text that is no policy', () => {
  it.each(['', '{', '[]', '"x"', '{"Statement": "x"}', 'null'])('%s', (text) => {
    expect(evaluatePolicy(text, request()).is).toBe('malformed');
  });

  it('or a strange one does no harm', () => {
    expect(ask([null, 7, {Effect: 'Allow'}])).toBe('unclear');
    expect(evaluatePolicy('{"__proto__": {"Statement": []}, "Statement": [{"__proto__": {}}]}', request()).is).toBe(
      'not-allowed',
    );
    const long = {...OPEN, Action: `${'*a'.repeat(20_000)}b`};
    expect(ask([long])).toBe('not-allowed');
  });
});
