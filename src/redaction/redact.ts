import {
  CAPACITY_ANNOTATION,
  COMPUTE_TYPE,
  LOGGING_ANNOTATION,
  POD_GROUPS_ANNOTATION,
  ROLE_ANNOTATION,
} from '../domain/names.ts';
import type {Fact} from '../model/fact.ts';
import type {RecordedFacts, RecordedScan, Recording} from '../model/recording.ts';
import {pathPart} from './arns.ts';
import {kindsBetween, type Kind, type Redaction, type Withheld} from './kinds.ts';
import {Names} from './pieces.ts';
import {redactText, userName} from './text.ts';
import {Tokens} from './tokens.ts';

export interface Redacted {
  readonly recording: Recording;
  readonly withheld: readonly Withheld[];
}

/**
 * Withholds from a recording what `to` says, and nothing again that `from` has withheld already. What the checks compare
 * stays comparable: equal things stay equal, patterns match what they matched, blocks hold the addresses that they held.
 */
export function redact(recording: Recording, from: Redaction, to: Redaction): Redacted {
  const kinds = kindsBetween(from, to);
  if (kinds.size === 0) return {recording, withheld: []};
  const tokens = new Tokens(kinds);
  const first = new Walk(tokens, new Names(new Map()));
  first.recording(recording);
  tokens.allMet();
  const second = new Walk(tokens, first.namesForTexts());
  return {recording: second.recording(recording), withheld: tokens.ledger.manifest()};
}

/** Facts that are gone through before all others, so that `cluster-1` is the cluster and `acct-1` its account. */
const FIRST = ['target', 'cluster', 'callerIdentity'];

/** Annotations whose values checks read. */
const READ_ANNOTATIONS = [
  COMPUTE_TYPE,
  CAPACITY_ANNOTATION,
  LOGGING_ANNOTATION,
  POD_GROUPS_ANNOTATION,
  ROLE_ANNOTATION,
  'deployment.kubernetes.io/revision',
];

/** Fields that hold texts by names of their own making. */
const RECORDS = [
  'labels',
  'annotations',
  'tags',
  'data',
  'selector',
  'matchLabels',
  'nodeSelector',
  'requests',
  'limits',
  'overhead',
];

/** What bears a name in Kubernetes or is a word of an API. Names are looked for in none of these. */
const IDENTIFIERS = [
  'name',
  'namespace',
  'ref',
  'kind',
  'type',
  'component',
  'nodeName',
  'claimName',
  'volumeName',
  'storageClassName',
  'serviceAccountName',
  'serviceAccount',
  'profile',
  'key',
  'values',
  'labels',
  'selector',
  'matchLabels',
  'nodeSelector',
];

/** Words of AWS and Kubernetes: whoever gives a role such a name must not have them renamed everywhere. */
const VOCABULARY = `prod-region-starport-layer-bucket eks-fargate-pods eks-fargate eks-cluster-sg aws-auth aws-logging
  aws-observability kube-system kube-dns kube-proxy fluent-bit fargate-scheduler default-scheduler fargate-profile
  kubernetes container containers namespace scheduler deployment provisioning cluster fargate profile endpoint`;

/** A field of a fact whose text is a name of this kind. */
const NAME_FIELDS: Readonly<Record<string, Kind>> = {
  'target.name': 'cluster',
  'target.context': 'context',
  'cluster.name': 'cluster',
  'executionRole.name': 'role',
  'serviceAccountRole.name': 'role',
  'attachedPolicies.name': 'policy',
  'managedPolicies.name': 'policy',
  'inlinePolicies.name': 'policy',
  'permissionsBoundary.name': 'policy',
  'inlinePolicyNames.': 'policy',
};
const PATH_FIELDS = ['executionRole.path', 'serviceAccountRole.path'];
const USER_FIELDS = ['accessEntry.username', 'kubeletCsrs.username'];

/** Where a text stands: the fact, the name of the nearest field, and the object around it. */
interface Place {
  readonly fact: string;
  readonly field: string;
  readonly owner: Readonly<Record<string, unknown>>;
}

class Walk {
  readonly #tokens: Tokens;
  readonly #names: Names;
  readonly #identifiers = new Set<string>([VOCABULARY]);

  constructor(tokens: Tokens, names: Names) {
    this.#tokens = tokens;
    this.#names = names;
  }

