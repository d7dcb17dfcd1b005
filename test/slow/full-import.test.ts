/**
 * The full SnapFusion UNet, 759 M parameters in 3.0 GB of external data: importing and checking it reads the
 * graph and not the weights, so that it takes seconds and a fraction of their size in memory.
 */

import { createReadStream } from 'node:fs';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeModel } from '../../models/index.ts';
import { writeModel } from '../../models/node.ts';
import { measuredCli } from './measured-cli.ts';

const NAME = 'snapfusion-unet';
const DISK_BYTES = 3.2e9;
const MEMORY_MEGABYTES = 300;
/** The goal, and what a slow machine may take beyond it. */
const SECONDS = 3;
const SLOWNESS = 3;

const scratch = await mkdtemp(join(tmpdir(), 'snapc-full-'));
const { bavail, bsize } = await statfs(scratch);
const free = bavail * bsize;
if (free < DISK_BYTES) {
  console.log(`skipped: ${tmpdir()} has ${gigabytes(free)} free, the model takes 3.1 GB of disk`);
}

/** How long it takes to read the files as they are. */
let readingSeconds = NaN;

beforeAll(async () => {
  if (free < DISK_BYTES) return;
  const written = await writeModel(join(scratch, 'model'), NAME, { size: 'full' });
  if (!written.ok) throw new Error(written.diagnostics[0]?.message);
  expect(written.value.parameterCount).toBe(759_327_364);
  expect(written.value.totalBytes).toBeGreaterThan(3.03e9);
  const start = performance.now();
  for (const { path } of written.value.files) {
    let bytes = 0;
    for await (const chunk of createReadStream(join(scratch, 'model', path))) {
      bytes += (chunk as Uint8Array).length;
    }
    expect(bytes).toBeGreaterThan(0);
  }
  readingSeconds = (performance.now() - start) / 1000;
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

it.skipIf(free < DISK_BYTES)('as it is written, with every dim known', async () => {
  expect(await check(join(scratch, 'model', 'model.onnx'))).toMatch(/no problems/);
});

it.skipIf(free < DISK_BYTES).each([14, 17])(
  'with open dims at opset %i, bound by sample inputs',
  async (opset) => {
    // The weights lie as in the model on disk: only the graph is another.
    const [graph] = makeModel(NAME, { size: 'full', dynamic: true, opset }).files;
    const chunks: Uint8Array[] = [];
    for await (const chunk of graph?.chunks() ?? []) chunks.push(chunk.slice());
    const path = join(scratch, 'model', `open-${opset}.onnx`);
    await writeFile(path, Buffer.concat(chunks));
    const inputs = join(scratch, 'model', 'inputs.npz');
    expect(await check(path, '--dims-from', inputs)).toMatch(/no problems/);
  },
);

/** What `snapc check` prints, in a process of its own whose time and memory are measured. */
async function check(...args: readonly string[]): Promise<string> {
  const { stdout, seconds, megabytes } = await measuredCli('check', ...args);
  console.log(
    `snapc check: ${seconds.toFixed(1)} s and ${megabytes.toFixed(0)} MB resident; ` +
      `goal ${SECONDS} s and ${MEMORY_MEGABYTES} MB; ${(seconds / readingSeconds).toFixed(2)} of ` +
      `the ${readingSeconds.toFixed(1)} s that reading the files takes`,
  );
  expect(megabytes).toBeLessThanOrEqual(MEMORY_MEGABYTES);
  expect(seconds).toBeLessThanOrEqual(SECONDS * SLOWNESS);
  return stdout;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
