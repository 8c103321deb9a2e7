import type {CallRecord} from '../facts/clients/types.ts';

/** Where the time of a run went. All times are milliseconds since the start of the process. */
export interface Timings {
  /** The command's own code begins. */
  readonly begunMs: number;
  /** The first request leaves, and the last answer is in; absent where nothing was asked. */
  readonly askedMs?: number;
  readonly answeredMs?: number;
  /** The diagnosis is made; absent for a command that makes none. */
  readonly judgedMs?: number;
  /** The report is out. */
  readonly endedMs: number;
  readonly calls: number;
  /** The most memory that the process held at once, in MB. */
  readonly peakMb: number;
}

/** One line of JSON for the benchmark, which sets `FARGATE_DOCTOR_TIMINGS`. */
export function timingsOf(
  begunMs: number,
  session: {readonly calls: readonly CallRecord[]} | undefined,
  judgedMs: number | undefined,
): string {
  const calls = session?.calls ?? [];
  const since = (atMs: number): number => atMs - performance.timeOrigin;
  const timings: Timings = {
    begunMs,
    ...(calls.length > 0
      ? {
          askedMs: Math.min(...calls.map((c) => since(c.startedAtMs))),
          answeredMs: Math.max(...calls.map((c) => since(c.startedAtMs) + c.durationMs)),
        }
      : {}),
    ...(judgedMs === undefined ? {} : {judgedMs}),
    endedMs: performance.now(),
    calls: calls.length,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  return `${JSON.stringify(timings)}\n`;
}
