import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {PROBES} from '../../../src/facts/probes/index.ts';
import {closureOf} from '../../../src/facts/probes/rights.ts';
import {isAwsRight} from '../../../src/model/right.ts';
import type {FactId} from '../../../src/model/facts.ts';

const ALL = Object.entries(PROBES);

describe('the registry of probes', () => {
  it('is what its generator writes', async () => {
    const path = '../../../scripts/update-probes.mjs';
    const {registry} = (await import(path)) as {registry: () => string};
    expect(readFileSync('src/facts/probes/index.ts', 'utf8')).toBe(registry());
  });

  it.each(ALL)('%s bears its own name, and its rights fit its API', (id, probe) => {
    expect(probe.fact).toBe(id);
    for (const right of probe.reads) expect(isAwsRight(right)).toBe(probe.api === 'aws');
    expect(probe.reads.length > 0).toBe(probe.api !== 'none');
  });

  it('never waits in a circle', () => {
    for (const [id, probe] of ALL) {
      const before: readonly FactId[] = [...probe.after, ...(probe.afterMaybe ?? [])];
      expect([id, closureOf(before).includes(id as FactId)]).toEqual([id, false]);
    }
  });
});
