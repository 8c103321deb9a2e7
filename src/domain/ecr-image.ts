import {imageHost} from './image-host.ts';

/** An image in Amazon ECR, taken apart. */
export interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  /** As `aws ecr describe-images --image-ids` takes it: `imageTag=1.27`, `imageDigest=sha256:…`. */
  readonly id: string;
}

/** Takes an ECR image reference apart; undefined for images of other registries. */
export function ecrImage(image: string): EcrImage | undefined {
  const host = imageHost(image);
  const registry = /^([0-9]{12}|acct-\d{1,9})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{1,32})\./.exec(host);
  if (!registry?.[1] || !registry[2]) return undefined;
  const rest = image.slice(image.indexOf('/') + 1);
  const digest = rest.indexOf('@');
  const name = digest < 0 ? rest : rest.slice(0, digest);
  const colon = name.lastIndexOf(':');
  const repository = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? 'latest' : name.slice(colon + 1);
  const id = digest < 0 ? `imageTag=${tag}` : `imageDigest=${rest.slice(digest + 1)}`;
  return {account: registry[1], region: registry[2], repository, id};
}
