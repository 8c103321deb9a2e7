/** How much is withheld. `strict` adds private addresses and the ids of network resources. */
export const REDACTIONS = ['none', 'standard', 'strict'] as const;
export type Redaction = (typeof REDACTIONS)[number];

/** What is withheld, one entry a kind: its words in a manifest, and what stands in its place. */
export const KINDS = {
  account: {words: 'account ids', level: 'standard'},
  arn: {words: 'ARNs', level: 'standard'},
  role: {words: 'role names', level: 'standard'},
  user: {words: 'user and session names', level: 'standard'},
  cluster: {words: 'cluster names', level: 'standard'},
  context: {words: 'kubeconfig contexts', level: 'standard'},
  policy: {words: 'policy names', level: 'standard'},
  path: {words: 'parts of IAM paths', level: 'standard'},
  principal: {words: 'unique ids of IAM', level: 'standard'},
  issuer: {words: 'ids in endpoints and OIDC issuers', level: 'standard'},
  address: {words: 'public addresses', level: 'standard'},
  email: {words: 'e-mail addresses', level: 'standard'},
  credential: {words: 'texts that look like credentials', level: 'standard'},
  annotation: {words: 'annotation values', level: 'standard'},
  tag: {words: 'tag values', level: 'standard'},
  private: {words: 'private addresses', level: 'strict'},
  resource: {words: 'ids of network resources', level: 'strict'},
} as const satisfies Readonly<Record<string, {readonly words: string; readonly level: Redaction}>>;

export type Kind = keyof typeof KINDS;

/** How many different things of a kind were withheld. */
export interface Withheld {
  /** In words: `account ids`. */
  readonly kind: string;
  readonly count: number;
}

/** Kinds to withhold in order to come from one level to another; none where that is no step up. */
export function kindsBetween(done: Redaction, wanted: Redaction): ReadonlySet<Kind> {
  const all = Object.keys(KINDS) as Kind[];
  const [from, to] = [REDACTIONS.indexOf(done), REDACTIONS.indexOf(wanted)];
  return new Set(
    all.filter((kind) => {
      const level = REDACTIONS.indexOf(KINDS[kind].level);
      return level > from && level <= to;
    }),
  );
}
