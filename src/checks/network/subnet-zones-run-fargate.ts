import {INTERMITTENT} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {profileOn} from '../../domain/network-remedies.ts';
import type {AvailabilityZone, Subnet} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';

/** Zone ids in which EKS places no control plane (AWS user guide, network requirements); Fargate was refused in one of them. */
const DOUBTFUL_ZONES = ['use1-az3', 'usw1-az2', 'cac1-az3'];

export default defineCheck({
  id: 'subnet-zones-run-fargate',
  title: "The profile's subnets are in zones that run Fargate",
  topic: 'zones',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: ['subject', 'cluster', 'profile', 'profileSubnets'],
  consults: ['availabilityZones'],
  causes: {
    'subnet-zone-unsupported': {
      title: 'Profile subnet in a zone without Fargate',
      why: "Fargate runs in ordinary Availability Zones, not on Outposts, in Local Zones or in Wavelength Zones, and a few Availability Zones don't have it either.",
      symptoms: [
        'Pods hang in provisioning.',
        'Creating such a profile fails with "Fargate Profile creation for the Availability Zone … is not supported".',
      ],
      proof:
        "The subnet has an Outpost ARN, or its zone's type is not availability-zone: certain. Its zone id is one that EKS excludes: likely.",
      severity: 'error',
      fix: ['Create a new profile on subnets in ordinary Availability Zones, then delete FP'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
      ],
    },
  },
  run({subject, cluster, profile, profileSubnets, availabilityZones}, doubt) {
    const mine = profileSubnets.filter((subnet) => profile.subnetIds.includes(subnet.id));
    const zones = valueOf(availabilityZones);
    const judged = mine.map((subnet) => ({subnet, ...unfitness(subnet, zones)})).filter((j) => j.why !== '');
    // Without the zones' types a Local Zone looks like any other.
    doubt.unsure('availabilityZones');
    const [first, ...rest] = judged;
    if (!first) return [];
    const fit = mine.filter((subnet) => !judged.some((j) => j.subnet.id === subnet.id)).map((subnet) => subnet.id);
    const sure = fit.length === 0 && judged.every((j) => j.sure);
    const evidence = ({subnet, why, path}: typeof first): Problem['evidence'][0] => ({
      source: path === 'ZoneType' ? 'ec2:DescribeAvailabilityZones' : 'ec2:DescribeSubnets',
      ref: subnet.id,
      path,
      value: why,
    });
    const remedy = profileOn(cluster, profile, fit, subject);
    return [
      {
        cause: 'subnet-zone-unsupported',
        summary: `Fargate does not run where ${listText(judged.map((j) => `${j.subnet.id} is (${j.why})`))}${fit.length > 0 ? `; profile ${profile.name} has other subnets too${INTERMITTENT}` : ''}.`,
        certainty: sure ? 'certain' : 'likely',
        evidence: [evidence(first), ...rest.map(evidence)],
        remedies: [
          remedy ?? {
            summary: `Create a profile on subnets in ordinary Availability Zones in place of ${profile.name}.`,
            commands: [],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});

/** Why Fargate does not run in a subnet; empty where nothing says so. */
function unfitness(
  subnet: Subnet,
  zones: readonly AvailabilityZone[] | undefined,
): {why: string; path: string; sure: boolean} {
  if (subnet.outpostArn !== undefined) return {why: `on Outpost ${subnet.outpostArn}`, path: 'OutpostArn', sure: true};
  const zone = zones?.find((z) => z.name === subnet.zone);
  if (zone && (zone.type === 'local-zone' || zone.type === 'wavelength-zone')) {
    const kind = zone.type === 'local-zone' ? 'Local Zone' : 'Wavelength Zone';
    return {why: `${subnet.zone}, a ${kind}`, path: 'ZoneType', sure: true};
  }
  const id = subnet.zoneId ?? zone?.id;
  if (id !== undefined && DOUBTFUL_ZONES.includes(id))
    return {why: `${subnet.zone}, zone id ${id}`, path: 'AvailabilityZoneId', sure: false};
  return {why: '', path: '', sure: false};
}
