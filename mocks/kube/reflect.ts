// The dependency injection inside @peculiar/x509 refuses to load without the Reflect metadata proposal. It only keeps constructor
// types in it, which a few lines do, so no further package is needed. Must be imported before @peculiar/x509.

type Store = WeakMap<object, Map<unknown, unknown>>;

const metadata: Store = new WeakMap();

function own(target: object): Map<unknown, unknown> {
  const found = metadata.get(target) ?? new Map<unknown, unknown>();
  metadata.set(target, found);
  return found;
}

function inherited(key: unknown, target: object): unknown {
  for (let here: object | null = target; here !== null; here = Object.getPrototypeOf(here) as object | null) {
    const found = metadata.get(here);
    if (found?.has(key)) return found.get(key);
  }
  return undefined;
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    defineMetadata: (key: unknown, value: unknown, target: object) => void own(target).set(key, value),
    getOwnMetadata: (key: unknown, target: object) => metadata.get(target)?.get(key),
    getMetadata: inherited,
    hasMetadata: (key: unknown, target: object) => inherited(key, target) !== undefined,
  });
}
