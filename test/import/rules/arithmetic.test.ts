/** Rules and mappings of elementwise operators, products, reductions and sums. */

import { attribute } from '../../../models/onnx/index.ts';
import { given, ints, random, stored, testCases } from '../support/one-node.ts';
import type { NodeCase } from '../support/one-node.ts';

const { int, ints: list, string, float } = attribute;

const UNARY: Readonly<Record<string, readonly [number, number, number]>> = {
  Abs: [13, -2, 2],
  Acosh: [9, 1, 4],
  Asinh: [9, -2, 2],
  Atanh: [9, -0.9, 0.9],
  Ceil: [13, -3, 3],
  Celu: [12, -3, 3],
  Cos: [7, -4, 4],
  Cosh: [9, -2, 2],
  Elu: [7, -2, 2],
  Erf: [13, -3, 3],
  Exp: [13, -3, 3],
  Floor: [13, -3, 3],
  HardSigmoid: [7, -4, 4],
  HardSwish: [14, -4, 4],
  LeakyRelu: [7, -2, 2],
  Log: [13, 0.1, 3],
  LogSoftmax: [13, -3, 3],
  Mish: [18, -3, 3],
  Neg: [13, -3, 3],
  Reciprocal: [13, 0.5, 3],
  Relu: [14, -2, 2],
  Round: [11, -4, 4],
  Selu: [7, -2, 2],
  Sigmoid: [13, -6, 6],
  Sign: [13, -2, 2],
  Sin: [7, -4, 4],
  Sinh: [9, -2, 2],
  Softmax: [13, -3, 3],
  Softplus: [7, -4, 4],
  Softsign: [7, -4, 4],
  Sqrt: [13, 0, 4],
  Tan: [7, -1, 1],
  Tanh: [13, -3, 3],
  ThresholdedRelu: [10, -2, 2],
  Gelu: [20, -4, 4],
  Shrink: [9, -2, 2],
};

testCases(
  'one operand',
  Object.entries(UNARY).map(([op, [opset, low, high]]) => ({
    op,
    opset,
    inputs: [random([2, 3, 5], 'f32', [low, high])],
  })),
);

function binary(op: string, opset: number, attributes?: NodeCase['attributes']): NodeCase {
  const inputs = [random([2, 3, 4]), random([3, 1])];
  return { op, opset, inputs, ...(attributes === undefined ? {} : { attributes }) };
}
function bools(op: string): NodeCase {
  return { op, opset: 7, inputs: [random([3, 4], 'bool'), random([4], 'bool')] };
}

testCases('several operands', [
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Less', 'Greater'].map((op) => binary(op, 13)),
  ...['LessOrEqual', 'GreaterOrEqual'].map((op) => binary(op, 12)),
  ...['And', 'Or', 'Xor'].map(bools),
  ...['Max', 'Min', 'Sum', 'Mean'].map((op) => ({
    op,
    opset: 13,
    inputs: [random([2, 3]), random([3]), random([2, 1])],
  })),
  { op: 'Sum', opset: 8, inputs: [random([2, 3])], name: 'of one' },
  { op: 'Max', opset: 13, inputs: [random([4], 'i64', [-9, 9]), random([4, 1], 'i64', [-9, 9])] },
  { op: 'Not', opset: 7, inputs: [random([5], 'bool')] },
  { op: 'Equal', opset: 13, inputs: [random([5], 'i64', [0, 2]), random([2, 1], 'i64', [0, 2])] },
  { op: 'Equal', opset: 13, inputs: [random([5], 'bool'), random([2, 1], 'bool')] },
  { op: 'Mod', opset: 13, inputs: [random([9], 'i32', [-9, 9]), given('i32', [1], [4])] },
  { op: 'Mod', opset: 13, inputs: [random([9], 'i64', [-9, 9]), given('i64', [1], [-4])] },
  {
    op: 'Mod',
    opset: 13,
    inputs: [random([9], 'f32', [-9, 9]), given('f32', [1], [2.5])],
    attributes: { fmod: int(1) },
  },
  { op: 'Div', opset: 14, inputs: [random([9], 'i32', [-9, 9]), given('i32', [1], [4])] },
  { op: 'Pow', opset: 13, inputs: [random([4], 'f32', [0, 2]), given('i64', [1], [3])] },
  {
    op: 'Where',
    opset: 16,
    inputs: [random([3, 1], 'bool'), random([3, 4]), random([4])],
  },
  { op: 'PRelu', opset: 9, inputs: [random([2, 3, 4]), random([3, 1])] },
  { op: 'IsNaN', opset: 13, inputs: [given('f32', [3], [NaN, 1, Infinity])] },
  {
    op: 'IsInf',
    opset: 10,
    inputs: [given('f32', [3], [-Infinity, 1, Infinity])],
    attributes: { detect_negative: int(0) },
  },
  {
    op: 'BitShift',
    opset: 11,
    inputs: [random([4], 'u8', [0, 255]), given('u8', [4], [0, 1, 3, 7])],
    attributes: { direction: string('LEFT') },
  },
  {
    op: 'BitShift',
    opset: 11,
    inputs: [random([4], 'u32', [0, 4e9]), given('u32', [4], [0, 1, 3, 31])],
    attributes: { direction: string('RIGHT') },
  },
  { op: 'BitwiseNot', opset: 18, inputs: [random([4], 'u8', [0, 255])] },
  { op: 'BitwiseNot', opset: 18, inputs: [random([4], 'i32', [-99, 99])] },
  { op: 'Gelu', opset: 20, inputs: [random([9])], attributes: { approximate: string('tanh') } },
]);

