import {describe, expect, it} from 'vitest';
import clusterDnsHasReadyBackends from '../../../src/checks/coredns/cluster-dns-has-ready-backends.ts';
import corednsAddonIsHealthy from '../../../src/checks/coredns/coredns-addon-is-healthy.ts';
import corednsAnswersReadinessProbe from '../../../src/checks/coredns/coredns-answers-readiness-probe.ts';
import corednsCanGoToFargate from '../../../src/checks/coredns/coredns-can-go-to-fargate.ts';
import {examine} from '../../../src/engine/examine.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {absent, denied} from '../../../src/model/fact.ts';
import type {Problem} from '../../../src/model/finding.ts';
import {about, addon, but, ec2Node, node, PENDING, pod, withFacts, type AllAnswers} from '../../fixture.ts';
import {REPEATED} from './coredns-addon-is-healthy.fixtures.ts';
import {without} from './coredns-answers-readiness-probe.fixtures.ts';
import {coredns, EC2, elsewhere, NO_PROFILE, strandedDeployment, strandedPod} from './worlds.ts';

const problems = (check: AnyCheck, facts: AllAnswers): readonly Problem[] => {
  const outcome = examine(check, facts);
  return outcome.is === 'found' ? outcome.problems : [];
};
const first = (check: AnyCheck, facts: AllAnswers): Problem => problems(check, facts)[0] as Problem;
const bare = {corednsAddon: addon({configurationValues: '{"replicaCount":3}'})};

describe('coredns-can-go-to-fargate', () => {
  it('is certain of the annotation, and takes it from the template', () => {
    const problem = first(corednsCanGoToFargate, coredns(EC2));
    expect(problem).toMatchObject({certainty: 'certain', cause: 'coredns-compute-type-ec2'});
    expect(problem.stage).toBeUndefined();
    expect(problem.evidence[0]).toMatchObject({
      ref: 'pod/coredns-5d8f6c7b9-abcde',
      path: "metadata.annotations['eks.amazonaws.com/compute-type']",
      value: 'ec2',
    });
    expect(problem.remedies[0]?.commands).toEqual([
      `kubectl patch deployment coredns -n kube-system --type=json -p '[{"op":"remove","path":"/spec/template/metadata/annotations/eks.amazonaws.com~1compute-type"}]'`,
    ]);
  });

  it('only restarts where the template has lost the annotation', () => {
    const facts = coredns(EC2, {corednsDeployment: strandedDeployment()});
    expect(first(corednsCanGoToFargate, facts).remedies[0]?.commands).toEqual([
      'kubectl rollout restart deployment/coredns -n kube-system',
    ]);
  });

  it('keeps the rest of the configuration of the add-on', () => {
    const [, second] = problems(corednsCanGoToFargate, coredns(EC2, bare));
    expect(second).toMatchObject({cause: 'coredns-addon-overwrites', certainty: 'likely'});
    expect(second?.remedies[0]?.commands).toEqual([
      `aws eks update-addon --region eu-central-1 --cluster-name fargate-test --addon-name coredns --configuration-values '{"replicaCount":3,"computeType":"Fargate"}' --resolve-conflicts OVERWRITE`,
    ]);
  });

  it('never advises a toleration', () => {
    const all = [coredns(EC2, bare), coredns({}, NO_PROFILE), coredns(EC2, NO_PROFILE), elsewhere(EC2)];
    const remedies = all.flatMap((facts) => problems(corednsCanGoToFargate, facts)).flatMap((p) => p.remedies);
    expect(remedies.length).toBeGreaterThan(3);
    expect(JSON.stringify(remedies)).not.toMatch(/tolerat/i);
  });

  it('names the selector that comes near, and mends template and profile together', () => {
    const near = {...NO_PROFILE.profiles[0], selectors: [{namespace: 'kube-system', labels: {app: 'x'}}]};
    const facts = coredns(EC2, {profiles: [near as (typeof NO_PROFILE.profiles)[0]]});
    const problem = first(corednsCanGoToFargate, facts);
    expect(problem.summary).toContain('near it comes default-fp: namespace kube-system, app=x');
    const [remedy] = problem.remedies;
    expect(remedy?.commands[0]).toMatch(
      /^aws eks create-fargate-profile --region eu-central-1 --cluster-name fargate-test --fargate-profile-name coredns /,
    );
    expect(remedy?.commands[2]).toMatch(/^kubectl patch deployment coredns/);
    expect(remedy?.then).toBe('kubectl rollout restart deployment/coredns -n kube-system');
  });

  it('is only possible where EC2 nodes may be what is meant, or nodes can not be seen', () => {
    expect(first(corednsCanGoToFargate, coredns(EC2, {nodes: [node(), ec2Node()]})).certainty).toBe('possible');
    const blind = but(coredns(EC2, {...about({...strandedPod(EC2), status: PENDING})}), {nodes: denied('list nodes')});
    expect(first(corednsCanGoToFargate, blind).certainty).toBe('possible');
    expect(examine(corednsCanGoToFargate, blind)).toMatchObject({is: 'found', gaps: [{fact: 'nodes'}]});
    const unseen = but(elsewhere({}, NO_PROFILE), {nodes: denied('list nodes')});
    expect(examine(corednsCanGoToFargate, unseen).is).toBe('unchecked');
    expect(examine(corednsCanGoToFargate, but(elsewhere(EC2), {nodes: denied('list nodes')})).is).toBe('unchecked');
  });

  it('says by what it knows that there are no other nodes', () => {
    expect(first(corednsCanGoToFargate, coredns(EC2)).evidence[1]?.source).toBe('list nodes');
    const told = first(corednsCanGoToFargate, but(coredns({}, NO_PROFILE), {nodes: denied('list nodes')}));
    expect(told.evidence.map((e) => e.source)).not.toContain('list nodes');
    expect(told.evidence.at(-1)?.value).toContain('untolerated taint');
  });

  it('bites other pods only once they run, and is a note for those that do', () => {
    expect(first(corednsCanGoToFargate, elsewhere(EC2))).toMatchObject({stage: 'ready'});
    expect(first(corednsCanGoToFargate, elsewhere(EC2)).note).toBeUndefined();
    const running = elsewhere(EC2, {...about(pod())});
    expect(first(corednsCanGoToFargate, running)).toMatchObject({note: true, severity: 'warning'});
  });
});

