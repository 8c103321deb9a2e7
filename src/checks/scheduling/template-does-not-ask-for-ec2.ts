import {isCoreDns} from '../../domain/coredns.ts';
import {COMPUTE_TYPE} from '../../domain/names.ts';
import {placementOf} from '../../domain/placement.ts';
import {patchTemplate, pointerSegment, recreate} from '../../domain/remedies.ts';
import {onTemplate} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'template-does-not-ask-for-ec2',
  title: 'No annotation keeps the pod off Fargate',
  topic: 'compute-type annotation',
  group: 'scheduling',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['podSpec', 'profiles', 'subject'],
  consults: ['workload', 'pod'],
  causes: {
    'sched-compute-type-annotation': {
      title: 'The annotation compute-type: ec2 keeps the pod off Fargate',
      why: `The webhook passes over pods whose template carries ${COMPUTE_TYPE}: ec2, although a profile selects them. It is often copied along with a manifest of CoreDNS.`,
      symptoms: ['A profile selects the pod, yet it hangs with default-scheduler.'],
      proof: 'The annotation is on the pod and a profile selects the pod. The value fargate is harmless.',
      severity: 'error',
      explains: ['sched-default-scheduler-fargate-only', 'profile-webhook-missing-or-broken'],
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/metadata/annotations/eks.amazonaws.com~1compute-type"}]'`,
      ],
      docs: [
        'https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods',
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html',
      ],
    },
  },
  run({podSpec, profiles, subject, workload, pod}, doubt) {
    if (isCoreDns(podSpec)) return doubt.inapplicable('CoreDNS has a check of its own');
    const placement = placementOf(podSpec, profiles);
    if (placement.mutated || podSpec.annotations[COMPUTE_TYPE]?.toLowerCase() !== 'ec2') return [];
    const [first] = placement.matching;
    if (!first) return [];
    const owner = valueOf(workload);
    return [
      {
        cause: 'sched-compute-type-annotation',
        summary: `The annotation ${COMPUTE_TYPE}: ec2 keeps the pod off Fargate; without it profile ${first.name} would take it.`,
        certainty: 'certain',
        evidence: [
          {
            source: `get pods -n ${podSpec.namespace}`,
            ref: podSpec.ref,
            path: `${podSpec.pathPrefix}metadata.annotations[${COMPUTE_TYPE}]`,
            value: podSpec.annotations[COMPUTE_TYPE],
          },
        ],
        remedies:
          owner?.template.annotations[COMPUTE_TYPE] !== undefined
            ? [
                onTemplate(owner, {
                  summary: 'Remove the annotation from the pod template; the rollout makes new pods.',
                  commands: [
                    patchTemplate(owner, [
                      {op: 'remove', path: `/metadata/annotations/${pointerSegment(COMPUTE_TYPE)}`},
                    ]),
                  ],
                  changes: 'workload',
                }),
              ]
            : [recreate(subject, valueOf(pod)?.owner !== undefined)],
      },
    ];
  },
});
