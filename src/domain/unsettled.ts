import type {Pod} from '../model/kubernetes.ts';
import {FARGATE_SCHEDULER, LOGGING_ANNOTATION} from './names.ts';
import {isUnplaced} from './spoken.ts';

// What still hangs on a pod's surroundings, so that a question is put to AWS only where its answer can matter.

const isReady = (pod: Pod): boolean => pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');

/** True where Fargate says that it turned logging on for the pod. */
export const logsAreOn = (pod: Pod): boolean =>
  pod.annotations[LOGGING_ANNOTATION]?.startsWith('LoggingEnabled') === true;

/** Whether anything hangs on what the pod execution role may do: images still to be pulled, or logs to be sent. */
export function needsRoleRights(pod: Pod | undefined): boolean {
  if (!pod) return true;
  const done = isReady(pod) || pod.status.phase === 'Succeeded';
  return !done || (logsAreOn(pod) && pod.status.phase !== 'Succeeded');
}

/** True while fargate-scheduler has the pod and no node has come. */
export const waitsForFargate = (pod: Pod): boolean => isUnplaced(pod) && pod.spec.schedulerName === FARGATE_SCHEDULER;

/** True where containers of the pod were started and it does not do well: what they reach for may be missing. */
export function failsAfterStart(pod: Pod): boolean {
  if (pod.spec.nodeName === undefined || isReady(pod) || pod.status.phase === 'Succeeded') return false;
  return pod.status.containers.some(
    (c) => c.restarts > 0 || c.last !== undefined || c.state.is === 'running' || c.state.is === 'terminated',
  );
}

const DAY = 86_400_000;

/**
 * Whether the certificate request of the pod's Fargate node can still be there: Kubernetes removes undecided ones after a
 * day, decided ones sooner.
 * https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#request-signing-process
 */
export const hasFreshNode = (pod: Pod, now: string): boolean =>
  pod.spec.nodeName?.startsWith('fargate-') === true && Date.parse(now) - Date.parse(pod.createdAt) < DAY;