testCases('Clip and Cast', [
  {
    op: 'Clip',
    opset: 7,
    inputs: [random([9])],
    attributes: { min: float(-0.5), max: float(0.25) },
  },
  { op: 'Clip', opset: 7, inputs: [random([9])], name: 'without bounds' },
  { op: 'Clip', opset: 11, inputs: [random([9]), stored('f32', [], [0])], name: 'below' },
  {
    op: 'Clip',
    opset: 12,
    inputs: [random([9], 'i64', [-9, 9]), undefined, given('i64', [], [3])],
  },
  { op: 'Cast', opset: 9, inputs: [random([9], 'f32', [-9, 9])], attributes: { to: int(6) } },
  { op: 'Cast', opset: 13, inputs: [random([9], 'f32', [-1, 1])], attributes: { to: int(10) } },
  { op: 'Cast', opset: 13, inputs: [random([9], 'i32', [-1, 2])], attributes: { to: int(9) } },
  { op: 'Cast', opset: 13, inputs: [random([9], 'i64', [-300, 300])], attributes: { to: int(3) } },
  { op: 'CastLike', opset: 15, inputs: [random([9], 'f32', [-9, 9]), random([1], 'i64')] },
]);

testCases('products', [
  { op: 'MatMul', opset: 9, inputs: [random([2, 1, 3, 4]), random([5, 4, 2])] },
  { op: 'MatMul', opset: 13, inputs: [random([4]), random([4, 3])], name: 'row' },
  { op: 'MatMul', opset: 13, inputs: [random([2, 3, 4]), random([4])], name: 'column' },
  { op: 'MatMul', opset: 13, inputs: [random([4]), random([4])], name: 'dot' },
  {
    op: 'MatMul',
    opset: 13,
    inputs: [random([2, 3], 'i32', [-9, 9]), random([3, 2], 'i32', [-9, 9])],
  },
  { op: 'Gemm', opset: 9, inputs: [random([3, 4]), random([4, 2]), random([2])] },
  {
    op: 'Gemm',
    opset: 13,
    inputs: [random([4, 3]), random([2, 4]), random([3, 1])],
    attributes: { transA: int(1), transB: int(1), alpha: float(0.5), beta: float(-2) },
  },
  { op: 'Gemm', opset: 11, inputs: [random([3, 4]), random([4, 2])], name: 'without C' },
  {
    op: 'Einsum',
    opset: 12,
    inputs: [random([2, 3, 4]), random([2, 4, 5])],
    attributes: { equation: string('bij, bjk -> bik') },
  },
  {
    op: 'Einsum',
    opset: 12,
    inputs: [random([5, 2, 3, 4]), random([5, 2, 4, 6])],
    attributes: { equation: string('...ij,...jk->...ik') },
  },
  {
    op: 'Einsum',
    opset: 12,
    inputs: [random([3, 4]), random([4, 2])],
    attributes: { equation: string('zj,ja') },
    name: 'implicit result',
  },
  {
    op: 'Einsum',
    opset: 12,
    inputs: [random([2, 3, 3])],
    attributes: { equation: string('...ii->...i') },
    name: 'diagonal',
  },
]);

const REDUCTIONS = [
  'L1',
  'L2',
  'LogSum',
  'LogSumExp',
  'Max',
  'Mean',
  'Min',
  'Prod',
  'Sum',
  'SumSquare',
];

testCases('reductions', [
  ...REDUCTIONS.flatMap((kind): NodeCase[] => {
    const op = `Reduce${kind}`;
    const input = random([2, 3, 4], 'f32', [0.2, 2]);
    const inputSince = kind === 'Sum' ? 13 : 18;
    return [
      { op, opset: 11, inputs: [input], name: 'all' },
      {
        op,
        opset: 11,
        inputs: [input],
        attributes: { axes: list([1, -1]), keepdims: int(0) },
        name: 'axes by attribute',
      },
      { op, opset: inputSince, inputs: [input, ints(-2)], name: 'axes by input' },
      {
        op,
        opset: inputSince,
        inputs: [input],
        attributes: { noop_with_empty_axes: int(1) },
        name: 'none',
      },
    ];
  }).filter(({ op, name }) => name !== 'none' || ['ReduceSum', 'ReduceMax'].includes(op)),
  { op: 'ReduceMax', opset: 20, inputs: [random([3, 4], 'bool'), ints(1)], name: 'bool' },
  { op: 'ReduceSum', opset: 13, inputs: [random([3, 4], 'i64', [-9, 9]), ints(0)], name: 'i64' },
  { op: 'ArgMax', opset: 13, inputs: [random([3, 5])] },
  {
    op: 'ArgMin',
    opset: 12,
    inputs: [given('f32', [2, 3], [1, 0, 0, 2, 3, 2])],
    attributes: { axis: int(-1), keepdims: int(0), select_last_index: int(1) },
  },
  {
    op: 'TopK',
    opset: 9,
    inputs: [random([3, 6])],
    outputs: [true, true],
    attributes: { k: int(2) },
  },
  {
    op: 'TopK',
    opset: 11,
    inputs: [random([6, 3]), ints(4)],
    outputs: [true, true],
    attributes: { axis: int(0), largest: int(0) },
  },
  { op: 'CumSum', opset: 11, inputs: [random([2, 5]), stored('i64', [], [1])] },
  {
    op: 'CumSum',
    opset: 14,
    inputs: [random([2, 5]), stored('i32', [], [-2])],
    attributes: { exclusive: int(1), reverse: int(1) },
  },
  { op: 'Range', opset: 11, inputs: [3, 17, 4].map((value) => stored('i64', [], [value])) },
  { op: 'Range', opset: 11, inputs: [1, -1.05, -0.3].map((value) => stored('f32', [], [value])) },
  {
    op: 'Range',
    opset: 11,
    inputs: [0, 20000, 2].map((value) => stored('i64', [], [value])),
    name: 'long',
  },
]);
