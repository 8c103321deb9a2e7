// Rewrites whole answers of either fake: what they say stays well-formed unless the twist is that it is not.

/**
 * How an answer is turned: `garbage` is no JSON and no XML, `blank` is nothing, `mistyped` has the content type of a web page, `strange` has fields
 * nobody knows, `novel` has values nobody knows where one of a fixed set is due, `bare` lacks fields that may be absent, `empty` has
 * no items, `doubled` has every item twice, as where pages overlap, `endless` sends on to the same page for ever. Beside these,
 * `without FIELD` lacks that field alone, and `novel FIELD` has a value there that nobody knows.
 */
export const TWISTS = [
  'garbage',
  'blank',
  'mistyped',
  'strange',
  'novel',
  'bare',
  'empty',
  'doubled',
  'endless',
] as const;
export type Twist = (typeof TWISTS)[number] | `without ${string}` | `novel ${string}`;

/** An answer as text. */
export interface Answer {
  readonly body: string;
  readonly contentType: string;
}

/** The twisted answer. What can't be twisted so, such as an error or a text, is left as it is. */
export function twisted(answer: Answer, twist: Twist): Answer {
  if (twist === 'garbage') return {...answer, body: `\u0000{[<${answer.body.slice(1, 200)}`};
  if (twist === 'blank') return {...answer, body: ''};
  if (twist === 'mistyped') return {...answer, contentType: 'text/html; charset=utf-8'};
  const shape = shapeOf(twist);
  const body = isXml(answer.body) ? twistXml(answer.body, shape) : twistJson(answer.body, shape);
  return {...answer, body};
}

/** Names of fields of an answer's items: all that can be missing there, and those that hold one of a fixed set of values. */
export function fieldsOf(body: string): {readonly all: readonly string[]; readonly choices: readonly string[]} {
  const found = body.matchAll(isXml(body) ? /<([A-Za-z]\w*)>/g : /"([A-Za-z]\w*)":/g);
  const all = [...new Set([...found].map(([, name = '']) => name))].filter(
    (name) => !LIST_ITEMS.has(name) && !NEVER_MISSING.test(name),
  );
  return {all, choices: all.filter(isChoice)};
}

const isXml = (body: string): boolean => body.trimStart().startsWith('<');

/** How an answer is changed that stays well-formed. */
interface Shape {
  readonly lists?: 'empty' | 'doubled' | 'endless';
  readonly drops: (field: string) => boolean;
  readonly renews: (field: string) => boolean;
  /** Fields that nobody knows are put in. */
  readonly adds: boolean;
}

const NO_CHANGE: Shape = {drops: () => false, renews: () => false, adds: false};

function shapeOf(twist: Exclude<Twist, 'garbage' | 'blank' | 'mistyped'>): Shape {
  const [, how, field] = /^(without|novel) (.+)$/.exec(twist) ?? [];
  if (how === 'without') return {...NO_CHANGE, drops: (name) => name === field};
  if (how === 'novel') return {...NO_CHANGE, renews: (name) => name === field};
  if (twist === 'bare') return {...NO_CHANGE, drops: isOptional};
  if (twist === 'novel') return {...NO_CHANGE, renews: isChoice};
  if (twist === 'empty' || twist === 'doubled' || twist === 'endless') return {...NO_CHANGE, lists: twist};
  return {...NO_CHANGE, adds: true};
}

/** The token of a page that leads to itself. */
const SAME_TOKEN = Buffer.from('offset:0').toString('base64url');
const NOVEL = 'SOMETHING_NEW';
/** Names of fields that hold one of a fixed set of values. A condition's or an event's `type` says which one it is: no such field. */
const CHOICES = new Set([
  'accessconfig',
  'authenticationmode',
  'connectivitytype',
  'effect',
  'instancetenancy',
  'ipfamily',
  'operator',
  'phase',
  'reclaimpolicy',
  'restartpolicy',
  'ruleaction',
  'servicelinkedroletype',
  'state',
  'status',
  'volumemode',
  'vpcendpointtype',
]);
const isChoice = (key: string): boolean => CHOICES.has(key.toLowerCase());
/** Fields without which an answer is about nothing. */
const isIdentity = (key: string): boolean =>
  /^(?:kind|apiVersion|metadata|name|namespace|uid|resourceVersion|items|continue)$|(?:Id|Arn|ARN|Name)$/.test(key);
