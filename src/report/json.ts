import type {
  Cause,
  Diagnosis,
  Ignored,
  ManifestSummary,
  Milestone,
  NetworkPath,
  NotChecked,
  PlannedReport,
  Scanned,
  SubjectReport,
} from '../model/diagnosis.ts';
import type {Evidence, Position, Remedy} from '../model/finding.ts';
import {terminalSafeJson, wellFormed} from './escape.ts';

/** A value of the published document. */
export type Json = string | number | boolean | null | readonly Json[] | {readonly [key: string]: Json};

/** The diagnosis as one JSON document with its keys in the published order, two spaces, and a line end. */
export function renderJson(diagnosis: Diagnosis): string {
  return `${terminalSafeJson(JSON.stringify(documentOf(diagnosis), null, 2))}\n`;
}

/**
 * The published document, version 1 (`schemas/diagnosis.v1.schema.json`). Key by key, so that a new field of the model
 * becomes public only on purpose, and so that the order of keys does not depend on who made the object.
 */
export function documentOf(diagnosis: Diagnosis): Json {
  const {run, cluster, error, exit} = diagnosis;
  return tidy({
    schema: diagnosis.schema,
    run: {version: run.version, startedAt: run.startedAt, durationMs: run.durationMs, calls: run.calls},
    cluster: {
      name: cluster.name,
      region: cluster.region,
      account: cluster.account,
      partition: cluster.partition,
      context: cluster.context,
      kubernetesVersion: cluster.kubernetesVersion,
      platformVersion: cluster.platformVersion,
    },
    scanned: diagnosis.scanned && scannedOf(diagnosis.scanned),
    subjects: diagnosis.subjects.map(subjectOf),
    verdict: diagnosis.verdict,
    causes: diagnosis.causes.map(causeOf),
    notes: diagnosis.notes.map(causeOf),
    ruledOut: diagnosis.ruledOut.map(({check, title, topic}) => ({check, title, topic})),
    notChecked: diagnosis.notChecked.map(notCheckedOf),
    paths: diagnosis.paths?.map(pathOf),
    manifest: diagnosis.manifest && manifestOf(diagnosis.manifest),
    ignored: diagnosis.ignored?.map(ignoredOf),
    error: error && {message: error.message, hint: error.hint},
    exit: {code: exit.code, reason: exit.reason},
  });
}

/** A document in the making: fields that are not there are `undefined`. */
type Draft = string | number | boolean | null | undefined | readonly Draft[] | {readonly [key: string]: Draft};

function subjectOf(s: SubjectReport): Draft {
  return {
    kind: s.kind,
    namespace: s.namespace,
    name: s.name,
    owner: s.owner && {kind: s.owner.kind, name: s.owner.name},
    phase: s.phase,
    stage: s.stage,
    standing: s.standing,
    stuckSeconds: s.stuckSeconds,
    scheduler: s.scheduler,
    profile: s.profile,
    verdict: s.verdict,
    headline: s.headline,
    planned: s.planned && plannedOf(s.planned),
    timeline: s.timeline?.map(milestoneOf),
  };
}

function plannedOf({position, pods, size, profiles}: PlannedReport): Draft {
  return {
    position: positionOf(position),
    pods,
    size: size && {
      vcpu: size.vcpu,
      memoryGb: size.memoryGb,
      ephemeralGb: size.ephemeralGb,
      billedEphemeralGb: size.billedEphemeralGb,
      confirmed: size.confirmed,
    },
    profiles: profiles?.map((p) => ({name: p.name, takes: p.takes, because: p.because})),
  };
}

const scannedOf = (s: Scanned): Draft => ({
  allNamespaces: s.allNamespaces,
  namespaces: s.namespaces,
  selector: s.selector,
  pods: s.pods,
  fargate: s.fargate,
  elsewhere: s.elsewhere,
  onTheirWay: s.onTheirWay,
  partial: s.partial,
});

const manifestOf = (m: ManifestSummary): Draft => ({
  files: m.files,
  pods: m.pods,
  otherObjects: m.otherObjects,
  offline: m.offline,
  warnings: m.warnings.map((w) => ({message: w.message, position: positionOf(w.position)})),
});

const ignoredOf = (i: Ignored): Draft => ({
  id: i.id,
  subject: i.subject,
  reason: i.reason,
  expires: i.expires,
  expired: i.expired,
  count: i.count,
});

const milestoneOf = (m: Milestone): Draft => ({stage: m.stage, state: m.state, at: m.at});

const pathOf = (p: NetworkPath): Draft => ({
  profile: p.profile,
  subnet: p.subnet,
  destination: p.destination,
  subject: p.subject,
  hops: p.hops.map((h) => ({what: h.what, id: h.id, detail: h.detail, state: h.state, reason: h.reason})),
  causes: p.causes,
});

function causeOf(c: Cause): Draft {
  return {
    rank: c.rank,
    id: c.id,
    check: c.check,
    title: c.title,
    summary: c.summary,
    severity: c.severity,
    certainty: c.certainty,
    stage: c.stage,
    when: c.when,
    subjects: c.subjects,
    evidence: c.evidence.map(evidenceOf),
    remedies: c.remedies.map(remedyOf),
    explains: c.explains,
    explainedBy: c.explainedBy,
    docs: c.docs,
  };
}

const evidenceOf = (e: Evidence): Draft => ({
  source: e.source,
  ref: e.ref,
  path: e.path,
  value: e.value,
  needed: e.needed,
  at: e.at,
  position: e.position && positionOf(e.position),
});

const positionOf = (p: Position): Draft => ({file: p.file, line: p.line, column: p.column});

function remedyOf(r: Remedy): Draft {
  return {summary: r.summary, commands: r.commands, changes: r.changes, then: r.then};
}

function notCheckedOf(n: NotChecked): Draft {
  return {
    check: n.check,
    title: n.title,
    topic: n.topic,
    reason: n.reason,
    needs: n.needs,
    detail: n.detail,
    couldHide: n.couldHide,
    matters: n.matters,
  };
}

/** Leaves out what is not there, and makes every string one that UTF-8 can hold. */
function tidy(value: Draft): Json {
  if (typeof value === 'string') return wellFormed(value);
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(tidy);
  return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (v === undefined ? [] : [[k, tidy(v)]])));
}

const isList = (value: readonly Draft[] | {readonly [key: string]: Draft}): value is readonly Draft[] =>
  Array.isArray(value);
