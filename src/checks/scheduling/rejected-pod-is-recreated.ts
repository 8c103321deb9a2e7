import {mendedRole} from '../../domain/mended.ts';
import {utterances} from '../../domain/messages.ts';
import {recreate} from '../../domain/remedies.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, known, valueOf} from '../../model/fact.ts';

/** Words of the grammar for a claim that the scheduler saw unbound, or did not see. */
const CLAIM_WORDS = ['pvc-unbound', 'pvc-missing'];

export default defineCheck({
  id: 'rejected-pod-is-recreated',
  title: 'A refusal of fargate-scheduler is not out of date',
  topic: 'stale refusal',
  group: 'scheduling',
  stage: 'validation',
  scope: 'pod',
  precedence: 'placement',
  needs: ['pod', 'subject'],
  consults: [
    'podEvents',
    'claims',
    'profile',
    'cluster',
    'awsAuth',
    'accessEntry',
    'accessEntryArns',
    'executionRole',
    'fargatePods',
    'clock',
  ],
  causes: {
    'sched-no-retry': {
      title: 'fargate-scheduler refused the pod for a reason that is gone',
      why: 'fargate-scheduler judges claims and specification once. It is not documented that it looks again, and pods have been seen waiting for ever after their claim was bound. Its text keeps saying "not bound".',
      symptoms: ['"PVC … not bound", while kubectl get pvc shows Bound.'],
      proof:
        "The pod's last refusal names a claim that is Bound now, or blames the pod execution role, which is mapped and trusted rightly now. Likely where the change is known to be younger than the refusal; otherwise something that can't be read, such as a policy of the organisation, may still deny it.",
      severity: 'error',
      atMost: 'likely',
      explains: ['storage-pvc-unbound', 'storage-pvc-missing'],
      fix: ['kubectl delete pod POD -n NS'],
      docs: [
        'https://github.com/aws/containers-roadmap/issues/1382',
        'https://github.com/aws/containers-roadmap/issues/2654',
      ],
    },
  },
  run(given, doubt) {
    const {pod, subject, podEvents, claims} = given;
    if (pod.spec.nodeName !== undefined) return [];
    const mended = mendedRole({...given, pod: known(pod)}, doubt);
    if (mended) {
      const {refusal, said: blamed, now, evidence, certainty} = mended;
      return [
        {
          cause: 'sched-no-retry',
          summary: `fargate-scheduler refused the pod because it ${blamed}; ${now}, and it may not look again by itself.`,
          certainty,
          evidence: [refusal, ...evidence],
          remedies: [recreate(subject, pod.owner !== undefined)],
        },
      ];
    }
    const said = utterances(pod, valueOf(podEvents) ?? []);
    const refusal = said.find((u) => u.clauses.some((c) => CLAIM_WORDS.includes(c.says)));
    if (!refusal) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    if (doubt.unsure('claims')) return [];
    const bound = (valueOf(claims) ?? []).filter((claim) => claim.phase === 'Bound');
    const named = refusal.clauses.filter((c) => CLAIM_WORDS.includes(c.says)).map((c) => c.names['claim']);
    const gone = bound.filter((claim) => named.includes(claim.name));
    // One claim that is still unbound is reason enough for the refusal.
    const [first] = gone;
    if (!first || gone.length < new Set(named).size) return [];
    return [
      {
        cause: 'sched-no-retry',
        summary: `fargate-scheduler refused the pod because claim ${first.name} was not bound; it is Bound now, and nothing makes the scheduler look again.`,
        certainty: 'likely',
        evidence: [
          {
            source: refusal.from === 'event' ? 'event' : `get pods -n ${pod.namespace}`,
            ref: refusal.component,
            value: refusal.message,
            ...(refusal.at ? {at: refusal.at} : {}),
          },
          ...gone.map((claim) => ({
            source: `get persistentvolumeclaims/${claim.name} -n ${pod.namespace}`,
            ref: `persistentvolumeclaim/${claim.name}`,
            path: 'status.phase',
            value: claim.phase,
          })),
        ],
        remedies: [recreate(subject, pod.owner !== undefined)],
      },
    ];
  },
});
