/** What onnxruntime says that each composite op should give: by the same ONNX node, or by several plainer ones. */

import type { AttributeMap, OpDefinition, OperandMap } from '../../ir/define.ts';
import { allocate, castTensor, tensorFrom, toNumbers, withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { elementType, runOnnxNode } from '../support/onnx-model.ts';
import type { OnnxAttribute } from '../support/onnx-model.ts';

type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;
type Oracle = (operands: OperandMap<Tensor>, attributes: AttributeMap) => Promise<Tensor>;

/** The first output of one node. */
async function run(
  op: string,
  opset: number,
  inputs: readonly (Tensor | undefined)[],
  attributes: OnnxAttributes = {},
  dtype: DType = inputs[0]?.dtype ?? 'f32',
): Promise<Tensor> {
  const [output] = await runOnnxNode({ op, opset, inputs, attributes, outputs: [dtype] });
  if (output === undefined) throw new Error(`${op} gave nothing`);
  return output;
}

/** The oracle of an op: its own entry below, else the node that its declaration maps from. */
export function oracleOf(op: OpDefinition): Oracle {
  const own = oracles[op.name];
  if (own !== undefined) return own;
  const [mapping] = op.onnx;
  if (mapping === undefined) throw new Error(`${op.name} has no oracle`);
  return (operands, attributes) =>
    run(
      mapping.op,
      Math.max(mapping.since, 18),
      Object.keys(op.operands).flatMap((name) => operands[name] ?? []),
      Object.fromEntries(
        Object.entries(mapping.attributes ?? {}).map(([ours, theirs]) => [
          theirs,
          attributeOf(op, ours, attributes[ours]),
        ]),
      ),
    );
}

function attributeOf(op: OpDefinition, name: string, value: unknown): OnnxAttribute {
  if (typeof value === 'boolean') return { int: value ? 1 : 0 };
  if (typeof value === 'string') return { string: value };
  if (typeof value !== 'number') throw new Error(`${op.name}: ${name} is no plain attribute`);
  return op.attributes[name]?.describe === 'integer' ? { int: value } : { float: value };
}

const oracles: Readonly<Record<string, Oracle>> = {
  lookup: ({ indices, table }, { axis }) => {
    const [picked, entries] = [one(indices), one(table)];
    const [groups = 1, count = 1] = [1, ...entries.shape].slice(-2);
    const after = picked.shape.slice(Number(axis) + 1).reduce((a, b) => a * b, 1);
    const size = picked.shape[Number(axis)] ?? 1;
    const flat = toNumbers(picked).map((index, at) => {
      const group = Math.floor(((Math.floor(at / after) % size) * groups) / size);
      return index + group * count;
    });
    const all = withShape(entries, [groups * count]);
    return run('Gather', 18, [all, tensorFrom('i64', picked.shape, flat)]);
  },
  silu: ({ input }) => gated(one(input), one(input)),
  gelu: ({ input }, { approximate }) => gelu(one(input), approximate),
  geglu: async ({ input }, { axis, approximate }) => {
    const [value, gate] = await runOnnxNode({
      op: 'Split',
      opset: 18,
      inputs: [one(input)],
      attributes: { axis: { int: Number(axis) }, num_outputs: { int: 2 } },
      outputs: ['f32', 'f32'],
    });
    return run('Mul', 14, [value, await gelu(one(gate), approximate)]);
  },
  upsample_conv: async ({ input, ...weights }) => {
    const image = await moveChannels(one(input), 'first');
    const scales = tensorFrom('f32', [4], [1, 1, 2, 2]);
    const rule = {
      mode: { string: 'nearest' },
      coordinate_transformation_mode: { string: 'asymmetric' },
      nearest_mode: { string: 'floor' },
    };
    const doubled = await run('Resize', 19, [image, undefined, scales], rule);
    const operands = [doubled, ...Object.values(weights).flatMap(list)];
    const result = await run('Conv', 11, operands, { pads: { ints: [1, 1, 1, 1] } });
    return moveChannels(result, 'last');
  },
  linear_geglu: async ({ input, weight, bias }, { transpose_b, approximate }) => {
    const turned = transpose_b === true;
    const matrix = turned
      ? await run('Transpose', 13, [one(weight)], { perm: { ints: [1, 0] } })
      : one(weight);
    const product = await run('MatMul', 13, [one(input), matrix]);
    const sum = bias === undefined ? product : await run('Add', 14, [product, one(bias)]);
    return oracles['geglu']?.({ input: sum }, { axis: -1, approximate }) ?? sum;
  },
  layer_norm: ({ input, scale, bias }, { axis, epsilon }) =>
    run(
      'LayerNormalization',
      17,
      [one(input), scale === undefined ? ones(one(input), axis) : one(scale), ...list(bias)],
      { axis: { int: Number(axis) }, epsilon: { float: Number(epsilon) } },
    ),
  rms_norm: async ({ input, scale }, { axis, epsilon }) => {
    const x = one(input);
    const first = (Number(axis) + x.shape.length) % x.shape.length;
    const axes = x.shape.flatMap((_, index) => (index < first ? [] : [index]));
    const square = await run('Mul', 14, [x, x]);
    const mean = await run('ReduceMean', 18, [square, integers(axes)]);
    const shifted = await run('Add', 14, [mean, scalar(Number(epsilon))]);
    const normal = await run('Div', 14, [x, await run('Sqrt', 13, [shifted])]);
    return scale === undefined ? normal : run('Mul', 14, [normal, one(scale)]);
  },
  group_norm: async ({ input, scale, bias }, { groups, epsilon, layout }) => {
    const last = layout === 'channels_last';
    const x = last ? await moveChannels(one(input), 'first') : one(input);
    const [batch = 1, channels = 1, ...spatial] = x.shape;
    const grouped = withShape(x, [batch, Number(groups), x.data.length / batch / Number(groups)]);
    const unit = tensorFrom('f32', [Number(groups)], Array(Number(groups)).fill(1));
    const zero = allocate('f32', unit.shape);
    const attributes = { epsilon: { float: Number(epsilon) } };
    const standard = await run('InstanceNormalization', 6, [grouped, unit, zero], attributes);
    const perChannel = [channels, ...spatial.map(() => 1)];
    let result = withShape(standard, x.shape);
    if (scale !== undefined)
      result = await run('Mul', 14, [result, withShape(one(scale), perChannel)]);
    if (bias !== undefined)
      result = await run('Add', 14, [result, withShape(one(bias), perChannel)]);
    return last ? moveChannels(result, 'last') : result;
  },
  attention: async ({ query, key, value, mask }, { scale, causal }) => {
    const [q, k, v] = [one(query), one(key), one(value)];
    const rank = q.shape.length;
    const swapped = [...Array(rank - 2).keys(), rank - 1, rank - 2];
    const columns = await run('Transpose', 13, [k], { perm: { ints: swapped } });
    let scores = await run('MatMul', 13, [q, columns]);
    scores = await run('Mul', 14, [scores, scalar(Number(scale))]);
    for (const given of [...list(mask), ...(causal === true ? [causalMask(q, k)] : [])]) {
      scores =
        given.dtype === 'bool'
          ? await run('Where', 16, [given, scores, scalar(-Infinity)], {}, 'f32')
          : await run('Add', 14, [scores, given]);
    }
    const weights = await run('Softmax', 13, [scores], { axis: { int: -1 } });
    return run('MatMul', 13, [zeroForNaN(weights), v]);
  },
  reduce_l1: reduction('ReduceL1'),
  reduce_l2: reduction('ReduceL2'),
  reduce_log_sum: reduction('ReduceLogSum'),
  reduce_log_sum_exp: reduction('ReduceLogSumExp'),
  reduce_sum_square: reduction('ReduceSumSquare'),
  lp_pool: async ({ input }, attributes) => {
    const last = attributes['layout'] === 'channels_last';
    const x = last ? await moveChannels(one(input), 'first') : one(input);
    const result = await run('LpPool', 18, [x], {
      kernel_shape: { ints: attributes['kernel'] as readonly number[] },
      ...given('strides', attributes),
      ...given('pads', attributes),
      ...given('dilations', attributes),
      ceil_mode: { int: attributes['ceil_mode'] === true ? 1 : 0 },
      p: { int: Number(attributes['p']) },
    });
    return last ? moveChannels(result, 'last') : result;
  },
  tile: ({ input }, { repeats }) => run('Tile', 13, [one(input), integers(repeats)]),
  depth_to_space: ({ input }, { block, mode }) =>
    run('DepthToSpace', 13, [one(input)], {
      blocksize: { int: Number(block) },
      mode: { string: String(mode).toUpperCase() },
    }),
  /** ONNX has the dcr order only; the other is a reshape, a transpose and a reshape. */
  space_to_depth: async ({ input }, attributes) => {
    const x = one(input);
    const block = Number(attributes['block']);
    if (attributes['mode'] === 'dcr') {
      return run('SpaceToDepth', 13, [x], { blocksize: { int: block } });
    }
    const [batch = 1, channels = 1, tall = 1, wide = 1] = x.shape;
    const blocks = [batch, channels, tall / block, block, wide / block, block];
    const moved = await run('Transpose', 13, [withShape(x, blocks)], {
      perm: { ints: [0, 1, 3, 5, 2, 4] },
    });
    return withShape(moved, [batch, channels * block ** 2, tall / block, wide / block]);
  },
  trilu: ({ input }, { k, upper }) =>
    run('Trilu', 14, [one(input), tensorFrom('i64', [], [Number(k)])], {
      upper: { int: upper === true ? 1 : 0 },
    }),
  one_hot: ({ indices, values }, { depth, axis }) =>
    run(
      'OneHot',
      11,
      [castTensor(one(indices), 'i64'), tensorFrom('i64', [], [Number(depth)]), one(values)],
      { axis: { int: Number(axis) } },
      one(values).dtype,
    ),
  einsum: ({ inputs }, { equation }) =>
    run('Einsum', 12, list(inputs), { equation: { string: String(equation) } }),
  quantize_linear: ({ input, scale, zero_point }, { axis, block_size, dtype }) => {
    const zeros = list(zero_point);
    const result = zeros[0]?.dtype ?? (dtype as DType);
    const attributes = {
      axis: { int: Number(axis) },
      block_size: { int: Number(block_size) },
      output_dtype: { int: elementType(result) },
    };
    return run('QuantizeLinear', 21, [one(input), one(scale), ...zeros], attributes, result);
  },
  dequantize_linear: ({ input, scale, zero_point }, { axis, block_size }) =>
    run(
      'DequantizeLinear',
      21,
      [one(input), one(scale), ...list(zero_point)],
      { axis: { int: Number(axis) }, block_size: { int: Number(block_size) } },
      one(scale).dtype,
    ),
};

function reduction(op: string): Oracle {
  return ({ input }, { axes, keep_dims }) =>
    run(op, 18, [one(input), integers(axes)], { keepdims: { int: keep_dims === true ? 1 : 0 } });
}

function gelu(x: Tensor, form: unknown): Promise<Tensor> {
  return form === 'sigmoid'
    ? run('Mul', 14, [x, scalar(1.702)]).then((scaled) => gated(x, scaled))
    : run('Gelu', 20, [x], { approximate: { string: String(form) } });
}

/** x * sigmoid(gate). */
async function gated(x: Tensor, gate: Tensor): Promise<Tensor> {
  return run('Mul', 14, [x, await run('Sigmoid', 13, [gate])]);
}

function moveChannels(x: Tensor, to: 'first' | 'last'): Promise<Tensor> {
  const rank = x.shape.length;
  const spatial = Array.from({ length: rank - 2 }, (_, axis) => axis + (to === 'first' ? 1 : 2));
  const perm = to === 'first' ? [0, rank - 1, ...spatial] : [0, ...spatial, 1];
  return run('Transpose', 13, [x], { perm: { ints: perm } });
}

function causalMask(query: Tensor, key: Tensor): Tensor {
  const [queries, keys] = [query.shape.at(-2) ?? 1, key.shape.at(-2) ?? 1];
  const cells = Array.from({ length: queries * keys }, (_, index) =>
    index % keys <= Math.floor(index / keys) ? 1 : 0,
  );
  return tensorFrom('bool', [queries, keys], cells);
}

/** A row of scores that are all -inf gives NaN in plain softmax; attention has no weights there. */
function zeroForNaN(weights: Tensor): Tensor {
  const cells = Array.from(weights.data, (x: number | bigint) => (Number.isNaN(x) ? 0 : x));
  return tensorFrom(weights.dtype, weights.shape, cells);
}

function ones(input: Tensor, axis: unknown): Tensor {
  const shape = input.shape.slice(Number(axis));
  return tensorFrom('f32', shape, Array(shape.reduce((a, b) => a * b, 1)).fill(1));
}

function one(value: Tensor | readonly Tensor[] | undefined): Tensor {
  const [only] = list(value);
  if (only === undefined) throw new Error('an operand is missing');
  return only;
}

function list(value: Tensor | readonly Tensor[] | undefined): readonly Tensor[] {
  return value === undefined ? [] : [value].flat();
}

function integers(value: unknown): Tensor {
  const items = value as readonly number[];
  return tensorFrom('i64', [items.length], items);
}

function scalar(value: number): Tensor {
  return tensorFrom('f32', [], [value]);
}

function given(name: string, attributes: AttributeMap): OnnxAttributes {
  const items = attributes[name] as readonly number[];
  return items.length === 0 ? {} : { [name]: { ints: items } };
}
