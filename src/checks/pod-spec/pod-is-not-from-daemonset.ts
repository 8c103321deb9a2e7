import {refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {FARGATE_SCHEDULER} from '../../domain/names.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-is-not-from-daemonset',
  title: 'The pod that a profile takes does not come from a DaemonSet',
  topic: 'DaemonSet workload',
  causes: {
    'spec-daemonset': {
      title: 'A DaemonSet whose pods a Fargate profile takes',
      why: 'DaemonSets are not supported on Fargate: each node is made for one pod. What a DaemonSet does for every node has to run beside the application, as a sidecar of its pod.',
      symptoms: ['"Pod not supported on Fargate: DaemonSet not supported"'],
      proof:
        'The owner is a DaemonSet, and the pod was handed to fargate-scheduler, or a profile selects the template.',
      severity: 'error',
      fix: [
        'Run it as a sidecar, or keep the profile off it: profiles select by namespace and labels.',
        'On EC2 nodes only: nodeAffinity eks.amazonaws.com/compute-type NotIn [fargate].',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run(given, doubt) {
    const {podSpec, profile, subject, workload} = given;
    // A DaemonSet's pod of the default scheduler sits on a node of another kind, or is judged in scheduling.
    const taken =
      podSpec.ownerKind === 'DaemonSet' &&
      (podSpec.from === 'template' || podSpec.spec.schedulerName === FARGATE_SCHEDULER);
    const name = valueOf(workload)?.name ?? subject.name;
    const by = valueOf(profile)?.name;
    return refusals(given, doubt, [
      {
        cause: 'spec-daemonset',
        says: ['daemonset'],
        find: () =>
          taken
            ? [{path: podSpec.from === 'template' ? 'kind' : 'metadata.ownerReferences[0].kind', value: 'DaemonSet'}]
            : [],
        what: 'it',
        summary: () =>
          `The pod belongs to DaemonSet ${name}${by === undefined ? '' : `, and profile ${by} takes it`}; DaemonSets cannot run on Fargate.`,
        remedies: [
          {
            summary: `Look at DaemonSet ${name}: give its pods' namespace or labels that no Fargate profile selects, or run it as a sidecar of the pods it serves.`,
            commands: [sh`kubectl get daemonset ${name} -n ${podSpec.namespace} -o yaml`],
            changes: 'workload',
          },
        ],
      },
    ]);
  },
});