/** Without these there is no object, no page, or no request to speak of. */
const NEVER_MISSING = /^(?:kind|apiVersion|metadata|name|namespace|uid|resourceVersion|items|continue|requestId)$/;
/** The same third of all names each time. */
const isOptional = (key: string): boolean =>
  !isIdentity(key) && [...key].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 3 === 0;

function twistJson(body: string, shape: Shape): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body;
  }
  if (!isRecord(value) || value['kind'] === 'Status') return body;
  const {lists} = shape;
  if (lists === 'empty' || lists === 'doubled') {
    const changed = Object.entries(value).map(([key, v]) => [key, Array.isArray(v) ? changedList(v, lists) : v]);
    return JSON.stringify(Object.fromEntries(changed));
  }
  if (lists === 'endless') {
    return JSON.stringify(
      Object.values(value).some(Array.isArray) ? {...value, nextToken: SAME_TOKEN, NextToken: SAME_TOKEN} : value,
    );
  }
  return JSON.stringify(walked(value, shape));
}

const changedList = (list: readonly unknown[], how: 'empty' | 'doubled'): readonly unknown[] =>
  how === 'empty' ? [] : [...list, ...list];

function walked(value: unknown, shape: Shape, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((v: unknown) => walked(v, shape, depth + 1));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => depth === 0 || !shape.drops(key))
    .map(([key, v]) => [key, typeof v === 'string' && shape.renews(key) ? NOVEL : walked(v, shape, depth + 1)]);
  const more =
    shape.adds && !isMapOfNames(value) ? [['zzNotYetKnown', {list: [1, null], text: 'x', __proto__: 'x'}]] : [];
  return Object.fromEntries([...entries, ...more]) as unknown;
}

/** Labels, annotations, data: a further key there would be another world. */
const isMapOfNames = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(value).length > 0 && Object.values(value).every((v) => typeof v === 'string');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Element {
  readonly name: string;
  /** With its attributes, as written. */
  readonly open: string;
  readonly children: (Element | string)[];
}

const LIST_ITEMS = new Set(['item', 'member']);

function twistXml(body: string, shape: Shape): string {
  const root = parsed(body);
  if (/<(?:ErrorResponse|Response>\s*<Errors)/.test(body)) return body;
  return root.children.map((child) => written(child, shape)).join('');
}

/** Reads what the fakes write: no comments, no CDATA. */
function parsed(body: string): Element {
  const root: Element = {name: '', open: '', children: []};
  const stack: Element[] = [root];
  for (const [token] of body.matchAll(/<[^>]*>|[^<]+/g)) {
    const top = stack.at(-1) ?? root;
    if (token.startsWith('</')) stack.pop();
    else if (!token.startsWith('<') || token.startsWith('<?') || token.endsWith('/>')) top.children.push(token);
    else {
      const element: Element = {name: /^<([^\s>]+)/.exec(token)?.[1] ?? '', open: token, children: []};
      top.children.push(element);
      stack.push(element);
    }
  }
  return root;
}

function written(node: Element | string, shape: Shape, depth = 0): string {
  if (typeof node === 'string') return node;
  const {name, open, children} = node;
  const isText = children.every((child) => typeof child === 'string');
  if (isText) return `${open}${shape.renews(name) ? NOVEL : children.join('')}</${name}>`;
  const kept = children.filter(
    (child) => typeof child === 'string' || depth < 2 || LIST_ITEMS.has(child.name) || !shape.drops(child.name),
  );
  const isList = kept.some((child) => typeof child !== 'string' && LIST_ITEMS.has(child.name));
  // The first list on the way down is the answer's own.
  if (isList && shape.lists === 'empty') return `${open}</${name}>`;
  const {lists, ...rest} = shape;
  const below = isList ? rest : shape;
  const inner = kept.map((child) => written(child, below, depth + 1)).join('');
  if (isList)
    return `${open}${inner}${lists === 'doubled' ? inner : ''}</${name}>${lists === 'endless' ? endOf(name) : ''}`;
  return `${open}${inner}${shape.adds ? '<zzNotYetKnown><item>1</item></zzNotYetKnown>' : ''}</${name}>`;
}

/** How a list says that there is more: EC2 beside its set, IAM beside its members. */
const endOf = (list: string): string =>
  /^[A-Z]/.test(list)
    ? `<IsTruncated>true</IsTruncated><Marker>${SAME_TOKEN}</Marker>`
    : `<nextToken>${SAME_TOKEN}</nextToken>`;
