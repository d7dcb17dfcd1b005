/** The figures of a report, against those worked out by hand for y = x @ w + b with x of [2, 4] and y of [2, 3]. */

import { expect, it } from 'vitest';
import { findDevice } from '../../targets/devices/index.ts';
import { valueOf } from '../numbers/product.ts';
import { DEVICE, compiledTiny, reported } from './tiny.ts';

const [X, Y, W, B] = [2 * 4 * 4, 2 * 3 * 4, 4 * 3 * 4, 3 * 4];
/** With rows of four numbers, as shaders load them. */
const [PADDED_W, PADDED_B] = [4 * 4 * 4, 4 * 4];
const FLOPS = 2 * 2 * 4 * 3 + 2 * 3;

it('on WebGPU', async () => {
  const { data } = await reported(await compiledTiny());
  const { costs } = valueOf(findDevice(DEVICE));
  if (costs === null) throw new Error('the device has figures');
  const busy = (flops: number, bytes: number): number =>
    Math.max(
      flops / (1e9 * costs.peakFp32Gflops.value),
      bytes / (1e9 * costs.bandwidthGigabytesPerSecond.value),
    );
  const dispatch = 1e-6 * costs.dispatchMicroseconds.value;
  expect(data).toMatchObject({
    kind: 'report',
    schemaVersion: 1,
    precision: 'fp32',
    device: { name: DEVICE },
    before: {
      nodes: 2,
      parameters: 15,
      weightBytes: W + B,
      flops: FLOPS,
      // The input and the product; later the product and the sum.
      peakActivationBytes: X + Y,
      ops: [
        { op: 'add', count: 1 },
        { op: 'matmul', count: 1 },
      ],
    },
  });
  const [target] = data.targets;
  if (target === undefined) throw new Error('no target');
  const bytes = X + Y + PADDED_W + PADDED_B;
  expect(target.after).toMatchObject({ nodes: 1, flops: FLOPS });
  expect(target.time.kernels).toEqual([
    {
      label: 'matmul + add',
      block: 'rest',
      names: ['dense', 'dense/bias'],
      index: 0,
      dispatches: 1,
      flops: FLOPS,
      bytes,
      estimated: expect.closeTo(1e3 * (busy(FLOPS, bytes) + dispatch), 9) as number,
      bound: 'dispatch',
      measured: null,
    },
  ]);
  const alone = busy(FLOPS - 6, X + W + Y) + busy(6, Y + B + Y) + 2 * dispatch;
  expect(target.milliseconds.before).toBeCloseTo(1e3 * alone, 9);
  expect(target.milliseconds.after).toBeCloseTo(1e3 * (busy(FLOPS, bytes) + dispatch), 9);
  expect(target.precision).toEqual({
    layers: [
      {
        names: ['dense', 'dense/bias'],
        block: 'rest',
        op: 'matmul',
        form: 'fp32',
        elements: 12,
        bytes: PADDED_W + PADDED_B,
        reason: 'no compression was asked for',
      },
    ],
    others: { bytes: 0 },
    activations: [{ dtype: 'fp32', count: 1 }],
  });
  // Inputs and outputs have buffers of their own, and there is nothing between them.
  expect(target.memory).toMatchObject({ kind: 'plan', live: [0], planned: 0, lowerBound: 0 });
  expect(target.figures).toMatchObject({ weightBytes: PADDED_W + PADDED_B, dispatches: 1 });
  expect(target.repeat.differences).toEqual([]);
  const fused = target.decisions.passes.find(({ name }) => name === 'fuse-epilogues');
  expect(fused).toMatchObject({
    nodesBefore: 2,
    nodesAfter: 1,
    left: 1,
    changes: [
      { op: 'add', by: -1 },
      { op: 'fused', by: 1 },
      { op: 'matmul', by: -1 },
    ],
  });
});

it('where the platform plans memory: what is alive between nodes', async () => {
  const { data } = await reported(await compiledTiny(['--target', 'coreml']));
  const [target] = data.targets;
  const memory = target?.memory;
  expect(memory?.kind).toBe('liveness');
  expect(memory?.planned).toBeNull();
  expect(Math.max(...(memory?.live ?? []))).toBe(memory?.peak.bytes);
  expect(memory?.lowerBound).toBe(memory?.peak.bytes);
  expect(target?.precision.layers).toMatchObject([{ form: 'fp32', elements: 12, bytes: W }]);
  expect(target?.time.uses).toEqual(['neural accelerator', 'memory bandwidth']);
  expect(target?.decisions.facts).toMatchObject({ opset: expect.any(String) as string });
});
