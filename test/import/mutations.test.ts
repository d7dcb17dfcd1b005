/** Properties of the converter: whatever is changed in a model, it converts to a sound graph or is refused in words. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { convertOnnx } from '../../compiler/import/onnx/convert.ts';
import type { OnnxAttribute, OnnxModel, OnnxNode } from '../../compiler/import/onnx/model.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { attribute } from '../../models/onnx/index.ts';
import { ints, modelOf, random, stored } from './support/one-node.ts';
import type { NodeCase } from './support/one-node.ts';

const { int, ints: list, string, float } = attribute;
const image = random([1, 4, 6, 6]);

const SEEDS: readonly NodeCase[] = [
  {
    op: 'Conv',
    opset: 17,
    inputs: [image, random([2, 2, 3, 3])],
    attributes: {
      group: int(2),
      pads: list([1, 1, 1, 1]),
      strides: list([2, 2]),
      dilations: list([1, 1]),
      auto_pad: string('NOTSET'),
    },
  },
  {
    op: 'ConvTranspose',
    opset: 17,
    inputs: [image, random([4, 2, 3, 3])],
    attributes: { output_shape: list([8, 8]), output_padding: list([0, 0]), strides: list([1, 1]) },
  },
  {
    op: 'AveragePool',
    opset: 19,
    inputs: [image],
    attributes: { kernel_shape: list([3, 3]), pads: list([1, 1, 1, 1]), ceil_mode: int(1) },
  },
  { op: 'Reshape', opset: 17, inputs: [image, ints(0, -1, 6)], attributes: { allowzero: int(0) } },
  { op: 'Slice', opset: 17, inputs: [image, ints(1, 0), ints(3, 9), ints(1, 2), ints(1, 2)] },
  { op: 'Slice', opset: 9, inputs: [image], attributes: { starts: list([1]), ends: list([2]) } },
  { op: 'Split', opset: 17, inputs: [image, ints(1, 3)], attributes: { axis: int(1) } },
  { op: 'Pad', opset: 18, inputs: [image, ints(1, 2), stored('f32', [], [0]), ints(2)] },
  { op: 'Transpose', opset: 17, inputs: [image], attributes: { perm: list([0, 2, 3, 1]) } },
  { op: 'ReduceMean', opset: 18, inputs: [image, ints(2, 3)], attributes: { keepdims: int(0) } },
  { op: 'Resize', opset: 19, inputs: [image, undefined, undefined, ints(1, 4, 9, 9)] },
  { op: 'Expand', opset: 17, inputs: [image, ints(2, 1, 1, 1, 1)] },
  { op: 'Range', opset: 17, inputs: [0, 9, 2].map((value) => stored('i64', [], [value])) },
  { op: 'OneHot', opset: 17, inputs: [ints(1, 2), ints(5), stored('f32', [2], [0, 1])] },
  { op: 'Einsum', opset: 17, inputs: [image], attributes: { equation: string('bchw->bhwc') } },
  {
    op: 'Gemm',
    opset: 17,
    inputs: [random([2, 3]), random([3, 4])],
    attributes: { alpha: float(2) },
  },
  {
    op: 'QuantizeLinear',
    opset: 21,
    inputs: [random([2, 4]), stored('f32', [2, 2], [1, 1, 1, 1])],
    attributes: { axis: int(1), block_size: int(2), output_dtype: int(3) },
  },
];

const integer = fc.oneof(
  fc.integer({ min: -3, max: 9 }),
  fc.constantFrom<number | bigint>(2 ** 31, -(2 ** 31), 2 ** 40, 2n ** 62n, -(2n ** 63n)),
);
const value: fc.Arbitrary<OnnxAttribute> = fc.oneof(
  fc.record({ kind: fc.constant('int' as const), value: integer }),
  fc.record({ kind: fc.constant('ints' as const), value: fc.array(integer, { maxLength: 6 }) }),
  fc.record({ kind: fc.constant('float' as const), value: fc.float() }),
  fc.record({ kind: fc.constant('string' as const), value: fc.string() }),
);
const size = fc.constantFrom(0, 1, 2, 4, 6, 'n', 'm', undefined, 2 ** 31);

interface Change {
  readonly seed: number;
  readonly attributes: readonly (readonly [number, OnnxAttribute])[];
  readonly sizes: readonly (number | string | undefined)[];
  readonly absent: number;
  readonly opset: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  seed: fc.nat({ max: SEEDS.length - 1 }),
  attributes: fc.array(fc.tuple(fc.nat({ max: 9 }), value), { maxLength: 2 }),
  sizes: fc.array(size, { maxLength: 4 }),
  absent: fc.nat({ max: 9 }),
  opset: fc.integer({ min: 1, max: 24 }),
});

async function models(): Promise<readonly OnnxModel[]> {
  return Promise.all(
    SEEDS.map(async (seed) => {
      const outputs = seed.op === 'Split' ? [true, true] : [true];
      const read = await readOnnx(modelFromBytes(modelOf({ ...seed, outputs })));
      if (!read.ok) throw new Error(seed.op);
      return read.value;
    }),
  );
}

function changed(model: OnnxModel, { attributes, sizes, absent, opset }: Change): OnnxModel {
  const { graph } = model;
  const nodes = graph.nodes.map((node): OnnxNode => {
    const names = [...node.attributes.keys(), 'axis', 'axes', 'mode'];
    const replaced = attributes.map(([at, to]) => [names[at % names.length] ?? '', to] as const);
    const inputs = node.inputs.map((input, index) => (index === absent ? '' : input));
    return { ...node, inputs, attributes: new Map([...node.attributes, ...replaced]) };
  });
  const inputs = graph.inputs.map((input, index) =>
    index === 0 && sizes.length > 0 ? { ...input, shape: sizes } : input,
  );
  const opsets = opset > 6 ? model.opsets : new Map([['', opset]]);
  return { ...model, opsets, graph: { ...graph, nodes, inputs } };
}

describe('a changed model', () => {
  it('is imported soundly or refused with a hint', { timeout: 60_000 }, async () => {
    const seeds = await models();
    await fc.assert(
      fc.asyncProperty(change, async (given) => {
        const seed = seeds[given.seed];
        if (seed === undefined) throw new Error('no seed');
        const result = await convertOnnx(changed(seed, given));
        if (result.ok) expect(verifyGraph(result.value.graph)).toEqual([]);
        else expect(result.diagnostics.length).toBeGreaterThan(0);
        for (const { hint } of result.diagnostics) expect(hint ?? '').not.toBe('');
      }),
      { numRuns: 3000, seed: 20261122 },
    );
  });
});
