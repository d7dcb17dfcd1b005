/** The page of examples/web in a real browser, around a small pipeline: draws, cancels, tells what is wrong. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSite } from '../../examples/web/serve.ts';
import type { Picture } from '../../runtime/web/pictures/picture.ts';
import type { GenerateOptions } from '../../runtime/web/pictures/request.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import { runCli } from '../cli/harness.ts';
import { writePipeline } from '../diffusion/tiny-pipeline.ts';
import { openPage } from './harness.ts';
import type { OpenPage } from './harness.ts';

const PROMPT = 'a red circle';

let folder: string;
let site: string;
let opened: OpenPage;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-page-'));
  site = join(folder, 'site');
  await writePipeline(folder);
  const options = ['--target', 'webgpu', '--device', 'webgpu-default', '--precision', 'fp32'];
  const sizes = ['--sizes', '32x32,48x32'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, ...sizes, '--out', 'out'], {
    folder,
  });
  if (ran.code !== 0) throw new Error(ran.stderr);
  await makeSite(join(folder, 'out'), site);
  opened = await openPage(site, 'index.html');
  ({ page } = opened);
  await page.waitForFunction(`document.querySelector('#status').textContent === 'ready'`);
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

async function until(pattern: RegExp): Promise<void> {
  await page.waitForFunction(
    `${String(pattern)}.test(document.querySelector('#status').textContent)`,
  );
}

/** What the canvas shows. */
async function shown(): Promise<Picture> {
  const { width, height, data } = await page.evaluate<{
    readonly width: number;
    readonly height: number;
    readonly data: readonly number[];
  }>(`{
    const { width, height } = document.querySelector('#picture');
    const context = document.querySelector('#picture').getContext('2d');
    ({ width, height, data: [...context.getImageData(0, 0, width, height).data] });
  }`);
  return { width, height, pixels: Uint8ClampedArray.from(data) };
}

/** As Node's Dawn draws it. */
async function drawnInNode(request: GenerateOptions) {
  const node = await openPictures(join(folder, 'out', 'webgpu'));
  if (!node.ok) throw new Error(node.diagnostics[0]?.message);
  try {
    return await node.value.pipeline.generate(request);
  } finally {
    node.value.close();
  }
}

describe('the page', () => {
  it('names the GPU and has the defaults of the pipeline', async () => {
    expect(await page.textContent('#adapter')).not.toBe('looking for a GPU');
    expect(await page.textContent('#steps-shown')).toBe('8');
    expect(await page.textContent('#guidance-shown')).toBe('7.5');
  });

  it('draws by keyboard alone, the same for a seed, and what Node draws', async () => {
    await page.click('summary');
    await page.fill('#seed', '11');
    await page.fill('#steps', '1');
    await page.focus('#prompt');
    await page.keyboard.type(PROMPT);
    await page.keyboard.press('Enter');
    await until(/^drawn in .* with seed 11$/);
    expect(await page.getAttribute('#picture', 'aria-label')).toBe(PROMPT);
    expect(await page.locator('#timings tr').count()).toBe(5);
    const first = await shown();
    const { pixels } = await drawnInNode({ prompt: PROMPT, seed: 11, steps: 2 });
    const apart = pixels.reduce(
      (sum, one, at) => sum + Math.abs(one - (first.pixels[at] ?? NaN)),
      0,
    );
    expect(apart / pixels.length).toBeLessThan(0.5);
    await page.click('#draw');
    await until(/^drawn/);
    expect(await shown()).toEqual(first);
  });

  it('saves a picture under the words and the seed', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
    expect(download.suggestedFilename()).toBe(`${PROMPT.replaceAll(' ', '-')}-11.png`);
  });

  it('cancels, and shows again what can be saved', async () => {
    const before = await shown();
    await page.fill('#steps', '49');
    await page.click('#draw');
    await until(/^step \d+ of 50$/);
    await page.keyboard.press('Escape');
    await until(/^cancelled$/);
    expect(await page.isHidden('#fault')).toBe(true);
    expect(await page.isEnabled('#draw')).toBe(true);
    expect(await shown()).toEqual(before);
  });

  it('draws in another size', async () => {
    await page.fill('#steps', '0');
    await page.selectOption('#size', '48 × 32');
    await page.click('#draw');
    await until(/^drawn/);
    const { width, height } = await shown();
    expect([width, height]).toEqual([48, 32]);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow)).toBe(0);
    await page.setViewportSize({ width: 1100, height: 800 });
    expect(await page.evaluate(overflow)).toBe(0);
  });
});

/** A page of its own, changed before its scripts run. */
async function openOther(script: string, query = ''): Promise<Page> {
  const other = await page.context().browser()?.newPage();
  if (other === undefined) throw new Error('the browser is closed');
  await other.addInitScript(script);
  await other.goto(new URL(`index.html${query}`, opened.url).href);
  return other;
}

describe('where the GPU fails', () => {
  it('is lost: the page says so, and starts it again', async () => {
    const other = await openOther(`{
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (...given) {
        globalThis.device = await request.apply(this, given);
        return globalThis.device;
      };
    }`);
    const ready = `document.querySelector('#status').textContent === 'ready'`;
    await other.waitForFunction(ready);
    await other.evaluate('globalThis.device.destroy()');
    await other.waitForSelector('#fault:not([hidden])');
    expect(await other.textContent('#fault')).toContain('lost');
    await other.click('#reload');
    await other.waitForFunction(`${ready} && document.querySelector('#fault').hidden`);
    await other.fill('#prompt', 'a red circle');
    await other.click('summary');
    await other.fill('#steps', '0');
    await other.click('#draw');
    await other.waitForFunction(`/^drawn/.test(document.querySelector('#status').textContent)`);
    await other.close();
  });

  it('is not there: the page says so, and what has it', async () => {
    const other = await openOther(
      `Object.defineProperty(navigator, 'gpu', { value: undefined })`,
      '?prompt=a+red+circle',
    );
    await other.waitForSelector('#fault:not([hidden])');
    expect(await other.textContent('#fault')).toContain('no WebGPU');
    expect(await other.isDisabled('#draw')).toBe(true);
    expect(await other.inputValue('#prompt')).toBe('a red circle');
    await other.close();
  });
});
