import {describe, expect, it} from 'vitest';
import type {Ignore} from '../../src/engine/ignores.ts';
import {conclude, type Conclusion} from '../../src/engine/diagnose.ts';
import {stateOf} from '../../src/engine/subject.ts';
import type {AnyCheck, CausePage} from '../../src/model/check.ts';
import {denied, failed} from '../../src/model/fact.ts';
import type {Outcome, Problem} from '../../src/model/finding.ts';
import type {Stage} from '../../src/model/stage.ts';
import {about, ec2Node, healthy, pendingPod, pod, unmutatedPod, withFacts, type AllAnswers} from '../fixture.ts';

const page = (over: Partial<CausePage> = {}): CausePage => ({
  title: 'Something',
  why: 'Because.',
  symptoms: ['It hangs.'],
  proof: 'Seen.',
  severity: 'error',
  fix: ['Mend it.'],
  docs: ['https://docs.aws.amazon.com/'],
  ...over,
});

const check = (
  id: string,
  stage: Stage,
  causes: Record<string, CausePage>,
  over: Partial<AnyCheck> = {},
): AnyCheck => ({
  id,
  title: id,
  topic: id,
  group: 'network',
  stage,
  scope: 'pod',
  needs: [],
  causes,
  run: () => [],
  ...over,
});

const problem = (cause: string, over: Partial<Problem> = {}): Problem => ({
  cause,
  summary: `${cause} is wrong.`,
  certainty: 'certain',
  evidence: [{source: 'eks:DescribeCluster', value: 'x'}],
  remedies: [],
  ...over,
});

const found = (...problems: Problem[]): Outcome => ({is: 'found', problems, gaps: []});
const clear: Outcome = {is: 'clear'};

const stuck = withFacts(about(pendingPod()));

function judge(
  answers: AllAnswers,
  outcomes: readonly (readonly [AnyCheck, Outcome])[],
  failOn: 'error' | 'warning' | 'never' = 'error',
  ignore: readonly Ignore[] = [],
): Conclusion {
  const subject =
    answers.subject.is === 'known' ? answers.subject.value : {kind: 'Pod' as const, namespace: 'x', name: 'x'};
  return conclude(
    [{state: stateOf(subject, answers), outcomes: outcomes.map(([c, outcome]) => ({check: c, outcome}))}],
    {
      checks: outcomes.map(([c]) => c),
      failOn,
      ignore,
    },
  );
}

const ids = (c: Conclusion): readonly string[] => c.causes.map((cause) => cause.id);

