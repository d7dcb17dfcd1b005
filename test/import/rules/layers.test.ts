/** Rules of normalisations, softmax in its versions, attention and quantised layers. */

import { expect, test } from 'vitest';
import { modelFromBytes } from '../../../compiler/host/memory.ts';
import { importOnnx } from '../../../compiler/import/onnx/import.ts';
import { attribute, onnxModel, tensor } from '../../../models/onnx/index.ts';
import type { Attributes } from '../../../models/onnx/index.ts';
import { ints, random, stored, testCases } from '../support/one-node.ts';
import type { CaseInput, NodeCase } from '../support/one-node.ts';

const { int, ints: list, string, float } = attribute;

testCases(
  'softmax in its versions',
  ['Softmax', 'LogSoftmax', 'Hardmax'].flatMap((op): NodeCase[] => [
    { op, opset: 11, inputs: [random([2, 3, 4])], name: 'matrix of axis 1' },
    { op, opset: 11, inputs: [random([2, 3, 4])], attributes: { axis: int(0) }, name: 'one row' },
    { op, opset: 11, inputs: [random([2, 3, 4])], attributes: { axis: int(2) }, name: 'last axis' },
    { op, opset: 13, inputs: [random([2, 3, 4])], attributes: { axis: int(1) }, name: 'axis 1' },
    { op, opset: 13, inputs: [random([2, 3, 4])], name: 'default' },
  ]),
);

const channels = (low = -1): CaseInput => random([4], 'f32', [low, low + 2]);

testCases('normalisations', [
  {
    op: 'BatchNormalization',
    opset: 9,
    inputs: [random([2, 4, 3, 3]), channels(), channels(), channels(), channels(0.1)],
  },
  {
    op: 'BatchNormalization',
    opset: 15,
    inputs: [random([3, 4]), channels(), channels(), channels(), channels(0.1)],
    attributes: { epsilon: float(0.01) },
    name: 'without spatial axes',
  },
  {
    op: 'InstanceNormalization',
    opset: 7,
    inputs: [random([2, 4, 5, 3]), channels(), channels()],
    attributes: { epsilon: float(0.001) },
  },
  {
    op: 'LayerNormalization',
    opset: 17,
    inputs: [random([2, 3, 4]), channels(), channels()],
    outputs: [true, true, true],
  },
  {
    op: 'LayerNormalization',
    opset: 17,
    inputs: [random([2, 3, 4]), random([3, 4])],
    attributes: { axis: int(1), epsilon: float(0.01), stash_type: int(1) },
  },
  {
    op: 'LayerNormalization',
    opset: 17,
    inputs: [random([2, 3, 4]), random([2, 1, 4]), random([1, 3, 1])],
    name: 'scale and bias along other axes',
  },
  {
    op: 'GroupNormalization',
    opset: 21,
    inputs: [random([2, 4, 5]), channels(), channels()],
    attributes: { num_groups: int(2) },
  },
  {
    op: 'RMSNormalization',
    opset: 23,
    inputs: [random([2, 3, 4]), channels()],
    attributes: { epsilon: float(0.01), stash_type: int(1) },
  },
  {
    op: 'RMSNormalization',
    opset: 23,
    inputs: [random([2, 3, 4]), random([1])],
    attributes: { axis: int(1) },
    name: 'a scale of one element',
  },
  { op: 'LpNormalization', opset: 7, inputs: [random([3, 4])] },
  {
    op: 'LpNormalization',
    opset: 7,
    inputs: [random([3, 4])],
    attributes: { axis: int(0), p: int(1) },
  },
  { op: 'MeanVarianceNormalization', opset: 13, inputs: [random([2, 3, 4, 5])] },
  {
    op: 'MeanVarianceNormalization',
    opset: 9,
    inputs: [random([2, 3, 4, 5])],
    attributes: { axes: list([1, 2]) },
  },
]);

