import {describe, expect, it} from 'vitest';
import {now} from '../../src/facts/clock.ts';

describe('the time of the diagnosis', () => {
  it('is now', () => {
    expect(Math.abs(Date.parse(now({})) - Date.now())).toBeLessThan(5_000);
  });

  it.each([
    ['2025-06-01T03:10:00Z', '2025-06-01T03:10:00.000Z'],
    ['2025-06-01T05:10:00.5+02:00', '2025-06-01T03:10:00.500Z'],
    ['2025-06-01 03:10:00Z', '2025-06-01T03:10:00.000Z'],
  ])('is what FARGATE_DOCTOR_NOW says: %s', (set, time) => {
    expect(now({FARGATE_DOCTOR_NOW: set})).toBe(time);
  });

  it.each(['yesterday', '2025-06-01', '2025-06-01T03:10:00', '2025-13-01T03:10:00Z', '0'])('is not %s', (set) => {
    expect(() => now({FARGATE_DOCTOR_NOW: set})).toThrow('FARGATE_DOCTOR_NOW is not a time');
  });
});
