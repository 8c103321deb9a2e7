import type {FargateProfile, VpcEndpoint} from '../model/aws.ts';
import type {SpecifiedPod} from '../model/kubernetes.ts';
import type {ClusterTarget} from '../model/aws.ts';
import {ecrImage} from './ecr-image.ts';
import {evaluatePolicy, type EndpointRequest, type PolicyVerdict} from './endpoint-policy.ts';
import type {EgressReading} from './egress-reading.ts';
import {accountOf} from './cluster-arn.ts';
import {servingEndpoint} from './reach.ts';
import type {EndpointService} from './vpc-endpoints.ts';

/** A call of an image pull that goes through an endpoint, and what the policy of that endpoint says to it. */
export interface HeldCall {
  readonly endpoint: VpcEndpoint;
  readonly service: EndpointService;
  readonly action: string;
  readonly resource: string | undefined;
  readonly verdict: PolicyVerdict;
  /** It hangs on who owns the resource, and ECR's layers are owned by AWS. */
  readonly byOwner: boolean;
}

const OWNER_KEYS = ['aws:resourceaccount', 'aws:resourceorgid', 'aws:resourceorgpaths'];

/** Holds the calls of a pull from ECR against the policies of the endpoints that they go through. */
export function heldCalls(
  reading: EgressReading,
  profile: FargateProfile,
  podSpec: SpecifiedPod | undefined,
): readonly HeldCall[] {
  const {endpoints, region, paths, cluster} = reading;
  if (!endpoints) return [];
  const partition = partitionOf(cluster.arn);
  const tables = [...new Set(paths.map((path) => path.table?.id))];
  const repositories = podSpec ? repositoriesOf(podSpec, region, partition) : [];
  const calls: readonly (readonly [EndpointService, string, readonly string[]])[] = [
    ['ecr.api', 'ecr:GetAuthorizationToken', ['*']],
    ...(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const).map(
      (action) => ['ecr.dkr', action, repositories] as const,
    ),
    ['s3', 's3:GetObject', [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/layer`]],
  ];
  return calls.flatMap(([service, action, resources]) => {
    const serving = tables.map((table) => servingEndpoint(service, endpoints, region, table));
    const all = [...new Set(serving.filter((endpoint) => endpoint !== undefined))];
    return all.flatMap((endpoint) =>
      (resources.length > 0 ? resources : [undefined]).map((resource) =>
        hold(endpoint, service, action, resource, {profile, vpcId: cluster.vpcId, account: accountOf(cluster)}),
      ),
    );
  });
}

interface Caller {
  readonly profile: FargateProfile;
  readonly vpcId: string;
  readonly account: string | undefined;
}

function hold(
  endpoint: VpcEndpoint,
  service: EndpointService,
  action: string,
  resource: string | undefined,
  {profile, vpcId, account}: Caller,
): HeldCall {
  // S3 is called with a link that ECR has signed, so that the caller is not the role.
  const role = service === 's3' ? undefined : profile.podExecutionRoleArn;
  const owner = service === 'ecr.dkr' ? resource?.split(':', 6)[4] : undefined;
  const known = new Map<string, readonly string[]>([
    ['aws:sourcevpc', [vpcId]],
    ['aws:sourcevpce', [endpoint.id]],
    ['aws:securetransport', ['true']],
    ...(role === undefined ? [] : [['aws:principalarn', [role]] as const]),
    ...(role === undefined || account === undefined ? [] : [['aws:principalaccount', [account]] as const]),
    ...(owner === undefined ? [] : [['aws:resourceaccount', [owner]] as const]),
  ]);
  const context: EndpointRequest['context'] = (key) => known.get(key) ?? 'unclear';
  const verdict: PolicyVerdict =
    endpoint.policy === ''
      ? {is: 'allowed'}
      : evaluatePolicy(endpoint.policy, {action, resource, principal: role, context});
  const keys = verdict.is === 'unclear' ? verdict.keys.map((key) => key.toLowerCase()) : [];
  const byOwner = service === 's3' && keys.length > 0 && keys.every((key) => OWNER_KEYS.includes(key));
  return {endpoint, service, action, resource, verdict, byOwner};
}

/** ARNs of the repositories of this Region that a pod pulls from. */
function repositoriesOf(
  {spec}: SpecifiedPod,
  region: string,
  partition: ClusterTarget['partition'],
): readonly string[] {
  const images = [...spec.initContainers, ...spec.containers].flatMap(({image}) => ecrImage(image) ?? []);
  const ours = images.filter((image) => image.region === region);
  return [...new Set(ours.map((i) => `arn:${partition}:ecr:${region}:${i.account}:repository/${i.repository}`))].sort();
}

const partitionOf = (arn: string): string => arn.split(':', 2)[1] ?? 'aws';
