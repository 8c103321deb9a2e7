import {PROFILE_LABEL} from '../../../domain/names.ts';
import {known} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapDisruptionBudget} from './map-disruption-budget.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {
  verb: 'list',
  group: 'policy',
  resource: 'poddisruptionbudgets',
  namespace: 'SUBJECT',
};

/** `GET /apis/policy/v1/namespaces/NS/poddisruptionbudgets`, for a pod that runs on Fargate: only it can be evicted there. */
export default defineProbe({
  fact: 'disruptionBudgets',
  reads: [RIGHT],
  after: [],
  afterMaybe: ['pod'],
  api: 'kubernetes',
  async ask({pod}, {kube}) {
    if (pod.is !== 'known') return known([]);
    const {namespace, labels, status} = pod.value;
    if (status.phase !== 'Running' || labels[PROFILE_LABEL] === undefined) return known([]);
    return mapped(await kube.list(read(RIGHT, {namespace}), mapDisruptionBudget), (budgets) =>
      sortedBy(budgets, (budget) => budget.name),
    );
  },
});
