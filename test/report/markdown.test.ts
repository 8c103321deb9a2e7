import {describe, expect, it} from 'vitest';
import {renderMarkdown} from '../../src/report/markdown.ts';
import {block, code, inline} from '../../src/report/markdown-text.ts';
import {ALL, cause, diagnosis, founding, HOSTILE} from './diagnoses.ts';
import {ATTEMPTS, hostile} from './hostile.ts';

/** The text without what Markdown shows verbatim: blocks of code, then spans. */
function outsideCode(markdown: string): string {
  const blocks = markdown.replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, '');
  return blocks.replace(/(?<!`)(`+)(?!`)([^\n]*?[^`])\1(?!`)/g, '');
}

describe('Markdown', () => {
  it('says what is wrong first, then what to do, then what was seen', () => {
    const text = renderMarkdown(founding);
    expect(text.split('\n')[0]).toMatch(/^## default\/nginx has been Pending for 14m: public endpoint that excludes/);
    const order = [
      '### Cause: The API server admits only',
      '**Fix** (changes the cluster)',
      '**Then**',
      'What was seen (3)',
    ];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      [...order.map((part) => text.indexOf(part))].sort((a, b) => a - b),
    );
    expect(order.every((part) => text.includes(part))).toBe(true);
    expect(text).toContain('needs `servicequotas:GetServiceQuota`');
    expect(text).toContain('Ruled out (7)');
  });

  for (const [name, d] of Object.entries(ALL)) {
    it(`opens and closes alike: ${name}`, () => {
      const text = renderMarkdown(d);
      expect(text.match(/^<details>$/gm)?.length ?? 0).toBe(text.match(/^<\/details>$/gm)?.length ?? 0);
      expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}]/u);
    });
  }

  it('keeps foreign text from being markup', () => {
    const tags = (text: string): number => outsideCode(text).match(/<\/?[a-z!]/g)?.length ?? 0;
    const expected = tags(renderMarkdown(hostile('harmless')));
    for (const attempt of ATTEMPTS) {
      const text = renderMarkdown(hostile(attempt));
      expect(text, attempt).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}]/u);
      const outside = outsideCode(text);
      expect(tags(text), attempt).toBe(expected);
      expect(outside, attempt).not.toMatch(/(?<!\\)\]\((?!https:\/\/docs\.aws)/);
      expect(outside, attempt).not.toMatch(/@somebody|#12\b|[^(]https:\/\/example|^::/m);
    }
  });

  it('escapes what begins a block, and leaves an address as it is', () => {
    expect(inline('1. item')).toBe('1\\. item');
    expect(inline('1.33')).toBe('1.33');
    expect(inline('- item')).toBe('\\- item');
    expect(inline('# title')).toBe('\\# title');
    expect(inline('a_b*c*')).toBe('a\\_b\\*c\\*');
  });

  it('fences code with more backticks than it holds', () => {
    expect(code('a``b')).toBe('```a``b```');
    expect(code('`a`')).toBe('`` `a` ``');
    expect(block(['a', '````'])).toBe('`````\na\n````\n`````');
  });

  it('stays below 60,000 characters whatever it is about, and counts what it leaves out', () => {
    const one = cause({
      id: 'a-cause',
      title: 'T',
      summary: HOSTILE,
      evidence: Array.from({length: 100}, (_, i) => ({
        source: `s${i}`,
        ref: `r${i}`,
        value: i === 0 ? HOSTILE : 'v',
      })),
      remedies: [{summary: 'S', commands: [`cat <<E\n${'x\n'.repeat(50_000)}E`], changes: 'pod', then: HOSTILE}],
    });
    const many = Array.from({length: 300}, (_, i) => ({
      ...one,
      rank: i + 1,
      id: `cause-${i}`,
      summary: `No. ${i}: ${'y'.repeat(900)}`,
    }));
    const blind = Array.from({length: 2000}, (_, i) => ({
      check: `check-${i}`,
      title: 'T',
      topic: HOSTILE,
      reason: 'denied' as const,
      needs: `a:Read${i}`,
      couldHide: [],
      matters: true,
    }));
    const text = renderMarkdown(diagnosis({causes: many, notes: many, notChecked: blind, ruledOut: blind}), {
      withheld: [{kind: HOSTILE, count: 1}],
    });
    expect(text.length).toBeLessThan(60_000);
    expect(text).toMatch(/… and \d+ more parts that a ticket has no room for/);
    expect(text).toMatch(/\d+ characters of this cause are left out/);
    expect(text).toMatch(/^- … and \d+ more$/m);
    expect(text).toContain('exit 3');
  });

  it('tells what was withheld, where it is told', () => {
    expect(renderMarkdown(founding)).not.toMatch(/withheld/i);
    expect(renderMarkdown(founding, {withheld: []})).toContain('Nothing had to be withheld.');
    expect(renderMarkdown(founding, {withheld: [{kind: 'account ids', count: 4}]})).toContain('4 × account ids');
  });

  it('links a cause to its page in the repository', () => {
    expect(renderMarkdown(founding, {repository: 'https://github.com/o/r'})).toContain(
      '(https://github.com/o/r/blob/main/docs/causes/endpoint-public-cidrs-exclude-nat.md)',
    );
  });
});