describe('ranking', () => {
  const egress = check('egress', 'provisioning', {route: page({explains: ['symptom']})}, {precedence: 'egress'});
  const endpoint = check('endpoint', 'provisioning', {cidrs: page()}, {precedence: 'endpoint'});
  const state = check('state', 'provisioning', {symptom: page()});
  const image = check('image', 'image', {pull: page()});
  const spec = check('spec', 'validation', {privileged: page()});

  it('puts the stage at which the pod stands first, then what it will meet, and leaves what is behind it to the notes', () => {
    const result = judge(stuck, [
      [image, found(problem('pull'))],
      [spec, found(problem('privileged'))],
      [endpoint, found(problem('cidrs'))],
    ]);
    expect(ids(result)).toEqual(['cidrs', 'pull']);
    expect(result.causes.map((c) => c.when)).toEqual(['now', 'next']);
    expect(result.notes.map((n) => [n.id, n.severity])).toEqual([['privileged', 'warning']]);
    expect(result.exit.code).toBe(3);
  });

  it('nests a consequence under its cause, and keeps it', () => {
    const result = judge(stuck, [
      [state, found(problem('symptom'))],
      [egress, found(problem('route', {certainty: 'likely'}))],
    ]);
    expect(result.causes.map((c) => [c.rank, c.id, c.explains, c.explainedBy])).toEqual([
      [1, 'route', ['symptom'], []],
      [2, 'symptom', [], ['route']],
    ]);
  });

  it('puts a consequence below all its causes, the less certain too', () => {
    const late = check('late', 'provisioning', {stale: page({explains: ['symptom']})});
    const deep = check('deep', 'provisioning', {deep: page({explains: ['symptom', 'stale']})});
    const result = judge(stuck, [
      [state, found(problem('symptom'))],
      [late, found(problem('stale', {certainty: 'possible'}))],
      [deep, found(problem('deep'))],
    ]);
    expect(ids(result)).toEqual(['deep', 'stale', 'symptom']);
  });

  it('lets a symptom stand alone where nothing deeper is visible', () => {
    const result = judge(stuck, [
      [state, found(problem('symptom'))],
      [egress, {is: 'unchecked', gaps: [{fact: 'routeTables', gap: denied('ec2:DescribeRouteTables')}]}],
    ]);
    expect(ids(result)).toEqual(['symptom']);
    expect(result.notChecked[0]).toMatchObject({
      check: 'egress',
      reason: 'denied',
      needs: 'ec2:DescribeRouteTables',
      couldHide: ['route'],
    });
  });

  it('orders by certainty before the order of the network', () => {
    const both = [
      [egress, found(problem('route'))],
      [endpoint, found(problem('cidrs', {certainty: 'likely'}))],
    ] as const;
    expect(ids(judge(stuck, both))).toEqual(['route', 'cidrs']);
    const alike = [
      [egress, found(problem('route'))],
      [endpoint, found(problem('cidrs'))],
    ] as const;
    expect(ids(judge(stuck, alike))).toEqual(['cidrs', 'route']);
  });

  it('never shows more certainty than the page allows', () => {
    const unsure = check('unsure', 'provisioning', {odd: page({atMost: 'possible'})});
    expect(judge(stuck, [[unsure, found(problem('odd'))]]).causes[0]?.certainty).toBe('possible');
  });

  it('does not depend on the order of the outcomes', () => {
    const outcomes = [
      [image, found(problem('pull'))],
      [endpoint, found(problem('cidrs'))],
      [egress, found(problem('route'))],
      [state, found(problem('symptom'))],
    ] as const;
    const forward = judge(stuck, outcomes);
    const backward = judge(stuck, [...outcomes].reverse());
    expect(JSON.stringify(forward.causes)).toBe(JSON.stringify(backward.causes));
  });
});

