import {describe, expect, it} from 'vitest';
import {parseTokenCommand} from '../../../src/facts/cluster/exec-args.ts';

const parse = (command: string, args: string, env: Record<string, string> = {}) =>
  parseTokenCommand({apiVersion: 'v1', command, args: args.split(' '), env, provideClusterInfo: false});

describe('a token command', () => {
  it.each([
    [
      'aws',
      '--region eu-central-1 eks get-token --cluster-name web --output json',
      {cluster: 'web', region: 'eu-central-1'},
    ],
    [
      '/usr/local/bin/aws',
      'eks get-token --cluster-name=web --region=us-east-1',
      {cluster: 'web', region: 'us-east-1'},
    ],
    ['aws.exe', 'eks get-token --cluster-name web --profile prod', {cluster: 'web', profile: 'prod'}],
    [
      'aws',
      'eks get-token --cluster-name web --role-arn arn:aws:iam::1:role/r',
      {cluster: 'web', roleArn: 'arn:aws:iam::1:role/r'},
    ],
    ['aws-iam-authenticator', 'token -i web', {cluster: 'web'}],
    [
      '/opt/aws-iam-authenticator',
      'token -i web -r arn:aws:iam::1:role/r --region eu-west-1 -s me --external-id e',
      {cluster: 'web', roleArn: 'arn:aws:iam::1:role/r', region: 'eu-west-1', sessionName: 'me', externalId: 'e'},
    ],
    ['heptio-authenticator-aws', 'token --cluster-id web', {cluster: 'web'}],
  ])('%s %s is made in process', (command, args, found) => {
    expect(parse(command, args)).toEqual({...found, env: {}, inProcess: true});
  });

  it.each([
    ['aws-vault', 'exec prod -- aws eks get-token --cluster-name web', {}],
    ['aws', 'eks get-token --cluster-name web --endpoint-url http://x', {}],
    ['aws', 'eks get-token --cluster-name web', {AWS_ROLE_ARN: 'arn:aws:iam::1:role/r'}],
    ['env', 'AWS_PROFILE=x aws-iam-authenticator token -i web', {}],
    ['aws-iam-authenticator', 'token -i web --forward-session-name', {}],
  ])('%s %s with %j only names the cluster', (command, args, env) => {
    expect(parse(command, args, env)).toMatchObject({cluster: 'web', inProcess: false});
  });

  it.each([
    ['gke-gcloud-auth-plugin', ''],
    ['kubelogin', 'get-token --server-id x'],
    ['aws', 'eks get-token'],
    ['aws', 'eks describe-cluster --name web'],
    ['vault', 'token lookup -i web'],
  ])('is not: %s %s', (command, args) => {
    expect(parse(command, args)).toBeUndefined();
  });

  it('takes the Region of its environment, below that of its arguments', () => {
    expect(parse('aws', 'eks get-token --cluster-name web', {AWS_DEFAULT_REGION: 'eu-west-3'})).toMatchObject({
      region: 'eu-west-3',
    });
    const both = parse('aws', 'eks get-token --cluster-name web --region eu-west-1', {AWS_REGION: 'eu-west-3'});
    expect(both).toMatchObject({region: 'eu-west-1', env: {AWS_REGION: 'eu-west-3'}});
  });
});
