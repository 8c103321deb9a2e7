import type {PodSpec} from '../model/kubernetes.ts';

/** Where an image comes from, as far as the way to it goes. */
export type ImageOrigin =
  /** ECR in the cluster's Region: its endpoints serve it. */
  | 'ecr'
  /** A registry on the internet, ECR of other Regions among them. */
  | 'internet'
  /** Some other host, which may as well be in a private network. */
  | 'elsewhere';

const PUBLIC_REGISTRIES = [
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'public.ecr.aws',
  'quay.io',
  'ghcr.io',
  'gcr.io',
  'k8s.gcr.io',
  'registry.k8s.io',
  'mcr.microsoft.com',
  'registry.gitlab.com',
];

/** The registry of an image reference; Docker Hub where it names none, as container runtimes read it. */
export function imageHost(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  return first.includes('.') || first.includes(':') || first === 'localhost' ? first.toLowerCase() : 'docker.io';
}

export function imageOrigin(image: string, region: string): ImageOrigin {
  const host = imageHost(image);
  if (PUBLIC_REGISTRIES.includes(host)) return 'internet';
  const ecr =
    /^(?:[0-9]{12}|acct-\d{1,9})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]{1,32})\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)$/.exec(
      host,
    );
  if (ecr) return ecr[1] === region ? 'ecr' : 'internet';
  return 'elsewhere';
}

/** Origins of all images that a pod pulls before it runs, each once. */
export function imageOrigins(spec: PodSpec, region: string): readonly ImageOrigin[] {
  // The API lets a template leave the image to others.
  const images = [...spec.initContainers, ...spec.containers].map((c) => c.image).filter((image) => image !== '');
  return [...new Set(images.map((image) => imageOrigin(image, region)))].sort();
}
