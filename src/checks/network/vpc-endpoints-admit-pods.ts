import {EGRESS_NEEDS} from '../../domain/egress-reading.ts';
import {some} from '../../domain/egress-verdict.ts';
import {admitFrom} from '../../domain/group-remedies.ts';
import {listText} from '../../domain/lists.ts';
import {logsToCloudWatch} from '../../domain/logging-config.ts';
import {
  forLackOfClusterGroup,
  goalsText,
  GROUP_CONSULTS,
  judgeRefusals,
  readReach,
  refusalEvidence,
  refusals,
  type ReachReading,
  type Refusal,
} from '../../domain/reach-reading.ts';
import {HTTPS} from '../../domain/security-groups.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'vpc-endpoints-admit-pods',
  title: 'The security groups of the VPC endpoints admit the pod',
  topic: 'endpoint security groups',
  group: 'network',
  stage: 'image',
  scope: 'pod',
  precedence: 'endpoints',
  needs: [...EGRESS_NEEDS, 'securityGroups'],
  consults: [...GROUP_CONSULTS, 'awsLogging'],
  causes: {
    'vpce-sg-blocks-443': {
      title: 'VPC endpoint whose security group keeps the pod out',
      why: 'An interface endpoint with private DNS takes over the name of its service for the whole VPC, so that pods go there even where a NAT gateway would get them out. Its security group has to admit TCP 443 from the pod: by the group of the pod, which is the cluster security group unless a policy gives it others, or by the addresses of its subnet.',
      symptoms: [
        'Failed: "dial tcp 10.0.1.141:443: i/o timeout", a private address.',
        'The container waits with ErrImagePull or ImagePullBackOff.',
      ],
      proof:
        'The rules of all groups of the endpoint, held against the groups and the address of the pod: none admits TCP 443. A prefix list counts by its entries; a rule for a part of the subnet makes it possible only.',
      severity: 'error',
      explains: ['image-pull-timeout-vpce'],
      fix: [
        'aws ec2 authorize-security-group-ingress --group-id SG-ENDPOINT --protocol tcp --port 443 --source-group SG-CLUSTER',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
        'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1476',
      ],
    },
  },
  run(given, doubt) {
    const logs = logsToCloudWatch(valueOf(given.awsLogging));
    const reading = readReach(given, {groups: given, logs}, doubt);
    const refused = refusals(reading, 'endpoint-groups').filter((one) => !forLackOfClusterGroup(reading, one));
    // One fault for each set of groups: those are what has to be changed.
    const keys = [...new Set(refused.map(keyOf))].sort();
    return keys.flatMap((key) => {
      const ours = some(refused.filter((one) => keyOf(one) === key));
      return ours ? [problem(reading, ours)] : [];
    });
  },
});

const keyOf = ({hop}: Refusal): string => hop.ids.join(',');

function problem(reading: ReachReading, refused: readonly [Refusal, ...Refusal[]]): Problem {
  const {egress, pod} = reading;
  const [{hop}] = refused;
  const {fields, evidence} = judgeRefusals(reading, refused, 'certain');
  const {podIP, hostIP} = egress.pod?.status ?? {};
  const address = podIP ?? hostIP;
  const from = address === undefined ? refused.map(({leg}) => leg.subnet.cidr) : [address];
  const partly = hop.state === 'partly';
  const groups =
    hop.ids.length > 1 ? `security groups ${listText(hop.ids)} have` : `security group ${hop.ids.join()} has`;
  return {
    cause: 'vpce-sg-blocks-443',
    summary: `The VPC endpoints for ${goalsText(refused)} ${partly ? 'admit a part of the pods only' : "don't admit the pod"}: ${groups} no rule for TCP 443 from ${listText(pod.ids)}, nor for ${partly ? 'all of ' : ''}${listText(from)}.`,
    ...fields,
    evidence: [
      ...refusalEvidence(refused),
      ...(pod.evidence ? [pod.evidence] : []),
      ...evidence,
    ] as unknown as Problem['evidence'],
    remedies: pod.ids
      .slice(0, 1)
      .map((source) => admitFrom(egress.cluster, hop.ids[0] ?? '', source, [HTTPS], egress.subject)),
  };
}
