import {describe, expect, it} from 'vitest';
import {failsAfterStart, hasFreshNode, needsRoleRights, waitsForFargate} from '../../src/domain/unsettled.ts';
import type {ContainerStatus} from '../../src/model/kubernetes.ts';
import {minutesAgo, NOW, pendingPod, pod, spec, unmutatedPod} from '../fixture.ts';

const placed = (containers: readonly ContainerStatus[], phase = 'Running') =>
  pod({status: {phase, conditions: [{type: 'PodScheduled', status: 'True'}], containers}});
const container = (over: Partial<ContainerStatus>): ContainerStatus => ({
  name: 'app',
  init: false,
  ready: false,
  restarts: 0,
  image: 'x',
  state: {is: 'waiting', reason: 'ContainerCreating'},
  ...over,
});

describe('what still hangs on a pod', () => {
  it("the role's rights, until images are pulled and where logs are sent", () => {
    expect(needsRoleRights(undefined)).toBe(true);
    expect(needsRoleRights(pendingPod())).toBe(true);
    expect(needsRoleRights(pod())).toBe(true);
    const annotations = {Logging: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND'};
    expect(needsRoleRights(pod({annotations}))).toBe(false);
    expect(needsRoleRights(pod({annotations: {}}))).toBe(false);
    expect(needsRoleRights(placed([container({})], 'Succeeded'))).toBe(false);
  });

  it('a node from Fargate', () => {
    expect(waitsForFargate(pendingPod())).toBe(true);
    expect(waitsForFargate(unmutatedPod())).toBe(false);
    expect(waitsForFargate(pod())).toBe(false);
  });

  it('what containers reach for, once they were started', () => {
    expect(failsAfterStart(pod())).toBe(false);
    expect(failsAfterStart(pendingPod())).toBe(false);
    expect(failsAfterStart(placed([container({})]))).toBe(false);
    expect(failsAfterStart(placed([container({restarts: 1})]))).toBe(true);
    expect(failsAfterStart(placed([container({state: {is: 'running'}})]))).toBe(true);
    expect(failsAfterStart(placed([container({last: {is: 'terminated'}})], 'Succeeded'))).toBe(false);
  });

  it('certificate requests, for a day', () => {
    expect(hasFreshNode(pod(), NOW)).toBe(true);
    expect(hasFreshNode(pod({createdAt: minutesAgo(60 * 25)}), NOW)).toBe(false);
    expect(hasFreshNode(pod({spec: spec({nodeName: 'ip-10-0-1-2.ec2.internal'})}), NOW)).toBe(false);
    expect(hasFreshNode(pendingPod(), NOW)).toBe(false);
  });
});
