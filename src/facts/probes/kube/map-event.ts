import type {KubeEvent} from '../../../model/kubernetes.ts';
import {byCodeUnit, some} from '../answers.ts';
import {at, number, text} from './json.ts';

/**
 * Reads a core/v1 Event, as both events APIs store it: the older writes `source`, `firstTimestamp` and `count`, the newer
 * `reportingComponent`, `eventTime` and `series`. The names of events.k8s.io/v1 are taken as well, for servers that answer
 * in that version's words.
 */
export function mapEvent(event: unknown): KubeEvent | undefined {
  const about = at(event, 'involvedObject') ?? at(event, 'regarding');
  const kind = text(about, 'kind');
  const name = text(about, 'name');
  if (kind === undefined || name === undefined) return undefined;
  const times = [
    text(event, 'firstTimestamp') ?? text(event, 'deprecatedFirstTimestamp'),
    text(event, 'eventTime'),
    text(event, 'lastTimestamp') ?? text(event, 'deprecatedLastTimestamp'),
    text(event, 'series', 'lastObservedTime'),
  ].filter((time) => time !== undefined);
  const firstAt = times[0] ?? text(event, 'metadata', 'creationTimestamp') ?? '';
  return {
    type: text(event, 'type') ?? '',
    reason: text(event, 'reason') ?? '',
    message: text(event, 'message') ?? text(event, 'note') ?? '',
    component:
      text(event, 'source', 'component') ??
      text(event, 'reportingComponent') ??
      text(event, 'reportingController') ??
      text(event, 'deprecatedSource', 'component') ??
      '',
    object: {kind, name},
    count: number(event, 'series', 'count') ?? number(event, 'count') ?? number(event, 'deprecatedCount') ?? 1,
    firstAt,
    lastAt: times.reduce((last, time) => (Date.parse(time) > Date.parse(last) ? time : last), firstAt),
    ...some({uid: text(about, 'uid')}),
  };
}

/** Oldest first; ties in an order that does not depend on the server's. */
export function inTime(events: readonly KubeEvent[]): readonly KubeEvent[] {
  const ms = (time: string): number => Date.parse(time) || 0;
  return [...events].sort(
    (a, b) =>
      ms(a.lastAt) - ms(b.lastAt) ||
      ms(a.firstAt) - ms(b.firstAt) ||
      byCodeUnit(a.reason, b.reason) ||
      byCodeUnit(a.message, b.message) ||
      byCodeUnit(a.object.name, b.object.name),
  );
}
