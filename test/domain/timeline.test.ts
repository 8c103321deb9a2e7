import {describe, expect, it} from 'vitest';
import {timelineOf} from '../../src/domain/timeline.ts';
import type {PodStanding} from '../../src/domain/stages.ts';
import type {KubeEvent, Pod} from '../../src/model/kubernetes.ts';
import {STAGES, type Stage} from '../../src/model/stage.ts';

const at = (from: Stage, to: Stage = from): PodStanding => ({standing: 'stuck', from, to, seconds: 600});
const event = (reason: string, component: string, time: string): KubeEvent => ({
  type: 'Normal',
  reason,
  message: '',
  component,
  object: {kind: 'Pod', name: 'p'},
  count: 1,
  firstAt: time,
  lastAt: time,
});
const pod = (conditions: Pod['status']['conditions'] = [], schedulerName = 'fargate-scheduler'): Pod =>
  ({createdAt: '2026-11-20T03:00:00Z', spec: {schedulerName}, status: {conditions, containers: []}}) as unknown as Pod;

describe('the way through the stages', () => {
  it('has each stage once, in order, and stands at one', () => {
    for (const stage of STAGES) {
      const timeline = timelineOf(at(stage), stage, pod(), []);
      expect(timeline.map((m) => m.stage)).toEqual(STAGES);
      expect(timeline.filter((m) => m.state === 'here').map((m) => m.stage)).toEqual([stage]);
    }
  });

  it('tells when each was passed, from conditions and events', () => {
    const events = [
      event('LoggingDisabled', 'fargate-scheduler', '2026-11-20T03:00:02Z'),
      event('Pulling', 'kubelet', '2026-11-20T03:00:50Z'),
    ];
    const scheduled = [{type: 'PodScheduled', status: 'True', at: '2026-11-20T03:00:45Z'}];
    const timeline = timelineOf(at('image'), 'image', pod(scheduled), events);
    expect(timeline.map((m) => m.at?.slice(14, 19))).toEqual([
      '00:00',
      '00:00',
      '00:02',
      '00:45',
      '00:45',
      '00:50',
      '00:50',
      undefined,
      undefined,
    ]);
  });

  it('says of a stage that may or may not be passed that it is not known', () => {
    const timeline = timelineOf(at('validation', 'provisioning'), 'provisioning', pod(), []);
    expect(timeline.slice(1, 5).map((m) => m.state)).toEqual(['passed', 'unknown', 'here', 'ahead']);
  });

  it('lets no time run backwards, and takes none that is not one', () => {
    const early = [event('LoggingDisabled', 'fargate-scheduler', '2026-11-20T02:00:00Z')];
    expect(timelineOf(at('provisioning'), 'provisioning', pod(), early)[2]).toEqual({
      stage: 'validation',
      state: 'passed',
    });
    const odd = [event('LoggingDisabled', 'fargate-scheduler', 'yesterday')];
    expect(timelineOf(at('provisioning'), 'provisioning', pod(), odd)[2]).toEqual({
      stage: 'validation',
      state: 'passed',
    });
  });

  it('claims no admission for a pod of another scheduler, and no times without a pod', () => {
    expect(timelineOf(at('validation'), 'validation', pod([], 'default-scheduler'), [])[1]?.at).toBeUndefined();
    expect(timelineOf(at('creation'), 'creation', undefined, [])[0]).toEqual({stage: 'creation', state: 'here'});
  });
});