function attend(
  inputs: readonly (CaseInput | undefined)[],
  attributes: Attributes,
  name: string,
): NodeCase {
  return { op: 'Attention', opset: 23, inputs, attributes, name };
}
const [q, k, v] = [random([2, 4, 3, 8]), random([2, 4, 5, 8]), random([2, 4, 5, 6])];
const packed = { q_num_heads: int(4), kv_num_heads: int(2) };
const grouped = [random([2, 3, 32]), random([2, 5, 16]), random([2, 5, 12])];

testCases('Attention', [
  attend([q, k, v], {}, 'heads apart'),
  attend([q, k, v], { scale: float(0.2) }, 'scaled'),
  attend([q, k, v, random([3, 5])], {}, 'added mask'),
  attend(
    [q, k, v, stored('bool', [3, 5], [1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1])],
    {},
    'bool mask',
  ),
  attend([q, k, v], { is_causal: int(1) }, 'causal'),
  attend(grouped, packed, 'packed and grouped'),
  attend([...grouped, random([2, 1, 3, 5])], packed, 'packed, with mask'),
  attend([q, k, v], { softcap: float(0.7) }, 'capped'),
  attend([q, k, v, random([3, 5])], { softcap: float(0.7) }, 'capped, with mask'),
  attend([q, k, v], { softcap: float(0.7), is_causal: int(1) }, 'capped, causal'),
  attend(
    [...grouped, random([3, 5], 'bool')],
    { ...packed, is_causal: int(1) },
    'causal, with mask',
  ),
]);

testCases(
  'RotaryEmbedding',
  [0, 1].flatMap((interleaved): NodeCase[] => [
    {
      op: 'RotaryEmbedding',
      opset: 23,
      inputs: [random([2, 3, 4, 8]), random([2, 4, 4]), random([2, 4, 4])],
      attributes: { interleaved: int(interleaved) },
      name: `interleaved ${interleaved}`,
    },
    {
      op: 'RotaryEmbedding',
      opset: 23,
      inputs: [
        random([2, 4, 24]),
        random([9, 2]),
        random([9, 2]),
        stored('i64', [2, 4], [0, 1, 2, 3, 4, 5, 6, 8]),
      ],
      attributes: {
        interleaved: int(interleaved),
        num_heads: int(3),
        rotary_embedding_dim: int(4),
      },
      name: `packed, part, interleaved ${interleaved}`,
    },
  ]),
);

const bytes = (shape: readonly number[]): CaseInput => random(shape, 'u8', [0, 256]);
const signed = (shape: readonly number[]): CaseInput => random(shape, 'i8', [-128, 128]);
const f32 = (value: number): CaseInput => stored('f32', [], [value]);
const u8 = (value: number): CaseInput => stored('u8', [], [value]);

testCases('quantised', [
  { op: 'QuantizeLinear', opset: 10, inputs: [random([3, 4]), f32(0.01), u8(120)] },
  { op: 'QuantizeLinear', opset: 13, inputs: [random([3, 4]), f32(0.02)], name: 'no zero point' },
  {
    op: 'QuantizeLinear',
    opset: 13,
    inputs: [
      random([2, 3, 4]),
      stored('f32', [3], [0.01, 0.02, 0.005]),
      stored('i8', [3], [1, -2, 3]),
    ],
    attributes: { axis: int(1) },
  },
  {
    op: 'QuantizeLinear',
    opset: 21,
    inputs: [random([2, 4]), stored('f32', [2, 2], [0.01, 0.02, 0.03, 0.04])],
    attributes: { axis: int(1), block_size: int(2), output_dtype: int(3) },
    name: 'blocks',
  },
  { op: 'DequantizeLinear', opset: 10, inputs: [bytes([3, 4]), f32(0.1), u8(7)] },
  {
    op: 'DequantizeLinear',
    opset: 13,
    inputs: [signed([2, 3]), stored('f32', [3], [1, 2, 0.5]), stored('i8', [3], [1, 0, -7])],
    attributes: { axis: int(-1) },
  },
  { op: 'DequantizeLinear', opset: 13, inputs: [random([3], 'i32', [-999, 999]), f32(0.1)] },
  { op: 'DynamicQuantizeLinear', opset: 11, inputs: [random([3, 5])], outputs: [true, true, true] },
  {
    op: 'MatMulInteger',
    opset: 10,
    inputs: [bytes([2, 3, 4]), signed([4, 5]), u8(12), stored('i8', [5], [1, 2, -3, 4, 5])],
  },
  { op: 'MatMulInteger', opset: 10, inputs: [bytes([3, 4]), bytes([4, 2])] },
  {
    op: 'QLinearMatMul',
    opset: 10,
    inputs: [bytes([3, 4]), f32(0.1), u8(9), bytes([4, 5]), f32(0.05), u8(100), f32(9), u8(90)],
  },
  {
    op: 'ConvInteger',
    opset: 10,
    inputs: [bytes([1, 2, 5, 5]), bytes([3, 2, 3, 3]), u8(9), u8(3)],
    attributes: { pads: list([1, 1, 1, 1]) },
  },
  {
    op: 'QLinearConv',
    opset: 10,
    inputs: [
      bytes([1, 2, 5, 5]),
      f32(0.03),
      u8(128),
      signed([3, 2, 3, 3]),
      stored('f32', [3], [0.02, 0.03, 0.01]),
      stored('i8', [3], [0, 0, 0]),
      f32(0.9),
      u8(100),
      stored('i32', [3], [500, -900, 0]),
    ],
    attributes: { pads: list([1, 1, 0, 0]), strides: list([2, 1]) },
  },
]);

