import {takes} from '../../domain/placement.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'placement-wishes-are-heard',
  title: 'The pod does not rely on affinity or topology spread',
  topic: 'affinity',
  group: 'scheduling',
  stage: 'ready',
  scope: 'pod',
  needs: ['podSpec', 'profile'],
  causes: {
    'sched-affinity-ignored': {
      title: 'Affinity has no effect on Fargate',
      why: 'Each Fargate pod has a node of its own, chosen by fargate-scheduler from the subnets of the profile. Pod affinity and anti-affinity are not applied; replicas can land in one zone.',
      symptoms: ['Replicas share a zone in spite of anti-affinity.'],
      proof:
        'The pod has pod affinity or anti-affinity and a Fargate profile takes it. No report was found in which it keeps a pod on fargate-scheduler from starting.',
      severity: 'warning',
      fix: ['For a spread over zones: one profile per zone with one subnet each, and a share of the replicas in each.'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html',
        'https://github.com/aws/containers-roadmap/issues/1324',
      ],
    },
    'sched-topology-spread': {
      title: 'Topology spread constraints are not supported on Fargate',
      why: 'One edition of the AWS user guide says that Fargate does not support them; whether they are ignored or keep the pod waiting is not documented.',
      symptoms: ['Replicas are spread unevenly.'],
      proof: 'The pod has topologySpreadConstraints and a Fargate profile takes it.',
      severity: 'warning',
      atMost: 'possible',
      fix: ['Remove the constraints; spread by profiles with one subnet each.'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html',
        'https://github.com/aws/containers-roadmap/issues/824',
      ],
    },
  },
  run({podSpec, profile}, doubt) {
    if (!takes(profile, podSpec)) return doubt.inapplicable('no profile selects the pod');
    const {affinityKinds, topologySpreadKeys} = podSpec.spec;
    const kinds = affinityKinds.filter((kind) => kind !== 'nodeAffinity');
    const problems: Problem[] = [];
    const source = `get pods -n ${podSpec.namespace}`;
    if (kinds.length > 0) {
      problems.push({
        cause: 'sched-affinity-ignored',
        note: true,
        summary: `The pod's ${kinds.join(' and ')} has no effect on Fargate (profile ${profile.name}).`,
        certainty: 'certain',
        evidence: [{source, ref: podSpec.ref, path: `${podSpec.pathPrefix}spec.affinity`, value: kinds.join(', ')}],
        remedies: [],
      });
    }
    if (topologySpreadKeys.length > 0) {
      problems.push({
        cause: 'sched-topology-spread',
        note: true,
        summary: `The pod's topology spread (${topologySpreadKeys.join(', ')}) is not supported on Fargate (profile ${profile.name}).`,
        certainty: 'possible',
        evidence: [
          {
            source,
            ref: podSpec.ref,
            path: `${podSpec.pathPrefix}spec.topologySpreadConstraints`,
            value: topologySpreadKeys.join(', '),
          },
        ],
        remedies: [],
      });
    }
    return problems;
  },
});
