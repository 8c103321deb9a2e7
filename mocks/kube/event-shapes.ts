import {dig, text} from './json.ts';
import type {KubeObject} from './object.ts';

// The API server keeps one set of events and shows it as v1 and as events.k8s.io/v1, with the same facts under other names.

function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** An event in the core shape, whichever of the two it was written in. */
export function toCoreEvent(event: KubeObject): KubeObject {
  if (event.apiVersion === 'v1') return event;
  const {
    regarding,
    note,
    reportingController,
    deprecatedSource,
    deprecatedFirstTimestamp,
    deprecatedLastTimestamp,
    deprecatedCount,
    apiVersion: _,
    kind,
    metadata,
    ...rest
  } = event;
  return {
    apiVersion: 'v1',
    kind,
    metadata,
    ...defined({
      involvedObject: regarding ?? {},
      message: note,
      source: deprecatedSource ?? {},
      firstTimestamp: deprecatedFirstTimestamp ?? null,
      lastTimestamp: deprecatedLastTimestamp ?? null,
      count: deprecatedCount,
      reportingComponent: reportingController ?? '',
      reportingInstance: dig(rest, 'reportingInstance') ?? '',
    }),
    ...rest,
  };
}

/** A core event in the shape of events.k8s.io/v1. */
export function toNewEvent(event: KubeObject): KubeObject {
  const {
    involvedObject,
    message,
    source,
    firstTimestamp,
    lastTimestamp,
    count,
    reportingComponent,
    apiVersion: _,
    kind,
    metadata,
    ...rest
  } = event;
  return {
    apiVersion: 'events.k8s.io/v1',
    kind,
    metadata,
    ...defined({
      eventTime: dig(rest, 'eventTime') ?? null,
      regarding: involvedObject,
      note: message,
      deprecatedSource: source,
      deprecatedFirstTimestamp: firstTimestamp,
      deprecatedLastTimestamp: lastTimestamp,
      deprecatedCount: count,
      reportingController: reportingComponent ?? text(source, 'component'),
    }),
    ...rest,
  };
}
