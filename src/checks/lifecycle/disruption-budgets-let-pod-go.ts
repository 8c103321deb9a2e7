import {listText} from '../../domain/lists.ts';
import {PROFILE_LABEL} from '../../domain/names.ts';
import {sh} from '../../domain/shell.ts';
import {labelSelectorMatches} from '../../domain/webhooks.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence, Problem} from '../../model/finding.ts';
import type {Pod, PodDisruptionBudget} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'disruption-budgets-let-pod-go',
  title: 'AWS can move the pod to a patched node',
  topic: 'disruption budgets',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod', 'disruptionBudgets'],
  causes: {
    'lifecycle-pdb-blocks': {
      title: 'A disruption budget that never lets the pod go',
      why: 'AWS patches Fargate by evicting pods, which honours PodDisruptionBudgets. A budget that demands all of its pods, or two budgets that select one pod, make every eviction fail. AWS then sends an event to EventBridge with a date, and deletes the pod on that date, without regard to the budget.',
      symptoms: [
        '"Cannot evict pod as it would violate the pod\'s disruption budget."',
        '"This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."',
        'An EventBridge event "EKS Fargate Pod Scheduled Termination".',
      ],
      proof:
        'The budgets whose selectors fit the pod are read: either there are several, or the one wants as many healthy pods as there are. A budget that is used up only for the moment is none of these.',
      severity: 'warning',
      fix: [
        `kubectl patch poddisruptionbudget PDB -n NS --type=merge -p '{"spec":{"minAvailable":null,"maxUnavailable":1}}'`,
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-patching.html',
        'https://repost.aws/knowledge-center/fargate-pod-eviction-notice',
        'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
      ],
    },
  },
  run({pod, disruptionBudgets}, doubt) {
    if (pod.labels[PROFILE_LABEL] === undefined || pod.status.phase !== 'Running') {
      return doubt.inapplicable('the pod does not run on Fargate');
    }
    const own = disruptionBudgets.filter((budget) => labelSelectorMatches(budget.selector, pod.labels));
    const [only, ...more] = own;
    if (!only) return [];
    if (more.length > 0) return [several(pod, own)];
    return neverAllows(only) ? [blocked(pod, only)] : [];
  },
});

/** True where the budget leaves no pod to spare even when all are healthy. */
function neverAllows({expectedPods, desiredHealthy, minAvailable, maxUnavailable}: PodDisruptionBudget): boolean {
  if (expectedPods !== undefined && desiredHealthy !== undefined) {
    return expectedPods > 0 && desiredHealthy >= expectedPods;
  }
  return minAvailable === '100%' || maxUnavailable === '0' || maxUnavailable === '0%';
}

const ruleOf = ({minAvailable, maxUnavailable}: PodDisruptionBudget): string =>
  minAvailable !== undefined
    ? `minAvailable ${minAvailable}`
    : maxUnavailable !== undefined
      ? `maxUnavailable ${maxUnavailable}`
      : 'no rule';

const seen = (namespace: string, budget: PodDisruptionBudget): Evidence => ({
  source: `list poddisruptionbudgets -n ${namespace}`,
  ref: `poddisruptionbudget/${budget.name}`,
  path: 'spec',
  value: `${ruleOf(budget)}${budget.expectedPods === undefined ? '' : `; ${budget.desiredHealthy ?? 0} of ${budget.expectedPods} pods must stay healthy`}`,
});

function blocked({namespace}: Pod, budget: PodDisruptionBudget): Problem {
  const {name, expectedPods} = budget;
  const single = expectedPods === 1;
  return {
    cause: 'lifecycle-pdb-blocks',
    note: true,
    summary: `PodDisruptionBudget ${name} (${ruleOf(budget)}) lets none of its ${single ? 'pods, of which there is one,' : `${expectedPods ?? 'pods'}${expectedPods === undefined ? '' : ' pods'}`} go, so AWS can't evict this one for a patch and will delete it on the date that it announces.`,
    certainty: 'certain',
    evidence: [seen(namespace, budget)],
    remedies: [
      {
        summary: `Let one pod go at a time${single ? '; with one replica that is a short gap, which a second replica avoids' : ''}.`,
        commands: [
          sh`kubectl patch poddisruptionbudget ${name} -n ${namespace} --type=merge -p ${'{"spec":{"minAvailable":null,"maxUnavailable":1}}'}`,
        ],
        changes: 'cluster',
      },
    ],
  };
}

function several({namespace}: Pod, budgets: readonly PodDisruptionBudget[]): Problem {
  const [first, ...rest] = budgets.map((budget) => seen(namespace, budget));
  return {
    cause: 'lifecycle-pdb-blocks',
    note: true,
    summary: `The pod is selected by ${budgets.length} PodDisruptionBudgets (${listText(budgets.map((b) => b.name))}); no pod with more than one can be evicted, so AWS will delete it on the date that it announces for a patch.`,
    certainty: 'certain',
    evidence: [first ?? seen(namespace, {name: '', selector: {matchLabels: {}, matchExpressions: []}}), ...rest],
    remedies: [
      {
        summary: 'Leave one of them, or make their selectors exclude each other.',
        commands: [sh`kubectl get poddisruptionbudgets -n ${namespace}`],
        changes: 'cluster',
      },
    ],
  };
}
