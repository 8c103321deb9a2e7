import {kubectlKind} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {lacksPods, refusedPods} from '../../domain/short-workload.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'workload-creates-its-pods',
  title: 'The workload can create its pods',
  topic: 'pod creation',
  group: 'scheduling',
  stage: 'creation',
  scope: 'pod',
  precedence: 'cluster',
  needs: ['workload', 'subject'],
  consults: ['workloadEvents'],
  causes: {
    'sched-quota-or-admission-rejects': {
      title: 'The API server refuses the pods of a workload',
      why: 'A ResourceQuota, a LimitRange, Pod Security admission, a policy engine or a failing webhook refuses the pod, so there is no pod for Fargate to take.',
      symptoms: ['No pod appears; the ReplicaSet, StatefulSet or Job has FailedCreate events.'],
      proof:
        'The newest FailedCreate event of the controller, or its ReplicaFailure condition, verbatim. It tells who refused.',
      severity: 'error',
      anyPod: true,
      fix: ['Mend what the message names, then: kubectl rollout restart deployment/D -n NS'],
      docs: [
        'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment',
        'https://kubernetes.io/docs/concepts/policy/resource-quotas/',
      ],
    },
  },
  run({workload, subject, workloadEvents}, doubt) {
    if (subject.kind === 'Pod' || !lacksPods(workload)) return [];
    const failure = valueOf(workloadEvents)
      ?.filter((e) => e.reason === 'FailedCreate')
      .at(-1);
    const condition = refusedPods(workload);
    const message = failure?.message ?? condition?.message;
    if (message === undefined) {
      if (!answered(workloadEvents)) doubt.unsure('workloadEvents');
      return [];
    }
    const {namespace, name} = workload;
    return [
      {
        cause: 'sched-quota-or-admission-rejects',
        summary: `The API server refuses the pods of ${kubectlKind(workload.kind)}/${name}: ${refusal(message)}`,
        certainty: 'certain',
        evidence: [
          failure
            ? {
                source: 'event',
                ref: `${failure.component} on ${failure.object.kind.toLowerCase()}/${failure.object.name}`,
                value: failure.message,
                at: failure.lastAt,
              }
            : {
                source: `get ${kubectlKind(workload.kind)}s/${name} -n ${namespace}`,
                ref: `${kubectlKind(workload.kind)}/${name}`,
                path: 'status.conditions[ReplicaFailure].message',
                value: message,
              },
        ],
        remedies: [
          {
            summary: inspectionOf(message),
            commands: [
              /exceeded quota/.test(message)
                ? sh`kubectl describe resourcequota -n ${namespace}`
                : /webhook/.test(message)
                  ? 'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations'
                  : sh`kubectl describe ${kubectlKind(workload.kind)}/${name} -n ${namespace}`,
            ],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});

/** The message without the controller's preamble, as the end of a sentence. */
function refusal(message: string): string {
  const text = message.replace(/^Error creating: /, '').trim();
  return text.endsWith('.') ? text : `${text}.`;
}

function inspectionOf(message: string): string {
  if (/exceeded quota/.test(message)) return 'See which quota is used up, then raise it or free some.';
  if (/violates PodSecurity/.test(message))
    return "The namespace's Pod Security level refuses the template; mend the template.";
  if (/webhook/.test(message)) return 'An admission webhook refuses the pod or cannot be reached; see which one.';
  return 'Read the refusal in full, and mend the template or the policy that it names.';
}
