import {expect} from 'vitest';

/** A text that holds these words. The matchers of vitest are `any`, which these two are not. */
export const holding = (words: string): string => expect.stringContaining(words) as string;

/** A text that a pattern matches. */
export const matching = (pattern: RegExp): string => expect.stringMatching(pattern) as string;
