import {createHash} from 'node:crypto';
import {globMatches} from '../glob.ts';
import type {AwsWorld} from '../world-aws.ts';
import {listParam} from './query-protocol.ts';
import {AwsError, page, type CallContext} from './service.ts';
import type {XmlRecord, XmlValue} from './xml.ts';

export type Ec2Params = Readonly<Record<string, string>>;

/** One `Describe…` that lists things, as a row of a table. Items are in the wire's own names. */
export interface Ec2List {
  /** Element that holds the list: `subnetSet`. */
  readonly set: string;
  items(world: AwsWorld, params: Ec2Params): readonly XmlRecord[];
  /** How things are asked for by id; absent where they can't be. */
  readonly ids?: Ec2Ids;
  /** Filter name to the dotted path of the value; lists on the way are walked through. */
  readonly filters: Readonly<Record<string, string>>;
}

export interface Ec2Ids {
  /** `SubnetId`, for `SubnetId.1`. */
  readonly param: string;
  readonly path: string;
  /** `subnet-`, by which a malformed id is known. */
  readonly prefix: string;
  /** `InvalidSubnetID`; EC2 adds `.NotFound` or `.Malformed`. */
  readonly code: string;
  /** `The subnet ID`. */
  readonly noun: string;
}

/** Answers one row of the table: ids, filters, then a page. */
export function describe(list: Ec2List, params: Ec2Params, context: CallContext): XmlRecord {
  const wanted = list.ids === undefined ? [] : listParam(params, list.ids.param);
  let items = list.items(context.world, params);
  if (list.ids !== undefined && wanted.length > 0) items = byIds(list.ids, items, wanted);
  items = items.filter((item) => filtersOf(params, list.filters).every((f) => f.accepts(item)));
  const size = pageSize(params, wanted.length > 0, context.pageSize);
  const paged = page(items, size, params['NextToken'], new AwsError('InvalidNextToken', 'The token is invalid.'));
  return {[list.set]: paged.items, nextToken: paged.next};
}

function byIds(ids: Ec2Ids, items: readonly XmlRecord[], wanted: readonly string[]): readonly XmlRecord[] {
  for (const id of wanted) {
    if (!id.startsWith(ids.prefix))
      throw new AwsError(`${ids.code}.Malformed`, `Invalid id: "${id}" (expecting "${ids.prefix}...")`);
    if (!items.some((item) => item[ids.path] === id)) throw notFound(ids, id);
  }
  return items.filter((item) => wanted.some((id) => item[ids.path] === id));
}

/** NAT gateways alone have a code without the usual ending. */
export function notFound(ids: Ec2Ids, id: string): AwsError {
  return ids.code === 'NatGateway'
    ? new AwsError('NatGatewayNotFound', `NAT gateway ${id} was not found`)
    : new AwsError(`${ids.code}.NotFound`, `${ids.noun} '${id}' does not exist`);
}

function pageSize(params: Ec2Params, byId: boolean, limit = Infinity): number {
  const asked = params['MaxResults'];
  if (asked === undefined) return byId ? Infinity : limit;
  if (byId)
    throw new AwsError('InvalidParameterCombination', 'The parameter MaxResults cannot be used with a list of ids');
  const size = Number(asked);
  if (!Number.isInteger(size) || size < 5 || size > 1000)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    );
  return Math.min(size, limit);
}

interface Filter {
  accepts(item: XmlRecord): boolean;
}

/** Filters of a request. Several are joined by AND, the values of one by OR; values may hold `*` and `?`. */
function filtersOf(params: Ec2Params, known: Readonly<Record<string, string>>): readonly Filter[] {
  const numbers = new Set(Object.keys(params).map((key) => /^Filter\.(\d{1,4})\./.exec(key)?.[1]));
  return [...numbers].flatMap((n) => {
    if (n === undefined) return [];
    const name = params[`Filter.${n}.Name`] ?? '';
    const values = listParam(params, `Filter.${n}.Value`);
    const read = reader(name, known);
    if (read === undefined) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    return [{accepts: (item) => read(item).some((text) => values.some((v) => globMatches(v, text)))}];
  });
}

function reader(
  name: string,
  known: Readonly<Record<string, string>>,
): ((item: XmlRecord) => readonly string[]) | undefined {
  if (Object.hasOwn(known, name)) return (item) => textsAt(item, (known[name] ?? '').split('.'));
  const tagged = known['vpc-id'] !== undefined || known['tag-key'] !== undefined;
  if (tagged && name === 'tag-key') return (item) => textsAt(item, ['tagSet', 'key']);
  if (!tagged || !name.startsWith('tag:')) return undefined;
  const key = name.slice('tag:'.length);
  return (item) => {
    const tags = item['tagSet'];
    return (Array.isArray(tags) ? (tags as readonly XmlRecord[]) : [])
      .filter((tag) => tag['key'] === key)
      .flatMap((tag) => textsAt(tag['value'], []));
  };
}

function textsAt(value: XmlValue, path: readonly string[]): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return (value as readonly XmlValue[]).flatMap((v) => textsAt(v, path));
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'object' ? [] : [String(value)];
  return typeof value === 'object' ? textsAt((value as XmlRecord)[key], rest) : [];
}

/** `tagSet` from a map of tags. */
export function tagSet(tags: Readonly<Record<string, string>>): XmlValue {
  return Object.entries(tags).map(([key, value]) => ({key, value}));
}

/** EC2 writes milliseconds: `2026-11-20T03:10:00.000Z`. */
export function ec2Time(rfc3339: string): string {
  return new Date(rfc3339).toISOString();
}

/** An id that belongs to another thing, as AWS numbers associations and rules: the same in every answer. */
export function derivedId(prefix: string, of: string): string {
  return `${prefix}-0${createHash('sha256').update(of).digest('hex').slice(0, 16)}`;
}
