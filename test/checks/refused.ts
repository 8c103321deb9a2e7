import type {KubeEvent, PodSpec} from '../../src/model/kubernetes.ts';
import {about, event, pendingPod, spec, withFacts, workload, type AllAnswers} from '../fixture.ts';

/** A pod that waits for fargate-scheduler, with a Deployment whose template has the same fields. */
export const waiting = (over: Partial<PodSpec>, podEvents: readonly KubeEvent[] = []): AllAnswers =>
  withFacts({
    ...about(pendingPod({annotations: {}, spec: spec(over), owner: {kind: 'ReplicaSet', name: 'nginx-6d4cf56db6'}})),
    podEvents,
    workload: workload({template: {...workload().template, spec: spec({schedulerName: '', ...over})}}),
  });

/** fargate-scheduler's refusal with one clause. */
export const refusal = (clause: string): KubeEvent => event({message: `Pod not supported on Fargate: ${clause}`});
