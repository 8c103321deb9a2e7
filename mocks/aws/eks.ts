import {
  accessEntryAnswer,
  addonAnswer,
  authorityAnswers,
  clusterAnswer,
  nodegroupAnswer,
  podIdentityAnswer,
  podIdentitySummary,
  profileAnswer,
  updateAnswer,
} from './eks-answers.ts';
import {
  AwsError,
  EXPIRED,
  isRead,
  notAuthorized,
  page,
  type CallContext,
  type Service,
  type WireCall,
  type WireRequest,
} from './service.ts';
import type {AwsWorld} from '../world-aws.ts';

type Params = Readonly<Record<string, string>>;

/** Amazon EKS: JSON over REST. */
export const eks: Service = {
  name: 'eks',
  read: readRest,
  refuse(error, requestId) {
    const body = JSON.stringify({__type: error.code, message: error.message, ...error.more});
    return {
      status: error.status,
      headers: {'content-type': 'application/json', 'x-amzn-errortype': error.code, 'x-amzn-requestid': requestId},
      body,
    };
  },
  answer(call, context) {
    const operation = OPERATIONS[call.action];
    if (operation === undefined) throw new AwsError('UnknownOperationException', '', 404);
    const body = JSON.stringify(operation(context, call.params));
    const headers = {'content-type': 'application/json', 'x-amzn-requestid': context.requestId};
    return {status: 200, headers, body};
  },
  fault(fault, status, call, {callerArn, world}) {
    switch (fault) {
      case 'deny':
        return new AwsError(
          'AccessDeniedException',
          notAuthorized(callerArn, `eks:${call.action}`, resourceOf(call, world)),
          403,
        );
      case 'expired':
        return new AwsError('ExpiredTokenException', EXPIRED, 403);
      case 'throttle':
        return new AwsError('ThrottlingException', 'Rate exceeded', 429);
      case 'status':
        return status === 503
          ? new AwsError(
              'ServiceUnavailableException',
              'The service is unavailable. Back off and retry the operation.',
              503,
            )
          : new AwsError('ServerException', 'An unexpected error occurred.', 500);
    }
  },
};

/** Operations by path; a word in braces is a parameter by its API name. */
const ROUTES: readonly (readonly [action: string, method: string, path: string])[] = [
  ['ListClusters', 'GET', '/clusters'],
  ['DescribeCluster', 'GET', '/clusters/{name}'],
  ['ListFargateProfiles', 'GET', '/clusters/{clusterName}/fargate-profiles'],
  ['DescribeFargateProfile', 'GET', '/clusters/{clusterName}/fargate-profiles/{fargateProfileName}'],
  ['ListAccessEntries', 'GET', '/clusters/{clusterName}/access-entries'],
  ['DescribeAccessEntry', 'GET', '/clusters/{clusterName}/access-entries/{principalArn}'],
  ['ListAssociatedAccessPolicies', 'GET', '/clusters/{clusterName}/access-entries/{principalArn}/access-policies'],
  ['ListAddons', 'GET', '/clusters/{clusterName}/addons'],
  ['DescribeAddon', 'GET', '/clusters/{clusterName}/addons/{addonName}'],
  ['ListUpdates', 'GET', '/clusters/{name}/updates'],
  ['DescribeUpdate', 'GET', '/clusters/{name}/updates/{updateId}'],
  ['ListNodegroups', 'GET', '/clusters/{clusterName}/node-groups'],
  ['DescribeNodegroup', 'GET', '/clusters/{clusterName}/node-groups/{nodegroupName}'],
  ['ListPodIdentityAssociations', 'GET', '/clusters/{clusterName}/pod-identity-associations'],
  ['DescribePodIdentityAssociation', 'GET', '/clusters/{clusterName}/pod-identity-associations/{associationId}'],
  ['ListCertificateAuthorities', 'GET', '/clusters/{clusterName}/certificate-authorities'],
  // A read, though it is a POST.
  ['ListInsights', 'POST', '/clusters/{clusterName}/insights'],
];