describe('verdict and exit code', () => {
  const provisioning = check('net', 'provisioning', {route: page()});
  const logging = check('log', 'provisioning', {logs: page({severity: 'info'})});
  const gap = (permission: string): Outcome => ({is: 'unchecked', gaps: [{fact: 'cluster', gap: denied(permission)}]});

  it('calls a running pod healthy, and what would stop its successor a warning in the notes', () => {
    const result = judge(healthy, [[provisioning, found(problem('route'))]]);
    expect([result.verdict, result.exit.code]).toEqual(['healthy', 0]);
    expect(result.notes.map((n) => [n.id, n.severity])).toEqual([['route', 'warning']]);
  });

  it('stays at 0 for a healthy pod with a denied read, and names the read', () => {
    const result = judge(healthy, [[provisioning, gap('eks:DescribeCluster')]]);
    expect([result.verdict, result.exit.code]).toEqual(['healthy', 0]);
    expect(result.notChecked.map((n) => n.needs)).toEqual(['eks:DescribeCluster']);
  });

  it('is incomplete where a denied read could explain a stuck pod, and unexplained where none could', () => {
    expect(judge(stuck, [[provisioning, gap('eks:DescribeCluster')]])).toMatchObject({
      verdict: 'incomplete',
      exit: {code: 4},
    });
    expect(judge(stuck, [[logging, gap('get configmaps')]])).toMatchObject({verdict: 'unexplained', exit: {code: 4}});
    expect(judge(stuck, [[provisioning, clear]])).toMatchObject({
      verdict: 'unexplained',
      exit: {code: 4},
      ruledOut: [{check: 'net'}],
    });
  });

  it('counts warnings only when asked to', () => {
    const slow = check('slow', 'provisioning', {drag: page({severity: 'warning'})});
    expect(judge(stuck, [[slow, found(problem('drag'))]]).exit.code).toBe(0);
    expect(judge(stuck, [[slow, found(problem('drag'))]], 'warning').exit.code).toBe(3);
    expect(judge(stuck, [[provisioning, found(problem('route'))]], 'never').exit.code).toBe(0);
  });

  it('does not take a warning for the answer while an error may be hidden', () => {
    const slow = check('slow', 'provisioning', {drag: page({severity: 'warning'})});
    const result = judge(stuck, [
      [slow, found(problem('drag'))],
      [provisioning, gap('eks:DescribeCluster')],
    ]);
    expect(result).toMatchObject({verdict: 'incomplete', exit: {code: 4}, causes: [{id: 'drag'}]});
  });

  it('lets a fault that lasts be why a pod hangs later', () => {
    const profile = check('profile', 'admission', {gone: page({until: 'provisioning'}), missed: page()});
    const result = judge(stuck, [[profile, found(problem('gone'), problem('missed'))]]);
    expect(result.causes).toMatchObject([{id: 'gone', when: 'now', stage: 'provisioning', severity: 'error'}]);
    expect(result.notes).toMatchObject([{id: 'missed', severity: 'warning'}]);
  });

  it('does not call a pod unexplained whose cause is ignored', () => {
    const result = judge(stuck, [[provisioning, found(problem('route'))]], 'error', [{id: 'route'}]);
    expect(result).toMatchObject({verdict: 'causes-found', causes: [], exit: {code: 0}, ignored: [{count: 1}]});
    expect(result.exit.reason).toContain('ignored');
  });

  it('does not call a pod healthy that it could not read', () => {
    const unread = {...stuck, pod: failed('time-out'), podSpec: failed('time-out')};
    expect(
      judge(unread, [[provisioning, {is: 'unchecked', gaps: [{fact: 'pod', gap: failed('time-out')}]}]]),
    ).toMatchObject({
      verdict: 'incomplete',
      exit: {code: 4},
    });
  });

  it('leaves a pod alone that is not meant for Fargate', () => {
    const lost = unmutatedPod();
    const mixed = withFacts({
      ...about({...lost, spec: {...lost.spec, nodeSelector: {'eks.amazonaws.com/nodegroup': 'ng-1'}}}),
      nodes: [ec2Node()],
    });
    const result = judge(mixed, [[provisioning, found(problem('route'))]]);
    expect(result).toMatchObject({verdict: 'not-fargate', exit: {code: 0}, causes: []});
    expect(result.subjects[0]?.headline).toContain('its nodeSelector asks for eks.amazonaws.com/nodegroup=ng-1');
    // What keeps it off Fargate is as it should be; what another scheduler did to it is not.
    const webhook = check('webhook', 'admission', {missed: page()}, {group: 'profile'});
    const foreign = check('foreign', 'admission', {misplaced: page({anyPod: true})}, {group: 'scheduling'});
    expect(judge(mixed, [[webhook, found(problem('missed'))]])).toMatchObject({verdict: 'not-fargate', causes: []});
    expect(ids(judge(mixed, [[foreign, found(problem('misplaced'))]]))).toEqual(['misplaced']);
  });

  it('says that a young pod is still within what is normal', () => {
    const young = withFacts(about(pod({...pendingPod(), createdAt: '2026-11-20T03:09:40Z'})));
    const result = judge(young, [[provisioning, clear]]);
    expect([result.verdict, result.subjects[0]?.standing]).toEqual(['healthy', 'starting']);
  });

  it('isolates a check that is broken', () => {
    const result = judge(stuck, [
      [provisioning, {is: 'broken', reason: 'boom'}],
      [logging, clear],
    ]);
    expect(result.notChecked).toMatchObject([{check: 'net', reason: 'broken', detail: 'boom'}]);
    expect(result.verdict).toBe('incomplete');
  });
});
