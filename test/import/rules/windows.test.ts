/** Rules of convolutions, pools and resizing. */

import { attribute } from '../../../models/onnx/index.ts';
import type { Attributes } from '../../../models/onnx/index.ts';
import { given, ints, random, stored, testCases } from '../support/one-node.ts';
import type { CaseInput, NodeCase } from '../support/one-node.ts';

const { int, ints: list, string, float } = attribute;

function conv(attributes: Attributes, input = [1, 4, 7, 8], weight = [6, 4, 3, 3]): NodeCase {
  const inputs = [random(input), random(weight), random([weight[0] ?? 1])];
  return { op: 'Conv', opset: 11, inputs, attributes };
}

testCases('Conv', [
  conv({}),
  conv({ pads: list([1, 2, 0, 1]), strides: list([2, 3]), kernel_shape: list([3, 3]) }),
  conv({ dilations: list([2, 1]), group: int(2) }, [1, 4, 7, 8], [6, 2, 3, 3]),
  conv({ auto_pad: string('SAME_UPPER'), strides: list([2, 2]) }),
  conv({ auto_pad: string('SAME_LOWER'), strides: list([2, 2]) }),
  conv({ auto_pad: string('VALID') }),
  conv({ pads: list([1, 1]) }, [2, 3, 9], [4, 3, 3]),
  conv({ strides: list([1, 2, 2]) }, [1, 2, 4, 5, 6], [3, 2, 2, 3, 2]),
  { ...conv({}), inputs: [random([1, 4, 5, 5]), random([2, 4, 1, 1])], name: 'without bias' },
]);

function transposed(attributes: Attributes, weight = [4, 3, 3, 3]): NodeCase {
  const inputs = [random([1, 4, 5, 4]), random(weight)];
  return { op: 'ConvTranspose', opset: 11, inputs, attributes };
}

testCases('ConvTranspose', [
  transposed({}),
  transposed({
    strides: list([2, 3]),
    pads: list([1, 0, 1, 2]),
    output_padding: list([1, 2]),
    dilations: list([2, 1]),
  }),
  transposed({ group: int(2) }, [4, 2, 3, 3]),
  transposed({ strides: list([2, 2]), output_shape: list([10, 9]) }),
  transposed({
    strides: list([3, 3]),
    output_shape: list([16, 14]),
    auto_pad: string('SAME_UPPER'),
  }),
  transposed({ strides: list([2, 2]), auto_pad: string('SAME_UPPER') }),
  transposed({ strides: list([2, 2]), auto_pad: string('SAME_LOWER') }),
  transposed({ auto_pad: string('VALID') }),
]);

function pool(op: string, opset: number, attributes: Attributes, input = [1, 3, 9, 8]): NodeCase {
  return {
    op,
    opset,
    inputs: [random(input)],
    attributes: { kernel_shape: list(input.slice(2).map(() => 3)), ...attributes },
  };
}

testCases('pools', [
  pool('MaxPool', 8, { strides: list([2, 2]) }),
  pool('MaxPool', 12, { strides: list([2, 2]), pads: list([1, 1, 1, 1]), ceil_mode: int(1) }),
  pool('MaxPool', 12, { dilations: list([2, 2]), storage_order: int(1) }),
  pool('MaxPool', 12, { auto_pad: string('SAME_LOWER'), strides: list([2, 2]) }),
  pool('MaxPool', 12, { pads: list([1, 0]) }, [2, 3, 7]),
  pool('AveragePool', 7, { pads: list([1, 1, 1, 1]) }),
  pool('AveragePool', 11, { pads: list([1, 1, 1, 1]), count_include_pad: int(1) }),
  pool('AveragePool', 19, { dilations: list([2, 2]), ceil_mode: int(1), strides: list([2, 2]) }),
  pool('AveragePool', 11, { auto_pad: string('SAME_UPPER'), strides: list([2, 2]) }),
  pool('LpPool', 11, { p: int(2), pads: list([1, 1, 1, 1]) }),
  pool('LpPool', 18, { p: int(1), ceil_mode: int(1), strides: list([2, 2]) }),
  { op: 'GlobalAveragePool', opset: 7, inputs: [random([2, 3, 4, 5])] },
  { op: 'GlobalMaxPool', opset: 7, inputs: [random([2, 3, 4, 5])] },
  { op: 'GlobalLpPool', opset: 7, inputs: [random([2, 3, 4])], attributes: { p: int(1) } },
  { op: 'GlobalLpPool', opset: 7, inputs: [random([2, 3, 4, 5])] },
  { op: 'LRN', opset: 13, inputs: [random([2, 5, 3, 4])], attributes: { size: int(3) } },
  {
    op: 'LRN',
    opset: 13,
    inputs: [random([2, 5, 3, 4])],
    attributes: { size: int(5), alpha: float(0.5), beta: float(0.3), bias: float(2) },
  },
]);

