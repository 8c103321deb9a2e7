import {admits, isPrivate} from '../../domain/cidr.ts';
import {imageHost, imageOrigin} from '../../domain/image-host.ts';
import {pullFailures} from '../../domain/pull.ts';
import {endpointsFor} from '../../domain/vpc-endpoints.ts';
import {defineCheck, type Doubt, type Given} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';
import type {ContainerStatus} from '../../model/kubernetes.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
  'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
];

export default defineCheck({
  id: 'registry-answers',
  title: "The image's registry can be reached",
  topic: 'way to the registry',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  precedence: 'egress',
  needs: ['pod'],
  consults: ['podEvents', 'vpc', 'target', 'vpcEndpoints'],
  causes: {
    'image-pull-timeout-egress': {
      title: 'No way to a registry on the internet',
      why: "The micro-VM pulls each image over the network of the profile's subnet. A time-out at a public address means that packets don't get out: no NAT gateway, a broken route, or an ACL.",
      symptoms: [
        'Failed: "dial tcp 3.5.1.2:443: i/o timeout"',
        'The container waits with ErrImagePull or ImagePullBackOff.',
      ],
      proof:
        "The kubelet's message names a public address that did not answer. Why it did not is for the network checks to say.",
      severity: 'error',
      atMost: 'likely',
      fix: ["Mend the default route of the profile's subnets, or copy the image to ECR and use VPC endpoints."],
      docs,
    },
    'image-pull-timeout-vpce': {
      title: 'The VPC endpoint of the registry does not answer',
      why: 'The name of the registry resolves to a private address, which is an interface endpoint in the VPC. A time-out there nearly always means that the security group of the endpoint does not admit TCP 443 from the pod.',
      symptoms: ['Failed: "dial tcp 10.0.1.141:443: i/o timeout"'],
      proof:
        "The kubelet's message names an address that is private or lies in the VPC's blocks, and that did not answer.",
      severity: 'error',
      atMost: 'likely',
      fix: [
        'aws ec2 authorize-security-group-ingress --group-id sg-ENDPOINT --protocol tcp --port 443 --source-group sg-CLUSTER',
      ],
      docs,
    },
  },
  run(given, doubt) {
    const {pod, podEvents, vpc} = given;
    return pullFailures(pod, podEvents, doubt).flatMap(({status, image, spoken, evidence}): readonly Problem[] => {
      if (spoken.clause.says !== 'pull-timeout') return [];
      const {ip, port = '', how = ''} = spoken.clause.names;
      if (ip === undefined) return withoutAddress({status, image, evidence, words: spoken.clause.text}, given, doubt);
      const blocks = valueOf(vpc);
      // A VPC may use blocks that are public elsewhere.
      const inside = isPrivate(ip) || admits([...(blocks?.cidrs ?? []), ...(blocks?.ipv6Cidrs ?? [])], ip);
      return [
        {
          cause: inside ? 'image-pull-timeout-vpce' : 'image-pull-timeout-egress',
          summary: `Container ${status.name} can't pull ${image}: its registry at ${ip}:${port}${inside ? ', a private address,' : ''} does not answer (${how}).`,
          certainty: inside || answered(vpc) ? 'likely' : 'possible',
          evidence,
          remedies: [
            inside
              ? {
                  summary: `Find the VPC endpoint with address ${ip}, and admit TCP ${port} from the cluster security group in its security group.`,
                  commands: [],
                  changes: 'aws',
                }
              : {
                  summary: `Find what keeps the profile's subnets from ${ip}: a route, an ACL, a firewall, or the registry itself. Or copy the image to ECR.`,
                  commands: [],
                  changes: 'aws',
                },
          ],
        },
      ];
    });
  },
});

interface Silence {
  readonly status: ContainerStatus;
  readonly image: string;
  readonly evidence: Problem['evidence'];
  readonly words: string;
}

/** A time-out that names no address: whose it would be, the registry tells, and for ECR whether it has an endpoint here. */
function withoutAddress(
  {status, image, evidence, words}: Silence,
  {target, vpcEndpoints}: Given<never, never, 'target' | 'vpcEndpoints'>,
  doubt: Doubt,
): readonly Problem[] {
  const region = valueOf(target)?.region;
  if (region === undefined) {
    doubt.unsure('target');
    return [];
  }
  const ecr = imageOrigin(image, region) === 'ecr';
  if (ecr && doubt.unsure('vpcEndpoints')) return [];
  const inside = ecr && endpointsFor('ecr.dkr', valueOf(vpcEndpoints) ?? [], region).length > 0;
  const host = imageHost(image);
  return [
    {
      cause: inside ? 'image-pull-timeout-vpce' : 'image-pull-timeout-egress',
      summary: `Container ${status.name} can't pull ${image}: ${host}${inside ? ', which has a VPC endpoint,' : ''} does not answer in time (${words}).`,
      certainty: 'likely',
      evidence,
      remedies: [
        {
          summary: inside
            ? 'See whether the security group of the VPC endpoint for ecr.dkr, and that for S3, admit the pod.'
            : `Find what keeps the profile's subnets from ${host}: a route, an ACL, a firewall, or the registry itself. Or copy the image to ECR.`,
          commands: [],
          changes: 'aws',
        },
      ],
    },
  ];
}
