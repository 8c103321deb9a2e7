import {SHAPES} from './world-bases.ts';
import {healthyAws} from './world-healthy.ts';
import {healthyObjects} from './world-objects.ts';
import type {KubeObject} from './kube/object.ts';
import type {AwsWorld} from './world-aws.ts';

/**
 * One account with one EKS cluster in one Region, as relations: what AWS would derive (a route's state, a NAT gateway's
 * interface, the local routes, the default network ACL of a subnet) is derived by the fakes and is not written down.
 */
export interface World {
  /** The time at which everything in it was seen, RFC 3339. */
  readonly now: string;
  readonly aws: AwsWorld;
  readonly kube: KubeWorld;
}

export interface KubeWorld {
  /** Kubernetes minor version: `1.33`. */
  readonly version: string;
  /** Everything that the API server stores, in any order. */
  readonly objects: readonly KubeObject[];
}

/** A cluster in which nothing is wrong and which gives no note either. */
export function healthyWorld(now: string): World {
  const aws = healthyAws(now);
  return {now, aws, kube: {version: aws.cluster.version, objects: healthyObjects(now, aws)}};
}

/** Worlds that a story may start from, by the name in its `base`. */
export const BASE_WORLDS: Readonly<Record<string, (now: string) => World>> = {
  healthy: healthyWorld,
  ...SHAPES,
};

/** The same world, whose cluster is described with this API server: a fake's URL and the CA that signed its certificate. */
export function withApiServer(world: World, url: string, caPem: string): World {
  const cluster = {...world.aws.cluster, endpoint: {...world.aws.cluster.endpoint, url, caPem}};
  return {...world, aws: {...world.aws, cluster}};
}
