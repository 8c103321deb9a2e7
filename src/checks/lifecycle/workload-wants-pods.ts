import {kubectlKind} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';

/** Kinds with a number of replicas that a person or an autoscaler sets. */
const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet'];

export default defineCheck({
  id: 'workload-wants-pods',
  title: 'The workload wants at least one pod',
  topic: 'replicas',
  group: 'lifecycle',
  stage: 'creation',
  scope: 'pod',
  needs: ['workload'],
  causes: {
    'lifecycle-scale-to-zero': {
      title: 'A workload scaled to zero',
      why: 'A workload with no replicas has no pods, and nothing is wrong with Fargate. Fargate itself scales nothing: neither down to zero when a workload is idle, nor up again when it is asked for. A person, a HorizontalPodAutoscaler or a tool such as KEDA does.',
      symptoms: ['kubectl get deployment shows 0/0.'],
      proof: 'spec.replicas is 0.',
      severity: 'info',
      fix: ['kubectl scale deployment/D -n NS --replicas=1'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment',
      ],
    },
  },
  run({workload}, doubt) {
    const {kind, name, namespace, replicas} = workload;
    if (!SCALED.includes(kind)) return doubt.inapplicable('the workload has no number of replicas');
    if (replicas.desired > 0) return [];
    const object = `${kubectlKind(kind)}/${name}`;
    return [
      {
        cause: 'lifecycle-scale-to-zero',
        note: true,
        summary: `${object} is scaled to zero, so it has no pods to run; nothing in Fargate scales it up again.`,
        certainty: 'certain',
        evidence: [
          {source: `get ${kubectlKind(kind)}s -n ${namespace}`, ref: object, path: 'spec.replicas', value: '0'},
        ],
        remedies: [
          {
            summary: 'If it should run, scale it up.',
            commands: [sh`kubectl scale ${object} -n ${namespace} --replicas=1`],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});
