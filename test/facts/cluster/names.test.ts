import {describe, expect, it} from 'vitest';
import {fromArn, fromEksctlName, isClusterName, regionOfServer} from '../../../src/facts/cluster/names.ts';
import {dnsSuffix, isRegion, partitionOf} from '../../../src/facts/cluster/partitions.ts';
import {ATTACK} from '../hostile.ts';

describe('an ARN', () => {
  it.each([
    [
      'arn:aws:eks:eu-central-1:111122223333:cluster/web',
      {name: 'web', region: 'eu-central-1', account: '111122223333'},
    ],
    [
      'arn:aws-cn:eks:cn-north-1:111122223333:cluster/web_1',
      {name: 'web_1', region: 'cn-north-1', account: '111122223333'},
    ],
    [
      'arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/a-b',
      {name: 'a-b', region: 'us-gov-west-1', account: '111122223333'},
    ],
    ['arn:aws:eks:eu-central-1:111122223333:nodegroup/web', undefined],
    ['arn:aws:eks:eu-central-1:1111:cluster/web', undefined],
    ['arn:aws:ecs:eu-central-1:111122223333:cluster/web', undefined],
    ['x arn:aws:eks:eu-central-1:111122223333:cluster/web', undefined],
    ['arn:aws:eks:nowhere:111122223333:cluster/web', undefined],
  ])('%s tells %j', (text, hint) => {
    expect(fromArn(text)).toEqual(hint);
  });
});

describe("eksctl's way of naming", () => {
  it.each([
    ['jane@web.eu-central-1.eksctl.io', {name: 'web', region: 'eu-central-1'}],
    ['arn@x@web.us-gov-east-1.eksctl.io', {name: 'web', region: 'us-gov-east-1'}],
    ['web.eu-central-1.eksctl.io', {name: 'web', region: 'eu-central-1'}],
    ['i-0abc.session@web_2.cn-northwest-1.eksctl.io', {name: 'web_2', region: 'cn-northwest-1'}],
    ['web.eksctl.io', undefined],
    ['web.eu-central-1.eksctl.io.example.com', undefined],
    ['web', undefined],
  ])('%s tells %j', (text, hint) => {
    expect(fromEksctlName(text)).toEqual(hint);
  });
});

describe('a server', () => {
  it.each([
    ['https://ABC123.gr7.eu-central-1.eks.amazonaws.com', 'eu-central-1'],
    ['https://abc123.yl4.cn-north-1.eks.amazonaws.com.cn/', 'cn-north-1'],
    ['https://abc.sk1.us-gov-west-1.eks.amazonaws.com:443', 'us-gov-west-1'],
    ['https://abc.eks-cluster.eu-west-1.api.aws', 'eu-west-1'],
    ['https://api.example.com', undefined],
    ['https://eks.amazonaws.com.evil.example', undefined],
    ['https://127.0.0.1:6443', undefined],
    ['no url', undefined],
    ['', undefined],
  ])('%s is in %s', (server, region) => {
    expect(regionOfServer(server)).toBe(region);
  });
});

describe('a Region', () => {
  it.each(['eu-central-1', 'us-gov-west-1', 'ap-southeast-4', 'us-iso-east-1', 'eusc-de-east-1', 'mx-central-1'])(
    '%s is one',
    (word) => expect(isRegion(word)).toBe(true),
  );
  it.each(['eu-central', 'EU-CENTRAL-1', 'eu central 1', 'eu-central-1a', '--', ''])('%s is none', (word) =>
    expect(isRegion(word)).toBe(false),
  );
  it.each([
    ['eu-central-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ])('%s is in partition %s', (region, partition, suffix) => {
    expect([partitionOf(region), dnsSuffix(region)]).toEqual([partition, suffix]);
  });
});

it.each(ATTACK)('hostile text is no name of anything (%#)', (text) => {
  const told = [fromArn(text), fromEksctlName(text), regionOfServer(`https://${text}`)];
  expect(told).toEqual([undefined, undefined, undefined]);
  expect(isRegion(text) || isClusterName(text)).toBe(false);
});
