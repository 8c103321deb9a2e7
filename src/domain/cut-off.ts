import type {Cluster, VpcEndpoint} from '../model/aws.ts';
import type {Stage} from '../model/stage.ts';
import type {ImageOrigin} from './image-host.ts';
import {listText} from './lists.ts';
import {isServed} from './vpc-endpoints.ts';

/** What a pod needs from outside its subnet while it starts. */
export type Need = 'api' | 'sts' | 'ecr' | 's3' | 'registry';

export interface CutOff {
  /** What can't be reached without a way to the internet, in the order of {@link Need}. */
  readonly needs: readonly Need[];
  /** Where that bites first; absent where nothing is cut off. */
  readonly stage?: Stage;
  /** Endpoints and images were both seen; otherwise the needs are what a usual pod has. */
  readonly seen: boolean;
}

export interface Surroundings {
  readonly cluster: Cluster;
  readonly region: string;
  /** Undefined: could not be read. */
  readonly endpoints: readonly VpcEndpoint[] | undefined;
  /** Undefined: the images are not known, as for a profile's next pod. */
  readonly images: readonly ImageOrigin[] | undefined;
}

/**
 * What is out of reach for pods whose subnet has no way to the internet. With private access the API server is inside the
 * VPC; ECR keeps layers in S3; STS is where a role's credentials come from.
 */
export function cutOff(tableId: string | undefined, {cluster, region, endpoints, images}: Surroundings): CutOff {
  const served = (service: 'ecr.api' | 'ecr.dkr' | 's3' | 'sts'): boolean =>
    endpoints !== undefined && isServed(service, endpoints, region, tableId);
  const pulls = (origin: ImageOrigin): boolean => images?.includes(origin) ?? origin === 'ecr';
  const needs: Need[] = [];
  if (!cluster.endpointPrivateAccess) needs.push('api');
  if (!served('sts')) needs.push('sts');
  if (pulls('ecr') && !(served('ecr.api') && served('ecr.dkr'))) needs.push('ecr');
  if (pulls('ecr') && !served('s3')) needs.push('s3');
  if (pulls('internet') || pulls('elsewhere')) needs.push('registry');
  const seen = endpoints !== undefined && images !== undefined && !images.includes('elsewhere');
  const stage = stageOf(needs);
  return stage ? {needs, stage, seen} : {needs, seen};
}

function stageOf(needs: readonly Need[]): Stage | undefined {
  if (needs.includes('api') || needs.includes('sts')) return 'provisioning';
  return needs.length > 0 ? 'image' : undefined;
}

const WORDS: Readonly<Record<Need, string>> = {
  api: 'the API server',
  sts: 'STS',
  ecr: 'ECR',
  s3: 'S3',
  registry: 'the image registry',
};

/** "the API server, STS and ECR". */
export const needsText = (needs: readonly Need[]): string => listText(needs.map((need) => WORDS[need]));
