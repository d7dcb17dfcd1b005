/** The declarations of an emitted folder: a page that uses all of the API compiles, and what is wrong does not. */

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { graphOf } from './artifact.ts';
import { emitGraph } from './memory-sink.ts';

const GRAPH = `graph @typed(%ids: i64[4], %x: f32[2]) {
  %0 = add(%ids, %ids) : i64[4]
  %1 = neg(%x) : f32[2]
  return twice=%0, y=%1
}`;

const PAGE = `
import { SnapcError, WeightStore, inputs, load, requirements } from './one/index.js';
import type { Buffers, Model, Outputs, Profile } from './one/index.js';
import { openWeightCache } from './one/runtime/cache.js';
import { WeightStore as OtherStore, load as loadOther } from './two/index.js';

const ids = BigInt64Array.of(1n, 2n, 3n, 4n);
const x = new Float32Array(2);

export async function use(adapter: GPUAdapter, signal: AbortSignal): Promise<Float32Array> {
  const device = await adapter.requestDevice(requirements);
  const store = new WeightStore();
  const cache = await openWeightCache();
  const model: Model = await load(device, {
    cache,
    signal,
    store: new OtherStore(),
    weights: async (file, offset, length) => new Uint8Array(file.length + offset + length),
    onProgress: ({ phase, done, total }) => console.log(phase satisfies string, done / total),
  });
  const other = await loadOther(device, { store, verify: false });
  const kept: Buffers<Outputs> = await model.run({ ids, x }, { outputs: 'gpu', signal });
  const given = await other.run({ ids: kept.twice, x: model.inputBuffers.x }, { outputs: kept });
  given.y satisfies GPUBuffer;
  const { y, twice }: Outputs = await model.run({ ids: given.twice, x: other.outputBuffers.y });
  const { milliseconds }: Profile<Outputs> = await model.profile({ ids, x }, { signal });
  await model.lost;
  await model.reload();
  await model.reload(device, { signal });
  other.dispose();
  // @ts-expect-error there is no such output
  await model.run({ ids, x }, { outputs: { nothing: kept.y } });
  // @ts-expect-error an array of another type
  await model.run({ ids: x, x });
  // @ts-expect-error an input is missing
  await model.run({ ids });
  console.log(SnapcError, inputs[0]?.bytes, store.bytes, twice, milliseconds[0]);
  return y;
}
`;

const SETTINGS = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'ES2022',
    module: 'NodeNext',
    lib: ['ES2022', 'DOM', 'DOM.AsyncIterable'],
    types: [],
    exactOptionalPropertyTypes: true,
  },
  files: ['page.ts'],
};

it('type-checks with what TypeScript knows of the browser', async () => {
  const folder = await temporaryFolder();
  const { sink } = await emitGraph(graphOf(GRAPH));
  await sink.writeTo(join(folder, 'one'));
  await sink.writeTo(join(folder, 'two'));
  await writeFiles(folder, {
    'page.ts': PAGE,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify(SETTINGS),
  });
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(typescript), 'bin', 'tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
    (failed: { readonly stdout: string }) => failed,
  );
  expect(stdout).toBe('');
});
