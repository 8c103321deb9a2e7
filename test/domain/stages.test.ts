import {describe, expect, it} from 'vitest';
import {isOnItsWay, isStuck, standingOf} from '../../src/domain/stages.ts';
import {denied, known} from '../../src/model/fact.ts';
import type {Condition, ContainerState, KubeEvent, Pod, PodStatus} from '../../src/model/kubernetes.ts';
import {event, minutesAgo, NOW, PENDING, pendingPod, pod, spec, unmutatedPod} from '../fixture.ts';

const stand = (subject: Pod, events: readonly KubeEvent[] = []) => {
  const {standing, from, to} = standingOf(subject, known(events), NOW);
  return `${standing} ${from === to ? from : `${from}..${to}`}`;
};

const silent = (minutes: number, over: Partial<Pod> = {}): Pod =>
  pendingPod({createdAt: minutesAgo(minutes), annotations: {}, ...over});
const refusing = (reason: string, message: string, at = minutesAgo(14)): PodStatus => ({
  ...PENDING,
  conditions: [{type: 'PodScheduled', status: 'False', reason, message, at}],
});

const placed = (
  states: readonly (ContainerState & {readonly init?: boolean; readonly ready?: boolean})[],
  minutes = 10,
  conditions: readonly Condition[] = [],
): Pod =>
  pod({
    createdAt: minutesAgo(minutes + 1),
    status: {
      phase: 'Pending',
      conditions: [{type: 'PodScheduled', status: 'True', at: minutesAgo(minutes)}, ...conditions],
      containers: states.map(({init = false, ready = false, ...state}, i) => ({
        name: `c${i}`,
        init,
        ready,
        restarts: 0,
        image: 'x',
        state,
      })),
    },
  });
const CREATING: ContainerState = {is: 'waiting', reason: 'ContainerCreating'};
const kubelet = (reason: string, minutes: number): KubeEvent =>
  event({component: 'kubelet', reason, message: '', lastAt: minutesAgo(minutes)});

describe('a pod without a node', () => {
  const rejection = event({message: 'Pod not supported on Fargate: fields not supported: HostNetwork'});
  it.each<[string, string, Pod, readonly KubeEvent[]]>([
    ['is young and silent', 'starting validation..provisioning', silent(0.5), []],
    ['is slow and silent', 'slow validation..provisioning', silent(2), []],
    ['is late and silent', 'stuck validation..provisioning', silent(4), []],
    ['has a size', 'stuck provisioning', pendingPod(), []],
    ['has a size and is young', 'starting provisioning', pendingPod({createdAt: minutesAgo(0.5)}), []],
    [
      'was told of logging',
      'stuck provisioning',
      silent(4),
      [event({reason: 'LoggingDisabled', message: 'Disabled logging because aws-logging configmap was not found.'})],
    ],
    ['timed out', 'stuck provisioning', silent(14), [event()]],
    ['was refused at once', 'stuck validation', silent(0.2), [rejection]],
    ['was refused with unknown words', 'stuck validation', silent(0.2), [event({message: 'a new refusal'})]],
    ['was refused by a code', 'stuck validation', silent(0.2, {status: refusing('POD_NEW_CODE', '')}), []],
    [
      'was refused, then timed out',
      'stuck provisioning',
      silent(14),
      [{...rejection, lastAt: minutesAgo(12)}, event({lastAt: minutesAgo(3)})],
    ],
    [
      'timed out, then was refused',
      'stuck validation',
      silent(14),
      [event({lastAt: minutesAgo(12)}), {...rejection, lastAt: minutesAgo(3)}],
    ],
    ['waits for gates', 'stuck admission', silent(0.2, {status: refusing('SchedulingGated', 'gated')}), []],
    ['was not handed to Fargate', 'stuck admission', unmutatedPod(), []],
    [
      'was just created for another scheduler',
      'starting admission',
      unmutatedPod({status: PENDING, createdAt: minutesAgo(0.5)}),
      [],
    ],
    ['waits long for another scheduler', 'stuck admission', unmutatedPod({status: PENDING}), []],
    [
      'is young, and refused by the default scheduler',
      'stuck admission',
      unmutatedPod({status: PENDING, createdAt: minutesAgo(0.5)}),
      [event({component: 'default-scheduler', message: '0/1 nodes are available'})],
    ],
  ])('%s', (_, expected, subject, events) => {
    expect(stand(subject, events)).toBe(expected);
  });

  it('is judged by its conditions alone where events are denied', () => {
    const subject = silent(1, {status: refusing('POD_UNSUPPORTED_ON_FARGATE', 'Pod not supported on Fargate: x')});
    expect(standingOf(subject, denied('list events -n default'), NOW)).toMatchObject({
      standing: 'stuck',
      from: 'validation',
    });
  });

  it('counts seconds from its creation', () => {
    expect(standingOf(silent(4), known([]), NOW).seconds).toBe(240);
  });
});

