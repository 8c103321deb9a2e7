import {listText} from '../../domain/lists.ts';
import {podGroups, type PodGroups} from '../../domain/pod-groups.ts';
import {isUnplaced, spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence, Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'pod-security-groups-exist',
  title: 'The security groups of the pod exist',
  topic: "pod's security groups",
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'security-groups',
  needs: ['podSpec', 'subject'],
  consults: ['pod', 'podEvents', 'target', 'cluster', 'securityGroups', 'securityGroupPolicies'],
  causes: {
    'sgp-group-missing': {
      title: 'A SecurityGroupPolicy names a security group that does not exist',
      why: "The pod's network interface is made with the groups of the SecurityGroupPolicies that select it. If one of them was deleted, or is of another VPC, the interface cannot be made and the pod never gets a node.",
      symptoms: ['"InvalidSecurityGroupID.NotFound … when calling the CreateNetworkInterface operation"'],
      proof:
        "EC2's error names the group; or a group of the annotation fargate.amazonaws.com/pod-sg, or of the policies that select a pod yet to be made, is not among those of the VPC (likely, for a group of another VPC can be associated with this one).",
      severity: 'error',
      fix: [
        'kubectl get securitygrouppolicies -n NS -o yaml',
        'Name an existing group in it, then: kubectl delete pod POD -n NS',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html'],
    },
  },
  run({podSpec, subject, pod, podEvents, target, cluster, securityGroups, securityGroupPolicies}, doubt) {
    const there = valueOf(pod);
    if (there && !isUnplaced(there)) return [];
    const [spoken] = there ? spokenOf(there, valueOf(podEvents) ?? [], ['group-missing']) : [];
    // A group that is not the VPC's may be another's that is associated with it, which only EC2's own word rules out.
    const lost = (gone: readonly string[], certainty: Certainty): string => {
      const many = gone.length > 1;
      return certainty === 'certain'
        ? `which ${many ? 'do' : 'does'} not exist, so its network interface can't be made`
        : `which ${many ? 'are' : 'is'} not of the cluster's VPC; unless associated with it from another one, its network interface can't be made`;
    };
    const problem = (gone: readonly string[], certainty: Certainty, evidence: Problem['evidence']): Problem => ({
      cause: 'sgp-group-missing',
      summary: `The pod is to get security group ${listText(gone)}, ${lost(gone, certainty)}.`,
      certainty,
      evidence,
      remedies: [
        {
          summary: `Find the SecurityGroupPolicy that names ${listText(gone)}, and name an existing group of the VPC in it.`,
          commands: [
            sh`kubectl get securitygrouppolicies -n ${podSpec.namespace} -o yaml`,
            ...(target.is === 'known'
              ? [sh`aws ec2 describe-security-groups --region ${target.value.region} --group-ids ${gone}`]
              : []),
          ],
          changes: 'cluster',
          ...thenRecreate(subject),
        },
      ],
    });
    if (there && spoken) {
      const {group = ''} = spoken.clause.names;
      return [problem([group], 'certain', [spokenEvidence(there, spoken.utterance, spoken.clause)])];
    }
    if (!answered(pod)) doubt.unsure('pod');
    if (!answered(podEvents)) doubt.unsure('podEvents');
    const described = valueOf(cluster);
    if (!described) {
      doubt.unsure('cluster');
      return [];
    }
    const given: PodGroups = podGroups({
      cluster: described,
      pod,
      podSpec: {is: 'known', value: podSpec},
      securityGroupPolicies,
    });
    if (given.lacks !== undefined) doubt.unsure(given.lacks);
    // The cluster security group has a check of its own.
    if (given.from === 'cluster') return [];
    doubt.unsure('securityGroups');
    const groups = valueOf(securityGroups) ?? [];
    const gone = given.ids.filter((id) => id !== described.clusterSecurityGroupId && !groups.some((g) => g.id === id));
    // Every VPC has a group: none at all is an answer that tells nothing.
    if (groups.length === 0 || gone.length === 0 || !given.evidence) return [];
    const seen: Evidence = {
      source: 'ec2:DescribeSecurityGroups',
      ref: described.vpcId,
      value: `${listText(gone)} not among its security groups (${groups.length} seen)`,
    };
    return [problem(gone, 'likely', [given.evidence, seen])];
  },
});