function readRest(request: WireRequest): WireCall {
  const given = request.path.split('/').slice(1);
  for (const [action, method, template] of ROUTES) {
    const wanted = template.split('/').slice(1);
    if (method !== request.method || wanted.length !== given.length) continue;
    const params = new Map<string, string>();
    const fits = wanted.every((word, i) => {
      const text = decode(given[i] ?? '');
      if (!word.startsWith('{')) return word === text;
      params.set(word.slice(1, -1), text);
      return text !== '';
    });
    if (fits)
      return {action, params: {...Object.fromEntries(params), ...Object.fromEntries(request.query)}, write: false};
  }
  const write = request.method !== 'GET' && request.method !== 'HEAD';
  return {action: write ? writeName(request) : '', params: Object.fromEntries(request.query), write};
}

const COLLECTIONS: Readonly<Record<string, string>> = {
  clusters: 'Cluster',
  'fargate-profiles': 'FargateProfile',
  'access-entries': 'AccessEntry',
  addons: 'Addon',
  'node-groups': 'Nodegroup',
  'pod-identity-associations': 'PodIdentityAssociation',
};

/** The name of a write, near enough for its refusal: `DELETE /clusters/x` is DeleteCluster. */
function writeName({method, path}: WireRequest): string {
  const words = path.split('/').filter((word) => word !== '');
  const collection = words.findLast((word) => Object.hasOwn(COLLECTIONS, word));
  const verb = method === 'DELETE' ? 'Delete' : words.length % 2 === 1 && method === 'POST' ? 'Create' : 'Update';
  return collection === undefined ? `${method} ${path}` : `${verb}${COLLECTIONS[collection] ?? ''}`;
}

/** An ARN's slash comes as `%2F`; text that is not well encoded stands for itself. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

type Operation = (context: CallContext, params: Params) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListClusters: (context, params) =>
    paged(
      'clusters',
      [...context.world.otherClusters, context.world.cluster.name].filter(Boolean).sort(),
      params,
      context,
    ),
  DescribeCluster: ({world}, params) => ({cluster: clusterAnswer(seen(world, params['name']))}),
  ListFargateProfiles: (context, params) => list('fargateProfileNames', 'profiles', params, context),
  DescribeFargateProfile: ({world}, params) => {
    const [name, profile] = entry(
      world,
      params,
      world.profiles,
      'fargateProfileName',
      (n) => `No Fargate Profile found with name: ${n}.`,
    );
    return {fargateProfile: profileAnswer(world, name, profile)};
  },
  ListAccessEntries: (context, params) => {
    requireAccessEntries(seen(context.world, params['clusterName']));
    return list('accessEntries', 'accessEntries', params, context);
  },
  DescribeAccessEntry: ({world}, params) => {
    requireAccessEntries(seen(world, params['clusterName']));
    const [arn, found] = entry(world, params, world.accessEntries, 'principalArn', NO_ACCESS_ENTRY);
    return {accessEntry: accessEntryAnswer(world, arn, found)};
  },
  ListAssociatedAccessPolicies: ({world}, params) => {
    requireAccessEntries(seen(world, params['clusterName']));
    const [arn] = entry(world, params, world.accessEntries, 'principalArn', NO_ACCESS_ENTRY);
    return {clusterName: world.cluster.name, principalArn: arn, associatedAccessPolicies: []};
  },
  ListAddons: (context, params) => list('addons', 'addons', params, context),
  DescribeAddon: ({world}, params) => {
    const [name, addon] = entry(
      world,
      params,
      world.addons,
      'addonName',
      (n) => `No addon: ${n} found in cluster: ${world.cluster.name}`,
    );
    return {addon: addonAnswer(world, name, addon)};
  },
  ListUpdates: (context, params) => list('updateIds', 'updates', params, context),
  DescribeUpdate: ({world}, params) => {
    const [id, update] = entry(world, params, world.updates, 'updateId', (n) => `No update found for ID: ${n}`);
    return {update: updateAnswer(id, update)};
  },
  ListNodegroups: (context, params) => list('nodegroups', 'nodegroups', params, context),
  DescribeNodegroup: ({world}, params) => {
    const [name, group] = entry(
      world,
      params,
      world.nodegroups,
      'nodegroupName',
      (n) => `No node group found for name: ${n}.`,
    );
    return {nodegroup: nodegroupAnswer(world, name, group)};
  },
  ListPodIdentityAssociations: (context, params) => {
    const {world} = context;
    seen(world, params['clusterName']);
    const all = Object.entries(world.podIdentityAssociations)
      .filter(([, a]) => a.namespace === (params['namespace'] ?? a.namespace))
      .filter(([, a]) => a.serviceAccount === (params['serviceAccount'] ?? a.serviceAccount))
      .map(([id, a]) => podIdentitySummary(world, id, a));
    return paged('associations', all, params, context);
  },
  DescribePodIdentityAssociation: ({world}, params) => {
    const gone = (n: string): string => `Association not found: ${n}`;
    const [id, found] = entry(world, params, world.podIdentityAssociations, 'associationId', gone);
    return {association: podIdentityAnswer(world, id, found)};
  },
  ListCertificateAuthorities: (context, params) => {
    seen(context.world, params['clusterName']);
    return paged('certificateAuthorities', authorityAnswers(context.world), params, context);
  },
  ListInsights: ({world}, params) => {
    seen(world, params['clusterName']);
    return {insights: []};
  },
};

const NO_ACCESS_ENTRY = (): string =>
  "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.";

/** The world, if it has the cluster of that name. */
function seen(world: AwsWorld, name = ''): AwsWorld {
  if (name === '' || name !== world.cluster.name)
    throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404, {clusterName: name});
  return world;
}

