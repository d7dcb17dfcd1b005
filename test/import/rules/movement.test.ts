/** Rules that move elements: shapes, slices, pads, parts. */

import { attribute } from '../../../models/onnx/index.ts';
import { ints, given, random, stored, testCases } from '../support/one-node.ts';

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

testCases('reshape and its kin', [
  { op: 'Reshape', opset: 5, inputs: [random([2, 3, 4]), ints(4, -1)] },
  { op: 'Reshape', opset: 13, inputs: [random([2, 3, 4]), ints(0, 0, 2, -1)], name: 'copies' },
  {
    op: 'Reshape',
    opset: 14,
    inputs: [random([0, 3, 4]), ints(3, 4, 0)],
    attributes: { allowzero: attribute.int(1) },
    name: 'empty',
  },
  { op: 'Flatten', opset: 9, inputs: [random([2, 3, 4])] },
  {
    op: 'Flatten',
    opset: 13,
    inputs: [random([2, 3, 4])],
    attributes: { axis: attribute.int(-1) },
    name: 'negative axis',
  },
  {
    op: 'Flatten',
    opset: 13,
    inputs: [random([2, 3])],
    attributes: { axis: attribute.int(0) },
    name: 'one row',
  },
  {
    op: 'Squeeze',
    opset: 11,
    inputs: [random([1, 3, 1, 2])],
    attributes: { axes: attribute.ints([0, -2]) },
  },
  { op: 'Squeeze', opset: 13, inputs: [random([1, 3, 1, 2]), ints(2)] },
  { op: 'Squeeze', opset: 13, inputs: [random([1, 3, 1, 2])], name: 'all' },
  {
    op: 'Unsqueeze',
    opset: 11,
    inputs: [random([3, 2])],
    attributes: { axes: attribute.ints([0, 3]) },
  },
  { op: 'Unsqueeze', opset: 13, inputs: [random([3, 2]), ints(-1, 1)] },
  { op: 'Transpose', opset: 13, inputs: [random([2, 3, 4])], name: 'reversed' },
  {
    op: 'Transpose',
    opset: 13,
    inputs: [random([2, 3, 4])],
    attributes: { perm: attribute.ints([0, 2, 1]) },
  },
  { op: 'Expand', opset: 8, inputs: [random([3, 1]), ints(2, 3, 4)] },
  { op: 'Expand', opset: 13, inputs: [random([2, 3, 4]), ints(3, 1)], name: 'both directions' },
  { op: 'Tile', opset: 6, inputs: [random([2, 3]), ints(2, 3)] },
  { op: 'Tile', opset: 13, inputs: [random([2, 1, 3], 'i64', [-9, 9]), ints(1, 4, 2)] },
  { op: 'Identity', opset: 14, inputs: [random([2], 'bool')] },
  { op: 'Size', opset: 13, inputs: [random([2, 3, 4])] },
  { op: 'Shape', opset: 13, inputs: [random([2, 3, 4])] },
  {
    op: 'Shape',
    opset: 15,
    inputs: [random([2, 3, 4, 5])],
    attributes: { start: attribute.int(-3), end: attribute.int(-1) },
    name: 'part',
  },
  {
    op: 'Shape',
    opset: 15,
    inputs: [random([2, 3])],
    attributes: { start: attribute.int(-9), end: attribute.int(9) },
    name: 'clamped',
  },
]);

testCases('slice', [
  {
    op: 'Slice',
    opset: 9,
    inputs: [random([5, 6])],
    attributes: {
      starts: attribute.ints([1, -3]),
      ends: attribute.ints([MAX, -1]),
      axes: attribute.ints([0, 1]),
    },
  },
  {
    op: 'Slice',
    opset: 9,
    inputs: [random([5, 6])],
    attributes: { starts: attribute.ints([1]), ends: attribute.ints([3]) },
    name: 'without axes',
  },
  { op: 'Slice', opset: 10, inputs: [random([5, 6]), ints(1), ints(100), ints(-1), ints(2)] },
  {
    op: 'Slice',
    opset: 13,
    inputs: [random([5, 6]), ints(-1, 4), ints(MIN, 1), ints(0, 1), ints(-1, -2)],
    name: 'backwards',
  },
  {
    op: 'Slice',
    opset: 13,
    inputs: [random([4, 6]), ints(3), ints(2), ints(1)],
    name: 'nothing left',
  },
  {
    op: 'Slice',
    opset: 13,
    inputs: [random([4, 6]), ints(-100), ints(100), ints(0)],
    name: 'everything',
  },
  {
    op: 'Slice',
    opset: 13,
    inputs: [random([4, 6]), stored('i32', [1], [1]), stored('i32', [1], [3])],
    name: 'i32',
  },
]);

testCases('split and concat', [
  {
    op: 'Split',
    opset: 11,
    inputs: [random([6, 2])],
    outputs: [true, true],
    attributes: { split: attribute.ints([2, 4]) },
  },
  {
    op: 'Split',
    opset: 11,
    inputs: [random([2, 6])],
    outputs: [true, true, true],
    attributes: { axis: attribute.int(-1) },
    name: 'equal parts',
  },
  {
    op: 'Split',
    opset: 13,
    inputs: [random([2, 6]), ints(1, 0, 5)],
    outputs: [true, true, true],
    attributes: { axis: attribute.int(1) },
  },
  {
    op: 'Split',
    opset: 18,
    inputs: [random([2, 7])],
    outputs: [true, true, true],
    attributes: { axis: attribute.int(1), num_outputs: attribute.int(3) },
    name: 'uneven',
  },
  {
    op: 'Concat',
    opset: 13,
    inputs: [random([2, 3]), random([2, 1]), random([2, 4])],
    attributes: { axis: attribute.int(-1) },
  },
  { op: 'Concat', opset: 4, inputs: [random([2, 3])], attributes: { axis: attribute.int(0) } },
]);

