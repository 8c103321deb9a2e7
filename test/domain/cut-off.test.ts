import {describe, expect, it} from 'vitest';
import {cutOff, needsText} from '../../src/domain/cut-off.ts';
import {imageHost, imageOrigin} from '../../src/domain/image-host.ts';
import {endpointsFor, isServed, serviceName} from '../../src/domain/vpc-endpoints.ts';
import {cluster, endpoint} from '../fixture.ts';
import {TABLE} from '../checks/network/worlds.ts';

const REGION = 'eu-central-1';
const full = ['ecr.api', 'ecr.dkr', 's3', 'sts'].map((service) => endpoint(service));

describe('cutOff', () => {
  const around = {cluster: cluster(), region: REGION, images: ['ecr'] as const};
  it('takes nothing from a pod whose services all have endpoints', () => {
    expect(cutOff(TABLE.a, {...around, endpoints: full})).toEqual({needs: [], seen: true});
  });
  it('counts the API server only without private access', () => {
    const open = cluster({endpointPrivateAccess: false});
    expect(cutOff(TABLE.a, {...around, cluster: open, endpoints: full})).toEqual({
      needs: ['api'],
      stage: 'provisioning',
      seen: true,
    });
  });
  it('bites at the image when that is all', () => {
    expect(cutOff(TABLE.a, {...around, endpoints: full.slice(2)})).toMatchObject({needs: ['ecr'], stage: 'image'});
  });
  it('needs both endpoints of ECR, in working order', () => {
    const broken = full.map((e) => (e.serviceName.endsWith('ecr.api') ? {...e, state: 'failed'} : e));
    expect(cutOff(TABLE.a, {...around, endpoints: broken}).needs).toEqual(['ecr']);
  });
  it('says when it did not see everything', () => {
    expect(cutOff(TABLE.a, {...around, endpoints: undefined}).seen).toBe(false);
    expect(cutOff(TABLE.a, {...around, endpoints: full, images: undefined})).toEqual({needs: [], seen: false});
  });
  it('reads as a sentence', () => {
    expect(needsText(['api', 'sts', 'ecr'])).toBe('the API server, STS and ECR');
  });
});

describe('images', () => {
  it.each([
    ['nginx', 'docker.io', 'internet'],
    ['library/nginx:1.27', 'docker.io', 'internet'],
    ['localhost/nginx', 'localhost', 'elsewhere'],
    ['registry:5000/nginx', 'registry:5000', 'elsewhere'],
    ['public.ecr.aws/nginx/nginx', 'public.ecr.aws', 'internet'],
    [
      '111122223333.dkr.ecr.eu-central-1.amazonaws.com/a@sha256:0',
      '111122223333.dkr.ecr.eu-central-1.amazonaws.com',
      'ecr',
    ],
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com/a', '111122223333.dkr.ecr.us-east-1.amazonaws.com', 'internet'],
    ['111122223333.dkr-ecr.eu-central-1.on.aws/a', '111122223333.dkr-ecr.eu-central-1.on.aws', 'ecr'],
    [
      'evil.dkr.ecr.eu-central-1.amazonaws.com.example.org/a',
      'evil.dkr.ecr.eu-central-1.amazonaws.com.example.org',
      'elsewhere',
    ],
    ['', 'docker.io', 'internet'],
  ])('%j is pulled from %s', (image, host, origin) => {
    expect(imageHost(image)).toBe(host);
    expect(imageOrigin(image, REGION)).toBe(origin);
  });
  it('knows China’s registry', () => {
    expect(imageOrigin('111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a', 'cn-north-1')).toBe('ecr');
  });
  it('does not hang on a megabyte', () => {
    imageOrigin(`${'1'.repeat(1_000_000)}.dkr.ecr.${'a'.repeat(1000)}/x`, REGION);
  });
});

describe('endpoints', () => {
  it('match their service and Region exactly', () => {
    expect(endpointsFor('s3', [endpoint('s3'), endpoint('s3express')], REGION)).toHaveLength(1);
    expect(endpointsFor('sts', [endpoint('sts', {serviceName: 'com.amazonaws.us-east-1.sts'})], REGION)).toEqual([]);
    expect(endpointsFor('sts', [endpoint('sts', {type: 'Gateway'})], REGION)).toEqual([]);
    expect(endpointsFor('sts', [endpoint('sts', {state: 'deleting'})], REGION)).toEqual([]);
  });
  it('of type gateway serve their own route tables only', () => {
    expect(isServed('s3', full, REGION, TABLE.a)).toBe(true);
    expect(isServed('s3', full, REGION, TABLE.public)).toBe(false);
    expect(isServed('s3', [endpoint('s3', {type: 'Interface', routeTableIds: []})], REGION, TABLE.public)).toBe(true);
  });
  it('are named as their partition names them', () => {
    expect(serviceName('sts', 'cn-northwest-1')).toBe('cn.com.amazonaws.cn-northwest-1.sts');
    expect(serviceName('s3', 'cn-northwest-1')).toBe('com.amazonaws.cn-northwest-1.s3');
    expect(serviceName('ecr.api', REGION)).toBe('com.amazonaws.eu-central-1.ecr.api');
  });
});
