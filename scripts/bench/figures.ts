/** One figure of the table: what was measured how often, and what it should be. */
export interface Figure {
  /** Stable, for whoever compares two tables. */
  readonly id: string;
  readonly what: string;
  readonly unit: 'ms' | 'MB' | 'count' | 'times' | 'per s' | 'exponent';
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly n: number;
  readonly most?: number;
  readonly least?: number;
}

/** A figure out of the values of several runs. */
export function figure(
  id: string,
  what: string,
  unit: Figure['unit'],
  values: readonly number[],
  bound: Pick<Figure, 'most' | 'least'> = {},
): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return {
    id,
    what,
    unit,
    median: (low + high) / 2,
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    n: sorted.length,
    ...bound,
  };
}

/** Whether a figure is within its bound, by its median; undefined where it has none. */
export function met({median, most, least}: Figure): boolean | undefined {
  if (most === undefined && least === undefined) return undefined;
  return (most === undefined || median <= most) && (least === undefined || median >= least);
}

const DIGITS: Readonly<Record<Figure['unit'], number>> = {ms: 0, MB: 0, count: 0, times: 1, 'per s': 1, exponent: 2};

/** `1,234`. */
function numberOf(value: number, unit: Figure['unit']): string {
  const digits = DIGITS[unit];
  return value.toLocaleString('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

function boundOf(one: Figure): string {
  const {most, least, unit} = one;
  const bound =
    most === undefined ? (least === undefined ? '' : `≥ ${numberOf(least, unit)}`) : `≤ ${numberOf(most, unit)}`;
  return bound === '' ? '' : `${bound} ${met(one) === true ? 'met' : 'NOT MET'}`;
}

/** The figures as a table in Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((one) => {
    const {what, unit, median, min, max, n} = one;
    const middle = `${numberOf(median, unit)}${unit === 'count' || unit === 'exponent' ? '' : ` ${unit}`}`;
    const spread = n === 1 ? '' : `${numberOf(min, unit)} – ${numberOf(max, unit)}`;
    return [what, middle, spread, String(n), boundOf(one)];
  });
  const all = [['what', 'median', 'min – max', 'n', 'target'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 || i === 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |\n`;
  const [head = [], ...body] = all;
  const rule = `| ${widths.map((w, i) => (i === 0 || i === 4 ? '-'.repeat(w) : `${'-'.repeat(Math.max(1, w - 1))}:`)).join(' | ')} |\n`;
  return line(head) + rule + body.map(line).join('');
}