function requireAccessEntries(world: AwsWorld): void {
  if (world.cluster.authenticationMode === 'CONFIG_MAP')
    throw new AwsError(
      'InvalidRequestException',
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
      400,
      {clusterName: world.cluster.name},
    );
}

type MapName = 'profiles' | 'addons' | 'accessEntries' | 'updates' | 'nodegroups' | 'podIdentityAssociations';

/** One thing of the cluster by the name in `param`. Throws ResourceNotFoundException with the text of `gone`. */
function entry<T>(
  world: AwsWorld,
  params: Params,
  all: Readonly<Record<string, T>>,
  param: string,
  gone: (name: string) => string,
): readonly [string, T] {
  const cluster = params['clusterName'] ?? params['name'] ?? '';
  seen(world, cluster);
  const name = params[param] ?? '';
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined)
    throw new AwsError('ResourceNotFoundException', gone(name), 404, {clusterName: cluster, [param]: name});
  return [name, found];
}

function list(member: string, map: MapName, params: Params, context: CallContext): unknown {
  seen(context.world, params['clusterName'] ?? params['name']);
  return paged(member, Object.keys(context.world[map]).sort(), params, context);
}

function paged(member: string, all: readonly unknown[], params: Params, context: CallContext): unknown {
  const asked = Number(params['maxResults'] ?? 100);
  if (!Number.isInteger(asked) || asked < 1 || asked > 100)
    throw new AwsError('InvalidParameterException', 'maxResults must be between 1 and 100');
  const bad = new AwsError('InvalidParameterException', 'nextToken is invalid');
  const {items, next} = page(all, Math.min(asked, context.pageSize ?? asked), params['nextToken'], bad);
  return {[member]: items, nextToken: next ?? null};
}

/** The resource in EKS's refusals: the cluster's ARN, or that of the thing in it. */
function resourceOf({action, params}: WireCall, world: AwsWorld): string {
  const base = `arn:${world.partition}:eks:${world.region}:${world.account}:`;
  const cluster = params['clusterName'] ?? params['name'];
  if (cluster === undefined) return `${base}cluster/*`;
  const profile = params['fargateProfileName'];
  if (profile !== undefined) return `${base}fargateprofile/${cluster}/${profile}/*`;
  const addon = params['addonName'];
  if (addon !== undefined && isRead(action)) return `${base}addon/${cluster}/${addon}/*`;
  return `${base}cluster/${cluster}`;
}
