import {DEFAULT_SCHEDULER, FARGATE_SCHEDULER} from './names.ts';

/**
 * True for `fargate-scheduler` and for what people write when they mean it (`Fargate`, `fargate_scheduler`,
 * `fargate-schedular`). A scheduler with another purpose doesn't carry that word.
 */
export function looksLikeFargateScheduler(name: string): boolean {
  return name === FARGATE_SCHEDULER || name.toLowerCase().includes('fargate');
}

/** True for the scheduler that a pod gets when nobody asks for another one. */
export const isDefaultScheduler = (name: string): boolean => name === '' || name === DEFAULT_SCHEDULER;
