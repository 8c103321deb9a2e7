/** How to print on this stream: product contract, section 3. */
export interface Terminal {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Columns; 80 where unknown. */
  readonly width: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Colour: `--color`, then a non-empty NO_COLOR, FORCE_COLOR, TERM=dumb, and last whether it is a terminal. */
export function wantsColor(flag: string, env: Env, isTty: boolean): boolean {
  if (flag !== 'auto') return flag === 'always';
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  if (env['TERM'] === 'dumb') return false;
  return isTty;
}

/** Whether the locale can show more than ASCII; where it says nothing, a pipe can and a dumb terminal can't. */
export function showsUnicode(env: Env): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

/** Reads the three from the environment and the stream. `COLUMNS` counts where the stream has no width of its own. */
export function terminalOf(
  flag: string,
  env: Env,
  stream: {readonly isTTY?: boolean; readonly columns?: number},
): Terminal {
  const columns = stream.columns ?? Number(env['COLUMNS']);
  return {
    color: wantsColor(flag, env, stream.isTTY === true),
    unicode: showsUnicode(env),
    width: Number.isInteger(columns) && columns >= 40 ? Math.min(columns, 160) : 80,
  };
}
