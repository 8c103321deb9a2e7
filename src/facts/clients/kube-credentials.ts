import {readFile} from 'node:fs/promises';
import {oneLine} from '../network-words.ts';
import {PlainFailure} from '../plain-failure.ts';

/** What a user of a kubeconfig proves its identity with. */
export interface KubeCredential {
  readonly token?: string;
  /** PEM. */
  readonly certificate?: string;
  /** PEM. */
  readonly key?: string;
  /** Wall clock, milliseconds; absent where it does not expire in a time that we know. */
  readonly expiresAtMs?: number;
}

/** Credentials that can be had again: after their time, or once the server refused them. */
export interface KubeCredentialSource {
  get(): Promise<KubeCredential>;
  /** Forgets what `get` gave, so that the next one asks anew. */
  forget(): void;
}

/** Asks once for many parallel requests, and again only when the answer has expired or was refused. */
export function remembered(ask: () => Promise<KubeCredential>, nowMs: () => number): KubeCredentialSource {
  let held: Promise<KubeCredential> | undefined;
  let until = Number.POSITIVE_INFINITY;
  return {
    get() {
      if (held !== undefined && nowMs() < until) return held;
      until = Number.POSITIVE_INFINITY;
      const asked = ask();
      held = asked;
      asked.then(
        (credential) => {
          if (held === asked && credential.expiresAtMs !== undefined) until = credential.expiresAtMs;
        },
        // A failure stands for some seconds: a plugin that needs long to fail must not fail once per request.
        () => {
          if (held === asked) until = nowMs() + 10_000;
        },
      );
      return asked;
    },
    forget() {
      held = undefined;
    },
  };
}

const FILE_TOKEN_LIFETIME_MS = 60_000;

/** A token that some agent keeps fresh in a file, as in a pod. Read again every minute, as client-go does. */
export function tokenFile(path: string, nowMs: () => number): KubeCredentialSource {
  return remembered(async () => {
    let token: string;
    try {
      token = (await readFile(path, 'utf8')).trim();
    } catch {
      throw new PlainFailure(`the token file ${oneLine(path)} can't be read`);
    }
    return {token, expiresAtMs: nowMs() + FILE_TOKEN_LIFETIME_MS};
  }, nowMs);
}
