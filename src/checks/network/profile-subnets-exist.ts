import {subnetsOf} from '../../domain/egress-reading.ts';
import {INTERMITTENT} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {profileOn} from '../../domain/network-remedies.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence, Problem} from '../../model/finding.ts';

// States of a subnet in which nothing can be started in it, beside its absence.
const UNFIT = ['pending', 'unavailable', 'failed', 'failed-insufficient-capacity'];

export default defineCheck({
  id: 'profile-subnets-exist',
  title: "The subnets of the profile exist in the cluster's VPC",
  topic: 'subnets exist',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: ['subject', 'cluster', 'profile', 'profileSubnets'],
  causes: {
    'subnet-missing': {
      title: 'Profile that names a subnet which is not there',
      why: "Fargate starts a pod's micro-VM in one of the profile's subnets. A profile keeps the ids it was made with, so a subnet that was deleted since, or is no longer shared with this account, leaves it without a place.",
      symptoms: ['Pods of the profile hang in provisioning, all or some of them.'],
      proof: 'A subnet id of the profile is not among those that EC2 returns, or its state is not available.',
      severity: 'error',
      fix: ["Create a new profile on subnets that exist, then delete FP: a profile can't be changed"],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'],
    },
    'subnet-wrong-vpc': {
      title: 'Profile with a subnet of another VPC',
      why: "A pod's interface must be in the cluster's VPC. EKS refuses such a profile when it is made, so this is a sign of something very unusual.",
      symptoms: ['Pods of the profile hang in provisioning.'],
      proof: "The VPC of a profile subnet differs from the cluster's.",
      severity: 'error',
      fix: ["Create a new profile on subnets of the cluster's VPC, then delete FP"],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'],
    },
  },
  run({subject, cluster, profile, profileSubnets}, doubt) {
    const mine = profileSubnets.filter((subnet) => profile.subnetIds.includes(subnet.id));
    const missing = profile.subnetIds.filter((id) => !mine.some((subnet) => subnet.id === id));
    const unfit = mine.filter((subnet) => UNFIT.includes(subnet.state));
    const strange = mine.find((subnet) => subnet.state !== 'available' && !UNFIT.includes(subnet.state));
    if (strange) doubt.unreadable('profileSubnets', `${strange.id} is in state ${strange.state}, which we don't know`);
    const foreign = mine.filter((subnet) => subnet.vpcId !== cluster.vpcId);
    const fit = subnetsOf(profile, profileSubnets, cluster).filter((subnet) => subnet.state === 'available');
    const remedy = profileOn(
      cluster,
      profile,
      fit.map((subnet) => subnet.id),
      subject,
    );
    const total = profile.subnetIds.length;
    const problem = (cause: string, count: number, summary: string, evidence: readonly Evidence[]): Problem => ({
      cause,
      summary,
      certainty: count === total ? 'certain' : 'likely',
      evidence: evidence as [Evidence, ...Evidence[]],
      remedies: [
        remedy ?? {
          summary: `Create a profile on private subnets of ${cluster.vpcId} in place of ${profile.name}.`,
          commands: [],
          changes: 'aws',
        },
      ],
    });
    const problems: Problem[] = [];
    if (missing.length + unfit.length > 0) {
      const words = [
        ...missing.map((id) => `${id} (not there)`),
        ...unfit.map((subnet) => `${subnet.id} (${subnet.state})`),
      ].sort();
      problems.push(
        problem(
          'subnet-missing',
          words.length,
          words.length === total
            ? `No subnet of profile ${profile.name} can be used: ${listText(words)}.`
            : `Of the ${total} subnets of profile ${profile.name}, ${words.length} can't be used: ${listText(words)}; a pod that would start there hangs${INTERMITTENT}.`,
          words.map((value) => ({source: 'ec2:DescribeSubnets', ref: profile.name, path: 'subnets', value})),
        ),
      );
    }
    if (foreign.length > 0) {
      const words = foreign.map((subnet) => `${subnet.id} is in ${subnet.vpcId}`).sort();
      problems.push(
        problem(
          'subnet-wrong-vpc',
          words.length,
          `Of the ${total} subnets of profile ${profile.name}, ${words.length} ${words.length === 1 ? 'is' : 'are'} outside the cluster's ${cluster.vpcId}: ${listText(words)}.`,
          words.map((value) => ({source: 'ec2:DescribeSubnets', ref: profile.name, path: 'subnets', value})),
        ),
      );
    }
    return problems;
  },
});
