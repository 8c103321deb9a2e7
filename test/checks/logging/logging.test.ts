import {describe, expect, it} from 'vitest';
import loggingConfigmapExists from '../../../src/checks/logging/logging-configmap-exists.ts';
import loggingConfigmapIsValid from '../../../src/checks/logging/logging-configmap-is-valid.ts';
import loggingNamespaceIsLabelled from '../../../src/checks/logging/logging-namespace-is-labelled.ts';
import podKnowsLoggingConfig from '../../../src/checks/logging/pod-knows-logging-config.ts';
import {examine} from '../../../src/engine/examine.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {absent} from '../../../src/model/fact.ts';
import type {Problem} from '../../../src/model/finding.ts';
import {but, healthy, minutesAgo, withFacts, type AllAnswers} from '../../fixture.ts';
import {fixtures as exists, MISSING, NO_CONFIG} from './logging-configmap-exists.fixtures.ts';
import {FIREHOSE, fixtures as valid, refusedConfig} from './logging-configmap-is-valid.fixtures.ts';
import {fixtures as labels, labelled} from './logging-namespace-is-labelled.fixtures.ts';
import {changed, fixtures as reloads} from './pod-knows-logging-config.fixtures.ts';

const problems = (check: AnyCheck, facts: AllAnswers): readonly Problem[] => {
  const outcome = examine(check, facts);
  return outcome.is === 'found' ? outcome.problems : [];
};
const first = (check: AnyCheck, facts: AllAnswers): Problem => problems(check, facts)[0] as Problem;

describe('logging', () => {
  it('is never a cause', () => {
    const all = [
      ...exists.flatMap((f) => problems(loggingConfigmapExists, f.facts)),
      ...valid.flatMap((f) => problems(loggingConfigmapIsValid, f.facts)),
      ...labels.flatMap((f) => problems(loggingNamespaceIsLabelled, f.facts)),
      ...reloads.flatMap((f) => problems(podKnowsLoggingConfig, f.facts)),
    ];
    expect(all.length).toBeGreaterThan(8);
    for (const problem of all) expect(problem.note, problem.summary).toBe(true);
  });

  it('says that a missing ConfigMap is harmless', () => {
    const problem = first(
      loggingConfigmapExists,
      but(withFacts({podEvents: [MISSING]}), {awsLogging: absent, loggingNamespace: absent}),
    );
    expect(problem.summary).toBe(
      'Logging is off: there is no aws-logging ConfigMap. It does not keep the pod from starting.',
    );
    expect(problem.evidence.map((e) => e.source)).toEqual(['get configmaps/aws-logging -n aws-observability', 'event']);
    expect(problem.remedies[0]?.commands[0]).toBe('kubectl create namespace aws-observability');
    const there = first(loggingConfigmapExists, but(healthy, {awsLogging: absent}));
    expect(there.remedies[0]?.commands.join()).not.toContain('create namespace');
  });

  it('is only likely where the ConfigMap is denied', () => {
    const facts = but(withFacts({podEvents: [MISSING]}), {awsLogging: NO_CONFIG});
    expect(first(loggingConfigmapExists, facts).certainty).toBe('likely');
    const refused = but(withFacts({podEvents: [refusedConfig()]}), {awsLogging: NO_CONFIG});
    expect(first(loggingConfigmapIsValid, refused).certainty).toBe('likely');
  });

  it('shows where the ConfigMap is wrong, and what the scheduler said', () => {
    const problem = first(loggingConfigmapIsValid, withFacts({awsLogging: FIREHOSE, podEvents: [refusedConfig()]}));
    expect(problem.summary).toContain('amazon_data_firehose is not a supported output plugin');
    expect(problem.evidence[0]?.path).toBe("data['output.conf'] line 2");
    expect(problem.evidence[1]?.source).toBe('event');
    expect(problem.severity).toBeUndefined();
  });

  it('names the label as it is', () => {
    expect(first(loggingNamespaceIsLabelled, labelled({'aws-observability': 'true'})).summary).toContain(
      'has true as its label',
    );
  });

  it('tells a created ConfigMap from a changed one', () => {
    const made = first(podKnowsLoggingConfig, changed({createdAt: minutesAgo(3), modifiedAt: minutesAgo(3)}));
    expect(made).toMatchObject({certainty: 'certain'});
    expect(made.remedies[0]?.commands).toEqual(['kubectl delete pod nginx -n default']);
    expect(first(podKnowsLoggingConfig, changed({modifiedAt: minutesAgo(3)})).certainty).toBe('likely');
  });
});
