import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {renderHtml} from '../../src/report/html/page.ts';
import {ALL, crowd, founding} from './diagnoses.ts';
import {ATTEMPTS, hostile} from './hostile.ts';

const tagsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<(?:!doctype|\/?[a-z][a-z0-9]*)(?:\s+[a-z-]+(?:="[^"<>]*")?)*\s*\/?>/gi)].map(([tag]) => tag);
/** Tags by name and attributes without their values: what a page does, whatever it says. */
const skeleton = (page: string): readonly string[] => tagsOf(page).map((tag) => tag.replace(/="[^"]*"/g, ''));

describe('HTML', () => {
  for (const [name, d] of Object.entries(ALL)) {
    it(`is one page that needs nothing else, with every tag closed: ${name}`, () => {
      const page = renderHtml(d);
      expect(page).not.toMatch(/\b(?:src|srcset|action|formaction|data|poster|background)=|@import|url\(/);
      expect(page.replace(/<script>[\s\S]*<\/script>/, '')).not.toMatch(/\son[a-z]+=|\sstyle=|javascript:/);
      const open: string[] = [];
      for (const tag of tagsOf(page)) {
        const element = /^<\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1];
        if (element === undefined || tag.endsWith('/>') || ['meta', 'link', 'br', 'img'].includes(element)) continue;
        if (tag.startsWith('</')) expect(open.pop()).toBe(element);
        else open.push(element);
      }
      expect(open).toEqual([]);
    });
  }

  it('allows by its policy the very style and script that it has, and nothing else', () => {
    const sha = (text: string | undefined): string =>
      `'sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}'`;
    for (const d of [founding, crowd]) {
      const page = renderHtml(d);
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
      const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1];
      const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
      expect(policy.split('; ')).toEqual([
        "default-src 'none'",
        `style-src ${sha(style)}`,
        ...(script === undefined ? [] : [`script-src ${sha(script)}`]),
        "base-uri 'none'",
        "form-action 'none'",
      ]);
      // Of one pod there is nothing to sort: no script at all.
      expect(script === undefined).toBe(d === founding);
    }
  });

  it('has the same tags whatever foreign text says', () => {
    const expected = skeleton(renderHtml(hostile('harmless')));
    for (const attempt of ATTEMPTS) {
      const page = renderHtml(hostile(attempt));
      const lines = (count: readonly string[]): readonly string[] =>
        count.filter((tag) => !/^<\/?text|^<\/?option/.test(tag));
      expect(lines(skeleton(page)), attempt).toEqual(lines(expected));
      expect(page, attempt).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\ufffe\uffff]/u);
    }
  });

  it('links only to web pages', () => {
    for (const [, href] of renderHtml(hostile('javascript:alert(1)')).matchAll(/href="([^"]*)"/g)) {
      expect(href).toMatch(/^https:\/\/|^#/);
    }
  });

  it('draws where it stands and where the way breaks, in words too', () => {
    const page = renderHtml(hostile('x'));
    expect(page).toContain('default/x stands at stage 4 of 9, provisioning, for 14m.');
    expect(page).toMatch(/<rect class="box broken"/);
    expect(page).toContain('BROKEN HERE');
    expect(page).toMatch(/<svg\s+role="img"\s+aria-label="[^"]+broken to the API endpoint/);
  });

  it('is as readable of thousands of pods: all counted, the first shown', () => {
    const [pod] = crowd.subjects;
    const subjects = Array.from({length: 6000}, (_, i) => ({...pod, name: `web-${i}`})) as typeof crowd.subjects;
    const page = renderHtml({...crowd, subjects});
    expect(page.match(/<tr data-namespace=/g)).toHaveLength(5000);
    expect(page).toContain('… and 1000 more, in the JSON report.');
  });
});
