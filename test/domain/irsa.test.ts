import {describe, expect, it} from 'vitest';
import {evaluateWebIdentity} from '../../src/domain/irsa.ts';

const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/3F2A9C41';
const FEDERATED = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const identity = {issuer: ISSUER, namespace: 'shop', serviceAccount: 'cart'};
const statement = (over: object = {}): object => ({
  Effect: 'Allow',
  Principal: {Federated: FEDERATED},
  Action: 'sts:AssumeRoleWithWebIdentity',
  ...over,
});
const verdict = (...statements: readonly object[]) =>
  evaluateWebIdentity(JSON.stringify({Statement: statements}), identity);
const when = (Condition: object) => verdict(statement({Condition}));

describe('trust in a service account', () => {
  it('needs the provider, the action, and conditions that hold for the token', () => {
    expect(verdict(statement()).is).toBe('trusted');
    expect(verdict(statement({Action: 'sts:AssumeRole*'})).is).toBe('trusted');
    expect(when({StringEquals: {[`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart'}}).is).toBe('trusted');
    expect(when({StringLike: {[`${ISSUER}:sub`]: 'system:serviceaccount:*:cart'}}).is).toBe('trusted');
    // StringEquals takes the star as it stands.
    expect(when({StringEquals: {[`${ISSUER}:sub`]: 'system:serviceaccount:*:cart'}}).is).toBe('untrusting');
    expect(when({StringEquals: {[`${ISSUER}:aud`]: 'other'}})).toMatchObject({
      why: `it wants ${ISSUER}:aud other, and the token has sts.amazonaws.com`,
      statement: 0,
    });
  });

  it('tells another cluster and another action from it', () => {
    expect(verdict(statement({Principal: {Federated: `${FEDERATED}00`}}))).toEqual({
      is: 'untrusting',
      why: `it does not trust the cluster's OIDC provider ${ISSUER}`,
    });
    expect(verdict(statement({Action: 'sts:AssumeRole'})).is).toBe('untrusting');
    expect(verdict(statement({Principal: {Service: 'ec2.amazonaws.com'}})).is).toBe('untrusting');
    expect(verdict().is).toBe('untrusting');
  });

  it('does not judge what it can not', () => {
    expect(evaluateWebIdentity('{', identity).is).toBe('unclear');
    expect(evaluateWebIdentity('[]', identity).is).toBe('unclear');
    expect(when({IpAddress: {'aws:SourceIp': '10.0.0.0/8'}}).is).toBe('unclear');
    expect(verdict(statement(), statement({Effect: 'Deny'})).is).toBe('unclear');
  });
});
