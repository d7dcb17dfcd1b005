/** Weights of convolutions that are laid out in parts, against the order that kernels read them in, written out. */

import { expect, test } from 'vitest';
import type { ByteStore, Constant } from '../../ir/constant.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import type { Problem } from '../../targets/webgpu/kernels/conv/problem.ts';
import type { Tile } from '../../targets/webgpu/kernels/conv/tile.ts';
import { packWeight } from '../../targets/webgpu/kernels/conv/weights.ts';
import { leadingParts } from '../../targets/webgpu/leading-parts.ts';

const OUTPUTS = 516;
const INPUTS = 512;
const COLUMNS = 8;
const STEP = 4;
const BLOCKS = Math.ceil(OUTPUTS / COLUMNS);

/** Small integers, whose sums are exact in every order. */
const VALUES = Float32Array.from({ length: OUTPUTS * INPUTS * 9 }, (_, at) => (at * 7919) % 23);

const given = (output: number, input: number, y: number, x: number): number =>
  VALUES[((output * INPUTS + input) * 3 + y) * 3 + x] ?? 0;

function stored(reads: number[]): Constant {
  const bytes = new Uint8Array(VALUES.buffer);
  const store: ByteStore = {
    name: 'weights',
    size: bytes.length,
    read: (offset, length) => {
      reads.push(length);
      return Promise.resolve(bytes.slice(offset, offset + length));
    },
  };
  return {
    type: { dtype: 'f32', shape: [OUTPUTS, INPUTS, 3, 3] },
    source: { kind: 'bytes', store, offset: 0, length: bytes.length },
  };
}

const PIXELS = { offset: 0, item: 0, row: 0, pixel: 0 };

function problemOf(weight: Constant, upsampled: boolean): Problem {
  return {
    type: 'f32',
    items: 1,
    height: 8,
    width: 8,
    inputHeight: 8,
    inputWidth: 8,
    inputs: INPUTS,
    outputs: OUTPUTS,
    kernel: upsampled ? [2, 2] : [3, 3],
    strides: [1, 1],
    dilations: [1, 1],
    before: [1, 1],
    upsampled,
    zoom: 1,
    source: PIXELS,
    target: PIXELS,
    flat: PIXELS,
    weight,
    weights: 'plain',
  };
}

const TILE: Tile = {
  rows: 4,
  columns: COLUMNS,
  across: 2,
  blocks: BLOCKS,
  step: STEP,
  unrolled: true,
  sharing: 1,
  workgroup: [1, 1],
  staged: 0,
};

/** Blocks, rows of taps, steps of input channels, taps of the row, channels of the step, outputs of the block. */
function laidOut(
  size: number,
  at: (output: number, input: number, y: number, x: number) => number,
): number[] {
  const elements: number[] = [];
  for (let block = 0; block < BLOCKS; block++)
    for (let y = 0; y < size; y++)
      for (let first = 0; first < INPUTS; first += STEP)
        for (let x = 0; x < size; x++)
          for (let input = first; input < first + STEP; input++)
            for (let output = block * COLUMNS; output < (block + 1) * COLUMNS; output++)
              elements.push(output < OUTPUTS ? at(output, input, y, x) : 0);
  return elements;
}

async function inParts(constant: Constant): Promise<Float32Array> {
  const parts = leadingParts(constant);
  expect(parts.length).toBeGreaterThan(1);
  const bytes = await Promise.all(parts.map((part) => encodeConstant(part, 'f32')));
  return new Float32Array(await new Blob(bytes).arrayBuffer());
}

test('a large weight is read and laid out in parts', async () => {
  const reads: number[] = [];
  const parts = await inParts(packWeight(problemOf(stored(reads), false), TILE));
  expect(Buffer.compare(Buffer.from(parts.buffer), expected(laidOut(3, given)))).toBe(0);
  // Each byte is read once.
  expect(reads.reduce((sum, length) => sum + length, 0)).toBe(VALUES.byteLength);
  expect(Math.max(...reads)).toBeLessThan(VALUES.byteLength);
});

test('the sums for each parity of a doubled image are computed in parts', async () => {
  const parts = await inParts(packWeight(problemOf(stored([]), true), TILE));
  // Even places see the pixel before by their first tap and their own pixel by the others.
  const taps = [
    [[0], [1, 2]],
    [[0, 1], [2]],
  ] as const;
  const sets = [0, 1].flatMap((odd) =>
    [0, 1].map((oddColumn) =>
      laidOut(2, (output, input, y, x) => {
        let sum = 0;
        for (const row of taps[odd]?.[y] ?? [])
          for (const column of taps[oddColumn]?.[x] ?? []) sum += given(output, input, row, column);
        return sum;
      }),
    ),
  );
  expect(Buffer.compare(Buffer.from(parts.buffer), expected(sets.flat()))).toBe(0);
});

test('a weight whose channels end inside bytes is laid out as a whole', () => {
  const [outputs, inputs] = [517, 513];
  const shape = [outputs, inputs, 3, 3];
  const length = Math.ceil((outputs * inputs * 9) / 2);
  const store: ByteStore = {
    name: 'weights',
    size: length,
    read: async (_, count) => new Uint8Array(count),
  };
  const nibbles: Constant = {
    type: { dtype: 'i4', shape },
    source: { kind: 'bytes', store, offset: 0, length },
  };
  const weight: Constant = {
    type: { dtype: 'f32', shape },
    source: {
      kind: 'recipe',
      op: coreOps.cast,
      operands: [nibbles],
      attributes: { to: 'f32' },
    },
  };
  const problem = { ...problemOf(weight, false), inputs, outputs };
  const tile: Tile = { ...TILE, step: 1, blocks: Math.ceil(outputs / COLUMNS) };
  expect(leadingParts(packWeight(problem, tile))).toHaveLength(1);
});

function expected(elements: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(elements).buffer);
}
