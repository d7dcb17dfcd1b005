/** The page of a report: its parts, and in a real browser that no name of a model does anything. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignTags, parts } from './markup.ts';
import { launchChromium } from '../browser/chromium.ts';
import { temporaryFolder } from '../support/folder.ts';
import { compiledTiny, reported } from './tiny.ts';

const HOSTILE =
  '</style></script><img src=x onerror="window.ran=1"><script>window.ran=1</script>&"\'';
const BIDI = '\u202Eright\u2066 to left\u0007';
const LONG = `${'very/'.repeat(1_999)}long`;

describe('the page', () => {
  it('has every part for each target, with a link to it', async () => {
    const folder = await compiledTiny(['--target', 'webgpu,coreml', '--precision', 'fp16']);
    const { page } = await reported(folder);
    await expect(parts(page)).toMatchFileSnapshot('parts.txt');
  });

  it('is the same again for equal folders', async () => {
    const folder = await compiledTiny();
    const first = await reported(folder);
    expect(await reported(folder)).toEqual(first);
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function opened(page: string, width: number, dark: boolean): Promise<Watched> {
    const file = join(await temporaryFolder(), 'page.html');
    await writeFile(file, page);
    const colorScheme = dark ? 'dark' : 'light';
    const made = await browser.newPage({ viewport: { width, height: 700 }, colorScheme });
    const seen: string[] = [];
    made.on('request', (request) => seen.push(request.url().slice(0, 80)));
    made.on('console', (message) => seen.push(message.text()));
    made.on('dialog', () => seen.push('a dialog'));
    await made.goto(pathToFileURL(file).href);
    return { page: made, seen: seen.slice(1) };
  }

  it('names out of a model are text, whatever they hold', async () => {
    const names = { node: `${HOSTILE}/${LONG}`, input: `${HOSTILE}${BIDI}`, output: LONG };
    const { page: text, data } = await reported(await compiledTiny(undefined, names));
    expect(JSON.stringify(data)).toContain('onerror');
    expect(foreignTags(text)).toEqual([]);
    expect(text.length).toBeLessThan(200_000);
    const { page, seen } = await opened(text, 360, true);
    expect(seen).toEqual([]);
    const found = await page.evaluate(() => ({
      ran: 'ran' in window,
      images: document.images.length,
      scripts: document.scripts.length,
      width: document.documentElement.scrollWidth,
      text: document.body.textContent,
    }));
    expect(found).toMatchObject({ ran: false, images: 0, scripts: 0, width: 360 });
    expect(found.text).toContain('<img src=x');
    expect(found.text).not.toContain('\u202E');
  });

  it('keeps names of layers readable on a phone', async () => {
    const { page: text } = await reported(await compiledTiny());
    const { page } = await opened(text, 360, false);
    for (const details of await page.locator('details').all()) {
      await details.evaluate((element) => element.setAttribute('open', ''));
    }
    // A table that is wider than the phone scrolls; its names are not broken into single letters.
    const narrow = await page.evaluate(() =>
      [...document.querySelectorAll('.scroll tbody tr > :first-child')]
        .map((cell) => cell.getBoundingClientRect())
        .filter(({ width }) => width > 0 && width < 70)
        .map(({ width }) => width),
    );
    expect(narrow).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('is light and dark, and every part can be reached by the keyboard', async () => {
    const { page: text } = await reported(await compiledTiny());
    const grounds: string[] = [];
    for (const dark of [false, true]) {
      const { page } = await opened(text, 1000, dark);
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the report');
      const lost = await page.evaluate(
        () =>
          [...document.querySelectorAll('a[href^="#"]')].filter(
            (link) => document.querySelector(link.getAttribute('href') ?? '') === null,
          ).length,
      );
      expect(lost).toBe(0);
    }
    expect(new Set(grounds).size).toBe(2);
  });
});

interface Watched {
  readonly page: Page;
  /** Requests, words on the console, dialogs. */
  readonly seen: readonly string[];
}
