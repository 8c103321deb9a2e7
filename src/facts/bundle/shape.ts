/** What a value looks like: enough to tell that no check will trip over it. */
export type Shape =
  | 'text'
  | 'number'
  | 'flag'
  | {readonly list: Shape}
  /** An object with keys of anybody's making. */
  | {readonly map: Shape}
  /** One of these texts. */
  | {readonly words: readonly string[]}
  /** One of {@link Shapes.objects}. */
  | {readonly of: string}
  | ObjectShape;

export interface ObjectShape {
  /** Fields that are always there. */
  readonly needs: Readonly<Record<string, Shape>>;
  readonly may: Readonly<Record<string, Shape>>;
}

/** The shape of the value of each fact, and of what these are made of. */
export interface Shapes {
  readonly facts: Readonly<Record<string, Shape>>;
  readonly objects: Readonly<Record<string, ObjectShape>>;
}

/** Why a value is not of a shape. */
export interface Misfit {
  /** Where in the value: `.spec.containers[0].image`. */
  readonly path: string;
  /**
   * `other`: a field that is needed is not there, or a word is none of the known ones, as in a bundle of another version.
   * `wrong`: no version writes such a thing.
   */
  readonly is: 'other' | 'wrong';
  readonly problem: string;
}

/** Keys that reach an object's prototype where somebody is careless. No field is called so. */
const NEVER = ['__proto__', 'constructor', 'prototype'];

/** The value rebuilt from the fields that its shape has; others, as of a later version, are left out. */
export type Fitted = {readonly value: unknown} | {readonly misfit: Misfit};

/** Holds a value against a shape. */
export function fit(value: unknown, shape: Shape, shapes: Shapes, path = ''): Fitted {
  if (shape === 'text') return typeof value === 'string' ? {value} : wrong(path, 'a text');
  if (shape === 'flag') return typeof value === 'boolean' ? {value} : wrong(path, 'true or false');
  if (shape === 'number') return typeof value === 'number' ? {value} : wrong(path, 'a number');
  if ('words' in shape) {
    if (typeof value !== 'string') return wrong(path, 'a text');
    return shape.words.includes(value) ? {value} : other(path, `is none of ${shape.words.join(', ')}`);
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return wrong(path, 'a list');
    return all(
      value.map((item: unknown, i) => [String(i), fit(item, shape.list, shapes, `${path}[${i}]`)]),
      (fields) => fields.map(([, item]) => item),
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path, 'an object');
  const given = value as Readonly<Record<string, unknown>>;
  if ('map' in shape) {
    const entries = Object.keys(given).map(
      (key) => [key, fit(given[key], shape.map, shapes, `${path}[${key}]`)] as const,
    );
    return all(entries, (fields) => Object.fromEntries(fields));
  }
  const object = 'of' in shape ? shapes.objects[shape.of] : shape;
  return object ? fitObject(given, object, shapes, path) : wrong(path, 'of a known shape');
}

function fitObject(
  given: Readonly<Record<string, unknown>>,
  {needs, may}: ObjectShape,
  shapes: Shapes,
  path: string,
): Fitted {
  const strange = NEVER.find((key) => Object.hasOwn(given, key));
  if (strange !== undefined) return wrong(`${path}.${strange}`, 'absent: no field is called so');
  const missing = Object.keys(needs).find((key) => !Object.hasOwn(given, key));
  if (missing !== undefined) return other(`${path}.${missing}`, 'is not there');
  const entries = Object.entries({...needs, ...may})
    .filter(([key]) => Object.hasOwn(given, key))
    .map(([key, shape]) => [key, fit(given[key], shape, shapes, `${path}.${key}`)] as const);
  return all(entries, (fields) => Object.fromEntries(fields));
}

/** All that fit, put together; else the first misfit, a wrong one before one of another version. */
function all(
  parts: readonly (readonly [string, Fitted])[],
  together: (fields: readonly (readonly [string, unknown])[]) => unknown,
): Fitted {
  const misfits = parts.flatMap(([, fitted]) => ('misfit' in fitted ? [fitted.misfit] : []));
  const [first] = misfits;
  if (first) return {misfit: misfits.find((misfit) => misfit.is === 'wrong') ?? first};
  return {
    value: together(parts.map(([key, fitted]) => [key, 'value' in fitted ? fitted.value : undefined])),
  };
}

const wrong = (path: string, wanted: string): Fitted => ({
  misfit: {path, is: 'wrong', problem: `must be ${wanted}`},
});
const other = (path: string, problem: string): Fitted => ({misfit: {path, is: 'other', problem}});
