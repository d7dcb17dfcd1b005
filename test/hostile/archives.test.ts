/** Inputs as .npz archives and manifests of compiled models, mutated. */

import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterEach, expect, it } from 'vitest';
import { parseManifest } from '../../compiler/manifest.ts';
import { readNpz } from '../../compiler/npz.ts';
import { checkUntouched, typed } from './typed.ts';
import { hurtJson } from './json-text.ts';
import { hurtNpy } from './cpp-pictures.ts';

afterEach(checkUntouched);

const names = fc.constantFrom('x.npy', '../x.npy', '__proto__.npy', '.npy', 'x', '/etc/x.npy');

/** A member whose header claims another size than it has. */
function claiming(archive: Uint8Array, size: number): Uint8Array {
  const bytes = archive.slice();
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 30 < bytes.length; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x04034b50) view.setUint32(at + 22, size, true);
    if (signature === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return bytes;
}

const archives = fc
  .record({
    members: fc.array(fc.tuple(names, hurtNpy(4)), { maxLength: 3 }),
    level: fc.constantFrom(0, 6),
    size: fc.constantFrom(undefined, undefined, 0, 1, 1 << 20, 2 ** 31, 2 ** 32 - 1),
    damage: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 2 }),
    cut: fc.oneof(
      { weight: 4, arbitrary: fc.constant(1) },
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  })
  .map(({ members, level, size, damage, cut }) => {
    const archive = zipSync(Object.fromEntries(members), { level: level === 0 ? 0 : 6 });
    const bytes = size === undefined ? archive : claiming(archive, size);
    for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
    return bytes.subarray(0, Math.ceil(cut * bytes.length));
  });

it('archives of any form are read or refused', async () => {
  const before = process.memoryUsage().rss;
  await fc.assert(
    fc.asyncProperty(archives, async (bytes) => {
      const arrays = await typed(() => readNpz(bytes, 'inputs.npz'));
      for (const { shape, data } of arrays?.values() ?? []) {
        expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
      }
    }),
    { numRuns: 300 },
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(1 << 30);
});

const TENSOR = { name: 'x', emitted: 'x', dtype: 'f32', shape: [2, 4] };
const MANIFEST = {
  generator: 'snapc',
  schemaVersion: 1,
  version: '0.1.0',
  model: { file: 'model.onnx', sha256: 'a'.repeat(64), opset: 17, irVersion: 8, producer: 'x' },
  device: 'pixel-8',
  precision: 'fp32',
  dims: { batch: 1 },
  inputs: [TENSOR],
  outputs: [TENSOR],
  targets: {
    webgpu: {
      options: {},
      passes: [],
      inputs: [TENSOR],
      outputs: [TENSOR],
      files: [{ path: 'webgpu/index.js', bytes: 1, sha256: 'b'.repeat(64) }],
      figures: { weightBytes: 1 },
    },
  },
};

it('manifests of any content too', async () => {
  await fc.assert(
    fc.asyncProperty(hurtJson(MANIFEST), async (bytes) => {
      const text = new TextDecoder().decode(bytes);
      const manifest = await typed(() => parseManifest(text, 'manifest.json'));
      if (manifest === undefined) return;
      // What the commands look at.
      for (const { name, shape } of [...manifest.inputs, ...manifest.outputs]) {
        expect([typeof name, Array.isArray(shape)]).toEqual(['string', true]);
      }
      for (const { files } of Object.values(manifest.targets)) {
        for (const { path, sha256 } of files)
          expect(typeof path + typeof sha256).toBe('stringstring');
      }
    }),
    { numRuns: 400 },
  );
});
