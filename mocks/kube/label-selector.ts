import {dig} from './json.ts';
import type {KubeObject} from './object.ts';
import {badRequest} from './status.ts';

/** Whether an object is meant. */
export type Matcher = (object: KubeObject) => boolean;

const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const SET = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const PAIR = /^([^!=\s]+)\s*(==|=|!=)\s*(\S*)$/;

function validKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? 'x' : key.slice(0, slash);
  return prefix.length > 0 && prefix.length <= 253 && NAME.test(key.slice(slash + 1));
}

function refuse(selector: string, problem: string): never {
  throw badRequest(`unable to parse requirement: ${problem} in "${selector.slice(0, 200)}"`);
}

/** Cuts at commas that are not inside brackets. */
function requirements(selector: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < selector.length; at++) {
    if (selector[at] === '(') depth++;
    else if (selector[at] === ')') depth--;
    else if (selector[at] === ',' && depth === 0) {
      parts.push(selector.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, selector.slice(start)].map((part) => part.trim());
}

function label(object: KubeObject, key: string): string | undefined {
  const value = dig(object, 'metadata', 'labels', key);
  return typeof value === 'string' ? value : undefined;
}

function requirement(part: string, selector: string): Matcher {
  const check = (key: string): string => (validKey(key) ? key : refuse(selector, `invalid label key "${key}"`));
  const set = SET.exec(part);
  if (set) {
    const key = check(set[1] ?? '');
    const values = new Set((set[3] ?? '').split(',').map((value) => value.trim()));
    const wanted = set[2] === 'in';
    return (object) => {
      const value = label(object, key);
      return value === undefined ? !wanted : values.has(value) === wanted;
    };
  }
  const pair = PAIR.exec(part);
  if (pair) {
    const key = check(pair[1] ?? '');
    const value = pair[3] ?? '';
    if (value !== '' && !NAME.test(value)) refuse(selector, `invalid label value "${value}"`);
    return pair[2] === '!=' ? (object) => label(object, key) !== value : (object) => label(object, key) === value;
  }
  if (part.startsWith('!')) {
    const key = check(part.slice(1).trim());
    return (object) => label(object, key) === undefined;
  }
  const key = check(part);
  return (object) => label(object, key) !== undefined;
}

/** Reads a label selector as the `labelSelector` parameter carries it; 400 if it is not one. */
export function parseLabelSelector(selector: string): Matcher {
  if (selector.trim() === '') return () => true;
  const all = requirements(selector).map((part) => requirement(part, selector));
  return (object) => all.every((matches) => matches(object));
}
