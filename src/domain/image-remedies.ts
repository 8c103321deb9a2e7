import type {Cluster} from '../model/aws.ts';
import type {Remedy} from '../model/finding.ts';
import {accountOf, regionOf} from './cluster-arn.ts';
import {ecrImage} from './ecr-image.ts';
import {ecrHost, eksRegistryAccount, isEksRegistry} from './eks-registry.ts';
import {imageHost} from './image-host.ts';
import {sh} from './shell.ts';

/**
 * Brings an image within reach of the cluster's ECR: EKS's own images are in each Region already; others are copied to
 * the account's registry. A pull-through cache is no help to an isolated VPC, for its first pull wants the internet.
 */
export function moveImage(image: string, cluster: Cluster): Remedy {
  const region = regionOf(cluster);
  const name = nameOf(image);
  const ecr = ecrImage(image);
  const account = ecr && isEksRegistry(ecr.account) ? eksRegistryAccount(region) : undefined;
  if (account !== undefined) {
    return {
      summary: `Name the registry of ${region} in the pod template: ${ecrHost(account, region)}/${name}.`,
      commands: [],
      changes: 'workload',
    };
  }
  const own = `${ecrHost(accountOf(cluster), region)}/${name}`;
  const colon = name.lastIndexOf(':');
  const repository = colon < 0 ? name : name.slice(0, colon);
  // Images by digest keep no tag of their own, so what the copy is to be called is for a person to say.
  const whole = name !== '' && !name.includes('@');
  return {
    summary: `Copy the image to ECR in ${region}, from a machine that reaches both, and name the copy in the pod template${whole ? `: ${own}` : ''}.`,
    commands: whole
      ? [
          sh`aws ecr create-repository --region ${region} --repository-name ${repository}`,
          sh`docker pull --platform linux/amd64 ${image}`,
          sh`docker tag ${image} ${own}`,
          sh`docker push ${own}`,
        ]
      : [],
    changes: 'workload',
  };
}

/** The image without its registry: `nginx/nginx:1.29`. */
function nameOf(image: string): string {
  const host = imageHost(image);
  return image.toLowerCase().startsWith(`${host}/`) ? image.slice(host.length + 1) : image;
}
