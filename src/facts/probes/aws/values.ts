import type {HealthIssue} from '../../../model/aws.ts';
import {byCodeUnit, sorted} from '../answers.ts';

/** RFC 3339 without empty milliseconds; undefined for a date that is none. */
export function time(date: Date | undefined): string | undefined {
  if (date === undefined || Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace('.000Z', 'Z');
}

/** A state in lower case: EC2 writes `available` and `Available` for the same thing. Empty where there is none. */
export const state = (word: string | undefined): string => (word ?? '').toLowerCase();

/** Tags as a map. */
export function tagMap(
  tags: readonly {readonly Key?: string | undefined; readonly Value?: string | undefined}[] | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).flatMap((t) => (t.Key === undefined ? [] : [[t.Key, t.Value ?? '']])));
}

/** A policy document as text. IAM gives it URL-encoded, EC2 as it is. */
export function policyText(document: string | undefined): string {
  const text = (document ?? '').trim();
  return text.startsWith('%') ? decodeURIComponent(text) : text;
}

/** Health issues of a cluster, profile or add-on, in a fixed order. */
export function issues(
  health:
    | {
        readonly issues?:
          | readonly {
              readonly code?: string | undefined;
              readonly message?: string | undefined;
              readonly resourceIds?: readonly string[] | undefined;
            }[]
          | undefined;
      }
    | undefined,
): readonly HealthIssue[] {
  return (health?.issues ?? [])
    .map((issue) => ({
      code: issue.code ?? '',
      message: issue.message ?? '',
      resourceIds: sorted(issue.resourceIds),
    }))
    .sort((a, b) => byCodeUnit(a.code, b.code) || byCodeUnit(a.message, b.message));
}
