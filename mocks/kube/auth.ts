import type {IncomingHttpHeaders} from 'node:http';
import {isEksToken, validEksToken} from './eks-token.ts';
import type {EksTokenRules} from './eks-token.ts';

/** Who asks. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Which tokens are good, and whose they are. */
export interface Tokens {
  /** Tokens with their users. */
  readonly known: ReadonlyMap<string, User>;
  /** Judges `k8s-aws-v1.` tokens; without it none of them is good. */
  readonly eks?: EksTokenRules;
  /** Whom a good EKS token belongs to. */
  readonly eksUser: User;
}

/** Paths that EKS answers to anyone. Since Kubernetes 1.32 there are no others. */
export function isPublicPath(path: string): boolean {
  return /^\/(?:healthz|livez|readyz)(?:\/|$)/.test(path);
}

/** The user of the request's bearer token; undefined if there is no good token, which is 401 everywhere but on public paths. */
export function authenticate(headers: IncomingHttpHeaders, tokens: Tokens): User | undefined {
  const match = /^bearer (\S+)$/i.exec(headers.authorization ?? '');
  const token = match?.[1];
  if (token === undefined) return undefined;
  const known = tokens.known.get(token);
  if (known !== undefined) return known;
  return isEksToken(token) && tokens.eks !== undefined && validEksToken(token, tokens.eks) ? tokens.eksUser : undefined;
}

/** Whom the request wants to act as; undefined without impersonation headers. */
export function impersonated(headers: IncomingHttpHeaders): User | undefined {
  const name = headers['impersonate-user'];
  if (typeof name !== 'string' || name === '') return undefined;
  const group = headers['impersonate-group'];
  const asked = group === undefined ? [] : [group].flat().flatMap((item) => item.split(', '));
  return {name, groups: [...asked, 'system:authenticated']};
}
