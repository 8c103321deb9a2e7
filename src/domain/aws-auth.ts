import {parseDocument, type YAMLError} from 'yaml';
import {parseProfileArn, plainRoleArn, type RoleArn} from './arn.ts';

/** What a Fargate node calls itself, and the groups that it needs; both are what EKS itself writes. */
export const NODE_USERNAME = 'system:node:{{SessionName}}';
export const NODE_GROUPS = ['system:bootstrappers', 'system:nodes', 'system:node-proxier'] as const;
/** The same name for the sessions of Fargate nodes, which hold no `@`. */
const USERNAMES: readonly string[] = [NODE_USERNAME, 'system:node:{{SessionNameRaw}}'];

/** One entry of `mapRoles`, as far as it could be read. */
export interface RoleEntry {
  readonly index: number;
  readonly rolearn: string;
  /** Empty where it has none. */
  readonly username: string;
  /** Undefined where it is not a list of texts; the authenticator then drops it. */
  readonly groups: readonly string[] | undefined;
}

export type MapRoles =
  {readonly is: 'read'; readonly entries: readonly RoleEntry[]} | {readonly is: 'malformed'; readonly reason: string};

/**
 * Reads `data.mapRoles`. As lenient as the authenticator, which takes keys in any case, ignores items that are no maps and
 * reads a blank text as an empty list: only what it can't read either is malformed.
 * https://github.com/kubernetes-sigs/aws-iam-authenticator/tree/master/pkg/mapper/configmap
 */
export function parseMapRoles(text: string): MapRoles {
  // A run has one aws-auth, which every pod of a scan is held against.
  if (lastParsed?.text !== text) lastParsed = {text, roles: parseAnew(text)};
  return lastParsed.roles;
}

let lastParsed: {readonly text: string; readonly roles: MapRoles} | undefined;

function parseAnew(text: string): MapRoles {
  const trimmed = text.trim();
  if (['', '``', '""'].includes(trimmed)) return {is: 'read', entries: []};
  let value: unknown;
  try {
    const document = parseDocument(text, {uniqueKeys: false, logLevel: 'silent', prettyErrors: true});
    const error = document.errors.find((e) => e.code !== 'MULTIPLE_DOCS');
    if (error) return {is: 'malformed', reason: yamlReason(error, text)};
    value = document.toJS({mapAsMap: true, maxAliasCount: 100});
  } catch {
    // Too deep, or aliases that multiply without end: the library gives up by throwing.
    return {is: 'malformed', reason: 'it is nested too deeply or multiplies itself by aliases'};
  }
  if (value === null) return {is: 'read', entries: []};
  if (!Array.isArray(value)) return {is: 'malformed', reason: `it is ${shapeOf(value)} where a list belongs`};
  return {is: 'read', entries: (value as readonly unknown[]).flatMap(entryOf)};
}

function yamlReason(error: YAMLError, text: string): string {
  const line = error.linePos?.[0].line;
  const at = line === undefined ? '' : `line ${line}: `;
  const indent = /^[ \t]{0,200}/.exec(text.split('\n', line ?? 1)[(line ?? 1) - 1] ?? '')?.[0] ?? '';
  if (error.code === 'TAB_AS_INDENT' || indent.includes('\t')) return `${at}a tab where YAML wants spaces`;
  return `${at}${(error.message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').slice(0, 160)}`;
}

const shapeOf = (value: unknown): string => (value instanceof Map ? 'a map' : 'a text');

function entryOf(item: unknown, index: number): readonly RoleEntry[] {
  if (!(item instanceof Map)) return [];
  const fields = new Map<string, unknown>();
  for (const [key, value] of item as ReadonlyMap<unknown, unknown>) fields.set(String(key).toLowerCase(), value);
  const [rolearn, username, groups] = [fields.get('rolearn'), fields.get('username'), fields.get('groups') ?? []];
  const texts = Array.isArray(groups) && groups.every((g) => typeof g === 'string') ? groups : undefined;
  if (typeof rolearn !== 'string') return [];
  return [{index, rolearn, username: typeof username === 'string' ? username : '', groups: texts}];
}

/** How an entry's `rolearn` relates to a role. */
export type Kinship =
  | 'same'
  /** Differs in letter case only. The open-source authenticator ignores case; nothing says what EKS's own check does. */
  | 'case'
  /** The role's name with a path, which aws-auth can't hold. */
  | 'path'
  /** A Fargate profile of this cluster, pasted where the role belongs. */
  | 'profile'
  | 'assumed-role'
  | 'instance-profile'
  | 'partition'
  /** A role of the same name in another account. */
  | 'account'
  | 'none';