describe('cluster-dns-has-ready-backends', () => {
  it('counts the pods and sends to the one that is stuck', () => {
    const problem = first(clusterDnsHasReadyBackends, elsewhere());
    expect(problem.summary).toContain('0 of 1 CoreDNS pods are ready');
    expect(problem.certainty).toBe('certain');
    expect(problem.evidence[1]?.value).toContain('untolerated taint');
    expect(problem.remedies[0]?.commands).toEqual(['fargate-doctor pod coredns-5d8f6c7b9-abcde -n kube-system']);
    expect(clusterDnsHasReadyBackends.stage).toBe('ready');
  });

  it('is less sure where there is no Service kube-dns at all, and a note for a ready pod', () => {
    expect(first(clusterDnsHasReadyBackends, but(elsewhere(), {dnsEndpoints: absent})).certainty).toBe('likely');
    const running = withFacts({dnsEndpoints: {slices: 1, ready: 0, notReady: 2}});
    expect(first(clusterDnsHasReadyBackends, running)).toMatchObject({note: true, severity: 'warning'});
  });
});

describe('coredns-answers-readiness-probe', () => {
  it('is likely for the add-on and possible for a CoreDNS of another kind', () => {
    expect(first(corednsAnswersReadinessProbe, without()).certainty).toBe('likely');
    expect(first(corednsAnswersReadinessProbe, but(without(), {corednsAddon: absent})).certainty).toBe('possible');
  });
});

describe('coredns-addon-is-healthy', () => {
  it('is a note that repeats the text, and says which cause the text names', () => {
    const issue = {code: 'InsufficientNumberOfReplicas', message: REPEATED, resourceIds: []};
    const problem = first(
      corednsAddonIsHealthy,
      withFacts({corednsAddon: addon({status: 'DEGRADED', healthIssues: [issue]})}),
    );
    expect(problem).toMatchObject({note: true, certainty: 'certain'});
    expect(problem.summary).toContain('the text names spec-host-network');
    expect(problem.evidence[1]?.value).toContain(REPEATED);
  });
});
