import {describe, expect, it} from 'vitest';
import {knownPolicy} from '../../../../src/domain/ecr-rights.ts';
import {liveSource} from '../../../../src/facts/sources/live.ts';
import {absent, denied, known} from '../../../../src/model/fact.ts';
import type {FactId} from '../../../../src/model/facts.ts';
import type {Subject} from '../../../../src/model/kubernetes.ts';
import {connect, error, stubAws, stubKube, type Answers, type StubOptions} from '../../stub.ts';
import {AWS, OBJECTS} from '../../world.ts';

const NGINX: Subject = {kind: 'Pod', namespace: 'default', name: 'nginx'};
const OWN = 'arn:aws:iam::111122223333:policy/own';
const MANAGED = 'arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy';
const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}';

const ROLE: Answers = {
  ListAttachedRolePolicies: () => ({
    AttachedPolicies: [{PolicyName: 'own', PolicyArn: OWN}, {PolicyArn: MANAGED}],
  }),
  ListRolePolicies: () => ({PolicyNames: ['z', 'a']}),
  GetRolePolicy: (input) => ({
    PolicyName: (input as {PolicyName: string}).PolicyName,
    PolicyDocument: encodeURIComponent(DOCUMENT),
  }),
  GetPolicy: () => ({Policy: {PolicyName: 'own', Arn: OWN, DefaultVersionId: 'v1'}}),
  GetPolicyVersion: (input) => ({
    PolicyVersion: {
      Document: encodeURIComponent(DOCUMENT),
      VersionId: (input as {VersionId: string}).VersionId,
    },
  }),
};

const ask = <K extends FactId>(fact: K, answers: Answers = {}, options: StubOptions = {}) => {
  const aws = stubAws({...AWS, ...ROLE, ...answers}, options);
  return liveSource(connect(stubKube(OBJECTS), aws), '2026-11-20T03:10:00Z').ask(fact, NGINX);
};
const refuses = (name: string) => () => {
  throw error(name);
};

describe('policies of the pod execution role', () => {
  it('are listed, sorted; one without an ARN leaves the list unread', async () => {
    expect(await ask('attachedPolicies')).toEqual(
      known([
        {name: 'own', arn: OWN},
        {name: 'AmazonEKSFargatePodExecutionRolePolicy', arn: MANAGED},
      ]),
    );
    expect(await ask('inlinePolicyNames')).toEqual(known(['a', 'z']));
    const bare = {ListAttachedRolePolicies: () => ({AttachedPolicies: [{PolicyName: 'no arn'}]})};
    expect((await ask('attachedPolicies', bare)).is).toBe('failed');
  });

  it('are read; the text of the one that AWS made for it is known', async () => {
    expect(await ask('inlinePolicies')).toEqual(
      known([
        {name: 'a', document: DOCUMENT},
        {name: 'z', document: DOCUMENT},
      ]),
    );
    expect(await ask('managedPolicies')).toEqual(
      known([
        {name: 'own', arn: OWN, document: DOCUMENT},
        {name: 'AmazonEKSFargatePodExecutionRolePolicy', arn: MANAGED, document: knownPolicy(MANAGED)},
      ]),
    );
  });

  it('are read in their default version, whichever it is', async () => {
    const asked: string[] = [];
    const answers: Answers = {
      GetPolicy: () => ({Policy: {PolicyName: 'own', DefaultVersionId: 'v7'}}),
      GetPolicyVersion: (input) => {
        const {VersionId} = input as {VersionId: string};
        asked.push(VersionId);
        if (VersionId === 'v1') throw error('NoSuchEntityException');
        return {PolicyVersion: {Document: encodeURIComponent('{"v":7}'), VersionId}};
      },
    };
    const policies = await ask('managedPolicies', answers);
    expect(asked).toEqual(['v1', 'v7']);
    expect(policies).toMatchObject({value: [{name: 'own', document: '{"v":7}'}, {}]});
  });

  it('that may not be read name the one right that is missing', async () => {
    for (const [fact, action] of [
      ['attachedPolicies', 'iam:ListAttachedRolePolicies'],
      ['managedPolicies', 'iam:ListAttachedRolePolicies'],
      ['inlinePolicyNames', 'iam:ListRolePolicies'],
      ['inlinePolicies', 'iam:ListRolePolicies'],
      ['inlinePolicies', 'iam:GetRolePolicy'],
      ['managedPolicies', 'iam:GetPolicy'],
      ['managedPolicies', 'iam:GetPolicyVersion'],
    ] as const) {
      expect(await ask(fact, {}, {deny: [action]}), `${fact} without ${action}`).toEqual(denied(action));
    }
  });

  it('of a role that is gone are absent; an attached one that is gone is unread', async () => {
    expect(await ask('managedPolicies', {ListAttachedRolePolicies: refuses('NoSuchEntityException')})).toEqual(absent);
    expect(await ask('managedPolicies', {GetPolicy: refuses('NoSuchEntityException')})).toMatchObject({is: 'failed'});
  });

  it('a boundary is read only where there is one', async () => {
    expect(await ask('permissionsBoundary')).toEqual(absent);
  });
});
