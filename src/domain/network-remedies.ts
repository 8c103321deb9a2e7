import type {Cluster, FargateProfile, NatGateway, Subnet} from '../model/aws.ts';
import type {Remedy} from '../model/finding.ts';
import type {Subject} from '../model/kubernetes.ts';
import {admits, hostBlock} from './cidr.ts';
import {regionOf} from './cluster-arn.ts';
import type {EgressReading} from './egress-reading.ts';
import {walkEgress, type EgressPath} from './egress.ts';
import {thenRecreate} from './remedies.ts';
import {byId, effectiveRouteTable} from './routes.ts';
import {sh} from './shell.ts';
import {serviceName, type EndpointService} from './vpc-endpoints.ts';

/** EKS admits no more blocks to a public endpoint than this (AWS General Reference; not adjustable). */
const MOST_CIDRS = 40;

/** Lets pods reach the API server inside the VPC: the safest mend of everything that is wrong with the way to it. */
export const enablePrivateAccess = (cluster: Cluster, subject: Subject): Remedy => ({
  summary: 'Enable private access, so that pods reach the API server inside the VPC; public access stays as it is.',
  commands: [updateConfig(cluster, 'endpointPrivateAccess=true')],
  changes: 'cluster',
  ...thenRecreate(subject),
});

/** Adds addresses or blocks to those that the public endpoint admits. Undefined where the list would grow too long. */
export function admitAddresses(cluster: Cluster, addresses: readonly string[], subject: Subject): Remedy | undefined {
  const more = [...new Set(addresses)]
    .filter((address) => !admits(cluster.publicAccessCidrs, address))
    .map((a) => (a.includes('/') ? a : hostBlock(a)));
  const all = [...new Set([...cluster.publicAccessCidrs, ...more])];
  if (more.length === 0 || all.length > MOST_CIDRS) return undefined;
  return {
    summary: `Admit ${more.join(', ')} to the public endpoint, beside what it admits now.`,
    commands: [updateConfig(cluster, `publicAccessCidrs=${all.join(',')}`)],
    changes: 'cluster',
    ...thenRecreate(subject),
  };
}

const updateConfig = (cluster: Cluster, config: string): string =>
  sh`aws eks update-cluster-config --region ${regionOf(cluster)} --name ${cluster.name} --resources-vpc-config ${config}`;

/** A public NAT gateway that gets out, for a subnet: one that its zone uses already, else one of the profile's, else any. */
export function workingNat(reading: EgressReading, subnet: Subnet): NatGateway | undefined {
  // What a blackhole names is gone, even if a list that is behind shows it still.
  const gone = reading.paths.flatMap((path) => path.routes.filter((r) => r.state === 'blackhole').map((r) => r.target));
  const out = reading.paths.filter((path) => path.end.reaches === 'internet' && path.nat);
  const near = out.find((path) => path.subnet.zone === subnet.zone) ?? out[0];
  if (near?.nat) return near.nat;
  const others = [...(reading.network.natGateways ?? [])].sort(byId).filter((nat) => !gone.includes(nat.id));
  return others.find((nat) => getsOut(nat, subnet, reading));
}

/** Walks as if the subnet's default route led to this NAT gateway. */
function getsOut(nat: NatGateway, subnet: Subnet, {network}: EgressReading): boolean {
  const probe = {
    id: 'rtb-probe',
    main: false,
    subnetIds: [subnet.id],
    routes: [{destination: '0.0.0.0/0', target: nat.id, targetKind: 'nat-gateway', state: 'active'} as const],
  };
  const others = network.routeTables.map((t) => ({...t, subnetIds: t.subnetIds.filter((id) => id !== subnet.id)}));
  const {end} = walkEgress(subnet, {...network, routeTables: [...others, probe]});
  return end.reaches === 'internet' && nat.connectivityType === 'public' && !servesNat(nat, subnet, network);
}

/** A table that a NAT gateway's own subnet obeys must keep its route to the internet gateway. */
function servesNat(nat: NatGateway, subnet: Subnet, network: EgressReading['network']): boolean {
  const own = effectiveRouteTable(subnet.id, network.routeTables)?.id;
  const its = nat.subnetId === undefined ? undefined : effectiveRouteTable(nat.subnetId, network.routeTables)?.id;
  return own !== undefined && own === its;
}

/**
 * Points the default routes of broken paths at NAT gateways that work, one command per route table and destination. Where
 * there is none, in words: the ids of what is yet to be made can't be known.
 */
