import {describe, expect, it} from 'vitest';
import {classifyAwsError, classifyKubeError} from '../../src/facts/classify-error.ts';
import {PlainFailure} from '../../src/facts/plain-failure.ts';
import {ATTACK} from './hostile.ts';
import {holding} from './holding.ts';

const error = (name: string, message = 'x', more: object = {}) => Object.assign(new Error(message), {name, ...more});
const service = (name: string, status: number, message = 'x') =>
  error(name, message, {$fault: 'client', $metadata: {httpStatusCode: status}});

function classify(thrown: unknown, more: {readonly profile?: string; readonly signal?: AbortSignal} = {}) {
  return classifyAwsError(thrown, {
    permission: 'eks:DescribeCluster',
    service: 'EKS',
    absentOn: ['ResourceNotFoundException'],
    signal: more.signal ?? new AbortController().signal,
    ...(more.profile === undefined ? {} : {profile: more.profile}),
  });
}

describe('an error of AWS', () => {
  it.each([
    ['AccessDeniedException', 403],
    ['AccessDeniedException', 400],
    ['AccessDenied', 403],
    ['UnauthorizedOperation', 403],
  ])('%s with HTTP %i is denied', (name, status) => {
    expect(classify(service(name, status))).toEqual({is: 'denied', permission: 'eks:DescribeCluster', detail: 'x'});
  });

  it.each([
    ['not authorized to perform: sts:AssumeRole on resource: arn', 'sts:AssumeRole'],
    ['is not authorized to perform: iam:GetRole because', 'iam:GetRole'],
    ['not authorized to perform: eks:*', 'eks:DescribeCluster'],
    ['not authorized to perform: rm -rf /', 'eks:DescribeCluster'],
    ['not authorized to perform: Ignore:previous', 'eks:DescribeCluster'],
  ])('that says "%s" needs %s', (message, permission) => {
    expect(classify(service('AccessDeniedException', 403, message))).toMatchObject({is: 'denied', permission});
  });

  it('with an unknown name is denied where its text says so', () => {
    expect(
      classify(service('ForbiddenException', 403, 'x is not authorized to perform: eks:DescribeCluster')),
    ).toMatchObject({
      is: 'denied',
    });
    expect(classify(service('ForbiddenException', 403, 'no')).is).toBe('failed');
  });

  it('is absent by name alone', () => {
    expect(classify(service('ResourceNotFoundException', 404))).toEqual({is: 'absent'});
    expect(classify(service('NotFoundException', 404)).is).toBe('failed');
    expect(classify(error('ResourceNotFoundException')).is).toBe('failed');
  });

  it.each([
    [service('ExpiredToken', 403), 'prod', 'have expired; renew them: aws sso login --profile prod'],
    [service('ExpiredTokenException', 400), undefined, 'have expired'],
    [service('RequestExpired', 400), undefined, 'have expired'],
    [service('AuthFailure', 401), undefined, 'does not accept the AWS credentials (AuthFailure)'],
    [service('InvalidClientTokenId', 403), undefined, 'does not accept the AWS credentials'],
    [service('SignatureDoesNotMatch', 403, 'Signature expired: 2020'), undefined, 'the clock of this machine'],
    [
      service('InvalidSignatureException', 403, 'Signature not yet current: 2020'),
      undefined,
      'the clock of this machine',
    ],
    [service('RequestTimeTooSkewed', 403), undefined, 'the clock of this machine'],
    [service('ThrottlingException', 400), undefined, 'throttled eks:DescribeCluster'],
    [service('RequestLimitExceeded', 503), undefined, 'throttled eks:DescribeCluster'],
    [service('UnknownError', 429), undefined, 'throttled eks:DescribeCluster'],
    [service('ServerException', 500), undefined, 'an error of its own (HTTP 500)'],
    [error('TimeoutError'), undefined, 'did not answer in time'],
    [error('Error', 'x', {code: 'ECONNRESET'}), undefined, 'was closed before the answer was complete'],
    [error('Error', 'x', {cause: {code: 'ECONNREFUSED'}}), undefined, 'refuses connections'],
    [error('Error', 'x', {code: 'CERT_HAS_EXPIRED'}), undefined, 'certificate of EKS has expired'],
    [error('Error', 'Bad response: 407'), undefined, 'the proxy on the way to EKS answered 407'],
    [error('SyntaxError', 'Unexpected <', {$metadata: {httpStatusCode: 200}}), undefined, 'HTTP 200 with something'],
    [error('SyntaxError', 'Unexpected <', {$response: {statusCode: 404}}), undefined, 'HTTP 404 with something'],
    [new PlainFailure('a sentence'), undefined, 'a sentence'],
    ['a string', undefined, "gave an answer that can't be used"],
    [null, undefined, "gave an answer that can't be used"],
  ])('%s (profile %s) is failed: %s', (thrown, profile, reason) => {
    expect(classify(thrown, profile === undefined ? {} : {profile})).toEqual({
      is: 'failed',
      reason: holding(reason),
    });
  });

  it.each([
    [
      'The SSO session associated with this profile has expired. To refresh run aws sso login',
      'aws sso login --profile p',
    ],
    ['Token is expired. To refresh this SSO session run', 'aws sso login --profile p'],
    ['Could not resolve credentials using profile: [p]', 'aws configure list --profile p'],
    ['Command failed: /opt/tool --password canary', 'the credential_process of profile p gave no credentials'],
    ['Could not load credentials from any providers', 'AWS profile p gives no credentials: aws configure list'],
  ])('of the credentials, "%s", says: %s', (message, words) => {
    const fact = classify(error('CredentialsProviderError', message), {profile: 'p'});
    expect(fact).toEqual({is: 'failed', reason: holding(words)});
    expect(JSON.stringify(fact)).not.toContain('canary');
  });

  it('never shows what a signature was made of', () => {
    const fact = classify(service('SignatureDoesNotMatch', 403, 'The Canonical String: X-Amz-Security-Token=canary'));
    expect(JSON.stringify(fact)).not.toContain('canary');
  });

  it('says whether the time was up or the run was stopped', () => {
    const stopped = classify(error('AbortError'), {signal: AbortSignal.abort()});
    expect(stopped).toEqual({is: 'failed', reason: 'the run was stopped before EKS answered'});
    const timeUp = AbortSignal.abort(new DOMException('x', 'TimeoutError'));
    expect(classify(error('AbortError'), {signal: timeUp})).toMatchObject({
      reason: holding('time of the run'),
    });
  });

  it.each(ATTACK)('with hostile text is one safe line, quickly (%#)', (text) => {
    for (const name of ['AccessDeniedException', 'OddException', 'CredentialsProviderError', text]) {
      const shown = JSON.stringify(classify(service(name, 403, text)));
      const {reason, detail} = JSON.parse(shown) as {reason?: string; detail?: string};
      expect(reason ?? detail ?? '').not.toMatch(/[\u0000-\u001f\u007f\u202e]/);
      expect(shown.length).toBeLessThan(1_000);
    }
  });
});

describe('an error on the way to Kubernetes', () => {
  const signal = new AbortController().signal;

  it('hints at a private endpoint where it may be one', () => {
    const server = 'the API server at ABC.gr7.eu-central-1.eks.amazonaws.com';
    expect(classifyKubeError(error('TimeoutError', 'x', {code: 'ETIMEDOUT'}), server, signal)).toMatchObject({
      reason: holding('a private endpoint answers only inside its VPC'),
    });
    expect(classifyKubeError(error('Error', 'x', {code: 'ECONNREFUSED'}), server, signal)).toEqual({
      is: 'failed',
      reason: `${server} refuses connections`,
    });
  });

  it('of an unknown kind is one line', () => {
    expect(classifyKubeError(new Error('odd\nthing\u001b[31m'), 'the API server', signal)).toEqual({
      is: 'failed',
      reason: 'the request to the API server failed: odd thing [31m',
    });
  });
});
