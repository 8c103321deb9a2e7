import {byControlPlane, byCoreDns, type RefusedFlow} from '../../domain/cluster-traffic.ts';
import {EGRESS_NEEDS} from '../../domain/egress-reading.ts';
import {some} from '../../domain/egress-verdict.ts';
import {admitFrom, admitSelf} from '../../domain/group-remedies.ts';
import {
  GROUP_CONSULTS,
  judgeRefusals,
  readReach,
  refusalEvidence,
  refusals,
  type ReachReading,
} from '../../domain/reach-reading.ts';
import {DNS_FLOWS, KUBELET} from '../../domain/security-groups.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';
import {causes} from './cluster-members-reach-each-other.pages.ts';

export default defineCheck({
  id: 'cluster-members-reach-each-other',
  title: 'The cluster security group lets the control plane, CoreDNS and the pod talk to each other',
  topic: 'cluster security group',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'security-groups',
  needs: [...EGRESS_NEEDS, 'securityGroups'],
  consults: [...GROUP_CONSULTS, 'corednsPods'],
  causes,
  run(given, doubt) {
    const reading = readReach(given, {groups: given}, doubt);
    const own = reading.egress.cluster.clusterSecurityGroupId;
    const group = reading.groups.find(({id}) => id === own);
    // Without the cluster security group on the pod, that is the fault; with the group gone, so is everything.
    if (own === undefined || !group || reading.pod.lacks !== undefined || !reading.pod.ids.includes(own)) return [];
    const refused = some(refusals(reading, 'control-plane-groups').filter(({hop}) => hop.state === 'shut'));
    if (refused) {
      const {fields, evidence} = judgeRefusals(reading, refused, 'likely');
      return [
        {
          cause: 'cluster-sg-no-self-ingress',
          summary: `The cluster security group ${own} does not admit TCP 443 from itself, so a Fargate node can't reach the API server inside the VPC.`,
          ...fields,
          evidence: [...refusalEvidence(refused), ...evidence] as unknown as Problem['evidence'],
          remedies: [admitSelf(reading.egress.cluster, own, reading.egress.subject)],
        },
      ];
    }
    const toDns = byCoreDns(reading, valueOf(given.corednsPods) ?? []);
    // What does not get out of the pod is for the check on egress.
    const dns = toDns?.direction === 'ingress' ? toDns : undefined;
    const kubelet = byControlPlane(reading);
    if (!group.ingress) return doubt.unreadable('securityGroups', `EC2 does not say what ${own} lets in`);
    const itself = group.ingress.some((rule) => rule.peer === own);
    if (!itself && (dns || kubelet)) return [noSelfRule(reading, own, dns, kubelet)];
    return [...(dns ? [noNames(reading, dns)] : []), ...(kubelet ? [noKubelet(reading, own, kubelet)] : [])];
  },
});

const MILD = {certainty: 'likely', severity: 'warning', note: true} as const;

function noSelfRule(
  {egress: {cluster, subject}}: ReachReading,
  own: string,
  dns: RefusedFlow | undefined,
  kubelet: RefusedFlow | undefined,
): Problem {
  const lost = dns
    ? "pods start, but can't ask CoreDNS"
    : "pods start, but the control plane can't reach their kubelets (logs, exec)";
  return {
    cause: 'cluster-sg-no-self-ingress',
    summary: `The cluster security group ${own} has no rule that admits its own members; ${lost}.`,
    ...(dns ? {certainty: 'likely' as const, stage: 'ready' as const} : MILD),
    evidence: [...(dns?.evidence ?? []), ...(kubelet?.evidence ?? [])] as unknown as Problem['evidence'],
    remedies: [admitSelf(cluster, own, subject)],
  };
}

const noNames = ({egress: {cluster, subject}, pod}: ReachReading, refused: RefusedFlow): Problem => ({
  cause: 'coredns-sg-blocks-53',
  summary: `${refused.summary}, so the pod can't resolve names.`,
  certainty: 'likely',
  evidence: refused.evidence,
  remedies: pod.ids.slice(0, 1).map((source) => admitFrom(cluster, refused.group, source, DNS_FLOWS, subject)),
});

const noKubelet = ({egress: {cluster, subject}}: ReachReading, own: string, refused: RefusedFlow): Problem => ({
  cause: 'controlplane-cannot-reach-10250',
  summary: `${refused.summary}; pods run, but kubectl logs and exec fail.`,
  ...MILD,
  evidence: refused.evidence,
  remedies: [admitFrom(cluster, refused.group, own, [KUBELET], subject)],
});
