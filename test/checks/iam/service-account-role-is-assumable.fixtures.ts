import {absent} from '../../../src/model/fact.ts';
import type {Role} from '../../../src/model/aws.ts';
import {about, but, healthy, pod, role, spec, withFacts, type AllAnswers, type Fixture} from '../../fixture.ts';

const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const ARN = 'arn:aws:iam::111122223333:role/shop-s3';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

export const trusting = (sub: string, federated = PROVIDER): Role =>
  role({
    name: 'shop-s3',
    arn: ARN,
    trustPolicy: JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: {Federated: federated},
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {StringEquals: {[`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: sub}},
        },
      ],
    }),
  });

const node = 'fargate-ip-10-0-1-77.eu-central-1.compute.internal';
const token = {name: 'aws-iam-token', type: 'projected'};

/** A pod with a token whose service account names a role. */
export const irsa = (
  over: {
    readonly arn?: string;
    readonly volumes?: readonly {name: string; type: string}[];
    readonly role?: Role;
    readonly providers?: readonly string[];
  } = {},
): AllAnswers =>
  withFacts({
    ...about(pod({spec: spec({nodeName: node, serviceAccountName: 'shop', volumes: over.volumes ?? [token]})})),
    serviceAccount: {
      namespace: 'default',
      name: 'shop',
      createdAt: '2026-10-01T00:00:00Z',
      annotations: {'eks.amazonaws.com/role-arn': over.arn ?? ARN},
    },
    serviceAccountRole: over.role ?? trusting('system:serviceaccount:default:shop'),
    oidcProviderArns: over.providers ?? [PROVIDER],
  });

export const fixtures: readonly Fixture[] = [
  {name: 'nobody asked', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'all in place', facts: irsa(), yields: []},
  {
    name: 'a wildcard for the namespace',
    facts: irsa({
      role: {
        ...trusting(''),
        trustPolicy: trusting('system:serviceaccount:default:*').trustPolicy.replace('StringEquals', 'StringLike'),
      },
    }),
    yields: [],
  },
  {
    name: 'a role of another account can not be judged',
    facts: irsa({arn: ARN.replace('111122223333', '444455556666')}),
    yields: [],
  },
  {name: 'the role is gone', facts: but(irsa(), {serviceAccountRole: absent}), yields: ['irsa-broken']},
  {name: 'no OIDC provider', facts: irsa({providers: []}), yields: ['irsa-broken']},
  {
    name: 'another service account is trusted',
    facts: irsa({role: trusting('system:serviceaccount:prod:shop')}),
    yields: ['irsa-broken'],
  },
  {
    name: 'another cluster is trusted',
    facts: irsa({role: trusting('x', PROVIDER.replace('0123', '9876'))}),
    yields: ['irsa-broken'],
  },
  {name: 'a pod without the token', facts: irsa({volumes: []}), yields: ['irsa-broken']},
  {name: 'an annotation that is no role', facts: irsa({arn: 'shop-s3'}), yields: ['irsa-broken']},
];
