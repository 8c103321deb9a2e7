import type {ContainerStatus, Pod} from '../model/kubernetes.ts';
import type {Stage} from '../model/stage.ts';
import {isBetweenRestarts, SLOW_SECONDS} from './stages.ts';

/**
 * Whether a container fares as one does that can resolve no name: it ends with errors, or is an init container that goes on
 * for too long. An OOM kill, or what the runtime refuses, is not for want of names.
 */
export function mayWantNames(status: ContainerStatus, now: string): boolean {
  const {state, init, last} = status;
  if (state.reason === 'OOMKilled' || last?.reason === 'OOMKilled' || last?.reason === 'StartError') return false;
  if (state.is === 'waiting' && state.reason === 'CrashLoopBackOff') return true;
  if (isBetweenRestarts(status, now)) return true;
  if (state.is === 'terminated') {
    return state.exitCode !== undefined && state.exitCode !== 0 && state.reason === 'Error';
  }
  return init && state.is === 'running' && (Date.parse(now) - Date.parse(state.at ?? '')) / 1000 > SLOW_SECONDS;
}

/** Where the want of a cluster DNS bites: in a program that ends for it, else in one that does not become ready. */
export const stageOfNames = (pod: Pod | undefined, now: string): Stage =>
  pod?.status.containers.some((status) => mayWantNames(status, now)) ? 'start' : 'ready';
