import type {Node} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {flag, objects, text} from './json.ts';
import {conditions, createdAt, labels, nameOf} from './map-meta.ts';

const READY = ['True', 'False', 'Unknown'] as const;

/** Reads a core/v1 Node. */
export function mapNode(node: unknown): Node | undefined {
  const name = nameOf(node);
  if (name === '') return undefined;
  const condition = conditions(node).find((c) => c.type === 'Ready');
  const ready = READY.find((status) => status === condition?.status);
  const internal = objects(node, 'status', 'addresses').find((a) => text(a, 'type') === 'InternalIP');
  return {
    name,
    createdAt: createdAt(node),
    labels: labels(node),
    taints: objects(node, 'spec', 'taints').flatMap((taint) => {
      const key = text(taint, 'key');
      if (key === undefined) return [];
      return [{key, effect: text(taint, 'effect') ?? '', ...some({value: text(taint, 'value')})}];
    }),
    ready: ready ?? 'not told',
    unschedulable: flag(node, 'spec', 'unschedulable') ?? false,
    kubeletVersion: text(node, 'status', 'nodeInfo', 'kubeletVersion') ?? '',
    ...some({internalIP: text(internal, 'address'), readySince: condition?.at, readyMessage: condition?.message}),
  };
}
