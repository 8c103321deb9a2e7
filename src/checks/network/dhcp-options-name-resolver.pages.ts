import type {CausePage} from '../../model/check.ts';

const DHCP = 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html';
const TIMEOUT = 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".';
const MAKE =
  'aws ec2 create-dhcp-options --dhcp-configurations Key=domain-name-servers,Values=AmazonProvidedDNS, then aws ec2 associate-dhcp-options --dhcp-options-id DOPT --vpc-id VPC';

export const causes = {
  'dhcp-dns-servers': {
    title: "DHCP options without the VPC's own resolver",
    why: "Nodes take their DNS servers from the VPC's DHCP options. Servers of one's own have to resolve AWS names and pass the names of the VPC on to its resolver; otherwise a node finds neither the API server nor ECR. Many companies run such servers without trouble.",
    symptoms: [TIMEOUT],
    proof:
      "domain-name-servers holds neither AmazonProvidedDNS nor an address of the VPC's resolver. Whether those servers forward can't be seen. While no Fargate pod waits for a node it is a note.",
    severity: 'error',
    atMost: 'likely',
    explains: ['endpoint-private-dns-broken'],
    fix: [MAKE, "or let the servers forward to the VPC's resolver"],
    docs: [DHCP, 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html'],
  },
  'dhcp-options-default-none': {
    title: 'VPC without DHCP options',
    why: 'A VPC whose DHCP options are set to none hands out no DNS server, so a node can resolve nothing.',
    symptoms: [TIMEOUT],
    proof: 'The VPC\'s DHCP options are "default", which is AWS\'s word for none.',
    severity: 'error',
    atMost: 'likely',
    explains: ['endpoint-private-dns-broken'],
    fix: [MAKE],
    docs: [DHCP],
  },
  'dhcp-domain-name': {
    title: 'DHCP options with a domain name of their own',
    why: "EKS nodes expect the Region's own domain name; a different one, above all one with several names, has kept EC2 nodes from registering. What it does to Fargate nodes AWS does not say.",
    symptoms: [TIMEOUT, 'On EC2 nodes: node "" not found.'],
    proof: 'domain-name differs from REGION.compute.internal (ec2.internal in us-east-1). Never more than possible.',
    severity: 'error',
    atMost: 'possible',
    fix: ['Try DHCP options with the default domain name'],
    docs: ['https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html', DHCP],
  },
} as const satisfies Record<string, CausePage>;
