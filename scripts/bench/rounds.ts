/** As much of a request as its place in time takes. Milliseconds; `endedAt` 0: it never ended. */
export interface Timed {
  readonly at: number;
  readonly endedAt: number;
  readonly what: string;
}

/**
 * The longest chain of requests in which each began only after the one before it had ended: how often the diagnosis had to
 * wait. Requests of one round overlap, since each takes the injected latency.
 */
export function longestChain<T extends Timed>(requests: readonly T[]): readonly T[] {
  const sorted = [...requests].sort((a, b) => a.at - b.at);
  const chains = new Map<T, readonly T[]>();
  let longest: readonly T[] = [];
  for (const request of sorted) {
    const before = sorted.filter((r) => r.endedAt > 0 && r.endedAt <= request.at).map((r) => chains.get(r) ?? []);
    const chain = [...before.reduce<readonly T[]>((a, b) => (b.length > a.length ? b : a), []), request];
    chains.set(request, chain);
    if (chain.length > longest.length) longest = chain;
  }
  return longest;
}
