import {DoctorError} from './errors.ts';

/** Milliseconds since 1970 as this machine believes it: for call records, token lifetimes and signatures. */
export function wallClockMs(): number {
  return Date.now();
}

/** RFC 3339 with a time zone; seconds may have a fraction. */
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The time of the diagnosis, RFC 3339 in UTC. `FARGATE_DOCTOR_NOW` sets it, for replays and tests. It moves ages only:
 * signatures and token lifetimes follow the real clock, because AWS compares them with its own.
 *
 * @throws DoctorError where `FARGATE_DOCTOR_NOW` is no such time.
 */
export function now(env: Readonly<Record<string, string | undefined>>): string {
  const set = env['FARGATE_DOCTOR_NOW'];
  if (set === undefined || set === '') return new Date(wallClockMs()).toISOString();
  const time = RFC3339.test(set) ? new Date(set.replace(' ', 'T')) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime())) {
    throw new DoctorError('FARGATE_DOCTOR_NOW is not a time.', 'Write it like 2025-06-01T03:10:00Z, or unset it.', 2);
  }
  return time.toISOString();
}
