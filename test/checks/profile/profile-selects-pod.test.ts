import {describe, expect, it} from 'vitest';
import check from '../../../src/checks/profile/profile-selects-pod.ts';
import {examine} from '../../../src/engine/examine.ts';
import {about, denyOne, problemsOf, profile, unmutatedPod, withFacts, workload} from '../../fixture.ts';

const labelled = profile({name: 'apps', selectors: [{namespace: 'default', labels: {tier: 'web', env: 'prod'}}]});

describe('profile-selects-pod', () => {
  it('names the labels that are missing, what is there instead, and the template that lacks them', () => {
    const pod = unmutatedPod({labels: {app: 'nginx', env: 'dev'}, owner: {kind: 'ReplicaSet', name: 'web-1'}});
    const [problem] = problemsOf(
      check,
      withFacts({
        ...about(pod),
        profiles: [labelled],
        workload: workload({name: 'web', labels: {tier: 'web', env: 'prod'}}),
      }),
    );
    expect(problem?.summary).toBe(
      'Profile apps would take the pod if it had tier=web and env=prod; it has env=dev. The Deployment itself has it, its pod template does not.',
    );
    expect(problem?.certainty).toBe('certain');
    expect(problem?.remedies[0]?.commands).toEqual([
      `kubectl patch deployment web -n default --type=merge -p '{"spec":{"template":{"metadata":{"labels":{"tier":"web","env":"prod"}}}}}'`,
    ]);
  });

  it('is as sure of a label as what could be read of other nodes allows', () => {
    const facts = withFacts({...about(unmutatedPod()), profiles: [labelled]});
    const certainty = (answers: typeof facts): string | undefined => problemsOf(check, answers)[0]?.certainty;
    expect(certainty(denyOne(facts, 'podEvents'))).toBe('likely');
    expect(certainty(denyOne(facts, 'cluster'))).toBe('likely');
    expect(certainty(denyOne(denyOne(facts, 'podEvents'), 'cluster'))).toBe('possible');
  });

  it('does not propose a label value that is only a pattern', () => {
    const pattern = profile({selectors: [{namespace: 'default', labels: {tier: 'web-*'}}]});
    const [problem] = problemsOf(
      check,
      withFacts({...about(unmutatedPod()), profiles: [pattern], workload: workload()}),
    );
    expect(problem?.remedies.flatMap((r) => r.commands).join()).not.toContain('kubectl patch');
  });

  it.each([
    ['kube-system', {'k8s-app': 'kube-dns'}, {'app.kubernetes.io/name': 'alb'}, "CoreDNS's own label"],
    ['default', {tier: 'web'}, {tier: 'api'}, 'the Deployment selects its pods by tier=api'],
    ['default', {app: 'shop'}, {tier: 'api'}, 'the name of another application'],
  ])(
    'proposes a profile and no label where %s wants %j of what is selected by %j',
    (namespace, labels, selector, why) => {
      const pod = unmutatedPod({namespace, labels: {...selector, 'pod-template-hash': 'x'}});
      const [problem] = problemsOf(
        check,
        withFacts({
          ...about(pod),
          profiles: [profile({name: 'some', selectors: [{namespace, labels}]})],
          workload: workload({namespace, name: 'ctl', selector}),
        }),
      );
      const [remedy, ...others] = problem?.remedies ?? [];
      expect(others).toEqual([]);
      expect(remedy?.summary).toContain(why);
      expect(remedy?.commands.join()).not.toContain('kubectl patch');
      expect(remedy?.commands[0]).toContain(`--selectors '${JSON.stringify([{namespace, labels: selector}])}'`);
      expect(remedy?.commands[1]).toContain('aws eks wait fargate-profile-active');
    },
  );

  it('proposes the label of the workload itself, though it be a name', () => {
    const [problem] = problemsOf(
      check,
      withFacts({
        ...about(unmutatedPod({labels: {}})),
        profiles: [profile({selectors: [{namespace: 'default', labels: {app: 'web'}}]})],
        workload: workload({name: 'web', selector: {}}),
      }),
    );
    expect(problem?.remedies[0]?.commands[0]).toContain('kubectl patch deployment web');
  });

  it('makes a profile like the one that is there, with real role and subnets', () => {
    const [problem] = problemsOf(
      check,
      withFacts({...about(unmutatedPod()), profiles: [profile({selectors: [{namespace: 'prod', labels: {}}]})]}),
    );
    expect(problem?.remedies[0]?.commands[0]).toBe(
      'aws eks create-fargate-profile --region eu-central-1 --cluster-name fargate-test --fargate-profile-name default-fargate ' +
        '--pod-execution-role-arn arn:aws:iam::111122223333:role/fargate-pod-execution --subnets subnet-0a1b2c3d4e5f60001 subnet-0a1b2c3d4e5f60002 ' +
        '--selectors namespace=default',
    );
  });

  it('leaves CoreDNS to the check that knows it', () => {
    const pod = unmutatedPod({namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}});
    expect(examine(check, withFacts({...about(pod), profiles: [profile()]})).is).toBe('inapplicable');
  });

  it('does not judge where something may be bringing nodes and could not be read', () => {
    const facts = withFacts({
      ...about(unmutatedPod()),
      profiles: [profile({selectors: [{namespace: 'prod', labels: {}}]})],
    });
    expect(examine(check, facts).is).toBe('found');
    for (const fact of ['podEvents', 'cluster'] as const) {
      const outcome = examine(check, denyOne(facts, fact));
      expect(outcome).toMatchObject({is: 'found', problems: [{note: true, certainty: 'possible'}]});
      expect(outcome.is === 'found' && outcome.gaps.map((g) => g.fact)).toEqual([fact]);
    }
  });
});
