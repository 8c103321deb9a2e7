/**
 * The stages of a Fargate pod's life, in order, from the controller that creates it to readiness.
 * A cause bites at one of them; a stuck pod stands at one of them.
 */
export const STAGES = [
  /** The owner creates the pod object. */
  'creation',
  /** EKS's webhook matches the pod with a Fargate profile and hands it to fargate-scheduler. */
  'admission',
  /** fargate-scheduler validates the spec, the size, the profile and the account. */
  'validation',
  /** A micro-VM starts in a profile subnet, its kubelet registers a node. */
  'provisioning',
  /** The pod is assigned to its node. */
  'binding',
  /** The kubelet admits the pod and mounts its volumes. */
  'mounts',
  /** The images are pulled. */
  'image',
  /** The containers start. */
  'start',
  /** The pod becomes ready. */
  'ready',
] as const;

export type Stage = (typeof STAGES)[number];

/** Position in a pod's life, from 1; what a person reads as "stage 4 of 9". */
export const stageNumber = (stage: Stage): number => STAGES.indexOf(stage) + 1;
