import type {LabelSelector, SpecifiedPod, Webhook, WebhookConfiguration, Labels} from '../model/kubernetes.ts';

/** Whether a Kubernetes label selector (not a Fargate one: no wildcards) selects these labels. */
export function labelSelectorMatches(selector: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every(({key, operator, values}) => {
      const value = labels[key];
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      return operator === 'DoesNotExist' && value === undefined;
    })
  );
}

/** The label that every namespace carries; others of its labels are not read here. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Whether a webhook's selectors surely leave out a pod. A namespace selector tells only where it asks for nothing but the
 * namespace's name.
 */
export function leavesOut(webhook: Webhook, pod: SpecifiedPod): boolean {
  if (!labelSelectorMatches(webhook.objectSelector, pod.labels)) return true;
  const {matchLabels, matchExpressions} = webhook.namespaceSelector;
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map((e) => e.key)];
  if (keys.length === 0 || keys.some((key) => key !== NAMESPACE_NAME)) return false;
  return !labelSelectorMatches(webhook.namespaceSelector, {[NAMESPACE_NAME]: pod.namespace});
}

/** The webhooks that act on the creation of a pod with these labels; namespace selectors are not evaluated. */
export function podWebhooks(
  configurations: readonly WebhookConfiguration[],
  pod: SpecifiedPod,
): readonly {readonly configuration: string; readonly name: string; readonly createdAt: string}[] {
  return configurations.flatMap((configuration) =>
    configuration.webhooks
      .filter((w) => w.rules.some(actsOnPods) && labelSelectorMatches(w.objectSelector, pod.labels))
      .map((w) => ({configuration: configuration.name, name: w.name, createdAt: configuration.createdAt})),
  );
}

function actsOnPods(rule: Webhook['rules'][number]): boolean {
  return (
    rule.operations.some((o) => o === 'CREATE' || o === '*') &&
    rule.apiGroups.some((g) => g === '' || g === '*') &&
    rule.resources.some((r) => r === 'pods' || r === '*' || r === '*/*')
  );
}
