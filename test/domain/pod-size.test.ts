import {describe, expect, it} from 'vitest';
import {fargateSize, LARGEST, nextSize, parseCapacity, podNeed, sizeText} from '../../src/domain/pod-size.ts';
import {GIB, ONE, parseQuantity} from '../../src/domain/quantity.ts';
import {container, spec} from '../fixture.ts';

const asks = (cpu?: string, memory?: string, over: object = {}) =>
  container({requests: {...(cpu ? {cpu} : {}), ...(memory ? {memory} : {})}, limits: {}, ...over});
const size = (...containers: readonly ReturnType<typeof asks>[]) => {
  const found = fargateSize(spec({containers}));
  return found && `${found.cpu}/${found.memoryGiB}`;
};

describe('quantities', () => {
  it.each<[string, bigint]>([
    ['1', ONE],
    ['250m', ONE / 4n],
    ['0.25', ONE / 4n],
    ['.5', ONE / 2n],
    ['100u', 100_000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['1k', 1000n * ONE],
    ['1M', 1_000_000n * ONE],
    ['1Ki', 1024n * ONE],
    ['1.5Gi', (GIB * 3n) / 2n],
    ['128Mi', GIB / 8n],
    ['1E', 10n ** 18n * ONE],
    ['1Ei', 2n ** 60n * ONE],
    ['1e3', 1000n * ONE],
    ['1E3', 1000n * ONE],
    ['12e-1', (ONE * 12n) / 10n],
    ['-1', -ONE],
    ['9007199254740993', 9_007_199_254_740_993n * ONE],
  ])('reads %s', (text, amount) => {
    expect(parseQuantity(text)).toBe(amount);
  });

  it.each(['', '.', 'm', '1 Gi', '1gi', '1e', '1e100', 'NaN', '0x10', '1Gi ', '1'.repeat(1_000_000)])(
    'refuses what is none (%#)',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );
});

describe('the size that Fargate gives', () => {
  it.each<[string, string | null, Parameters<typeof asks>]>([
    ['documented: 1 vCPU and 8 GB are raised to two', '2/9', ['1', '8Gi']],
    ['nothing requested', '0.25/0.5', []],
    ['250m, 1000Mi', '0.25/2', ['250m', '1000Mi']],
    ['260m, 1750Mi', '0.5/2', ['260m', '1750Mi']],
    ['255m, 1800Mi', '0.5/3', ['255m', '1800Mi']],
    ['255m, 10Gi: memory raises the vCPUs', '2/11', ['255m', '10Gi']],
    ['more than 8 vCPU', '16/32', ['9', '1Gi']],
    ['more than 30 GB', '8/32', ['1', '31Gi']],
    ['256 MiB are exactly the smallest', '0.25/0.5', ['100m', '256Mi']],
    ['a byte more is the next', '0.25/1', ['100m', String(256 * 1024 * 1024 + 1)]],
    ['the largest', '16/120', ['16', '119.75Gi']],
    ['a byte too much', null, ['16', String(119.75 * 2 ** 30 + 1)]],
    ['too many vCPUs', null, ['16001m', '1Gi']],
  ])('%s', (_, expected, args) => {
    expect(size(asks(...args))).toBe(expected);
  });

  it('takes the larger of the biggest init container and the sum of the containers', () => {
    const app = asks('300m', '700Mi');
    const both = fargateSize(spec({initContainers: [asks('2', '1Gi')], containers: [app, app]}));
    expect(both).toMatchObject({cpu: 2, memoryGiB: 4, needCpu: 2});
    expect(size(app, app)).toBe('1/2');
  });

  it('takes a limit for the request where there is none', () => {
    expect(size(container({requests: {}, limits: {cpu: '2', memory: '4Gi'}}))).toBe('2/5');
  });

  it('counts sidecars with what runs beside them, and says that this is not confirmed', () => {
    const sidecar = asks('500m', '1Gi', {restartPolicy: 'Always'});
    const need = podNeed(spec({initContainers: [sidecar, asks('1', '1Gi')], containers: [asks('250m', '512Mi')]}));
    expect(need).toMatchObject({cpu: 1.5, memoryGiB: 2.25, confirmed: false});
    expect(podNeed(spec()).confirmed).toBe(true);
    expect(podNeed(spec({overhead: {memory: '120Mi'}})).confirmed).toBe(false);
    expect(podNeed(spec({containers: [asks('lots')]})).confirmed).toBe(false);
  });

  it('knows the next larger size', () => {
    expect(nextSize({cpu: 0.25, memoryGiB: 2})).toEqual({cpu: 0.5, memoryGiB: 2});
    expect(nextSize({cpu: 1, memoryGiB: 2})).toEqual({cpu: 1, memoryGiB: 3});
    expect(nextSize(LARGEST)).toBeUndefined();
  });

  it('reads the annotation', () => {
    expect(parseCapacity('0.25vCPU 0.5GB')).toEqual({cpu: 0.25, memoryGiB: 0.5});
    expect(parseCapacity('2.00 vCPU 11GB')).toEqual({cpu: 2, memoryGiB: 11});
    expect(parseCapacity('a lot')).toBeUndefined();
    expect(sizeText({cpu: 2, memoryGiB: 11})).toBe('2 vCPU, 11 GB');
  });
});
