import type {CausePage} from '../../model/check.ts';

const TIMEOUT = 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".';
const TROUBLE = 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html';
const BASICS = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html';
const REROUTE = 'aws ec2 replace-route --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT';
const CONSEQUENCES = ['endpoint-public-only-no-egress', 'image-pull-timeout-egress'] as const;

export const causes = {
  'egress-nat-not-available': {
    title: 'NAT gateway that is not available',
    why: "The subnets' default route leads to a NAT gateway that failed, is being deleted, or is still being made. It forwards nothing meanwhile. A failed one never recovers; AWS removes it after about an hour.",
    symptoms: [TIMEOUT],
    proof:
      "The state of the NAT gateway, with AWS's failure code. Likely for one that is pending, which may soon work.",
    severity: 'error',
    explains: ['egress-blackhole-route', ...CONSEQUENCES],
    fix: [REROUTE, 'or make a new NAT gateway; the failure code says what was wrong with this one'],
    docs: [TROUBLE],
  },
  'egress-nat-private-type': {
    title: 'Private NAT gateway in place of a public one',
    why: 'A private NAT gateway translates to a private address, for other VPCs and networks at home. An internet gateway drops such traffic, so nothing on the internet can be reached.',
    symptoms: [TIMEOUT],
    proof:
      "ConnectivityType is private, and the routes of its own subnet don't lead on to a transit gateway or the like, behind which an internet exit may be.",
    severity: 'error',
    explains: CONSEQUENCES,
    fix: [REROUTE, "the type of a NAT gateway can't be changed: make a public one"],
    docs: [BASICS],
  },
  'egress-nat-no-eip': {
    title: 'NAT gateway without a public address',
    why: "A public NAT gateway sends traffic out with its Elastic IP addresses. One that has none, or whose assignment failed, can't.",
    symptoms: [TIMEOUT],
    proof: 'None of the addresses of a public NAT gateway has a public IP whose status is other than failed.',
    severity: 'error',
    explains: CONSEQUENCES,
    fix: [
      'aws ec2 associate-nat-gateway-address --nat-gateway-id NAT --allocation-ids EIPALLOC',
      'or make a new NAT gateway with an Elastic IP',
    ],
    docs: [BASICS, TROUBLE],
  },
} as const satisfies Record<string, CausePage>;
