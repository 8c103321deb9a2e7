import type {Cause} from '../model/diagnosis.ts';

/** What a report that leaves the terminal may say beside the diagnosis. */
export interface SharingOptions {
  /** Where the project's pages are, such as `https://github.com/OWNER/REPO`, without a slash at its end. */
  readonly repository?: string;
  /** What redaction has left out, by kind. Absent: nothing was redacted, which is said of nothing. */
  readonly withheld?: readonly Withheld[];
}

/** How many values of a kind ("account ids") stand in the report as tokens. */
export interface Withheld {
  readonly kind: string;
  readonly count: number;
}

/** The page of a cause: the project's own, else the first public one that says so. Undefined where there is neither. */
export function pageOf(cause: Pick<Cause, 'id' | 'docs'>, repository: string | undefined): string | undefined {
  const page = repository === undefined ? cause.docs[0] : `${repository}/blob/main/docs/causes/${cause.id}.md`;
  // It becomes a link in a browser: nothing else than a web page may stand behind it.
  return page !== undefined && /^https:\/\/[^\s"'<>\\]{1,500}$/.test(page) ? page : undefined;
}

/** "4 account ids and 2 e-mail addresses". */
export const withheldText = (withheld: readonly Withheld[]): string =>
  withheld.map(({kind, count}) => `${count} × ${kind}`).join(', ');