describe('a pod on its node', () => {
  it.each<[string, string, Pod, readonly KubeEvent[]]>([
    ['creates containers', 'starting mounts', placed([CREATING], 0.5), []],
    ['creates containers slowly', 'slow mounts', placed([CREATING], 2), []],
    ['creates containers for long', 'stuck mounts', placed([CREATING]), []],
    ['can not mount', 'stuck mounts', placed([CREATING]), [kubelet('FailedMount', 1)]],
    ['pulls for long', 'stuck image', placed([CREATING]), [kubelet('FailedMount', 9), kubelet('Pulling', 8)]],
    ['has pulled', 'stuck start', placed([CREATING]), [kubelet('Pulling', 9), kubelet('Pulled', 9)]],
    ['can not pull', 'stuck image', placed([{is: 'waiting', reason: 'ErrImagePull'}], 0.2), []],
    ['backs off from pulling', 'stuck image', placed([{is: 'waiting', reason: 'ImagePullBackOff'}]), []],
    ['has an invalid image name', 'stuck image', placed([{is: 'waiting', reason: 'InvalidImageName'}], 0.2), []],
    ['crashes', 'stuck start', placed([{is: 'waiting', reason: 'CrashLoopBackOff'}], 0.2), []],
    ['misses its config', 'stuck start', placed([{is: 'waiting', reason: 'CreateContainerConfigError'}], 0.2), []],
    ['ended with an error', 'stuck start', placed([{is: 'terminated', reason: 'StartError', exitCode: 128}], 0.2), []],
    [
      'has a failing init container',
      'stuck start',
      placed([
        {is: 'terminated', reason: 'Error', exitCode: 1, init: true},
        {is: 'waiting', reason: 'PodInitializing'},
      ]),
      [],
    ],
    [
      'waits for an init container',
      'stuck start',
      placed([
        {is: 'running', at: minutesAgo(9), init: true},
        {is: 'waiting', reason: 'PodInitializing'},
      ]),
      [],
    ],
    [
      'starts beside a sidecar',
      'stuck image',
      placed([
        {is: 'running', at: minutesAgo(9), init: true, ready: true},
        {is: 'waiting', reason: 'PodInitializing'},
      ]),
      [kubelet('Pulling', 8)],
    ],
    ['runs, not ready', 'stuck ready', placed([{is: 'running', at: minutesAgo(9)}]), []],
    ['runs since a moment', 'starting ready', placed([{is: 'running', at: minutesAgo(0.5)}]), []],
    [
      'runs, one container done',
      'stuck ready',
      placed([
        {is: 'running', at: minutesAgo(9)},
        {is: 'terminated', exitCode: 0, reason: 'Completed'},
      ]),
      [],
    ],
  ])('%s', (_, expected, subject, events) => {
    expect(stand(subject, events)).toBe(expected);
  });

  it.each<[string, string, ContainerState, number]>([
    ['was started a moment ago', 'stuck start..ready', {is: 'running', at: minutesAgo(0.1)}, 10],
    ['is about to be started', 'stuck start..ready', {is: 'waiting', reason: 'ContainerCreating'}, 10],
    ['has run for long since', 'stuck ready', {is: 'running', at: minutesAgo(11)}, 20],
    ['is a young pod', 'starting start..ready', {is: 'running', at: minutesAgo(0.1)}, 0.5],
  ])('counts from its node where a container has ended before, and %s', (_, expected, state, minutes) => {
    const subject = placed([state], minutes);
    const last: ContainerState = {is: 'terminated', reason: 'Error', exitCode: 1};
    const containers = subject.status.containers.map((c) => ({...c, restarts: 3, last}));
    expect(stand({...subject, status: {...subject.status, containers}})).toBe(expected);
  });

  it('counts seconds from its last start while it gets ready', () => {
    expect(standingOf(placed([{is: 'running', at: minutesAgo(2)}]), known([]), NOW).seconds).toBe(120);
  });
});

