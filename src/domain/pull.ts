import type {Doubt} from '../model/check.ts';
import {answered, valueOf, type Fact} from '../model/fact.ts';
import type {Evidence} from '../model/finding.ts';
import type {ContainerStatus, KubeEvent, Pod} from '../model/kubernetes.ts';
import {utterances} from './messages.ts';
import {spokenEvidence, type Spoken} from './spoken.ts';
import {IMAGE_ERRORS} from './stages.ts';

/** A container whose image isn't there, with what the kubelet says of it. */
export interface PullFailure {
  readonly status: ContainerStatus;
  /** As the pod's spec has it. */
  readonly image: string;
  readonly spoken: Spoken;
  /** What was said, and the container's state where that is something else. */
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

/**
 * The containers that wait for their image, each with the newest thing said of it: its own state's message, else the
 * newest event that names the image, else the newest on any image. Containers of which nothing known was said are left
 * out; where events could not be read, that is said to the engine.
 */
export function pullFailures(pod: Pod, events: Fact<readonly KubeEvent[]>, doubt: Doubt): readonly PullFailure[] {
  const waiting = pod.status.containers.filter(
    (c) => c.state.is === 'waiting' && IMAGE_ERRORS.includes(c.state.reason ?? ''),
  );
  if (waiting.length === 0) return [];
  const said = utterances(pod, valueOf(events) ?? []).flatMap((utterance): readonly Spoken[] => {
    const clause = utterance.clauses.find((c) => c.stage === 'image');
    return clause ? [{utterance, clause}] : [];
  });
  return waiting.flatMap((status) => {
    const image = imageOf(pod, status);
    const spoken =
      said.find(({utterance}) => utterance.container === status.name) ??
      said.find(({utterance}) => utterance.from === 'event' && utterance.message.includes(image)) ??
      said.find(({utterance}) => utterance.from === 'event');
    if (!spoken) {
      if (!answered(events)) doubt.unsure('podEvents');
      return [];
    }
    const words = spokenEvidence(pod, spoken.utterance, spoken.clause);
    const state: Evidence = {
      source: `get pods -n ${pod.namespace}`,
      ref: `pod/${pod.name}`,
      path: `status.containerStatuses[${status.name}].state.waiting.reason`,
      value: status.state.reason ?? '',
    };
    const evidence: readonly [Evidence, ...Evidence[]] =
      spoken.utterance.container === status.name ? [words] : [state, words];
    return [{status, image, spoken, evidence}];
  });
}

function imageOf(pod: Pod, {name, image}: ContainerStatus): string {
  const container = [...pod.spec.initContainers, ...pod.spec.containers].find((c) => c.name === name);
  return container?.image ?? image;
}