testCases('pad', [
  {
    op: 'Pad',
    opset: 10,
    inputs: [random([2, 3])],
    attributes: { pads: attribute.ints([1, 0, 0, 2]), value: attribute.float(1.5) },
  },
  { op: 'Pad', opset: 11, inputs: [random([2, 3]), ints(0, 1, 2, 0)] },
  {
    op: 'Pad',
    opset: 13,
    inputs: [random([2, 5]), ints(1, -1, 0, -2), stored('f32', [], [7])],
    name: 'negative',
  },
  {
    op: 'Pad',
    opset: 13,
    inputs: [random([3, 4]), ints(2, 1, 1, 3)],
    attributes: { mode: attribute.string('reflect') },
  },
  {
    op: 'Pad',
    opset: 13,
    inputs: [random([3, 4]), ints(2, 1, 1, 3)],
    attributes: { mode: attribute.string('edge') },
  },
  {
    op: 'Pad',
    opset: 18,
    inputs: [random([2, 3, 4]), ints(1, 2), stored('f32', [], [-1]), ints(-2)],
    name: 'axes',
  },
  {
    op: 'Pad',
    opset: 19,
    inputs: [random([3, 4]), ints(2, 1, 1, 3)],
    attributes: { mode: attribute.string('wrap') },
  },
  { op: 'Pad', opset: 13, inputs: [random([2], 'i64', [0, 9]), ints(1, 1), ints(5)] },
]);

testCases('gather and scatter', [
  {
    op: 'Gather',
    opset: 13,
    inputs: [random([3, 4]), given('i64', [2], [-1, 0])],
    attributes: { axis: attribute.int(1) },
  },
  { op: 'Gather', opset: 1, inputs: [random([3, 4]), stored('i32', [], [2])], name: 'scalar' },
  {
    op: 'GatherElements',
    opset: 11,
    inputs: [random([2, 3]), given('i64', [2, 2], [0, -1, 2, 1])],
    attributes: { axis: attribute.int(-1) },
  },
  { op: 'GatherND', opset: 11, inputs: [random([2, 3]), given('i64', [2, 2], [0, 1, -1, 2])] },
  {
    op: 'GatherND',
    opset: 12,
    inputs: [random([2, 3, 2]), given('i64', [2, 1], [1, 2])],
    attributes: { batch_dims: attribute.int(1) },
  },
  {
    op: 'ScatterND',
    opset: 11,
    inputs: [random([4, 2]), given('i64', [2, 1], [3, 0]), random([2, 2])],
  },
  {
    op: 'ScatterND',
    opset: 16,
    inputs: [random([4]), given('i64', [3, 1], [3, 0, 3]), random([3])],
    attributes: { reduction: attribute.string('add') },
  },
  {
    op: 'ScatterElements',
    opset: 11,
    inputs: [random([2, 4]), given('i64', [2, 2], [0, -1, 2, 1]), random([2, 2])],
    attributes: { axis: attribute.int(1) },
  },
  {
    op: 'ScatterElements',
    opset: 18,
    inputs: [random([5]), given('i64', [3], [1, 1, 4]), random([3])],
    attributes: { reduction: attribute.string('max') },
  },
  {
    op: 'Scatter',
    opset: 9,
    inputs: [random([3, 3]), given('i64', [1, 3], [2, 0, 1]), random([1, 3])],
  },
  {
    op: 'Compress',
    opset: 11,
    inputs: [random([3, 4]), stored('bool', [3], [1, 0, 1])],
    attributes: { axis: attribute.int(-1) },
  },
  {
    op: 'Compress',
    opset: 11,
    inputs: [random([3, 2]), stored('bool', [5], [0, 1, 0, 0, 1])],
    name: 'flat',
  },
  { op: 'NonZero', opset: 13, inputs: [stored('i64', [2, 3], [1, 0, 2, 0, 0, 3])] },
  {
    op: 'OneHot',
    opset: 11,
    inputs: [given('i64', [2, 2], [0, -1, 9, 2]), ints(3), stored('f32', [2], [-1, 4])],
    attributes: { axis: attribute.int(1) },
  },
  { op: 'Trilu', opset: 14, inputs: [random([2, 3, 4])] },
  {
    op: 'Trilu',
    opset: 14,
    inputs: [random([3, 4]), stored('i64', [], [-1])],
    attributes: { upper: attribute.int(0) },
  },
  {
    op: 'EyeLike',
    opset: 9,
    inputs: [random([3, 4], 'i32', [0, 9])],
    attributes: { k: attribute.int(1), dtype: attribute.int(1) },
  },
  {
    op: 'DepthToSpace',
    opset: 13,
    inputs: [random([1, 8, 2, 3])],
    attributes: { blocksize: attribute.int(2), mode: attribute.string('CRD') },
  },
  {
    op: 'SpaceToDepth',
    opset: 13,
    inputs: [random([1, 2, 4, 6])],
    attributes: { blocksize: attribute.int(2) },
  },
]);
