import {afterEach} from 'vitest';
import {startAws, type AwsFake, type AwsFakeOptions} from '../../mocks/aws/server.ts';
import type {AwsWorld} from '../../mocks/world-aws.ts';
import {healthyWorld} from '../../mocks/world.ts';
import {mergePatch} from '../../mocks/merge.ts';

export const NOW = '2026-11-20T03:10:00Z';
export const VPC = 'vpc-0d1c2b3a4f5e60001';
export const PRIVATE_A = 'subnet-0a1b2c3d4e5f60001';

const open: AwsFake[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((fake) => fake.close()));
});

/** The AWS half of the healthy world with a merge patch on it. */
export function world(patch: unknown = {}): AwsWorld {
  return mergePatch(healthyWorld(NOW).aws, patch) as AwsWorld;
}

/** A fake that is closed after the test. */
export async function start(aws: AwsWorld = world(), options: Partial<AwsFakeOptions> = {}): Promise<AwsFake> {
  const fake = await startAws(aws, {now: NOW, ...options});
  open.push(fake);
  return fake;
}

/** Configuration of an SDK client for the fake. */
export function clientOf(fake: AwsFake, region = 'eu-central-1') {
  return {
    region,
    endpoint: fake.url,
    credentials: {accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret'},
  };
}

/** What a promise was rejected with. */
export async function failure(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await work;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('it did not fail');
}
