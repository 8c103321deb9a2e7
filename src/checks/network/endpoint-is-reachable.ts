import {admits} from '../../domain/cidr.ts';
import {updatesOf} from '../../domain/coincidence.ts';
import {
  changesOn,
  doubtPaths,
  endpointEvidence,
  pathEvidence,
  readEgress,
  siblingsIn,
} from '../../domain/egress-reading.ts';
import {stand, whereText} from '../../domain/egress-verdict.ts';
import {enablePrivateAccess} from '../../domain/network-remedies.ts';
import {atMost} from '../../domain/siblings.ts';
import {defineCheck} from '../../model/check.ts';
import {unavailable, valueOf} from '../../model/fact.ts';
import type {Certainty} from '../../model/finding.ts';

const NOT_ASKED = unavailable('not asked');
const ENDPOINT = 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html';
const PRIVATE = 'aws eks update-cluster-config --name CL --resources-vpc-config endpointPrivateAccess=true';

export default defineCheck({
  id: 'endpoint-is-reachable',
  title: 'The subnets of the profile have a way to the cluster endpoint',
  topic: 'way to the endpoint',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'endpoint',
  needs: ['subject', 'cluster', 'profile'],
  consults: [
    'profileSubnets',
    'routeTables',
    'natGateways',
    'internetGateways',
    'pod',
    'clock',
    'fargatePods',
    'podEvents',
    'clusterUpdates',
  ],
  causes: {
    'endpoint-public-only-no-egress': {
      title: 'Public endpoint only, and no way to the internet',
      why: "With private access off the API server answers only at public addresses. A kubelet in a subnet without a working way to the internet can't reach these, so its node never registers. Clusters without outbound internet need private access.",
      symptoms: ['fargate-scheduler repeats "Pod provisioning timed out (will retry)".', 'No fargate- node appears.'],
      proof:
        "endpointPrivateAccess is false and the path of every subnet of the profile ends before it is out. A subnet whose routes can't be seen makes it unchecked.",
      severity: 'error',
      fix: [PRIVATE, 'or give the subnets a default route to a NAT gateway'],
      docs: [ENDPOINT, 'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html'],
    },
    'endpoint-public-only': {
      title: 'Public endpoint only',
      why: 'Pods reach the API server through the NAT gateway. It works, and it stops working with the gateway, its route, or a later limit on publicAccessCidrs. Private access keeps this traffic in the VPC.',
      symptoms: ['None while the way out works.'],
      proof:
        'endpointPrivateAccess is false; every subnet of the profile gets out from an address that the endpoint admits.',
      severity: 'info',
      fix: [PRIVATE],
      docs: [ENDPOINT],
    },
  },
  run(given, doubt) {
    const {cluster, subject} = given;
    if (cluster.endpointPrivateAccess || !cluster.endpointPublicAccess) return [];
    const profileSubnets = valueOf(given.profileSubnets);
    const routeTables = valueOf(given.routeTables);
    doubt.unsure('profileSubnets', 'routeTables');
    if (!profileSubnets || !routeTables) return [];
    const reading = readEgress({...given, profileSubnets, routeTables, vpcEndpoints: NOT_ASKED, podSpec: NOT_ASKED});
    const {paths} = reading;
    doubtPaths(reading, doubt, 'all');
    const remedies = [enablePrivateAccess(cluster, subject)];
    if (paths.length > 0 && paths.every((path) => path.end.reaches === 'nowhere')) {
      const siblings = siblingsIn(reading, paths);
      const leaky = paths.some((p) => p.detours.length > 0 || (p.end.reaches === 'nowhere' && p.end.half));
      const by6 = reading.paths6.some((p) => p.end.reaches !== 'nowhere');
      const sure: Certainty = atMost(leaky ? 'likely' : 'certain', by6 ? 'possible' : 'certain');
      return [
        {
          cause: 'endpoint-public-only-no-egress',
          summary: `The API server has only a public endpoint. ${whereText(reading, paths).where} there is no working way to the internet, so the pod can't reach it.`,
          ...stand(reading, sure, undefined, siblings.lowers),
          evidence: [
            endpointEvidence(cluster),
            ...paths.map(pathEvidence),
            ...changesOn(reading, paths, updatesOf(valueOf(given.clusterUpdates), 'EndpointAccessUpdate')),
            ...siblings.evidence,
            ...reading.timeout,
          ],
          remedies,
        },
      ];
    }
    const cidrs = cluster.publicAccessCidrs;
    const fine = paths.every(({end}) => end.reaches === 'internet' && end.sourceIps.every((ip) => admits(cidrs, ip)));
    if (!fine || paths.length === 0) return [];
    return [
      {
        cause: 'endpoint-public-only',
        summary: 'Pods reach the API server through the NAT gateway only, for private access is off.',
        certainty: 'certain',
        note: true,
        evidence: [endpointEvidence(cluster), ...paths.map(pathEvidence)],
        remedies,
      },
    ];
  },
});
