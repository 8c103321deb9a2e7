import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium, type Browser, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {renderHtml} from '../../src/report/html/page.ts';
import {crowd, founding} from './diagnoses.ts';
import {ATTEMPTS, hostile} from './hostile.ts';

/** Debian's; the checks that must hold before anything lands install it. */
const CHROMIUM = '/usr/bin/chromium';
const there = existsSync(CHROMIUM);
if (!there && process.env['CI'] === 'true') throw new Error(`${CHROMIUM} is missing: apt-get install chromium`);

describe.skipIf(!there)(`HTML in Chromium${there ? '' : ` (skipped: there is no ${CHROMIUM})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-html-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({executablePath: CHROMIUM, args: ['--no-sandbox']});
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, {recursive: true});
  });

  /** Opens a report, and hands out what went on beside showing it. */
  async function opened(d: Diagnosis, scheme: 'light' | 'dark' = 'light'): Promise<{page: Page; events: string[]}> {
    const file = join(folder, `${Math.random()}.html`);
    writeFileSync(file, renderHtml(d));
    const url = pathToFileURL(file).href;
    const context = await browser.newContext({colorScheme: scheme, viewport: {width: 1000, height: 800}});
    const page = await context.newPage();
    const events: string[] = [];
    page.on('console', (m) => events.push(`console ${m.type()}: ${m.text()}`));
    page.on('pageerror', (e) => events.push(`error: ${e.message}`));
    page.on('request', (r) => void (r.url() === url || events.push(`request: ${r.url()}`)));
    page.on('dialog', (dialog) => {
      events.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    return {page, events};
  }

  it('shows every report without an error, a request, or a scroll bar for the page as a whole', async () => {
    for (const d of [founding, crowd, hostile('x')]) {
      const {page, events} = await opened(d);
      expect(await page.locator('h1').innerText()).not.toBe('');
      const [wide, room] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
      expect(wide).toBeLessThanOrEqual(room);
      expect(events).toEqual([]);
      await page.context().close();
    }
  });

  it('keeps hostile names text', async () => {
    for (const attempt of ATTEMPTS) {
      const {page, events} = await opened(hostile(attempt));
      await page.waitForTimeout(20);
      expect(events, attempt).toEqual([]);
      expect(await page.locator('img, iframe, object, form, main script, svg foreignObject').count(), attempt).toBe(0);
      // Our style sheet still stands, and so does all that follows the hostile text.
      expect(await page.locator('footer').isVisible(), attempt).toBe(true);
      await page.context().close();
    }
    const {page} = await opened(hostile('</script><script>alert(1)</script>'));
    expect(await page.locator('h3').first().innerText()).toContain('</script><script>alert(1)</script>');
    await page.context().close();
  });

  it('runs nothing that is not its own: the policy holds', async () => {
    const {page, events} = await opened(crowd);
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.owned = 1'}))`,
    );
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.com/x.png'}))`,
    );
    await page.waitForTimeout(50);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(events.filter((e) => /Content Security Policy/.test(e)).length).toBeGreaterThanOrEqual(2);
    await page.context().close();
  });

  it('sorts and filters by keyboard alone', async () => {
    const {page, events} = await opened(hostile('zz'));
    const names = (): Promise<string[]> => page.locator('tr[data-namespace]:visible td:first-child').allInnerTexts();
    const before = await names();
    await page.locator('th button').first().focus();
    await page.keyboard.press('Enter');
    const up = await names();
    await page.keyboard.press('Enter');
    expect(await names()).toEqual([...up].reverse());
    expect([...up].sort()).toEqual([...before].sort());
    expect(
      await page
        .locator('th')
        .filter({has: page.locator('button')})
        .first()
        .getAttribute('aria-sort'),
    ).toBe('descending');
    await page.selectOption('#namespace', 'zz');
    expect(await names()).toEqual(['zz']);
    expect(await page.locator('#shown').innerText()).toBe('1 of 2 shown');
    expect(events).toEqual([]);
    await page.context().close();
  });

  it('can be read with a screen reader: landmarks, one title, named regions and pictures', async () => {
    const {page} = await opened(hostile('x'));
    expect(await page.getByRole('banner').count()).toBe(1);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('contentinfo').count()).toBe(1);
    expect(await page.getByRole('heading', {level: 1}).count()).toBe(1);
    for (const picture of await page.locator('svg[role=img]').all()) {
      expect((await picture.getAttribute('aria-label')) ?? '').not.toBe('');
    }
    expect(await page.getByRole('region', {name: 'The way through the network'}).count()).toBe(1);
    await page.context().close();
  });

  it('can be read in the light, in the dark, and on paper: its words stand out from what is behind them', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      const {page} = await opened(founding, scheme);
      for (const media of ['screen', 'print'] as const) {
        await page.emulateMedia({media, colorScheme: scheme});
        const contrast = await page.evaluate<number>(CONTRAST);
        expect(contrast, `${scheme}, ${media}`).toBeGreaterThan(4.5);
      }
      expect((await page.screenshot({fullPage: true})).length).toBeGreaterThan(20_000);
      await page.context().close();
    }
  });
});

/** The least contrast of running text, of muted text and of the chips with what is behind them, as WCAG counts it. */
const CONTRAST = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => {
    const [r, g, b] = rgb(text).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const own = getComputedStyle(element).backgroundColor;
    return rgb(own)[3] === 0 && element.parentElement ? behind(element.parentElement) : own;
  };
  const of = (element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  return Math.min(...[...document.querySelectorAll('h1, h3, p, .chip, .facts dt, td, summary, code, a:not(.skip), footer')].map(of));
})()`;
