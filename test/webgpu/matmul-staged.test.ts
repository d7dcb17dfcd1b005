/** Matrix products whose workgroups share what they read by way of their memory. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RegisterTile } from '../../targets/devices/device.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import type { Kernel } from '../../targets/webgpu/program.ts';
import { PHONE, compare, graphOf, withTile } from './matmul-graphs.ts';

const size = fc.integer({ min: 1, max: 40 });
const fours = (most: number) => fc.integer({ min: 1, max: most }).map((count) => 4 * count);
const tiles = fc.record({
  rows: fc.integer({ min: 1, max: 6 }),
  columns: fours(3),
  depth: fours(3),
  workgroupSize: fc.constantFrom<RegisterTile['workgroupSize'][]>(
    [1, 8, 1],
    [8, 1, 1],
    [2, 2, 1],
    [4, 4, 1],
    [8, 8, 1],
  ),
});
const products = fc.record({
  m: size,
  n: fc.oneof(size, fours(10)),
  k: fc.oneof(size, fours(20)),
  turnA: fc.boolean(),
  turnB: fc.boolean(),
  constant: fc.boolean(),
});

it('of any size, by any tile', async () => {
  await fc.assert(
    fc.asyncProperty(tiles, products, async (tile, { m, n, k, turnA, turnB, constant }) => {
      const a = turnA ? [k, m] : [m, k];
      const b = (turnB ? [n, k] : [k, n]).join(',');
      const { error } = await compare(
        `graph @g(%a: f32[2,${a.join(',')}], %b: f32[${b}]) {
          @w = seeded 3 1.0 : f32[${b}]
          @v = seeded 4 1.0 : f32[${n}]
          %0 = matmul(%a, ${constant ? '@w' : '%b'}) {transpose_a=${turnA}, transpose_b=${turnB}} : f32[2,${m},${n}]
          %1 = add(%0, @v) : f32[2,${m},${n}]
          return y=%1
        }`,
        withTile({ ...PHONE, ...tile, staged: true }),
      );
      expect(error).toBeLessThanOrEqual(1e-5);
    }),
    { numRuns: 12, seed: 20, endOnFailure: true },
  );
});

function kernelOf(
  tile: Partial<RegisterTile>,
  [m, n, k]: readonly [number, number, number],
): Kernel {
  const graph = graphOf(`graph @g(%a: f32[${m},${k}]) {
    @w = seeded 3 1.0 : f32[${k},${n}]
    %0 = matmul(%a, @w) : f32[${m},${n}]
    return y=%0
  }`);
  const [kernel] = lowerGraph(graph, withTile({ ...PHONE, ...tile, staged: true })).kernels;
  if (kernel === undefined) throw new Error('a product is a kernel');
  return kernel;
}

it('a workgroup keeps to the memory that every device has', () => {
  const sizes = [512, 512, 64] as const;
  const bytes = (tile: Partial<RegisterTile>): number => kernelOf(tile, sizes).workgroupBytes;
  expect(bytes({})).toBe(4 * 16 * (32 + 1 + 64));
  // Fewer steps, then fewer invocations.
  for (const tile of [
    { rows: 16, columns: 16, workgroupSize: [16, 16, 1] },
    { rows: 16, columns: 16, workgroupSize: [16, 16, 1], depth: 16 },
    { rows: 32, columns: 32, workgroupSize: [32, 8, 1] },
  ] as const) {
    const kernel = kernelOf(tile, sizes);
    expect(kernel.workgroupBytes).toBeGreaterThan(8192);
    expect(kernel.workgroupBytes).toBeLessThanOrEqual(16384);
  }
});

it('only what several invocations read is held', () => {
  const arrays = (tile: Partial<RegisterTile>, m = 64): number =>
    kernelOf(tile, [m, 64, 64]).code.split('var<workgroup>').length - 1;
  expect(arrays({})).toBe(2);
  expect(arrays({ workgroupSize: [8, 1, 1] })).toBe(1);
  expect(arrays({ workgroupSize: [1, 8, 1] })).toBe(1);
  expect(arrays({ workgroupSize: [1, 1, 1] })).toBe(0);
  expect(arrays({}, 1)).toBe(1);
});

it('weights of two bytes on a device that computes with four', async () => {
  const { error, kernels } = await compare(
    `graph @g(%a: f32[9,40]) {
      @h = seeded 3 1.0 : f16[40,20]
      @w = cast(@h) {to=f32} : f32[40,20]
      %0 = matmul(%a, @w) : f32[9,20]
      return y=%0
    }`,
    withTile({ ...PHONE, staged: true }),
    'fp16',
  );
  expect(error).toBeLessThanOrEqual(1e-5);
  expect(kernels[0]?.code).toContain('unpack_four');
});
