import {globMatches} from '../domain/selectors.ts';
import {nearest} from '../domain/nearest.ts';
import {DoctorError} from '../facts/errors.ts';
import type {Ignore} from '../engine/diagnose.ts';
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

/**
 * Parses `--ignore ID[=ns/pod]`.
 * @throws DoctorError (usage) for an id that no check has.
 */
export function parseIgnores(words: readonly string[], checks: readonly AnyCheck[]): readonly Ignore[] {
  const ids = checks.flatMap((c) => Object.keys(c.causes));
  return words.map((word) => {
    const [id = '', subject] = word.split(/=(.*)/s);
    if (!ids.includes(id)) {
      const near = nearest(id, ids);
      throw new DoctorError(
        `--ignore ${id}: there is no such cause`,
        near.length > 0 ? `Nearest: ${near.join(', ')}` : 'fargate-doctor checks lists them.',
        2,
      );
    }
    return subject === undefined ? {id} : {id, subject};
  });
}
