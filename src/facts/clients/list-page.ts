/** A page of a list, each item already taken in. */
export interface Page<T> {
  /** `metadata` of the list. */
  readonly metadata: unknown;
  /** What was taken of each item; undefined where the answer holds no list. */
  readonly taken: readonly T[] | undefined;
}

/** Reads a page while it arrives. */
export interface PageReader<T> {
  push(text: string): void;
  /** @throws SyntaxError where what arrived is not JSON. */
  end(): Page<T>;
}

const ITEMS = '"items":[';
/** Where an item of a built-in kind ends and the next begins. Inside a string the quotes would be escaped. */
const NEXT = '},{"metadata":{';
/** What is written in another way than the API server's own is read as a whole, after so much of it without an item. */
const LONGEST_ITEM = 1_000_000;

/**
 * Takes the items in one by one, so that neither the text of a page nor its objects are held at once: of five hundred pods
 * that garbage would outlive several collections.
 */
export function pageReader<T>(take: (item: unknown) => T): PageReader<T> {
  const taken: T[] = [];
  let head: {readonly metadata?: unknown} | undefined;
  let cutting = true;
  let rest = '';
  let seen = 0;
  const behind: string[] = [];
  const cut = (): void => {
    if (!head) {
      const at = rest.indexOf(ITEMS);
      if (at < 0) return;
      head = objectOf(`${rest.slice(0, at + ITEMS.length)}]}`);
      if (!head) return void (cutting = false);
      rest = rest.slice(at + ITEMS.length);
      seen = 0;
    }
    let from = 0;
    for (let at = rest.indexOf(NEXT, seen); at >= 0; at = rest.indexOf(NEXT, from)) {
      const item = objectOf(rest.slice(from, at + 1));
      // A cut inside of an item: what is left is read as a whole.
      if (!item) return void ((cutting = false), (rest = rest.slice(from)));
      taken.push(take(item));
      from = at + 2;
    }
    rest = rest.slice(from);
    seen = Math.max(0, rest.length - NEXT.length);
  };
  return {
    push(text) {
      if (!cutting) return void behind.push(text);
      rest += text;
      cut();
      if (rest.length > LONGEST_ITEM) cutting = false;
    },
    end() {
      const whole: unknown = JSON.parse(`${head ? `{${ITEMS}` : ''}${rest}${behind.join('')}`);
      const {items, metadata} = isObject(whole) ? whole : {};
      // An empty list may be written as null.
      if (items !== null && !Array.isArray(items)) return {metadata, taken: undefined};
      for (const item of items ?? []) taken.push(take(item));
      return {metadata: head?.metadata ?? metadata, taken};
    },
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
