import type {PodDisruptionBudget} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {at, number} from './json.ts';
import {nameOf} from './map-meta.ts';
import {mapLabelSelector} from './map-webhook.ts';

/** Reads a policy/v1 PodDisruptionBudget. One without a selector selects no pods, while an empty one selects them all. */
export function mapDisruptionBudget(budget: unknown): PodDisruptionBudget | undefined {
  const name = nameOf(budget);
  if (name === '' || at(budget, 'spec', 'selector') === undefined) return undefined;
  return {
    name,
    selector: mapLabelSelector(at(budget, 'spec', 'selector')),
    ...some({
      minAvailable: intOrPercent(at(budget, 'spec', 'minAvailable')),
      maxUnavailable: intOrPercent(at(budget, 'spec', 'maxUnavailable')),
      expectedPods: number(budget, 'status', 'expectedPods'),
      desiredHealthy: number(budget, 'status', 'desiredHealthy'),
      currentHealthy: number(budget, 'status', 'currentHealthy'),
      disruptionsAllowed: number(budget, 'status', 'disruptionsAllowed'),
    }),
  };
}

const intOrPercent = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
