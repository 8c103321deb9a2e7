import {podGroups} from '../../domain/pod-groups.ts';
import {listText} from '../../domain/lists.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {isUnplaced} from '../../domain/spoken.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

/** An interface that Fargate makes takes no more (ECS API reference, AwsVpcConfiguration). */
const MOST = 5;

export default defineCheck({
  id: 'pod-has-at-most-five-groups',
  title: 'The pod gets no more than five security groups',
  topic: 'number of security groups',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'security-groups',
  needs: ['cluster', 'subject', 'podSpec'],
  consults: ['pod', 'securityGroupPolicies'],
  causes: {
    'sgp-too-many': {
      title: 'More security groups than a Fargate pod can have',
      why: 'All SecurityGroupPolicies that select a pod give it their groups, together. One policy may name five at most, and so may the network interface of a Fargate pod have; with more it can not be made.',
      symptoms: ['The pod stays Pending after a further SecurityGroupPolicy was made.'],
      proof:
        'The annotation fargate.amazonaws.com/pod-sg, or for a pod that is yet to be made the policies that select it, name more than five groups.',
      severity: 'error',
      fix: [
        'kubectl get securitygrouppolicies -n NS -o yaml',
        'Merge groups, or narrow a podSelector, then delete the pod',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
        'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
      ],
    },
  },
  run({cluster, subject, podSpec, pod, securityGroupPolicies}, doubt) {
    const {ids, lacks, evidence} = podGroups({
      cluster,
      pod,
      podSpec: {is: 'known', value: podSpec},
      securityGroupPolicies,
    });
    if (lacks !== undefined) {
      doubt.unsure(lacks);
      return [];
    }
    // A pod that has its interface has its groups.
    if (doubt.unsure('pod')) return [];
    const there = valueOf(pod);
    if (ids.length <= MOST || !evidence || (there && !isUnplaced(there))) return [];
    return [
      {
        cause: 'sgp-too-many',
        summary: `The pod is to get ${ids.length} security groups (${listText(ids)}); a Fargate pod can have ${MOST}.`,
        certainty: 'certain',
        evidence: [evidence],
        remedies: [
          {
            summary: `Let the SecurityGroupPolicies that select the pod name ${MOST} groups together, the cluster security group among them.`,
            commands: [sh`kubectl get securitygrouppolicies -n ${podSpec.namespace} -o yaml`],
            changes: 'cluster',
            ...thenRecreate(subject),
          },
        ],
      },
    ];
  },
});
