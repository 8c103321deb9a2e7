import type {LabelSelector, Webhook, WebhookConfiguration} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {at, dictionary, objects, strings, text} from './json.ts';
import {createdAt, nameOf} from './map-meta.ts';
import {requirements} from './map-pod-spec.ts';

/** Reads an admissionregistration.k8s.io/v1 MutatingWebhookConfiguration, without the webhooks' certificates. */
export function mapWebhookConfiguration(configuration: unknown): WebhookConfiguration | undefined {
  const name = nameOf(configuration);
  if (name === '') return undefined;
  return {name, createdAt: createdAt(configuration), webhooks: objects(configuration, 'webhooks').map(mapWebhook)};
}

function mapWebhook(webhook: unknown): Webhook {
  return {
    name: text(webhook, 'name') ?? '',
    namespaceSelector: mapLabelSelector(at(webhook, 'namespaceSelector')),
    objectSelector: mapLabelSelector(at(webhook, 'objectSelector')),
    rules: objects(webhook, 'rules').map((rule) => ({
      operations: strings(rule, 'operations'),
      apiGroups: strings(rule, 'apiGroups'),
      resources: strings(rule, 'resources'),
    })),
    ...some({failurePolicy: text(webhook, 'failurePolicy')}),
  };
}

/** Reads a label selector; an empty one selects everything. */
export function mapLabelSelector(selector: unknown): LabelSelector {
  return {
    matchLabels: dictionary(selector, 'matchLabels'),
    matchExpressions: requirements(selector, 'matchExpressions'),
  };
}
