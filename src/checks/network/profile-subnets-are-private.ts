import {
  brokenBy,
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
} from '../../domain/egress-reading.ts';
import {judge, sentence, some} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {profileOn, reroute} from '../../domain/network-remedies.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem, Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'profile-subnets-are-private',
  title: 'The subnets of the profile are private',
  topic: 'private subnets',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'subnet-public': {
      title: 'Profile subnet that routes straight to an internet gateway',
      why: 'Fargate pods never get a public address, and an internet gateway drops packets without one. In a subnet whose default route leads to it, a pod reaches nothing outside the VPC. EKS refuses to make a profile on such a subnet, so the route changed later.',
      symptoms: [
        'fargate-scheduler repeats "Pod provisioning timed out (will retry)".',
        'Creating such a profile fails with "provided in Fargate Profile is not a private subnet".',
      ],
      proof:
        "The default route of the subnet's effective route table leads to an internet gateway. The route makes a subnet public, not its setting for public addresses.",
      severity: 'error',
      explains: ['endpoint-public-only-no-egress', 'image-pull-timeout-egress'],
      fix: [
        'aws ec2 replace-route --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT, unless public subnets share the table',
        'or create a new profile on private subnets and delete FP',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html',
        'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
      ],
    },
    'subnet-map-public-ip': {
      title: 'Private subnet that would hand out public addresses',
      why: 'The subnet is set to give public addresses to instances, which says that it was once meant to be public. Fargate pods get none whatever the setting, and the route is what counts.',
      symptoms: ['None that a pod would feel.'],
      proof: 'MapPublicIpOnLaunch is true, and the default route does not lead to an internet gateway.',
      severity: 'info',
      fix: ['aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'routes');
    const problems: Problem[] = [];
    const open = some(brokenBy(reading, 'public-subnet'));
    if (open) {
      const {fields, evidence, cut} = judge(reading, open, doubt);
      const gateways = listText(open.flatMap((path) => path.routes.map((route) => route.target)));
      const what = `the default route leads to internet gateway ${gateways}, which drops what comes from a pod, for it has no public address`;
      const fit = reading.paths.filter((path) => path.end.reaches === 'internet').map((path) => path.subnet.id);
      const moved = profileOn(given.cluster, given.profile, fit, given.subject);
      problems.push({
        cause: 'subnet-public',
        summary: sentence(reading, open, what, cut),
        ...fields,
        evidence,
        remedies: [reroute(reading, open), ...(moved ? [moved] : [])] satisfies Remedy[],
      });
    }
    const mapping = reading.paths.filter(
      (path) => path.subnet.mapPublicIpOnLaunch && !open?.includes(path) && path.table,
    );
    const [first, ...rest] = mapping.map((path) => ({
      source: 'ec2:DescribeSubnets',
      ref: path.subnet.id,
      path: 'MapPublicIpOnLaunch',
      value: 'true',
    }));
    if (first) {
      problems.push({
        cause: 'subnet-map-public-ip',
        summary: `${listText(mapping.map((path) => path.subnet.id))} would give public addresses to instances; Fargate pods get none.`,
        certainty: 'certain',
        note: true,
        evidence: [first, ...rest, ...mapping.map(pathEvidence)],
        remedies: [],
      });
    }
    return problems;
  },
});
