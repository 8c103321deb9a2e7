import {
  addonWantsFargate,
  corednsProfile,
  isCoreDns,
  REMOVE_ANNOTATION,
  RESTART_COREDNS,
  specifiedBy,
  withFargate,
} from '../../domain/coredns.ts';
import {intentOf, type Intent} from '../../domain/intent.ts';
import {COMPUTE_TYPE} from '../../domain/names.ts';
import {placementOf, type Placement} from '../../domain/placement.ts';
import {stageOfNames} from '../../domain/wants-names.ts';
import {selectorText} from '../../domain/selector-reading.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck, type Doubt, type Given} from '../../model/check.ts';
import {absent, valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {SpecifiedPod} from '../../model/kubernetes.ts';
import {causes} from './coredns-can-go-to-fargate.pages.ts';

const needs = ['profiles', 'cluster', 'clock'] as const;
const consults = [
  'podSpec',
  'pod',
  'podEvents',
  'corednsDeployment',
  'dnsEndpoints',
  'nodes',
  'corednsAddon',
  'target',
] as const;
type Seen = Given<(typeof needs)[number], never, (typeof consults)[number]>;

export default defineCheck({
  id: 'coredns-can-go-to-fargate',
  title: 'CoreDNS can run where the cluster has room for it',
  topic: 'CoreDNS placement',
  group: 'coredns',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs,
  consults,
  causes,
  run(seen, doubt) {
    const spec = valueOf(seen.podSpec);
    return spec && isCoreDns(spec) ? ofThisPod(seen, spec, doubt) : ofTheCluster(seen, doubt);
  },
});

/** The subject is CoreDNS itself. */
function ofThisPod(seen: Seen, spec: SpecifiedPod, doubt: Doubt): readonly Problem[] {
  const placement = placementOf(spec, seen.profiles);
  const pod = valueOf(seen.pod);
  if (placement.mutated || spec.spec.nodeName !== undefined) return [];
  if (seen.cluster.autoMode) return doubt.inapplicable('EKS Auto Mode has nodes for it');
  const condition = pod?.status.conditions.find((c) => c.type === 'PodScheduled')?.message;
  const evidence = {...seen, cluster: {is: 'known', value: seen.cluster} as const};
  const intent = intentOf(
    spec,
    {...placement, matching: []},
    {...evidence, ...(condition === undefined ? {} : {condition})},
  );
  return judge(seen, spec, placement, intent, doubt);
}

/** The subject is another pod, which will need names once it runs; CoreDNS is judged by its template. */
function ofTheCluster(seen: Seen, doubt: Doubt): readonly Problem[] {
  const {corednsDeployment, dnsEndpoints, cluster} = seen;
  const backends = valueOf(dnsEndpoints);
  const deployment = valueOf(corednsDeployment);
  if ((backends?.ready ?? 0) > 0) return [];
  if (doubt.unsure('corednsDeployment')) return [];
  if (!deployment) return doubt.inapplicable('there is no Deployment coredns');
  if (cluster.autoMode || deployment.replicas.desired === 0 || deployment.replicas.ready > 0) return [];
  const spec = specifiedBy(deployment);
  const placement = placementOf(spec, seen.profiles);
  const evidence = {nodes: seen.nodes, cluster: {is: 'known', value: cluster} as const, podEvents: absent};
  const intent = intentOf(spec, {...placement, matching: []}, evidence);
  const pod = valueOf(seen.pod);
  const ready = pod?.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
  // On EC2 nodes the annotation is as it should be, and what ails CoreDNS there is not ours.
  if (intent.is === 'unclear') doubt.unsure('nodes');
  if (intent.is !== 'fargate') return [];
  return judge(seen, spec, placement, intent, doubt).map((problem) => ({
    ...problem,
    // Other pods start without it, since images and the API server are found by the VPC's own resolver.
    stage: stageOfNames(pod, seen.clock),
    ...(ready ? {note: true, severity: 'warning'} : {}),
  }));
}

function judge(seen: Seen, spec: SpecifiedPod, placement: Placement, intent: Intent, doubt: Doubt): readonly Problem[] {
  const annotated = spec.annotations[COMPUTE_TYPE] === 'ec2';
  if (placement.matching.length === 0) {
    if (intent.is === 'unclear') doubt.unsure('nodes');
    return intent.is === 'fargate' ? [noProfile(seen, spec, placement, annotated)] : [];
  }
  // A pod that is merely older than its profile is the business of another check. One that is annotated as well needs the
  // change of its template, which replaces it too.
  if (!annotated) return [];
  if (intent.is === 'unclear') doubt.unsure('nodes');
  return [annotation(seen, spec, placement, intent), ...addonOverwrites(seen, intent)];
}

function noProfile(seen: Seen, spec: SpecifiedPod, placement: Placement, annotated: boolean): Problem {
  const near = placement.matches.flatMap((m) =>
    m.selectors.filter((s) => s.namespaceMatches).map((s) => `${m.profile.name}: ${selectorText(s)}`),
  );
  const target = valueOf(seen.target);
  const like = seen.profiles.find((p) => p.status === 'ACTIVE') ?? seen.profiles[0];
  const create =
    target && like
      ? corednsProfile(
          target,
          like,
          seen.profiles.map((p) => p.name),
        )
      : [];
  return {
    cause: 'coredns-no-profile',
    summary: `No Fargate profile selects CoreDNS (kube-system, k8s-app=kube-dns), and the cluster has no other nodes for it${near.length > 0 ? `; near it comes ${near.join(', ')}` : ''}.`,
    certainty: 'certain',
    evidence: [
      {
        source: 'eks:DescribeFargateProfile',
        ref: 'cluster',
        path: 'selectors',
        value:
          placement.matches.map((m) => `${m.profile.name}: ${m.selectors.map(selectorText).join(' | ')}`).join(', ') ||
          'no profile',
      },
      ...onlyFargate(seen),
    ],
    remedies: [
      {
        summary: `Create a profile for CoreDNS${like ? ` with the role and the subnets of ${like.name}` : ''}${annotated ? ', and take the annotation for EC2 from its template' : ''}.`,
        commands: [...create, ...(annotated ? [REMOVE_ANNOTATION] : [])],
        changes: 'aws',
        then: RESTART_COREDNS,
      },
    ],
  };
}

function annotation(seen: Seen, spec: SpecifiedPod, placement: Placement, intent: Intent): Problem {
  const deployment = valueOf(seen.corednsDeployment);
  const onTemplate = deployment?.template.annotations[COMPUTE_TYPE] === 'ec2' || !deployment;
  const profile = placement.profile?.name ?? placement.matching[0]?.name ?? '';
  const seenAt: Evidence = {
    source: spec.from === 'pod' ? 'get pods -n kube-system' : 'get deployments/coredns -n kube-system',
    ref: spec.ref,
    path: `${spec.pathPrefix}metadata.annotations['${COMPUTE_TYPE}']`,
    value: 'ec2',
  };
  const remedy: Remedy = onTemplate
    ? {
        summary: 'Take the annotation from the pod template; the Deployment then makes new pods.',
        commands: [REMOVE_ANNOTATION],
        changes: 'workload',
      }
    : {
        summary: 'The template has lost the annotation already; let it make new pods.',
        commands: [RESTART_COREDNS],
        changes: 'workload',
      };
  return {
    cause: 'coredns-compute-type-ec2',
    summary: `CoreDNS asks for EC2 nodes by its annotation ${COMPUTE_TYPE}: ec2, so profile ${profile} does not get it${intent.is === 'fargate' ? ', and the cluster has no other nodes' : ''}.`,
    certainty: intent.is === 'fargate' ? 'certain' : 'possible',
    evidence: [seenAt, ...(intent.is === 'fargate' ? onlyFargate(seen) : [])],
    remedies: [remedy],
  };
}

/** By what it was seen that there are no other nodes: the nodes themselves, or the default scheduler's count of them. */
function onlyFargate({nodes, pod}: Seen): readonly Evidence[] {
  const seen = valueOf(nodes);
  if (seen) return [{source: 'list nodes', ref: 'cluster', value: `${seen.length} nodes, all of Fargate`}];
  const live = valueOf(pod);
  const message = live?.status.conditions.find((c) => c.type === 'PodScheduled')?.message;
  if (!live || message === undefined) return [];
  return [{source: 'get pods -n kube-system', ref: `pod/${live.name}`, path: 'status.conditions', value: message}];
}

function addonOverwrites(seen: Seen, intent: Intent): readonly Problem[] {
  const [addon, target] = [valueOf(seen.corednsAddon), valueOf(seen.target)];
  if (!addon || addonWantsFargate(addon) !== false) return [];
  const values = withFargate(addon);
  const update =
    target && values !== undefined
      ? [
          sh`aws eks update-addon --region ${target.region} --cluster-name ${target.name} --addon-name coredns --configuration-values ${values} --resolve-conflicts OVERWRITE`,
        ]
      : [];
  return [
    {
      cause: 'coredns-addon-overwrites',
      summary: 'The add-on coredns is not configured for Fargate, so its next update writes the annotation back.',
      certainty: intent.is === 'fargate' ? 'likely' : 'possible',
      evidence: [
        {
          source: 'eks:DescribeAddon',
          ref: 'coredns',
          path: 'configurationValues',
          value: addon.configurationValues || 'empty',
        },
      ],
      remedies: [
        {
          summary: 'Tell the add-on that CoreDNS runs on Fargate; the rest of its configuration stays.',
          commands: update,
          changes: 'aws',
        },
      ],
    },
  ];
}
