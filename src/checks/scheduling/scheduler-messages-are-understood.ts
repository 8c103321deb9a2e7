import {utterances} from '../../domain/messages.ts';
import {isUnplaced, spokenEvidence} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'scheduler-messages-are-understood',
  title: "Fargate's messages are all of a known kind",
  topic: 'unknown messages',
  group: 'scheduling',
  stage: 'validation',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'scheduler-message-unknown': {
      title: 'A message of Fargate that this version does not know',
      why: 'AWS publishes no list of what fargate-scheduler and the kubelet of its nodes say. A text that is not in ours is shown as it is, and never guessed at.',
      symptoms: ['FailedScheduling from fargate-scheduler, or UnsupportedPodSpec from the kubelet, with other words.'],
      proof: 'The text itself.',
      severity: 'info',
      fix: ['kubectl describe pod POD -n NS'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run({pod, podEvents}, doubt) {
    if (!isUnplaced(pod) && pod.status.phase !== 'Failed') return [];
    const unknown = utterances(pod, valueOf(podEvents) ?? []).find((utterance) => !utterance.understood);
    if (!unknown) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    const parts = unknown.clauses.filter((clause) => clause.cause === undefined).map((clause) => clause.text);
    const text = parts[0] ?? (unknown.message || unknown.reason);
    return [
      {
        cause: 'scheduler-message-unknown',
        summary: `${unknown.component} says what this version does not know: "${text.slice(0, 200)}".`,
        certainty: 'certain',
        note: true,
        evidence: [spokenEvidence(pod, unknown)],
        remedies: [],
      },
    ];
  },
});
