import {globMatches} from '../domain/selectors.ts';
import {nearest} from '../domain/nearest.ts';
import {DoctorError} from '../facts/errors.ts';
import type {Ignore} from '../engine/ignores.ts';
import type {AnyCheck} from '../model/check.ts';

/**
 * The checks whose id, group or `group/id` a glob matches.
 * @throws DoctorError (usage) if it matches none.
 */
export function selectChecks(checks: readonly AnyCheck[], glob: string | undefined): readonly AnyCheck[] {
  if (glob === undefined) return checks;
  const picked = checks.filter((c) => [c.id, c.group, `${c.group}/${c.id}`].some((name) => globMatches(glob, name)));
  if (picked.length > 0) return picked;
  const near = nearest(glob, [...checks.map((c) => c.id), ...new Set(checks.map((c) => c.group))]);
  throw new DoctorError(
    `--checks ${glob} matches no check`,
    near.length > 0 ? `Nearest: ${near.join(', ')}` : 'fargate-doctor checks lists them.',
    2,
  );
}

/** What may follow the id and the subject, in any order; the reason is last, since it may hold anything. */
const IGNORE = /^([^=,]{1,200})(?:=([^,]{1,600}))?(?:,expires=([^,]{1,40}))?(?:,reason=(.{0,1000}))?$/s;

/**
 * Parses `--ignore ID[=ns/name][,expires=2026-12-31][,reason=TEXT]`.
 * @throws DoctorError (usage) for an id that no check has, and for what is no day.
 */
export function parseIgnores(words: readonly string[], checks: readonly AnyCheck[]): readonly Ignore[] {
  const ids = checks.flatMap((c) => Object.keys(c.causes));
  return words.map((word) => {
    const [, id = word.slice(0, 200), subject, expires, reason] = IGNORE.exec(word) ?? [];
    if (!ids.includes(id)) {
      const near = nearest(id, ids);
      throw new DoctorError(
        `--ignore ${id}: there is no such cause`,
        near.length > 0 ? `Nearest: ${near.join(', ')}` : 'fargate-doctor checks lists them.',
        2,
      );
    }
    if (expires !== undefined && !isDay(expires)) {
      throw new DoctorError(`--ignore ${id}: expires must be a day such as 2026-12-31, not "${expires}"`, undefined, 2);
    }
    return {
      id,
      ...(subject === undefined ? {} : {subject}),
      ...(expires === undefined ? {} : {expires}),
      ...(reason === undefined || reason === '' ? {} : {reason}),
    };
  });
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