testCases('fills', [
  { op: 'ConstantOfShape', opset: 9, inputs: [ints(2, 3)] },
  { op: 'ConstantOfShape', opset: 9, inputs: [ints()], name: 'scalar' },
  { op: 'Dropout', opset: 7, inputs: [random([2, 3])], attributes: { ratio: float(0.5) } },
  { op: 'Dropout', opset: 12, inputs: [random([2, 3])], outputs: [true, true] },
  {
    op: 'Constant',
    opset: 13,
    inputs: [],
    attributes: { value_floats: attribute.floats([1, 2.5]) },
  },
  { op: 'Constant', opset: 13, inputs: [], attributes: { value_int: int(2n ** 60n) } },
  { op: 'Constant', opset: 13, inputs: [], attributes: { value_ints: list([1, -2]) } },
  { op: 'Constant', opset: 13, inputs: [], attributes: { value_float: float(0.1) } },
  { op: 'LeakyRelu', opset: 16, inputs: [random([4])], attributes: { alpha: float(0.3) } },
  { op: 'Hardmax', opset: 13, inputs: [random([2, 3])], attributes: { axis: int(0) } },
  { op: 'Pow', opset: 15, inputs: [random([4], 'f32', [0, 2]), f32(0.5)] },
  {
    op: 'Upsample',
    opset: 9,
    inputs: [random([1, 1, 2, 2]), stored('f32', [4], [1, 1, 2, 2])],
    attributes: { mode: string('nearest') },
  },
]);

test.each([
  ['f16', 'f32', undefined, 'scale is f32 and the input f16'],
  ['f32', 'f32', 'f16', 'bias is f16 and the input f32'],
] as const)(
  'LayerNormalization of %s with a scale of %s and a bias of %s',
  async (x, s, b, words) => {
    const affine = { s, ...(b === undefined ? {} : { b }) };
    const bytes = onnxModel({
      name: 'g',
      opset: 17,
      irVersion: 8,
      inputs: [{ name: 'x', dtype: x, shape: [2, 2] }],
      outputs: [{ name: 'y', dtype: x, shape: [2, 2] }],
      nodes: [
        {
          op: 'LayerNormalization',
          name: 'norm',
          inputs: ['x', ...Object.keys(affine)],
          outputs: ['y'],
          attributes: {},
        },
      ],
      initializers: Object.entries(affine).map(([name, dtype]) => tensor(name, dtype, [2], [1, 2])),
    });
    const { diagnostics } = await importOnnx(modelFromBytes(bytes));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain(words);
    expect(diagnostics[0]?.hint).toContain('cast');
    expect(diagnostics[0]?.place).toMatchObject({ node: 'norm' });
  },
);
