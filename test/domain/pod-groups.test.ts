import {describe, expect, it} from 'vitest';
import {annotatedGroups, podGroups, selecting} from '../../src/domain/pod-groups.ts';
import {absent, denied, known} from '../../src/model/fact.ts';
import type {SecurityGroupPolicy} from '../../src/model/kubernetes.ts';
import {cluster, CLUSTER_GROUP, pod, specified, templateOf, workload} from '../fixture.ts';

const selector = (matchLabels: Record<string, string>) => ({matchLabels, matchExpressions: []});
const policy = (over: Partial<SecurityGroupPolicy> = {}): SecurityGroupPolicy => ({
  name: 'redis',
  createdAt: '2026-11-01T00:00:00Z',
  podSelector: selector({app: 'nginx'}),
  groupIds: ['sg-7'],
  ...over,
});
const names = (policies: readonly SecurityGroupPolicy[]) => policies.map(({name}) => name);

describe('the annotation', () => {
  it('is a list by comma', () => {
    expect(annotatedGroups('sg-a, sg-b,,sg-a')).toEqual(['sg-a', 'sg-b']);
    expect(annotatedGroups('')).toEqual([]);
    expect(annotatedGroups(','.repeat(1_000_000)).length).toBe(0);
  });
});

describe('selectors', () => {
  const labels = {app: 'nginx', tier: 'web'};
  const chosen = (over: Partial<SecurityGroupPolicy>) => selecting([policy(over)], {labels});
  it('hold as Kubernetes holds them; an empty one selects all', () => {
    expect(names(chosen({}).sure)).toEqual(['redis']);
    expect(names(chosen({podSelector: selector({})}).sure)).toEqual(['redis']);
    expect(names(chosen({podSelector: selector({app: 'db'})}).sure)).toEqual([]);
    const key = {key: 'tier', operator: 'In', values: ['web', 'api']};
    expect(names(chosen({podSelector: {matchLabels: {}, matchExpressions: [key]}}).sure)).toEqual(['redis']);
  });

  it('by service account can not be told, unless they select all or the labels say no', () => {
    const account = selector({team: 'shop'});
    expect(names(chosen({serviceAccountSelector: account}).unsure)).toEqual(['redis']);
    expect(chosen({serviceAccountSelector: account, podSelector: selector({app: 'db'})})).toEqual({
      sure: [],
      unsure: [],
    });
    expect(names(chosen({serviceAccountSelector: selector({})}).sure)).toEqual(['redis']);
  });

  it('are needed, and so are groups', () => {
    const {podSelector: _, ...bare} = policy();
    expect(selecting([bare, policy({groupIds: []})], {labels})).toEqual({sure: [], unsure: []});
  });
});

describe('groups', () => {
  const facts = {
    cluster: cluster(),
    pod: known(pod()),
    podSpec: known(specified(pod())),
    securityGroupPolicies: known([policy()]),
  };
  const template = {...facts, pod: absent, podSpec: known(templateOf(workload()))};

  it('of a pod are those of its annotation, whatever the policies say now', () => {
    const annotated = pod({annotations: {'fargate.amazonaws.com/pod-sg': 'sg-8'}});
    expect(podGroups({...facts, podSpec: known(specified(annotated))})).toMatchObject({
      ids: ['sg-8'],
      from: 'annotation',
      evidence: {source: 'get pods -n default', ref: 'pod/nginx'},
    });
    expect(podGroups(facts)).toEqual({ids: [CLUSTER_GROUP], from: 'cluster'});
  });

  it('of a pod yet to be made are those of its policies, together', () => {
    const two = known([policy(), policy({name: 'web', groupIds: ['sg-9', 'sg-7']})]);
    expect(podGroups({...template, securityGroupPolicies: two})).toMatchObject({
      ids: ['sg-7', 'sg-9'],
      from: 'policies',
    });
    expect(podGroups({...template, securityGroupPolicies: absent})).toMatchObject({from: 'cluster'});
  });

  it('say what they lack', () => {
    expect(podGroups({...template, securityGroupPolicies: denied('list x')}).lacks).toBe('securityGroupPolicies');
    expect(podGroups({...facts, podSpec: denied('get pods'), pod: denied('get pods')}).lacks).toBe('podSpec');
    expect(podGroups({...facts, pod: denied('get pods')}).lacks).toBe('pod');
    const byAccount = known([policy({serviceAccountSelector: selector({a: 'b'})})]);
    expect(podGroups({...template, securityGroupPolicies: byAccount}).because).toMatch(/^redis selects by labels/);
  });
});
