/** How core ops without a mapping are spelled in ONNX, for comparing them with onnxruntime. */

import type { AttributeMap, OpDefinition, OperandMap } from '../../ir/define.ts';
import { transpose } from '../../ir/ops/core/transpose.ts';
import { castTensor, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { elementType } from '../support/onnx-model.ts';
import type { OnnxAttribute, OnnxNode } from '../support/onnx-model.ts';
import { evaluateOp } from '../support/samples.ts';

/** One ONNX node that should give what the op gives. */
export interface Spelling extends Omit<OnnxNode, 'outputs'> {
  /** Dtypes of the outputs, where they are not the op's. */
  readonly outputs?: readonly DType[];
  /** Turns onnxruntime's result into the form of the op's. */
  readonly result?: (result: Tensor) => Tensor;
}

type Spell = (operands: OperandMap<Tensor>, attributes: AttributeMap) => Spelling | undefined;

const OPSET = 21;

/** Every way in which the op's declaration says that ONNX spells it with these attributes. */
function mappedSpellings(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap,
): readonly Spelling[] {
  const fitting = op.onnx.filter((mapping) =>
    Object.entries(op.attributes).every(
      ([name, spec]) =>
        Object.hasOwn(mapping.attributes ?? {}, name) || attributes[name] === spec.default,
    ),
  );
  return fitting.map((mapping) => ({
    op: mapping.op,
    opset: mapping.until ?? Math.max(mapping.since, OPSET),
    inputs: (mapping.inputs ?? Object.keys(op.operands)).flatMap((name) => operands[name]),
    attributes: Object.fromEntries(
      Object.entries(mapping.attributes ?? {}).map(([ours, theirs]) => [
        theirs,
        attributeOf(attributes[ours]),
      ]),
    ),
  }));
}

function attributeOf(value: unknown): OnnxAttribute {
  if (typeof value === 'boolean') return { int: value ? 1 : 0 };
  if (typeof value === 'string') return { string: value };
  if (typeof value === 'number' && Number.isInteger(value)) return { int: value };
  throw new Error('no mapped core op has such an attribute');
}

const spellings: Readonly<Record<string, Spell>> = {
  max: ({ a, b }) => ({ op: 'Max', opset: 13, inputs: [one(a), one(b)] }),
  min: ({ a, b }) => ({ op: 'Min', opset: 13, inputs: [one(a), one(b)] }),
  cast: ({ input }, { to }) => ({
    op: 'Cast',
    opset: 13,
    inputs: [one(input)],
    attributes: { to: { int: elementType(to as DType) } },
  }),
  reshape: ({ input }, { shape }) => ({
    op: 'Reshape',
    opset: 14,
    inputs: [one(input), integers(shape)],
  }),
  transpose: ({ input }, { perm }) => ({
    op: 'Transpose',
    opset: 13,
    inputs: [one(input)],
    attributes: { perm: { ints: list(perm) } },
  }),
  broadcast: ({ input }, { shape }) => ({
    op: 'Expand',
    opset: 13,
    inputs: [one(input), integers(shape)],
  }),
  slice: ({ input }, { starts, ends, steps }) => ({
    op: 'Slice',
    opset: 13,
    inputs: [
      one(input),
      integers(starts),
      integers(list(ends).map((end) => (end < 0 ? Number.MIN_SAFE_INTEGER : end))),
      integers(list(ends).map((_, axis) => axis)),
      integers(steps),
    ],
  }),
  pad: ({ input, value }, { pads, mode }) => ({
    op: 'Pad',
    opset: 19,
    inputs: [one(input), integers(pads), ...(value === undefined ? [] : [one(value)])],
    attributes: { mode: { string: String(mode) } },
  }),
  resize: ({ input }, attributes) => spellResize(one(input), attributes),
  reduce_sum: reduction('ReduceSum'),
  reduce_mean: reduction('ReduceMean'),
  reduce_max: reduction('ReduceMax'),
  reduce_min: reduction('ReduceMin'),
  reduce_prod: reduction('ReduceProd'),
  cumsum: ({ input }, { axis, exclusive, reverse }) => ({
    op: 'CumSum',
    opset: 14,
    inputs: [one(input), tensorFrom('i64', [], [Number(axis)])],
    attributes: {
      exclusive: { int: exclusive === true ? 1 : 0 },
      reverse: { int: reverse === true ? 1 : 0 },
    },
  }),
  top_k: ({ input }, { k, axis, largest, sorted }) => ({
    op: 'TopK',
    opset: 11,
    inputs: [one(input), integers([Number(k)])],
    attributes: {
      axis: { int: Number(axis) },
      largest: { int: largest === true ? 1 : 0 },
      sorted: { int: sorted === true ? 1 : 0 },
    },
  }),
  matmul: ({ a, b }, { transpose_a, transpose_b }) => ({
    op: 'MatMul',
    opset: 13,
    inputs: [
      transpose_a === true ? swapLast(one(a)) : one(a),
      transpose_b === true ? swapLast(one(b)) : one(b),
    ],
  }),
  conv: ({ input, weight, bias }, attributes) =>
    inFloats(
      spellWindowed('Conv', 11, [one(input), one(weight), ...more(bias)], attributes, {
        group: { int: Number(attributes['groups']) },
      }),
    ),
  conv_transpose: ({ input, weight, bias }, attributes) =>
    spellWindowed('ConvTranspose', 11, [one(input), one(weight), ...more(bias)], attributes, {
      group: { int: Number(attributes['groups']) },
      ...given('output_padding', attributes['output_padding']),
    }),
  max_pool: ({ input }, attributes) =>
    spellWindowed('MaxPool', 12, [one(input)], attributes, poolAttributes(attributes)),
  avg_pool: ({ input }, attributes) =>
    spellWindowed('AveragePool', 19, [one(input)], attributes, {
      ...poolAttributes(attributes),
      count_include_pad: { int: attributes['count_include_pad'] === true ? 1 : 0 },
    }),
};

function reduction(op: string): Spell {
  return ({ input }, { axes, keep_dims }) => {
    const spelled = {
      op,
      opset: 18,
      inputs: [one(input), integers(axes)],
      attributes: { keepdims: { int: keep_dims === true ? 1 : 0 } },
    };
    // Booleans came with opset 20.
    return one(input).dtype === 'bool' ? { ...spelled, opset: 20 } : spelled;
  };
}

function poolAttributes(attributes: AttributeMap): Readonly<Record<string, OnnxAttribute>> {
  return {
    kernel_shape: { ints: list(attributes['kernel']) },
    ceil_mode: { int: attributes['ceil_mode'] === true ? 1 : 0 },
  };
}

/** ONNX has channels first only: other layouts are transposed there and back. */
function spellWindowed(
  op: string,
  opset: number,
  inputs: readonly Tensor[],
  attributes: AttributeMap,
  others: Readonly<Record<string, OnnxAttribute>>,
): Spelling {
  const last = attributes['layout'] === 'channels_last';
  const [input, ...rest] = inputs;
  if (input === undefined) throw new Error(`${op} has an input`);
  return {
    op,
    opset,
    inputs: [last ? channelsFirst(input) : input, ...rest],
    attributes: {
      ...given('strides', attributes['strides']),
      ...given('pads', attributes['pads']),
      ...given('dilations', attributes['dilations']),
      ...others,
    },
    ...(last ? { result: channelsLast } : {}),
  };
}

/** onnxruntime convolves floats only; small integers are exact there. */
function inFloats(spelling: Spelling): Spelling {
  if (spelling.inputs[0]?.dtype !== 'i32') return spelling;
  return {
    ...spelling,
    inputs: spelling.inputs.map((input) => input && castTensor(input, 'f32')),
    outputs: ['f32'],
    result: (result) => castTensor(result, 'i32'),
  };
}

function spellResize(input: Tensor, attributes: AttributeMap): Spelling {
  const { mode, coordinates, rounding, roi, scales } = attributes;
  const crops = list(roi);
  return {
    op: 'Resize',
    opset: 19,
    inputs: [
      input,
      crops.length === 0 ? undefined : tensorFrom('f32', [crops.length], crops),
      tensorFrom('f32', [input.shape.length], list(scales)),
    ],
    attributes: {
      mode: { string: String(mode) },
      coordinate_transformation_mode: { string: String(coordinates) },
      nearest_mode: { string: String(rounding) },
      cubic_coeff_a: { float: Number(attributes['cubic_coefficient']) },
      exclude_outside: { int: attributes['exclude_outside'] === true ? 1 : 0 },
      extrapolation_value: { float: Number(attributes['extrapolation_value']) },
      antialias: { int: attributes['antialias'] === true ? 1 : 0 },
    },
  };
}

function channelsFirst(value: Tensor): Tensor {
  const rank = value.shape.length;
  const perm = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)];
  return transposed(value, perm);
}