const NONE = stored('f32', [0], []);

function resize(
  target: { readonly scales: readonly number[] } | { readonly sizes: readonly number[] },
  attributes: Readonly<Record<string, string>>,
  more: Attributes = {},
  opset = 13,
): NodeCase {
  const scales = 'scales' in target ? floats(target.scales) : undefined;
  const sizes = 'sizes' in target ? ints(...target.sizes) : undefined;
  const words = Object.entries(attributes).map(([name, word]) => [name, string(word)] as const);
  const name = Object.values({ ...target, ...attributes }).join(' ');
  return {
    op: 'Resize',
    opset,
    name,
    inputs: [
      random([1, 2, 5, 6]),
      opset < 13 ? NONE : undefined,
      scales,
      ...(sizes === undefined ? [] : [sizes]),
    ],
    attributes: { ...Object.fromEntries(words), ...more },
  };
}

function floats(values: readonly number[]): CaseInput {
  return stored('f32', [values.length], values);
}

const COORDINATES = ['half_pixel', 'pytorch_half_pixel', 'asymmetric', 'align_corners'];
const UP = { sizes: [1, 2, 9, 13] };
const DOWN = { sizes: [1, 2, 3, 4] };

testCases('Resize', [
  ...COORDINATES.flatMap((word) => {
    const coordinate_transformation_mode = word;
    return [UP, DOWN].flatMap((sizes) => [
      resize(sizes, { mode: 'nearest', coordinate_transformation_mode, nearest_mode: 'floor' }),
      resize(sizes, { mode: 'linear', coordinate_transformation_mode }),
      resize(sizes, { mode: 'cubic', coordinate_transformation_mode }),
    ]);
  }),
  ...['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'].map((nearest_mode) =>
    resize({ scales: [1, 1, 2, 0.6] }, { mode: 'nearest', nearest_mode }),
  ),
  resize({ scales: [1, 1, 1.5, 2] }, { mode: 'linear' }, {}, 11),
  resize(DOWN, { mode: 'cubic' }, { exclude_outside: int(1), cubic_coeff_a: float(-0.5) }),
  resize(DOWN, { mode: 'linear' }, { antialias: int(1) }, 18),
  resize({ sizes: [7, 9] }, { mode: 'linear' }, { axes: list([2, 3]) }, 18),
  resize({ scales: [2, 0.5] }, { mode: 'nearest' }, { axes: list([-2, 3]) }, 19),
  resize(
    { sizes: [9, 9] },
    { mode: 'nearest', keep_aspect_ratio_policy: 'not_larger' },
    { axes: list([2, 3]) },
    18,
  ),
  resize(UP, { mode: 'linear', coordinate_transformation_mode: 'half_pixel_symmetric' }, {}, 19),
  {
    op: 'Resize',
    opset: 13,
    name: 'crop',
    inputs: [
      random([1, 1, 5, 6]),
      floats([0, 0, 0.2, -0.3, 1, 1, 0.9, 1.2]),
      NONE,
      ints(1, 1, 4, 7),
    ],
    attributes: {
      mode: string('linear'),
      coordinate_transformation_mode: string('tf_crop_and_resize'),
      extrapolation_value: float(9),
    },
  },
  { op: 'Resize', opset: 10, inputs: [random([1, 1, 4, 6]), floats([1, 1, 2, 2])] },
  { op: 'Resize', opset: 10, inputs: [random([1, 1, 4, 6]), floats([1, 1, 0.5, 0.4])] },
  {
    op: 'Resize',
    opset: 10,
    inputs: [random([1, 1, 4, 6]), floats([1, 1, 1.5, 2])],
    attributes: { mode: string('linear') },
  },
  {
    op: 'Upsample',
    opset: 7,
    inputs: [random([1, 1, 3, 4])],
    attributes: { scales: attribute.floats([1, 1, 2, 3]) },
  },
  {
    op: 'Upsample',
    opset: 9,
    inputs: [random([1, 1, 3, 4]), floats([1, 1, 2, 1.5])],
    attributes: { mode: string('linear') },
  },
  {
    op: 'Resize',
    opset: 13,
    inputs: [given('i32', [1, 1, 1, 3], [1, 2, 3]), NONE, floats([1, 1, 1, 2])],
    name: 'integers',
  },
]);