  recording({subjects, cluster, told, scan}: Recording): Recording {
    const facts = this.#facts(cluster);
    return {
      cluster: facts,
      subjects: subjects.map(({subject, facts: own}) => ({
        subject: {...subject, namespace: this.#identifier(subject.namespace), name: this.#identifier(subject.name)},
        facts: this.#facts(own),
      })),
      told: told.map((text) => this.#text(text)),
      ...(scan ? {scan: this.#scan(scan)} : {}),
    };
  }

  /** Namespaces and pods keep their names; what could not be read may hold anything. */
  #scan({scanned, unread, alike}: RecordedScan): RecordedScan {
    return {
      scanned,
      alike,
      unread: unread.map(({detail, needs, ...entry}) => ({
        ...entry,
        ...(detail === undefined ? {} : {detail: this.#text(detail)}),
        ...(needs === undefined ? {} : {needs: this.#text(needs)}),
      })),
    };
  }

  /** The names that may be looked for in every text: those that are no word, and that nothing else is called by. */
  namesForTexts(): Names {
    const kinds: readonly Kind[] = ['cluster', 'role', 'policy', 'user'];
    const all = new Map(
      kinds.flatMap((kind) =>
        this.#tokens.ledger
          .names(kind)
          .filter(isDistinctive)
          .map((name) => [name, this.#tokens.of(kind, name)] as const),
      ),
    );
    const found = new Names(all);
    for (const identifier of this.#identifiers) found.find(identifier, (name) => all.delete(name));
    return new Names(all);
  }

  #facts(facts: RecordedFacts): RecordedFacts {
    const ids = Object.keys(facts).sort();
    const ordered = [...FIRST.filter((id) => ids.includes(id)), ...ids.filter((id) => !FIRST.includes(id))];
    return Object.fromEntries(ordered.flatMap((id) => (facts[id] ? [[id, this.#fact(id, facts[id])] as const] : [])));
  }

  #fact(id: string, fact: Fact<unknown>): Fact<unknown> {
    switch (fact.is) {
      case 'known':
        return {is: 'known', value: this.#value(fact.value, {fact: id, field: '', owner: {}})};
      case 'denied': {
        const {permission, detail} = fact;
        const shown = {is: fact.is, permission: this.#text(permission)};
        return detail === undefined ? shown : {...shown, detail: this.#text(detail)};
      }
      case 'failed':
      case 'unavailable':
        return {is: fact.is, reason: this.#text(fact.reason)};
      case 'absent':
        return fact;
    }
  }

  #value(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return this.#at(value, place);
    if (Array.isArray(value)) return value.map((item: unknown) => this.#value(item, place));
    if (typeof value !== 'object' || value === null) return value;
    const owner = value as Readonly<Record<string, unknown>>;
    if (RECORDS.includes(place.field)) return this.#record(owner, place);
    // Sorted: numbers are given in the order in which things are met.
    const entries = Object.keys(owner)
      .sort()
      .map((key) => [key, this.#value(owner[key], {fact: place.fact, field: key, owner})] as const);
    return Object.fromEntries(entries);
  }

  #record(record: Readonly<Record<string, unknown>>, {field, fact}: Place): unknown {
    const entries = Object.keys(record)
      .sort()
      .map((key) => {
        const text = record[key];
        // A selector may be the labels themselves, or what holds them.
        if (typeof text !== 'string') return [key, this.#value(text, {fact, field: key, owner: record})] as const;
        if (field === 'annotations') return [this.#text(key), this.#annotation(key, text)] as const;
        if (field === 'tags') return [this.#text(key), this.#tag(key, text)] as const;
        if (field === 'data') return [key, this.#text(text)] as const;
        return [this.#identifier(key), this.#at(text, {fact, field, owner: {}})] as const;
      });
    return Object.fromEntries(entries);
  }

  #annotation(key: string, value: string): string {
    return READ_ANNOTATIONS.includes(key) ? this.#text(value) : this.#tokens.of('annotation', value);
  }

  #tag(key: string, value: string): string {
    return key.startsWith('kubernetes.io/') ? this.#text(value) : this.#tokens.of('tag', value);
  }

  #at(text: string, {fact, field, owner}: Place): string {
    const where = `${fact}.${field}`;
    const kind = NAME_FIELDS[where];
    if (kind !== undefined) return isAwsPolicy(owner) ? text : this.#tokens.name(kind, text);
    if (where === 'target.account') return this.#tokens.account(text);
    if (USER_FIELDS.includes(where)) return userName(text, this.#tokens) ?? this.#text(text);
    if (PATH_FIELDS.includes(where)) {
      return text
        .split('/')
        .map((part) => pathPart(part, this.#tokens))
        .join('/');
    }
    // A security group's name holds the cluster's.
    return IDENTIFIERS.includes(field) && fact !== 'securityGroups' ? this.#identifier(text) : this.#text(text);
  }

  #identifier(text: string): string {
    this.#identifiers.add(text);
    return redactText(text, this.#tokens, NO_NAMES);
  }

  #text(text: string): string {
    return redactText(text, this.#tokens, this.#names);
  }
}

const NO_NAMES = new Names(new Map());

/** A mere word may be anything: only what can hardly be meant otherwise is looked for in texts. */
const isDistinctive = (name: string): boolean => name.length >= 8 || (name.length >= 5 && /[^a-z]/.test(name));

/** AWS's own policies bear names that everybody knows, and that checks know. */
const isAwsPolicy = (owner: Readonly<Record<string, unknown>>): boolean =>
  typeof owner['arn'] === 'string' && owner['arn'].includes(':aws:policy/');
