import {accountOf} from '../../domain/cluster-arn.ts';
import {ecrImage, type EcrImage} from '../../domain/ecr-image.ts';
import {
  doubtPaths,
  EGRESS_CONSULTS,
  pathEvidence,
  readEgress,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {some, whereText, withoutDefault} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {eksRegistryAccount, isEksRegistry} from '../../domain/eks-registry.ts';
import {imageHost, imageOrigin} from '../../domain/image-host.ts';
import {moveImage} from '../../domain/image-remedies.ts';
import {pullFailures, type PullFailure} from '../../domain/pull.ts';
import {placedContainers, type PlacedContainer} from '../../domain/template-fix.ts';
import {endpointsFor, START_SERVICES} from '../../domain/vpc-endpoints.ts';
import {defineCheck, type Doubt} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence, Problem} from '../../model/finding.ts';
import type {Cluster} from '../../model/aws.ts';
import type {Pod, SpecifiedPod} from '../../model/kubernetes.ts';
import {causes} from './registries-are-within-reach.pages.ts';

export default defineCheck({
  id: 'registries-are-within-reach',
  title: "The registries of the pod's images are within reach of its subnets",
  topic: 'image registries',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  precedence: 'endpoints',
  needs: ['subject', 'podSpec', 'cluster', 'profile'],
  consults: ['profileSubnets', 'routeTables', ...EGRESS_CONSULTS.filter((fact) => fact !== 'podSpec')],
  causes,
  run(given, doubt) {
    const {podSpec, cluster, pod, podEvents} = given;
    const live = valueOf(pod);
    const failures = live ? pullFailures(live, podEvents, doubt) : [];
    const images = distinct(podSpec).filter((placed) => !isPulled(placed, live));
    const refused = images.flatMap((image) => byRefusal(image, {podSpec, cluster, failures}));
    const {profileSubnets, routeTables} = given;
    if (doubt.unsure('profileSubnets', 'routeTables')) return refused;
    if (profileSubnets.is !== 'known' || routeTables.is !== 'known') return refused;
    const reading = readEgress({
      ...given,
      podSpec: {is: 'known', value: podSpec},
      profileSubnets: profileSubnets.value,
      routeTables: routeTables.value,
    });
    const isolated = isolatedOnPurpose(reading, doubt);
    return isolated
      ? [...refused, ...images.flatMap((image) => outOfReach(image, {podSpec, reading, isolated, failures}))]
      : refused;
  },
});

type Paths = readonly [EgressPath, ...EgressPath[]];

/** The subnets without a default route, where the VPC has endpoints in its stead; else a route is what is missing. */
function isolatedOnPurpose(reading: EgressReading, doubt: Doubt): Paths | undefined {
  doubtPaths(reading, doubt, 'routes');
  const plain = some(withoutDefault(reading).plain);
  if (!plain) return undefined;
  doubt.unsure('vpcEndpoints');
  const {endpoints, region} = reading;
  return START_SERVICES.some((s) => endpointsFor(s, endpoints ?? [], region).length > 0) ? plain : undefined;
}

/** Containers with images, the first of each image. */
function distinct({spec}: SpecifiedPod): readonly PlacedContainer[] {
  const placed = placedContainers({...spec, ephemeralContainers: []}).filter(({container}) => container.image !== '');
  return placed.filter((p, i) => placed.findIndex((q) => q.container.image === p.container.image) === i);
}

const imageEvidence = (podSpec: SpecifiedPod, {container, path}: PlacedContainer): Evidence => ({
  source: `get ${podSpec.ref.split('/')[0] ?? 'pod'}s -n ${podSpec.namespace}`,
  ref: podSpec.ref,
  path: `${podSpec.pathPrefix}${path}.image`,
  value: container.image,
});

/** Its container has run, so the image was there. */
const isPulled = ({container}: PlacedContainer, pod: Pod | undefined): boolean =>
  pod?.status.containers.some(
    ({name, state, restarts}) =>
      name === container.name && (state.is === 'running' || state.is === 'terminated' || restarts > 0),
  ) === true;

interface Isolation {
  readonly podSpec: SpecifiedPod;
  readonly reading: EgressReading;
  readonly isolated: Paths;
  readonly failures: readonly PullFailure[];
}

function outOfReach(placed: PlacedContainer, {podSpec, reading, isolated, failures}: Isolation): readonly Problem[] {
  const {image} = placed.container;
  const {region, cluster} = reading;
  if (imageOrigin(image, region) !== 'internet') return [];
  const ecr = ecrImage(image);
  const {where, partly} = whereText(reading, isolated);
  const detoured = isolated.some((path) => path.detours.length > 0);
  const failure = failures.find((f) => f.image === image && f.spoken.clause.says === 'pull-timeout');
  // A private zone may lead a public name to a mirror; only the pull that timed out shows that none does.
  const certainty: Certainty = partly || detoured || ecr || !failure ? 'likely' : 'certain';
  const cause = !ecr
    ? 'image-public-registry-private-vpc'
    : isEksRegistry(ecr.account)
      ? 'image-add-on-registry'
      : 'image-ecr-cross-region-or-account';
  const what = ecr ? `ECR of ${ecr.region}` : imageHost(image);
  return [
    {
      cause,
      summary: `${where} there is no way to the internet, so image ${image} can't be pulled: ${ecr ? `the endpoints serve ECR of ${region} only, not ${what}` : `no endpoint leads to ${what}`}.`,
      certainty,
      evidence: [imageEvidence(podSpec, placed), ...isolated.map(pathEvidence), ...(failure?.evidence ?? [])],
      remedies: [moveImage(image, cluster)],
    },
  ];
}

interface Refused {
  readonly podSpec: SpecifiedPod;
  readonly cluster: Cluster;
  readonly failures: readonly PullFailure[];
}

/** What a refusal, or an image that isn't found, means for an image of another account. */
function byRefusal(placed: PlacedContainer, {podSpec, cluster, failures}: Refused): readonly Problem[] {
  const {image, name} = placed.container;
  const ecr = ecrImage(image);
  const failure = failures.find((f) => f.image === image);
  if (!ecr || !failure || ecr.account === accountOf(cluster)) return [];
  const {says} = failure.spoken.clause;
  const evidence = [imageEvidence(podSpec, placed), ...failure.evidence] as const;
  if (isEksRegistry(ecr.account)) {
    const right = eksRegistryAccount(ecr.region);
    if (right === undefined || right === ecr.account || !['image-denied', 'image-missing'].includes(says)) return [];
    return [
      {
        cause: 'image-add-on-registry',
        summary: `Image ${image} of container ${name} names account ${ecr.account}, but EKS keeps its images for ${ecr.region} in account ${right}.`,
        certainty: 'likely',
        evidence,
        remedies: [moveImage(image, cluster)],
      },
    ];
  }
  if (says !== 'image-denied') return [];
  return [
    {
      cause: 'image-ecr-cross-region-or-account',
      summary: `Image ${image} belongs to account ${ecr.account}, whose repository must admit this pod's role: ${describe(ecr)} refuses the pull.`,
      certainty: 'likely',
      evidence,
      remedies: [
        {
          summary: `In account ${ecr.account}, let account ${accountOf(cluster)} pull by the policy of repository ${ecr.repository}; the pod execution role itself needs the pull actions too.`,
          commands: [],
          changes: 'aws',
        },
        moveImage(image, cluster),
      ],
    },
  ];
}

const describe = ({repository, region}: EcrImage): string => `${repository} in ${region}`;
