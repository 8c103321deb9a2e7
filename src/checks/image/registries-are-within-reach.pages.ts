import type {CausePage} from '../../model/check.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
  'https://docs.aws.amazon.com/eks/latest/userguide/copy-image-to-repository.html',
];
const fix = [
  'docker pull --platform linux/amd64 IMAGE',
  'docker tag IMAGE ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG',
  'docker push ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG',
];

/** Pages of the causes of `registries-are-within-reach`. */
export const causes = {
  'image-public-registry-private-vpc': {
    title: 'An image of a public registry in a VPC without a way to the internet',
    why: "A VPC that is isolated on purpose gets at ECR of its own Region by endpoints. Docker Hub, quay.io, ghcr.io, registry.k8s.io and public.ecr.aws have no such endpoints, so their images can't be pulled there, on Fargate as elsewhere; and a Fargate node can't be given a proxy.",
    symptoms: ['"dial tcp …:443: i/o timeout" at the pull', 'The container waits with ImagePullBackOff.'],
    proof:
      "The image's registry is a public one, and the profile's subnets have no default route, in a VPC that has endpoints for what a start needs otherwise. Only likely before the pull was seen to time out, since a private zone may lead the name to a mirror, and where some of the subnets do get out.",
    severity: 'error',
    explains: ['image-pull-timeout-egress'],
    fix,
    docs,
  },
  'image-ecr-cross-region-or-account': {
    title: 'An image of an ECR registry in another Region or account',
    why: 'VPC endpoints for ECR serve the registries of their own Region only, so that an isolated VPC reaches no others. A repository of another account must name the pod execution role, or its account, in its repository policy, besides what the role itself is allowed.',
    symptoms: ['"dial tcp …:443: i/o timeout" at the pull', '"403 Forbidden" for an image of another account'],
    proof:
      "Region and account are in the image's name. Another Region is a cause where the subnets have no way to the internet; another account where the registry refuses the pull. The policy of the repository is not read.",
    severity: 'error',
    atMost: 'likely',
    explains: ['image-pull-timeout-egress', 'image-denied'],
    fix: [...fix, "Name the role in the repository's policy: aws ecr set-repository-policy, in the other account."],
    docs: [...docs, 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html'],
  },
  'image-add-on-registry': {
    title: "An image of EKS's own registry in another Region",
    why: "EKS keeps the images of its add-ons in a registry in each Region, under an account that differs between some Regions. An image that names the registry of another Region can't be reached from an isolated VPC, and one that names the wrong account is refused or does not exist.",
    symptoms: ['"dial tcp …:443: i/o timeout", "403 Forbidden" or "not found" for an image of 602401143452.dkr.ecr.…'],
    proof:
      "The account in the image's name is EKS's. Its Region is not the cluster's and the subnets have no way to the internet; or the account is not the one of that Region and the registry refuses.",
    severity: 'error',
    atMost: 'likely',
    explains: ['image-pull-timeout-egress', 'image-denied', 'image-not-found'],
    fix: ['kubectl set image deployment/D -n NS CONTAINER=ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG'],
    docs: ['https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html', ...docs],
  },
} as const satisfies Readonly<Record<string, CausePage>>;