describe('a pod at its end', () => {
  it('is ready, finished, refused or failed', () => {
    expect(stand(pod())).toBe('running ready');
    expect(stand(pod({status: {...PENDING, phase: 'Succeeded'}}))).toBe('finished ready');
    expect(stand(pod({status: {...PENDING, phase: 'Failed', reason: 'UnsupportedPodSpec'}}))).toBe('failed mounts');
    expect(stand(pod({status: {...PENDING, phase: 'Failed'}}), [kubelet('UnsupportedPodSpec', 1)])).toBe(
      'failed mounts',
    );
    expect(stand(pod({status: {...PENDING, phase: 'Failed', reason: 'Evicted'}}))).toBe('failed start');
  });

  it('keeps the stage of a pod that is being deleted, and says when it outlives its end', () => {
    expect(stand(pendingPod({deletedAt: minutesAgo(1)}), [event()])).toBe('ending provisioning');
    expect(stand(pendingPod({deletedAt: minutesAgo(-10)}), [event()])).toBe('ending provisioning');
    expect(stand(pod({deletedAt: minutesAgo(5)}))).toBe('ending ready');
    expect(stand(pod({deletedAt: minutesAgo(6)}))).toBe('stuck ready');
    expect(standingOf(pod({deletedAt: minutesAgo(6)}), known([]), NOW)).toMatchObject({seconds: 360, leaving: true});
  });

  it('does not stumble over times that are none', () => {
    const subject = pod({createdAt: 'never', spec: spec(), status: PENDING, annotations: {}});
    expect(standingOf(subject, known([]), NOW)).toMatchObject({standing: 'stuck', seconds: 0});
  });
});

it('tells hanging from being on its way', () => {
  const seen = [
    standingOf(silent(4), known([]), NOW),
    standingOf(silent(1.5), known([]), NOW),
    standingOf(pod(), known([]), NOW),
  ];
  expect(seen.map(isStuck)).toEqual([true, false, false]);
  expect(seen.map(isOnItsWay)).toEqual([false, true, false]);
});

describe('what a sloppy server leaves out', () => {
  const nameless = (over: Partial<Pod>): Pod => silent(14, {createdAt: '', ...over});

  it('makes no pod young', () => {
    expect(stand(nameless({}))).toBe('stuck validation..provisioning');
    expect(standingOf(nameless({}), known([]), NOW).seconds).toBe(0);
  });

  it('is made up for by the start, and by the first event', () => {
    const started = nameless({status: {...PENDING, startTime: minutesAgo(1)}});
    expect(standingOf(started, known([]), NOW)).toMatchObject({standing: 'slow', seconds: 60});
    const told = event({reason: 'LoggingEnabled', message: 'x', firstAt: minutesAgo(2), lastAt: minutesAgo(2)});
    expect(standingOf(nameless({}), known([told]), NOW)).toMatchObject({standing: 'slow', seconds: 120});
  });

  it('lets the phase and the containers say that it runs', () => {
    const running: PodStatus = {...placed([{is: 'running', ready: true}]).status, phase: 'Running'};
    expect(stand(pod({status: running}))).toBe('running ready');
    const unready = {...running, containers: running.containers.map((c) => ({...c, ready: false}))};
    expect(stand(pod({status: unready}))).not.toBe('running ready');
  });
});

describe('a scheduler that only the manifest names', () => {
  const byHand = (over: Partial<Pod> = {}): Pod => silent(14, {labels: {app: 'x'}, ...over});

  it('leaves the pod where it was not handed to Fargate', () => {
    expect(stand(byHand())).toBe('stuck admission');
  });

  it('until it speaks', () => {
    expect(stand(byHand({status: refusing('Whatever', 'No such profile')}))).toBe('stuck validation');
  });
});
