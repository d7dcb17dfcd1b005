/** The page that measures a phone, in a real browser: what it offers makes a device file that compiles. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMPILE, runCli, writeTinyModel } from '../cli/harness.ts';
import { parseDeviceText } from '../../targets/devices/index.ts';
import { openPage } from './harness.ts';
import type { OpenPage } from './harness.ts';

let folder: string;
let opened: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-page-'));
  expect((await runCli(['devices', 'page', '--out', 'page'], { folder })).code).toBe(0);
  opened = await openPage(join(folder, 'page'), '?milliseconds=1');
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

/** The word of the button says whether the page is at work. */
async function finished(): Promise<void> {
  await opened.page.waitForFunction(
    `document.getElementById('start').textContent === 'Measure again'`,
    undefined,
    { timeout: 90_000 },
  );
}

test('a second press stops it', async () => {
  const { page } = opened;
  await page.click('#start');
  expect(await page.textContent('#start')).toBe('Stop');
  await page.click('#start');
  await finished();
  expect(await page.textContent('#status')).toBe('Stopped.');
  expect(await page.isVisible('#results')).toBe(false);
});

test('what it measured makes a device file that compiles', async () => {
  const { page, log } = opened;
  await page.click('#start');
  await finished();
  expect(await page.textContent('#status')).toBe('Done.');
  expect(await page.isVisible('#results')).toBe(true);
  const text = (await page.textContent('#json')) ?? '';
  const downloading = page.waitForEvent('download');
  await page.click('#download');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('measured.json');
  expect(await readFile(await download.path(), 'utf8')).toBe(text);
  expect(log).toEqual([]);

  await writeTinyModel(folder);
  await writeFile(join(folder, 'measured.json'), text);
  const make = ['devices', 'new', 'my-phone', '--from', 'measured.json', '--out', 'my.json'];
  const made = await runCli(make, { folder });
  expect(made.code, made.stderr).toBe(0);
  const parsed = parseDeviceText(await readFile(join(folder, 'my.json'), 'utf8'), 'my.json');
  expect(parsed.ok && parsed.value).toMatchObject({
    webgpu: {
      adapter: { value: { vendor: 'google', architecture: 'swiftshader' }, source: 'measured' },
      subgroupSize: { value: { min: 4, max: 4 } },
      limits: { maxStorageBufferBindingSize: { value: 2 ** 30, source: 'measured' } },
      kernels: { matmul: { source: 'measured' } },
    },
    costs: { peakFp32Gflops: { source: 'measured' }, peakFp16Gflops: null },
  });
  const compile = COMPILE.map((word) => (word === 'webgpu-default' ? 'my.json' : word));
  expect((await runCli([...compile, '--out', 'out'], { folder })).code).toBe(0);
});

test('without WebGPU it says so', async () => {
  const { page, url } = opened;
  await page.addInitScript(
    `Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined })`,
  );
  await page.goto(url);
  await page.click('#start');
  await finished();
  expect(await page.textContent('#status')).toContain('this browser has no WebGPU');
});
