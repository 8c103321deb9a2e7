import {byControlPlane, byCoreDns, type RefusedFlow} from '../../domain/cluster-traffic.ts';
import {EGRESS_NEEDS} from '../../domain/egress-reading.ts';
import {some} from '../../domain/egress-verdict.ts';
import {addClusterGroup, letOut} from '../../domain/group-remedies.ts';
import {listText} from '../../domain/lists.ts';
import {selecting} from '../../domain/pod-groups.ts';
import {
  forLackOfClusterGroup,
  goalNames,
  GROUP_CONSULTS,
  judgeRefusals,
  readReach,
  refusalEvidence,
  refusals,
  type ReachReading,
} from '../../domain/reach-reading.ts';
import {DNS_FLOWS, flowText, HTTPS} from '../../domain/security-groups.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf, type Fact} from '../../model/fact.ts';
import type {Evidence, Problem} from '../../model/finding.ts';
import type {SecurityGroupPolicy, SpecifiedPod} from '../../model/kubernetes.ts';
import {causes} from './security-groups-let-pods-out.pages.ts';

export default defineCheck({
  id: 'security-groups-let-pods-out',
  title: 'The security groups of the pod let it reach what a start needs',
  topic: 'security groups',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'security-groups',
  needs: [...EGRESS_NEEDS, 'securityGroups'],
  consults: [...GROUP_CONSULTS, 'corednsPods'],
  causes,
  run(given, doubt) {
    const reading = readReach(given, {groups: given}, doubt);
    const {cluster} = reading.egress;
    const own = cluster.clusterSecurityGroupId;
    const {pod, groups} = reading;
    // A group that is not there has no rules that we could hold it to; that has checks of its own.
    if (own === undefined || pod.lacks !== undefined || pod.ids.some((id) => !groups.some((g) => g.id === id)))
      return [];
    if (!pod.ids.includes(own)) {
      const policies = selectingPolicies(given.securityGroupPolicies, valueOf(given.podSpec));
      return shutOff(reading, policies, valueOf(given.corednsPods) ?? []);
    }
    const toDns = byCoreDns(reading, valueOf(given.corednsPods) ?? []);
    return keptIn(reading, own, toDns?.direction === 'egress' ? toDns : undefined);
  },
});

/** What the rules of the cluster security group do not let out. */
function keptIn(reading: ReachReading, own: string, coredns: RefusedFlow | undefined): readonly Problem[] {
  const {cluster, subject} = reading.egress;
  const refused = refusals(reading, 'pod-groups');
  const shut = some(refused.filter(({hop}) => hop.state === 'shut' || hop.family !== undefined));
  const only6 = shut?.every(({hop}) => hop.family === 'ipv6') === true && !coredns;
  if (!shut && !coredns) return [];
  const dns = coredns !== undefined || (shut ?? []).some(({leg}) => leg.goal === 'dns');
  const https = (shut ?? []).some(({leg}) => leg.goal !== 'dns');
  const flows = [...(https ? [HTTPS] : []), ...(dns ? DNS_FLOWS : [])];
  const judged = shut && judgeRefusals(reading, shut, 'likely');
  const lost = [...(shut ? goalNames(shut) : []), ...(coredns ? ['CoreDNS'] : [])];
  return [
    {
      cause: 'cluster-sg-egress-restricted',
      summary: only6
        ? `The cluster security group ${own} lets no ${listText(flows.map(flowText))} out by IPv6, by which a pod of this cluster may have to reach ${listText(lost)}.`
        : `The cluster security group ${own} lets no ${listText(flows.map(flowText))} out, so the pod can't reach ${listText(lost)}.`,
      ...(judged?.fields ?? {certainty: 'likely', stage: 'ready'}),
      evidence: [
        ...(shut ? refusalEvidence(shut) : (coredns?.evidence ?? [])),
        ...(judged?.evidence ?? []),
      ] as unknown as Problem['evidence'],
      remedies: letOut(cluster, own, flows, subject, only6),
    },
  ];
}

function selectingPolicies(
  policies: Fact<readonly SecurityGroupPolicy[]>,
  spec: SpecifiedPod | undefined,
): readonly SecurityGroupPolicy[] {
  return spec ? selecting(valueOf(policies) ?? [], spec).sure : [];
}

/** What groups without the cluster security group cut off: the start, else the cluster DNS, else the kubelet's port. */
function shutOff(
  reading: ReachReading,
  policies: readonly SecurityGroupPolicy[],
  corednsPods: Parameters<typeof byCoreDns>[1],
): readonly Problem[] {
  const {egress, pod} = reading;
  const refused = some(
    refusals(reading, 'pod-groups', 'control-plane-groups', 'endpoint-groups').filter(
      (refusal) => refusal.hop.state === 'shut' && forLackOfClusterGroup(reading, refusal),
    ),
  );
  const dns = byCoreDns(reading, corednsPods);
  const kubelet = byControlPlane(reading);
  const lost = [...(refused ? goalNames(refused) : []), ...(dns ? ['CoreDNS'] : [])];
  const has = `${egress.subject.kind === 'Pod' ? 'The pod has' : 'The next pod gets'} ${listText(pod.ids)} instead of the cluster security group ${egress.cluster.clusterSecurityGroupId ?? ''}`;
  const remedies = [addClusterGroup(egress.cluster, policies, egress.subject)];
  const seen: readonly Evidence[] = pod.evidence ? [pod.evidence] : [];
  const found = (
    rest: Pick<Problem, 'summary' | 'certainty'> & Partial<Problem>,
    evidence: readonly Evidence[],
  ): Problem => ({
    cause: 'sgp-without-cluster-sg',
    ...rest,
    evidence: [...seen, ...evidence] as unknown as Problem['evidence'],
    remedies,
  });
  if (refused) {
    const {fields} = judgeRefusals(reading, refused, 'likely');
    // Siblings with other groups say nothing of these.
    const certainty = refused.every(({leg}) => leg.goal === 'sts') ? 'possible' : 'likely';
    return [
      found({summary: `${has}, and can't reach ${listText(lost)}.`, ...fields, certainty}, [
        ...refusalEvidence(refused),
        ...(fields.stage === 'provisioning' ? egress.timeout : []),
      ]),
    ];
  }
  if (dns) {
    return [
      found(
        {summary: `${has}, and can't resolve names: ${dns.summary}.`, certainty: 'likely', stage: 'ready'},
        dns.evidence,
      ),
    ];
  }
  if (kubelet) {
    const summary = `${has}; it starts, but kubectl logs and exec fail, for the control plane can't reach its kubelet at TCP 10250.`;
    return [found({summary, certainty: 'likely', severity: 'warning', note: true}, kubelet.evidence)];
  }
  return [];
}
