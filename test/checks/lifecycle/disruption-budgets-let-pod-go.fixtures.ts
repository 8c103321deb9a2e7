import type {PodDisruptionBudget} from '../../../src/model/kubernetes.ts';
import {about, denyOne, healthy, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';

const budget = (over: Partial<PodDisruptionBudget> = {}): PodDisruptionBudget => ({
  name: 'nginx',
  minAvailable: '100%',
  selector: {matchLabels: {app: 'nginx'}, matchExpressions: []},
  expectedPods: 2,
  desiredHealthy: 2,
  currentHealthy: 2,
  disruptionsAllowed: 0,
  ...over,
});
const yields = ['lifecycle-pdb-blocks'];

export const fixtures: readonly Fixture[] = [
  {name: 'no budget', facts: healthy, yields: []},
  {name: 'one that keeps all', facts: withFacts({disruptionBudgets: [budget()]}), yields},
  {
    name: 'one that keeps the only one',
    facts: withFacts({disruptionBudgets: [budget({minAvailable: '1', expectedPods: 1, desiredHealthy: 1})]}),
    yields,
  },
  {
    name: 'one that is used up for the moment',
    facts: withFacts({disruptionBudgets: [budget({minAvailable: '1', desiredHealthy: 1, currentHealthy: 1})]}),
    yields: [],
  },
  {
    name: 'one that nobody has counted yet',
    facts: withFacts({
      disruptionBudgets: [{name: 'nginx', maxUnavailable: '0', selector: {matchLabels: {}, matchExpressions: []}}],
    }),
    yields,
  },
  {
    name: 'two',
    facts: withFacts({disruptionBudgets: [budget({desiredHealthy: 1}), budget({name: 'all', desiredHealthy: 1})]}),
    yields,
  },
  {
    name: "another workload's",
    facts: withFacts({disruptionBudgets: [budget({selector: {matchLabels: {app: 'db'}, matchExpressions: []}})]}),
    yields: [],
  },
  {name: 'not on Fargate', facts: withFacts(about(unmutatedPod())), yields: [], outcome: 'inapplicable'},
  {name: 'budgets unread', facts: denyOne(healthy, 'disruptionBudgets'), yields: [], outcome: 'unchecked'},
];
