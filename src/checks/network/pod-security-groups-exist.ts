import {isUnplaced, spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {recreateCommand} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'pod-security-groups-exist',
  title: 'The security groups of the pod exist',
  topic: "pod's security groups",
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'security-groups',
  needs: ['pod', 'subject'],
  consults: ['podEvents', 'target'],
  causes: {
    'sgp-group-missing': {
      title: 'A SecurityGroupPolicy names a security group that does not exist',
      why: "The pod's network interface is made with the groups of the SecurityGroupPolicies that select it. If one of them was deleted, or is of another VPC, the interface cannot be made and the pod never gets a node.",
      symptoms: ['"InvalidSecurityGroupID.NotFound … when calling the CreateNetworkInterface operation"'],
      proof: "EC2's error names the group.",
      severity: 'error',
      fix: [
        'kubectl get securitygrouppolicies -n NS -o yaml',
        'Name an existing group in it, then: kubectl delete pod POD -n NS',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html'],
    },
  },
  run({pod, subject, podEvents, target}, doubt) {
    if (!isUnplaced(pod)) return [];
    const [spoken] = spokenOf(pod, valueOf(podEvents) ?? [], ['group-missing']);
    if (!spoken) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    const {group = ''} = spoken.clause.names;
    const region = valueOf(target)?.region;
    const then = recreateCommand(subject);
    return [
      {
        cause: 'sgp-group-missing',
        summary: `The pod is to get security group ${group}, which does not exist, so its network interface can't be made.`,
        certainty: 'certain',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary: `Find the SecurityGroupPolicy that names ${group}, and name an existing group of the VPC in it.`,
            commands: [
              sh`kubectl get securitygrouppolicies -n ${pod.namespace} -o yaml`,
              ...(region === undefined
                ? []
                : [sh`aws ec2 describe-security-groups --region ${region} --group-ids ${group}`]),
            ],
            changes: 'cluster',
            ...(then === undefined ? {} : {then}),
          },
        ],
      },
    ];
  },
});
