import type {CausePage} from '../../model/check.ts';

const ENDPOINT = 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html';
const PRIVATE =
  'aws eks update-cluster-config --name CL --resources-vpc-config endpointPrivateAccess=true, then recreate the pod';
const TIMEOUT = 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".';

export const causes = {
  'endpoint-public-cidrs-exclude-nat': {
    title: 'Public endpoint that excludes the NAT address',
    why: 'With private access off a Fargate kubelet reaches the API server at its public address, so its packets leave through the NAT gateway and arrive with the public address of that gateway. If publicAccessCidrs does not hold this address, the node never registers. People meet it when they limit the endpoint to an office or home address and forget the cluster itself.',
    symptoms: [TIMEOUT, 'No fargate- node appears; the profile, the role and the routes look right.'],
    proof:
      "endpointPrivateAccess is false, publicAccessCidrs is limited, and none of the addresses of the NAT gateways behind the profile's subnets is in it. Certain when the addresses of every subnet are known; behind a transit gateway or an appliance the address can't be seen, and it is only possible.",
    severity: 'error',
    fix: [PRIVATE, 'or add each NAT address as a /32 to publicAccessCidrs (at most 40 blocks)'],
    docs: [ENDPOINT, 'https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html'],
  },
  'endpoint-public-cidrs-partial': {
    title: 'Public endpoint that admits only some of the NAT addresses',
    why: 'The subnets of a profile may leave through several NAT gateways, and one gateway may have several addresses. Where publicAccessCidrs holds some of these and not others, a pod starts or hangs by the subnet and the address that it happens to get.',
    symptoms: ['Some pods of one workload start, others hang in provisioning.', TIMEOUT],
    proof:
      'As endpoint-public-cidrs-exclude-nat, with at least one address inside and one outside publicAccessCidrs. Likely, for the subnet that a pending pod was given is not visible.',
    severity: 'error',
    atMost: 'likely',
    fix: [PRIVATE, 'or add the missing NAT addresses to publicAccessCidrs'],
    docs: [ENDPOINT],
  },
  'endpoint-ipv6-cidr': {
    title: "Public endpoint that excludes the pods' IPv6 addresses",
    why: 'IPv6 clusters made since October 2024 have a dual-stack endpoint. Their Fargate pods may call it from their own IPv6 addresses, which publicAccessCidrs has to hold as well as the IPv4 ones.',
    symptoms: [TIMEOUT],
    proof:
      'The cluster is IPv6 with a dual-stack endpoint, private access is off, IPv6 traffic leaves by an internet or egress-only gateway, and no block admits the IPv6 ranges of the subnets. Clients may fall back to IPv4, so it is only possible where the IPv4 address is admitted.',
    severity: 'error',
    atMost: 'likely',
    fix: [PRIVATE, "or add the IPv6 ranges of the profile's subnets to publicAccessCidrs"],
    docs: [ENDPOINT, 'https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html'],
  },
} as const satisfies Record<string, CausePage>;