function channelsLast(value: Tensor): Tensor {
  const rank = value.shape.length;
  return transposed(value, [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1]);
}

function swapLast(value: Tensor): Tensor {
  const axes = value.shape.map((_, axis) => axis);
  return transposed(value, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

function transposed(value: Tensor, perm: readonly number[]): Tensor {
  return one(evaluateOp(transpose, { input: value }, { perm }));
}

function one(value: Tensor | readonly Tensor[] | undefined): Tensor {
  const [only] = more(value);
  if (only === undefined) throw new Error('an operand is missing');
  return only;
}

function more(value: Tensor | readonly Tensor[] | undefined): readonly Tensor[] {
  return value === undefined ? [] : [value].flat();
}

function list(value: unknown): readonly number[] {
  return value as readonly number[];
}

function integers(value: unknown): Tensor {
  return tensorFrom('i64', [list(value).length], list(value));
}

function given(name: string, value: unknown): Readonly<Record<string, OnnxAttribute>> {
  return list(value).length === 0 ? {} : { [name]: { ints: list(value) } };
}

/** All spellings of an op, by its mapping or by the table above. */
export function spellingsOf(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap,
): readonly Spelling[] {
  const own = spellings[op.name]?.(operands, attributes);
  return [...mappedSpellings(op, operands, attributes), ...(own === undefined ? [] : [own])];
}
