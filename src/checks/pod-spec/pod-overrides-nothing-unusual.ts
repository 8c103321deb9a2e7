import {acceptedByFargate, boundForFargate, fieldEvidence, isUnsettled, listed} from '../../domain/spec-refusal.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'pod-overrides-nothing-unusual',
  title: 'The pod asks for no unusual kernel, user or host settings',
  topic: 'pod settings',
  group: 'pod-spec',
  stage: 'validation',
  scope: 'pod',
  precedence: 'spec',
  needs: ['podSpec'],
  consults: ['profile', 'pod'],
  causes: {
    'spec-pod-overrides-unsupported': {
      title: 'Pod settings of which nobody says whether Fargate has them',
      why: "Fargate's own page names what it refuses, and these are not on it: sysctls, a user namespace (hostUsers: false), a shared process namespace, hostAliases, and seccomp or AppArmor profiles that have to lie on the node. What becomes of them is not documented; nobody can put a profile on a Fargate node.",
      symptoms: ['None that is known; a container may fail to be created where a profile is not found.'],
      proof:
        'The specification has such a field, a profile takes the pod, and no container of it has started on Fargate yet. That this keeps a pod from starting is not confirmed.',
      severity: 'info',
      atMost: 'possible',
      fix: ['Where nothing else explains the trouble: start the pod once without them, and see.'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
      ],
    },
  },
  run(given, doubt) {
    const {podSpec, pod} = given;
    if (boundForFargate(given) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const [first, ...rest] = podSpec.spec.overrides.map((field): Evidence => fieldEvidence({podSpec}, field));
    // What has started shows that Fargate has them.
    if (!first || acceptedByFargate(pod) || isUnsettled(given, doubt)) return [];
    const names = podSpec.spec.overrides.map(({path}) => path.slice(path.lastIndexOf('.') + 1));
    return [
      {
        cause: 'spec-pod-overrides-unsupported',
        note: true,
        summary: `The pod sets ${listed([...new Set(names)])}; whether Fargate heeds, ignores or refuses that is not documented.`,
        certainty: 'possible',
        evidence: [first, ...rest],
        remedies: [],
      },
    ];
  },
});
