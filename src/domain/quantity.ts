// Kubernetes quantities, exactly: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

const DECIMAL: Readonly<Record<string, number>> = {n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18};
const BINARY: Readonly<Record<string, bigint>> = {Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n};

/** One whole unit (a vCPU, a byte) in the unit of {@link parseQuantity}. */
export const ONE = 1_000_000_000n;
/** One GiB in the same unit. */
export const GIB = 2n ** 30n * ONE;

const FORM = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads a quantity (`250m`, `1.5Gi`, `1e3`) in billionths of its unit, the finest that Kubernetes keeps; finer ones are
 * rounded up, as Kubernetes does. Undefined where the text is no quantity.
 */
export function parseQuantity(text: string): bigint | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', suffix = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const binary = Object.hasOwn(BINARY, suffix) ? BINARY[suffix] : undefined;
  const tens = 9 + Number(exponent) + (DECIMAL[suffix] ?? 0) - fraction.length;
  const digits = BigInt(whole + fraction) << (binary ?? 0n);
  const value = tens >= 0 ? digits * 10n ** BigInt(tens) : roundUp(digits, 10n ** BigInt(-tens));
  return sign === '-' ? -value : value;
}

const roundUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/** An amount as a number of whole units, for people: 0.25, 1.5. */
export const inUnits = (amount: bigint, unit: bigint): number => Number((amount * 1000n) / unit) / 1000;
