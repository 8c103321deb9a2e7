import {describe, expect, it} from 'vitest';
import {CHECKS} from '../../src/checks/index.ts';
import {parseMapRoles} from '../../src/domain/aws-auth.ts';
import {parseBlock} from '../../src/domain/cidr.ts';
import {evaluatePolicy} from '../../src/domain/endpoint-policy.ts';
import {loggingFaults} from '../../src/domain/logging-config.ts';
import {readMessage} from '../../src/domain/messages.ts';
import {parseQuantity} from '../../src/domain/quantity.ts';
import {globMatches} from '../../src/domain/selectors.ts';
import {shellWord} from '../../src/domain/shell.ts';
import {evaluateTrust} from '../../src/domain/trust-policy.ts';
import {examine, inputsOf, type Answers} from '../../src/engine/examine.ts';
import {fromArn} from '../../src/facts/cluster/names.ts';
import {oneLine} from '../../src/facts/network-words.ts';
import type {FactId} from '../../src/model/facts.ts';
import {safe} from '../../src/report/escape.ts';
import {ATTACK} from '../facts/hostile.ts';
import {healthy} from '../fixture.ts';
import {leavesOf, replacedAt} from './cases.ts';

/** Far above what linear time needs on a slow machine, far below what quadratic time takes over a megabyte. */
const PATIENCE_MS = 8_000;
const MEGABYTE = 1_000_000;
const LONG: readonly string[] = [
  ...ATTACK,
  '0/4 nodes are available: '.repeat(MEGABYTE / 25),
  `0/4 nodes are available: ${'1 node(s) had untolerated taint {'.repeat(MEGABYTE / 33)}`,
  `Failed to pull image "${'a/'.repeat(MEGABYTE / 2)}`,
  'Pod not supported on Fargate: fields not supported: '.repeat(MEGABYTE / 52),
  `Pod not supported on Fargate: ${'volumes not supported: a, '.repeat(MEGABYTE / 26)}`,
  'arn:aws:iam::111122223333:role/'.repeat(MEGABYTE / 31),
  `${'('.repeat(MEGABYTE / 2)}${')'.repeat(MEGABYTE / 2)}`,
  '1'.repeat(MEGABYTE),
  ', '.repeat(MEGABYTE / 2),
  '*a'.repeat(MEGABYTE / 2),
];

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'event messages': (text) => readMessage('FailedScheduling', 'fargate-scheduler', text),
  'kubelet messages': (text) => readMessage('Failed', 'kubelet', text),
  reasons: (text) => readMessage(text, text, text),
  'aws-auth': (text) => parseMapRoles(text.slice(0, MEGABYTE / 4)),
  'trust policies': (text) => evaluateTrust(text, 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/a/b/c'),
  'endpoint policies': (text) =>
    evaluatePolicy(text, {action: 'a:B', resource: text, principal: text, context: () => 'unclear'}),
  quantities: parseQuantity,
  blocks: parseBlock,
  patterns: (text) => globMatches('*a*b', text),
  'log configuration': (text) => loggingFaults({'output.conf': text}),
  'shell words': shellWord,
  'names of clusters': fromArn,
  'words of others': (text) => oneLine(text),
  'what is shown': (text) => safe(text),
};

describe('a megabyte of hostile text is read in linear time', () => {
  it.each(Object.entries(READERS))('%s', (_, read) => {
    for (const text of LONG) {
      const started = performance.now();
      read(text);
      expect(performance.now() - started, text.slice(0, 60)).toBeLessThan(PATIENCE_MS);
    }
  });

  // Whatever the checks do with a text of theirs: each field that is a text, at its first place.
  const fields = Object.entries(healthy).flatMap(([id, fact]) => {
    if (fact.is !== 'known') return [];
    const value: unknown = fact.value;
    const named = new Map(
      leavesOf(value).map((path) => [path.filter((step) => !/^\d+$/.test(String(step))).join('.'), path]),
    );
    return [...named].map(([name, path]) => ({id: id as FactId, name: `${id}.${name}`, path, value}));
  });
  const all = Number(process.env['FUZZ_CASES'] ?? 0) > 1000;

  it.each(fields.filter((_, i) => all || i % 8 === 0))('by the checks: $name', ({id, path, value}) => {
    const texts = LONG.slice(8, 12);
    for (const text of texts) {
      const answers = {...healthy, [id]: {is: 'known', value: replacedAt(value, path, text)}} as Answers;
      for (const check of CHECKS.filter((c) => inputsOf(c).includes(id))) {
        const started = performance.now();
        examine(check, answers);
        expect(performance.now() - started, `${check.id}, ${text.slice(0, 60)}`).toBeLessThan(PATIENCE_MS);
      }
    }
  });
});
