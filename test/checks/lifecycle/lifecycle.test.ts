import {describe, expect, it} from 'vitest';
import budgets from '../../../src/checks/lifecycle/disruption-budgets-let-pod-go.ts';
import deleted from '../../../src/checks/lifecycle/deleted-pod-goes-away.ts';
import jobs from '../../../src/checks/lifecycle/finished-jobs-are-cleaned-up.ts';
import ready from '../../../src/checks/lifecycle/node-of-pod-is-ready.ts';
import rollout from '../../../src/checks/lifecycle/rollout-replaces-old-pods.ts';
import {known} from '../../../src/model/fact.ts';
import type {PodDisruptionBudget} from '../../../src/model/kubernetes.ts';
import {about, but, fargatePod, minutesAgo, node, pod, problemsOf, withFacts, workload} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

describe('a node that is not ready', () => {
  const lost = {
    nodes: known([
      node({ready: 'Unknown', readySince: minutesAgo(4), readyMessage: 'Kubelet stopped posting node status.'}),
    ]),
  };

  it('is named with since when, at the stage where the pod stands', () => {
    const unready = placed([state({is: 'running', at: minutesAgo(60)})], [], {}, 'Running');
    expect(problemsOf(ready, but(unready, lost))).toMatchObject([
      {
        summary:
          "The pod's node fargate-ip-10-0-1-77.eu-central-1.compute.internal is not ready: its kubelet no longer reports (since 2026-11-20T03:06:00Z).",
        certainty: 'likely',
        stage: 'ready',
        evidence: [{value: 'Unknown: Kubelet stopped posting node status.'}],
      },
    ]);
    const creating = placed([state({is: 'waiting', reason: 'ContainerCreating'})]);
    expect(problemsOf(ready, but(creating, lost))[0]?.stage).toBe('mounts');
  });

  it('is a warning for a pod that is on its way out', () => {
    const leaving = but(withFacts(about(pod({deletedAt: minutesAgo(20)}))), lost);
    expect(problemsOf(ready, leaving)[0]?.severity).toBe('warning');
  });
});

describe('a deleted pod that stays', () => {
  const late = (over: Parameters<typeof pod>[0] = {}): string | undefined =>
    problemsOf(deleted, withFacts(about(pod({deletedAt: minutesAgo(20), ...over}))))[0]?.summary;

  it('names what holds it, and forces nothing that a finalizer holds', () => {
    expect(late({finalizers: ['example.com/drain']})).toBe(
      'The pod was to be gone 20 minutes ago, and is still there: finalizer example.com/drain holds it.',
    );
    const held = withFacts(about(pod({deletedAt: minutesAgo(20), finalizers: ['example.com/drain']})));
    expect(
      problemsOf(deleted, held)[0]
        ?.remedies.flatMap((r) => r.commands)
        .join(),
    ).not.toContain('--force');
    expect(late()).toContain('is ready, but has not reported its end');
  });

  it('warns of two pods with one identity', () => {
    const facts = withFacts(about(pod({deletedAt: minutesAgo(20), owner: {kind: 'StatefulSet', name: 'db'}})));
    expect(problemsOf(deleted, facts)[0]?.remedies[0]).toMatchObject({
      summary: expect.stringContaining('two pods of this StatefulSet') as string,
      commands: ['kubectl delete pod nginx -n default --grace-period=0 --force'],
    });
  });
});

describe('a budget', () => {
  const one: PodDisruptionBudget = {
    name: 'nginx',
    minAvailable: '1',
    selector: {matchLabels: {app: 'nginx'}, matchExpressions: []},
    expectedPods: 1,
    desiredHealthy: 1,
  };

  it('that keeps the only replica says so, and that one replica means a gap', () => {
    const [problem] = problemsOf(budgets, withFacts({disruptionBudgets: [one]}));
    expect(problem?.summary).toContain('(minAvailable 1) lets none of its pods, of which there is one, go');
    expect(problem?.remedies[0]?.commands).toEqual([
      `kubectl patch poddisruptionbudget nginx -n default --type=merge -p '{"spec":{"minAvailable":null,"maxUnavailable":1}}'`,
    ]);
    expect(problem?.remedies[0]?.summary).toContain('a short gap');
  });

  it('is no cause, whatever it forbids', () => {
    expect(problemsOf(budgets, withFacts({disruptionBudgets: [one]}))[0]?.note).toBe(true);
  });
});

it('patches the CronJob once for all of its Jobs', () => {
  const done = ['a', 'b'].map((name) => fargatePod({name, owner: {kind: 'Job', name}, phase: 'Failed'}));
  const made = ['a', 'b'].map((name) => ({namespace: 'default', name, owner: {kind: 'CronJob', name: 'nightly'}}));
  const [problem] = problemsOf(jobs, withFacts({fargatePods: done, jobs: made}));
  expect(problem?.summary).toBe(
    '2 finished pods stay on Fargate, since Jobs default/a and default/b have no ttlSecondsAfterFinished.',
  );
  expect(problem?.remedies[0]?.commands).toHaveLength(1);
  expect(problem?.remedies[0]?.commands[0]).toContain('kubectl patch cronjob nightly -n default');
});

it('counts the pods of the older version', () => {
  const waits = workload({
    replicas: {desired: 4, current: 5, ready: 3, updated: 2},
    conditions: [{type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded'}],
  });
  expect(problemsOf(rollout, withFacts({workload: waits}))[0]?.summary).toBe(
    'The rollout of deployment/nginx waits for its new pods; 3 pods of an older version stay and go on serving.',
  );
});
