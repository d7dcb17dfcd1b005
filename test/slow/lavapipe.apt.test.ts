/** lavapipe, fetched from the machine's Debian mirror, runs f16 shaders. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { openDevice } from '../../targets/webgpu/host/adapter.ts';
import { doubleOnDevice } from '../browser/doubling.ts';

beforeAll(() => {
  const script = fileURLToPath(new URL('../setup/lavapipe.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
});

test('Dawn opens lavapipe with shader-f16 and computes in half precision', async () => {
  const opened = await openDevice({ adapter: 'lavapipe', requiredFeatures: ['shader-f16'] });
  if ('diagnostics' in opened) throw new Error(JSON.stringify(opened.diagnostics));
  expect(opened.description).toMatch(/llvmpipe/);
  // 2049 is the first whole number that half precision has not; it is rounded to even.
  expect(await doubleOnDevice(opened.device, [1, 2049, 0.1], 'f16')).toEqual([
    2, 4096, 0.199951171875,
  ]);
  opened.close();
});

test('SwiftShader opens beside it, and lavapipe is what a required feature selects', async () => {
  const swiftShader = await openDevice({ adapter: 'swiftshader' });
  const chosen = await openDevice({ adapter: 'auto', requiredFeatures: ['shader-f16'] });
  if ('diagnostics' in swiftShader) throw new Error(JSON.stringify(swiftShader.diagnostics));
  if ('diagnostics' in chosen) throw new Error(JSON.stringify(chosen.diagnostics));
  expect(swiftShader.description).toMatch(/swiftshader/i);
  expect(chosen.adapter.features.has('shader-f16')).toBe(true);
  expect(await doubleOnDevice(swiftShader.device, [2049])).toEqual([4098]);
  expect(await doubleOnDevice(chosen.device, [2049], 'f16')).toEqual([4096]);
  swiftShader.close();
  chosen.close();
});
