import {describe, expect, it} from 'vitest';
import {isReachedByEndpoint, logDestinations, usesKubernetesFilter} from '../../src/domain/log-destinations.ts';
import {configMap, endpoint} from '../fixture.ts';

const outputs = (text: string) => logDestinations(configMap('aws-logging', {'output.conf': text}), 'eu-central-1');

describe('the destinations of logs', () => {
  it('are read from every output, each service once', () => {
    expect(
      outputs('[OUTPUT]\n  Name cloudwatch_logs\n  Match a\n[Output]\n name CloudWatch\n[OUTPUT]\n\tName kinesis\n'),
    ).toEqual([
      {plugin: 'cloudwatch_logs', service: 'logs', region: 'eu-central-1'},
      {plugin: 'kinesis', service: 'kinesis-streams', region: 'eu-central-1'},
    ]);
  });

  it('have the Region that they name', () => {
    expect(outputs('[OUTPUT]\n  Name firehose\n  region us-east-1\n')).toMatchObject([{region: 'us-east-1'}]);
  });

  it('are none for OpenSearch, for words outside a section, and for nothing', () => {
    expect(outputs('[OUTPUT]\n  Name es\n')).toEqual([]);
    expect(outputs('Name cloudwatch\n')).toEqual([]);
    expect(logDestinations(configMap('aws-logging', {}), 'eu-central-1')).toEqual([]);
  });

  it('are read in time, however long the text', () => {
    outputs(`[OUTPUT]\n${' '.repeat(500_000)}Name${' '.repeat(500_000)}x`);
    outputs('[OUTPUT]'.repeat(125_000));
  });

  it('are served by endpoints of their own Region that are available', () => {
    const here = {plugin: 'kinesis', service: 'kinesis-streams', region: 'eu-central-1'} as const;
    expect(isReachedByEndpoint(here, [endpoint('kinesis-streams')], 'eu-central-1')).toBe(true);
    expect(isReachedByEndpoint(here, [endpoint('kinesis-streams', {state: 'pending'})], 'eu-central-1')).toBe(false);
    expect(isReachedByEndpoint(here, [endpoint('logs')], 'eu-central-1')).toBe(false);
    expect(isReachedByEndpoint({...here, region: 'us-east-1'}, [endpoint('kinesis-streams')], 'eu-central-1')).toBe(
      false,
    );
  });
});

it('finds the filter for Kubernetes metadata among the filters only', () => {
  const with_ = (key: string, text: string) => usesKubernetesFilter(configMap('aws-logging', {[key]: text}));
  expect(with_('filters.conf', '[FILTER]\n  Name grep\n[FILTER]\n  Name Kubernetes\n')).toBe(true);
  expect(with_('filters.conf', '[FILTER]\n  Name grep\n  Match kubernetes\n')).toBe(false);
  expect(with_('output.conf', '[FILTER]\n  Name kubernetes\n')).toBe(false);
});
