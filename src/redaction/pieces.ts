/** A part of a text: one that is settled, or one in which more may be found. */
interface Piece {
  readonly text: string;
  readonly settled: boolean;
}

/** What a match becomes; undefined leaves it for those who come later. */
export type Exchange = (match: string, groups: readonly (string | undefined)[]) => string | undefined;

/** A text from which several searches take their share, one after the other, so that no token is taken for something else. */
export class Pieces {
  #pieces: readonly Piece[];

  constructor(text: string) {
    this.#pieces = [{text, settled: false}];
  }

  /** Exchanges all matches in what is still open. The pattern must be global, and linear in the length of the text. */
  exchange(pattern: RegExp, by: Exchange): this {
    this.#pieces = this.#pieces.flatMap((piece) => (piece.settled ? [piece] : cut(piece.text, pattern, by)));
    return this;
  }

  /** Exchanges what a search of its own finds. */
  each(search: (text: string) => readonly Piece[]): this {
    this.#pieces = this.#pieces.flatMap((piece) => (piece.settled ? [piece] : search(piece.text)));
    return this;
  }

  toString(): string {
    return this.#pieces.map((piece) => piece.text).join('');
  }
}

function cut(text: string, pattern: RegExp, by: Exchange): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, ...groups] = match;
    const token = by(whole, groups);
    if (token === undefined) continue;
    pieces.push({text: text.slice(from, match.index), settled: false}, {text: token, settled: true});
    from = match.index + whole.length;
  }
  if (pieces.length === 0) return [{text, settled: false}];
  pieces.push({text: text.slice(from), settled: false});
  return pieces.filter((piece) => piece.text !== '');
}

/** Names to be found wherever they stand for themselves: not within a longer word. */
export class Names {
  readonly #byFirstWord = new Map<string, string[]>();
  readonly #tokens: ReadonlyMap<string, string>;

  /** @param tokens What each name becomes. */
  constructor(tokens: ReadonlyMap<string, string>) {
    this.#tokens = tokens;
    for (const name of [...tokens.keys()].sort((a, b) => b.length - a.length)) {
      const word = /[A-Za-z0-9]+/.exec(name)?.[0];
      if (word === undefined) continue;
      const same = this.#byFirstWord.get(word) ?? [];
      same.push(name);
      this.#byFirstWord.set(word, same);
    }
  }

  /** Splits a text at the names in it, which become their tokens. `found` is told of each. */
  find(text: string, found?: (name: string) => void): readonly Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (const match of text.matchAll(/[A-Za-z0-9]+/g)) {
      const name = match.index < from ? undefined : this.#at(text, match[0], match.index, from);
      if (name === undefined) continue;
      found?.(name);
      const start = match.index - leadOf(name);
      pieces.push(
        {text: text.slice(from, start), settled: false},
        {text: this.#tokens.get(name) ?? name, settled: true},
      );
      from = start + name.length;
    }
    return [...pieces, {text: text.slice(from), settled: false}].filter((piece) => piece.text !== '');
  }

  #at(text: string, word: string, index: number, from: number): string | undefined {
    return this.#byFirstWord.get(word)?.find((name) => {
      const start = index - leadOf(name);
      const next = text.charAt(start + name.length);
      return start >= from && text.startsWith(name, start) && !(/[A-Za-z0-9]$/.test(name) && /[A-Za-z0-9]/.test(next));
    });
  }
}

/** How many signs a name has before its first word (`_deploy`). */
const leadOf = (name: string): number => /^[^A-Za-z0-9]*/.exec(name)?.[0].length ?? 0;