export function reroute(reading: EgressReading, broken: readonly EgressPath[]): Remedy {
  const commands = new Map<string, string>();
  const nats: string[] = [];
  const tables: string[] = [];
  for (const path of broken) {
    const nat = workingNat(reading, path.subnet);
    if (!nat || !path.table || servesNat(nat, path.subnet, reading.network)) continue;
    const verb = path.routes.length > 0 ? 'replace-route' : 'create-route';
    for (const destination of path.routes.length > 0 ? path.routes.map((r) => r.destination) : ['0.0.0.0/0']) {
      const key = `${path.table.id} ${destination}`;
      if (commands.has(key)) continue;
      nats.push(nat.id);
      tables.push(path.table.id);
      commands.set(
        key,
        sh`aws ec2 ${verb} --region ${reading.region} --route-table-id ${path.table.id} --destination-cidr-block ${destination} --nat-gateway-id ${nat.id}`,
      );
    }
  }
  if (commands.size === 0) return newNat(reading);
  return {
    summary: `Send the default route of ${unique(tables)} to ${unique(nats)}, which works; every subnet of ${unique(tables)} follows.`,
    commands: [...commands.values()],
    changes: 'aws',
    ...thenRecreate(reading.subject),
  };
}

const unique = (ids: readonly string[]): string => [...new Set(ids)].join(', ');

const newNat = (reading: EgressReading): Remedy => ({
  summary:
    'Create a public NAT gateway with an Elastic IP in a subnet whose default route leads to the internet gateway, and make it the default route of the subnets named above.',
  commands: [],
  changes: 'aws',
  ...thenRecreate(reading.subject),
});

/** Commands that make the endpoints which an isolated VPC lacks; undefined where the cluster security group is unknown. */
export function createEndpoints(
  reading: Pick<EgressReading, 'cluster' | 'region' | 'subject' | 'subnets' | 'paths' | 'images'>,
  services: readonly EndpointService[],
): Remedy | undefined {
  const {cluster, region, subnets, paths, subject} = reading;
  const group = cluster.clusterSecurityGroupId;
  // One subnet a zone: an interface endpoint takes no more.
  const zones = new Map([...subnets].reverse().map((subnet) => [subnet.zone, subnet.id]));
  const subnetIds = [...zones.values()].sort();
  const tables = [...new Set(paths.flatMap((path) => (path.table ? [path.table.id] : [])))].sort();
  if (group === undefined || subnetIds.length === 0 || tables.length === 0) return undefined;
  const foreign = reading.images?.some((origin) => origin !== 'ecr') === true;
  const commands = services.map((service) => {
    const name = serviceName(service, region);
    return service === 's3'
      ? sh`aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${cluster.vpcId} --service-name ${name} --vpc-endpoint-type Gateway --route-table-ids ${tables}`
      : sh`aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${cluster.vpcId} --service-name ${name} --vpc-endpoint-type Interface --subnet-ids ${subnetIds} --security-group-ids ${group} --private-dns-enabled`;
  });
  return {
    summary: `Create the endpoint${services.length > 1 ? 's' : ''} for ${services.join(', ')}, with the cluster security group, which admits Fargate pods.${foreign ? ' Images of other registries have to be copied to ECR as well.' : ''}`,
    commands,
    changes: 'aws',
    ...thenRecreate(subject),
  };
}

/**
 * Replaces a profile by one on those of its subnets that are fit, since a profile can't be changed. The old one has to go,
 * or it keeps taking pods; that ends the pods which run on it. Undefined where no subnet is fit.
 */
export function profileOn(
  cluster: Cluster,
  profile: FargateProfile,
  fit: readonly string[],
  subject: Subject,
): Remedy | undefined {
  if (fit.length === 0) return undefined;
  const region = regionOf(cluster);
  const name = `${profile.name.slice(0, 90)}-2`;
  const selectors = JSON.stringify(profile.selectors.map(({namespace, labels}) => ({namespace, labels})));
  return {
    summary: `Replace profile ${profile.name} by one on ${fit.join(', ')} only; pods that run on the old profile are ended and made anew.`,
    commands: [
      sh`aws eks create-fargate-profile --region ${region} --cluster-name ${cluster.name} --fargate-profile-name ${name} --pod-execution-role-arn ${profile.podExecutionRoleArn} --subnets ${fit} --selectors ${selectors}`,
      sh`aws eks wait fargate-profile-active --region ${region} --cluster-name ${cluster.name} --fargate-profile-name ${name}`,
      sh`aws eks delete-fargate-profile --region ${region} --cluster-name ${cluster.name} --fargate-profile-name ${profile.name}`,
    ],
    changes: 'aws',
    ...thenRecreate(subject),
  };
}
