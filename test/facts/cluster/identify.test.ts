import {describe, expect, it} from 'vitest';
import {parseTokenCommand} from '../../../src/facts/cluster/exec-args.ts';
import {identify} from '../../../src/facts/cluster/identify.ts';

const token = (args: string, env: Record<string, string> = {}) =>
  parseTokenCommand({apiVersion: 'v1', command: 'aws', args: args.split(' '), env, provideClusterInfo: false});

const ARN = 'arn:aws:eks:eu-central-1:111122223333:cluster/web';
const SERVER = 'https://ABC.gr7.eu-west-1.eks.amazonaws.com';

describe('the cluster behind a context', () => {
  it.each([
    [
      'the arguments of its token command',
      ['ctx'],
      SERVER,
      token('--region us-east-1 eks get-token --cluster-name web'),
      {name: 'web', region: 'us-east-1'},
    ],
    [
      'the environment of its token command',
      ['ctx'],
      '',
      token('eks get-token --cluster-name web', {AWS_REGION: 'us-east-2'}),
      {name: 'web', region: 'us-east-2'},
    ],
    [
      'the arguments, and an ARN for the rest',
      [ARN],
      SERVER,
      token('eks get-token --cluster-name web'),
      {name: 'web', region: 'eu-central-1', account: '111122223333'},
    ],
    [
      'an ARN in the arguments',
      ['ctx'],
      '',
      token(`eks get-token --cluster-name ${ARN}`),
      {name: 'web', region: 'eu-central-1', account: '111122223333'},
    ],
    ['an ARN as the name', [ARN], SERVER, undefined, {name: 'web', region: 'eu-central-1', account: '111122223333'}],
    [
      'an ARN as the name of its cluster',
      ['prod', ARN],
      SERVER,
      undefined,
      {name: 'web', region: 'eu-central-1', account: '111122223333'},
    ],
    ["eksctl's way of naming", ['me@web.eu-north-1.eksctl.io'], SERVER, undefined, {name: 'web', region: 'eu-north-1'}],
    ['the server, for the Region alone', ['prod'], SERVER, undefined, {region: 'eu-west-1'}],
    ['nothing', ['minikube'], 'https://127.0.0.1:8443', undefined, {}],
    [
      'the command, never the ARN of another cluster',
      [ARN],
      SERVER,
      token('eks get-token --cluster-name other'),
      {name: 'other', region: 'eu-west-1'},
    ],
    [
      'the command, with no account of another Region',
      [ARN],
      SERVER,
      token('--region us-east-1 eks get-token --cluster-name web'),
      {name: 'web', region: 'us-east-1'},
    ],
  ])('is told by %s', (_, names, server, command, hint) => {
    expect(identify(names, server, command)).toEqual(hint);
  });
});
