// Rewrites whole answers of either fake: what they say stays well-formed unless the twist is that it is not.

/**
 * How an answer is turned: `garbage` is no JSON and no XML, `blank` is nothing, `mistyped` has the content type of a web page, `strange` has fields
 * nobody knows, `novel` has values nobody knows where one of a fixed set is due, `bare` lacks fields that may be absent, `empty` has
 * no items, `doubled` has every item twice, as where pages overlap, `endless` sends on to the same page for ever.
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
export type Twist = (typeof TWISTS)[number];

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
  const body = answer.body.trimStart().startsWith('<') ? twistXml(answer.body, twist) : twistJson(answer.body, twist);
  return {...answer, body};
}

type Shaping = Exclude<Twist, 'garbage' | 'blank' | 'mistyped'>;

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
/** The same third of all names each time. */
const isOptional = (key: string): boolean =>
  !isIdentity(key) && [...key].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 3 === 0;

function twistJson(body: string, twist: Shaping): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body;
  }
  if (!isRecord(value) || value['kind'] === 'Status') return body;
  if (twist === 'empty' || twist === 'doubled') {
    const lists = Object.entries(value).map(([key, v]) => [key, Array.isArray(v) ? changedList(v, twist) : v]);
    return JSON.stringify(Object.fromEntries(lists));
  }
  if (twist === 'endless') {
    return JSON.stringify(
      Object.values(value).some(Array.isArray) ? {...value, nextToken: SAME_TOKEN, NextToken: SAME_TOKEN} : value,
    );
  }
  return JSON.stringify(walked(value, twist));
}

const changedList = (list: readonly unknown[], twist: 'empty' | 'doubled'): readonly unknown[] =>
  twist === 'empty' ? [] : [...list, ...list];

function walked(value: unknown, twist: 'strange' | 'novel' | 'bare', depth = 0): unknown {
  if (Array.isArray(value)) return value.map((v: unknown) => walked(v, twist, depth + 1));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !(twist === 'bare' && depth > 0 && isOptional(key)))
    .map(([key, v]) => [
      key,
      twist === 'novel' && typeof v === 'string' && isChoice(key) ? NOVEL : walked(v, twist, depth + 1),
    ]);
  const more =
    twist === 'strange' && !isMapOfNames(value)
      ? [['zzNotYetKnown', {list: [1, null], text: 'x', __proto__: 'x'}]]
      : [];
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

function twistXml(body: string, twist: Shaping): string {
  const root = parsed(body);
  if (/<(?:ErrorResponse|Response>\s*<Errors)/.test(body)) return body;
  return root.children.map((child) => written(child, twist)).join('');
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

function written(node: Element | string, twist: Shaping, depth = 0): string {
  if (typeof node === 'string') return node;
  const {name, open, children} = node;
  const isText = children.every((child) => typeof child === 'string');
  if (isText) return `${open}${twist === 'novel' && isChoice(name) ? NOVEL : children.join('')}</${name}>`;
  const kept = children.filter(
    (child) =>
      !(
        twist === 'bare' &&
        typeof child !== 'string' &&
        depth > 1 &&
        !LIST_ITEMS.has(child.name) &&
        isOptional(child.name)
      ),
  );
  const isList = kept.some((child) => typeof child !== 'string' && LIST_ITEMS.has(child.name));
  // The first list on the way down is the answer's own.
  if (isList && twist === 'empty') return `${open}</${name}>`;
  const inner = kept
    .map((child) => written(child, isList && twist === 'doubled' ? 'strange' : twist, depth + 1))
    .join('');
  if (isList)
    return `${open}${inner}${twist === 'doubled' ? inner : ''}</${name}>${twist === 'endless' ? endOf(name) : ''}`;
  return `${open}${inner}${twist === 'strange' ? '<zzNotYetKnown><item>1</item></zzNotYetKnown>' : ''}</${name}>`;
}

/** How a list says that there is more: EC2 beside its set, IAM beside its members. */
const endOf = (list: string): string =>
  /^[A-Z]/.test(list)
    ? `<IsTruncated>true</IsTruncated><Marker>${SAME_TOKEN}</Marker>`
    : `<nextToken>${SAME_TOKEN}</nextToken>`;