/** Holds an entry's `rolearn` against a role, whose own path takes no part: the authenticator never sees it. */
export function kinshipOf(rolearn: string, role: RoleArn, profileArn: string): Kinship {
  const plain = plainRoleArn(role);
  if (rolearn === plain) return 'same';
  if (rolearn.toLowerCase() === plain.toLowerCase()) return 'case';
  const parts =
    /^arn:([\w-]{1,40}):(iam|sts)::(\d{12}|acct-\d{1,9}):(role|assumed-role|instance-profile)\/(.{1,700})$/s.exec(
      rolearn,
    );
  if (!parts) return isSameProfile(rolearn, profileArn) ? 'profile' : 'none';
  const [, partition = '', , account = '', kind = '', rest = ''] = parts;
  const names = rest.split('/');
  const name = kind === 'assumed-role' ? names[0] : names.at(-1);
  if (name !== role.name) return 'none';
  if (account !== role.account) return kind === 'role' ? 'account' : 'none';
  if (kind === 'assumed-role' || kind === 'instance-profile') return kind;
  return names.length > 1 ? 'path' : partition === role.partition ? 'none' : 'partition';
}

function isSameProfile(rolearn: string, profileArn: string): boolean {
  const [theirs, ours] = [parseProfileArn(rolearn), parseProfileArn(profileArn)];
  return (
    theirs !== undefined && ours !== undefined && theirs.cluster === ours.cluster && theirs.profile === ours.profile
  );
}

/** What is wrong with an entry for a pod execution role, as clauses; empty where it is right. */
export function entryFaults(entry: RoleEntry): readonly string[] {
  const faults: string[] = [];
  if (!USERNAMES.includes(entry.username)) {
    faults.push(entry.username === '' ? 'it has no username' : `its username is ${entry.username}`);
  }
  const {groups} = entry;
  if (!groups) return [...faults, 'its groups are not a list'];
  const lacking = NODE_GROUPS.filter((group) => !groups.includes(group));
  if (lacking.length > 0)
    faults.push(`it lacks the ${lacking.length === 1 ? 'group' : 'groups'} ${lacking.join(', ')}`);
  return faults;
}

/** What aws-auth says of a pod execution role. */
export type AwsAuthReading =
  | {readonly is: 'right'; readonly entry: RoleEntry}
  /** `near`: the same role name in another account. */
  | {readonly is: 'missing'; readonly near?: RoleEntry}
  | {
      readonly is: 'wrong';
      readonly entry: RoleEntry;
      readonly kinship: Kinship;
      /** Clauses that follow "the entry is wrong:". */
      readonly faults: readonly string[];
      /** Only part of the node's rights is missing, or only letter case differs: it may work. */
      readonly mayWork: boolean;
    }
  /** Right and wrong entries for the one role; the authenticator takes the last. */
  | {readonly is: 'duplicate'; readonly entries: readonly RoleEntry[]; readonly lastIsRight: boolean}
  | {readonly is: 'malformed'; readonly reason: string};

const WRONG_ARN: Readonly<Partial<Record<Kinship, string>>> = {
  case: 'its rolearn differs from the role in upper and lower case',
  path: "its rolearn has a path, which aws-auth can't hold",
  profile: "its rolearn is the Fargate profile's ARN, not the role's",
  'assumed-role': 'its rolearn is an assumed role, not the role itself',
  'instance-profile': 'its rolearn is an instance profile, not the role',
  partition: 'its rolearn is of another partition',
};

/** Finds the role in `data.mapRoles` of aws-auth, or what comes nearest to it. */
export function readAwsAuth(mapRoles: string | undefined, role: RoleArn, profileArn: string): AwsAuthReading {
  const parsed = parseMapRoles(mapRoles ?? '');
  if (parsed.is === 'malformed') return parsed;
  const related = parsed.entries.map((entry) => ({entry, kinship: kinshipOf(entry.rolearn, role, profileArn)}));
  const own = related.filter((r) => r.kinship === 'same' || r.kinship === 'case');
  const right = own.filter((r) => r.kinship === 'same' && entryFaults(r.entry).length === 0);
  const last = own.at(-1);
  if (last && right[0]) {
    if (right.length === own.length) return {is: 'right', entry: last.entry};
    return {is: 'duplicate', entries: own.map((r) => r.entry), lastIsRight: right.includes(last)};
  }
  const wrong = last ?? related.findLast((r) => WRONG_ARN[r.kinship] !== undefined);
  if (!wrong) {
    const near = related.find((r) => r.kinship === 'account')?.entry;
    return near ? {is: 'missing', near} : {is: 'missing'};
  }
  const faults = entryFaults(wrong.entry);
  const arnFault = WRONG_ARN[wrong.kinship];
  const onlyProxier = faults.length === 1 && faults[0] === 'it lacks the group system:node-proxier';
  return {
    is: 'wrong',
    ...wrong,
    faults: [...(arnFault === undefined ? [] : [arnFault]), ...faults],
    mayWork: (wrong.kinship === 'case' && faults.length === 0) || (wrong.kinship === 'same' && onlyProxier),
  };
}
