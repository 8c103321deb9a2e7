import {about, cluster, event, healthy, pendingPod, withFacts, type AllAnswers, type Fixture} from '../../fixture.ts';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/5b1f6c0e-52a3-4d0a-9f0e-7d2f1c0b8a64';

/** A stuck pod in a cluster with one health issue. */
export const withIssue = (code: string, message = '', resourceIds: readonly string[] = []): AllAnswers =>
  withFacts({
    ...about(pendingPod()),
    podEvents: [event()],
    cluster: cluster({healthIssues: [{code, message, resourceIds}], encryptionKeyArns: [KEY]}),
  });

const CODES: Readonly<Record<string, readonly string[]>> = {
  'cluster-kms': ['KmsKeyDisabled', 'KMS_KEY_NOT_FOUND', 'KmsGrantRevoked', 'KmsKeyMarkedForDeletion'],
  'cluster-sts-region-disabled': ['StsRegionalEndpointDisabled', 'STS_REGIONAL_ENDPOINT_DISABLED'],
  'cluster-subnet-deleted': ['Ec2SubnetNotFound', 'SUBNET_NOT_FOUND'],
  'cluster-health-issue': ['AccessDenied', 'PERMISSION_ACCESS_DENIED_USING_SLR', 'IP_NOT_AVAILABLE', 'Brandnew', ''],
};

export const fixtures: readonly Fixture[] = [
  {name: 'no issue', facts: healthy, yields: []},
  ...Object.entries(CODES).flatMap(([cause, codes]) =>
    codes.map((code) => ({name: code || 'no code', facts: withIssue(code), yields: [cause]})),
  ),
];
