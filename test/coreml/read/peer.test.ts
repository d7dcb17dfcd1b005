/** Operations with loops of their own against onnxruntime, on random numbers and sizes that fill no block evenly. */

import { expect, it } from 'vitest';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import { attribute, onnxModel } from '../../../models/onnx/index.ts';
import type { Attributes } from '../../../models/onnx/index.ts';
import { TestPackage } from '../../support/mil-package.ts';
import type { Bindings } from '../../support/mil-package.ts';
import { runInOnnxruntime } from '../../import/support/onnxruntime.ts';
import { f32 } from './operation-case.ts';

interface Peer {
  readonly title: string;
  readonly op: string;
  /** Operands of both, in ONNX's order, by their names in MIL. */
  readonly operands: Readonly<Record<string, readonly number[]>>;
  readonly parameters: (p: TestPackage) => Bindings;
  readonly onnx: string;
  readonly attributes?: Attributes;
  readonly output: readonly number[];
}

const { ints, int, string, float } = attribute;

const windows =
  (
    strides: readonly number[],
    pad: readonly number[],
    dilations: readonly number[],
    groups: number,
  ) =>
  (p: TestPackage): Bindings => ({
    strides: p.ints(...strides),
    pad_type: p.text('custom'),
    pad: p.ints(...pad),
    dilations: p.ints(...dilations),
    groups: p.number('int32', groups),
  });

const pools =
  (ceil: boolean, more: (p: TestPackage) => Bindings = () => ({})) =>
  (p: TestPackage): Bindings => ({
    kernel_sizes: p.ints(3, 2),
    strides: p.ints(2, 2),
    pad_type: p.text('custom'),
    pad: p.ints(1, 1, 0, 0),
    ceil_mode: p.flag(ceil),
    ...more(p),
  });
const POOLED = { kernel_shape: ints([3, 2]), strides: ints([2, 2]), pads: ints([1, 0, 1, 0]) };

const PEERS: readonly Peer[] = [
  {
    title: 'dilated, strided, in groups',
    op: 'conv',
    operands: { x: [2, 6, 11, 9], weight: [9, 2, 3, 2], bias: [9] },
    parameters: windows([2, 1], [1, 2, 0, 1], [2, 3], 3),
    onnx: 'Conv',
    attributes: {
      strides: ints([2, 1]),
      pads: ints([1, 0, 2, 1]),
      dilations: ints([2, 3]),
      group: int(3),
    },
    output: [2, 9, 5, 7],
  },
  {
    title: 'over more steps and columns than a block has',
    op: 'conv',
    operands: { x: [1, 67, 9, 9], weight: [5, 67, 3, 3] },
    parameters: windows([1, 1], [1, 1, 1, 1], [1, 1], 1),
    onnx: 'Conv',
    attributes: { pads: ints([1, 1, 1, 1]) },
    output: [1, 5, 9, 9],
  },
  {
    title: 'of three dimensions',
    op: 'conv',
    operands: { x: [1, 2, 4, 5, 3], weight: [3, 2, 2, 3, 1] },
    parameters: windows([1, 2, 1], [0, 1, 1, 1, 0, 0], [1, 1, 1], 1),
    onnx: 'Conv',
    attributes: { strides: ints([1, 2, 1]), pads: ints([0, 1, 0, 1, 1, 0]) },
    output: [1, 3, 4, 3, 3],
  },
  {
    title: 'strided, dilated, in groups',
    op: 'conv_transpose',
    operands: { x: [2, 4, 5, 3], weight: [4, 3, 3, 2], bias: [6] },
    parameters: windows([2, 3], [1, 0, 1, 1], [2, 1], 2),
    onnx: 'ConvTranspose',
    attributes: {
      strides: ints([2, 3]),
      pads: ints([1, 1, 0, 1]),
      dilations: ints([2, 1]),
      group: int(2),
    },
    output: [2, 6, 12, 6],
  },
  {
    title: 'with a batch on one side',
    op: 'matmul',
    operands: { x: [3, 1, 7, 70], y: [5, 70, 66] },
    parameters: (p) => ({ transpose_x: p.flag(false), transpose_y: p.flag(false) }),
    onnx: 'MatMul',
    output: [3, 5, 7, 66],
  },
  {
    title: 'of rank 4',
    op: 'einsum',
    operands: { a: [2, 3, 4, 5], b: [2, 5, 4, 6] },
    parameters: (p) => ({ values: ['a', 'b'], equation: p.text('nchw,nwhu->nchu') }),
    onnx: 'Einsum',
    attributes: { equation: string('nchw,nwhu->nchu') },
    output: [2, 3, 4, 6],
  },
  {
    title: 'with its padding counted',
    op: 'avg_pool',
    operands: { x: [1, 2, 7, 6] },
    parameters: pools(false, (p) => ({ exclude_padding_from_average: p.flag(false) })),
    onnx: 'AveragePool',
    attributes: { ...POOLED, count_include_pad: int(1) },
    output: [1, 2, 4, 3],
  },
  {
    title: 'without its padding, in ceil mode',
    op: 'avg_pool',
    operands: { x: [1, 2, 8, 7] },
    parameters: pools(true, (p) => ({ exclude_padding_from_average: p.flag(true) })),
    onnx: 'AveragePool',
    attributes: { ...POOLED, ceil_mode: int(1) },
    output: [1, 2, 5, 4],
  },
  {
    title: 'in windows with padding',
    op: 'max_pool',
    operands: { x: [1, 2, 7, 6] },
    parameters: pools(false),
    onnx: 'MaxPool',
    attributes: POOLED,
    output: [1, 2, 4, 3],
  },
  {
    title: 'along a middle axis',
    op: 'softmax',
    operands: { x: [3, 5, 4] },
    parameters: (p) => ({ axis: p.number('int32', 1) }),
    onnx: 'Softmax',
    attributes: { axis: int(1) },
    output: [3, 5, 4],
  },
  {
    title: 'over two axes',
    op: 'layer_norm',
    operands: { x: [3, 5, 4], gamma: [5, 4], beta: [5, 4] },
    parameters: (p) => ({ axes: p.ints(1, 2), epsilon: p.number('fp32', 1e-3) }),
    onnx: 'LayerNormalization',
    attributes: { axis: int(1), epsilon: float(1e-3) },
    output: [3, 5, 4],
  },
  {
    title: 'with gain and shift',
    op: 'instance_norm',
    operands: { x: [2, 3, 4, 5], gamma: [3], beta: [3] },
    parameters: (p) => ({ epsilon: p.number('fp32', 1e-3) }),
    onnx: 'InstanceNormalization',
    attributes: { epsilon: float(1e-3) },
    output: [2, 3, 4, 5],
  },
  {
    title: 'from depth, place first',
    op: 'depth_to_space',
    operands: { x: [1, 8, 2, 3] },
    parameters: (p) => ({ block_size: p.number('int32', 2) }),
    onnx: 'DepthToSpace',
    attributes: { blocksize: int(2), mode: string('DCR') },
    output: [1, 2, 4, 6],
  },
  {
    title: 'from depth, depth first',
    op: 'pixel_shuffle',
    operands: { x: [1, 8, 2, 3] },
    parameters: (p) => ({ upscale_factor: p.number('int32', 2) }),
    onnx: 'DepthToSpace',
    attributes: { blocksize: int(2), mode: string('CRD') },
    output: [1, 2, 4, 6],
  },
  {
    title: 'to depth',
    op: 'space_to_depth',
    operands: { x: [1, 2, 4, 6] },
    parameters: (p) => ({ block_size: p.number('int32', 2) }),
    onnx: 'SpaceToDepth',
    attributes: { blocksize: int(2) },
    output: [1, 8, 2, 3],
  },
  {
    title: 'far from zero',
    op: 'erf',
    operands: { x: [4, 50] },
    parameters: () => ({}),
    onnx: 'Erf',
    output: [4, 50],
  },
];

/** Weights are const in the package: this many operands are the app's. */
const GIVEN: Readonly<Record<string, number>> = { matmul: 2, einsum: 2 };

function numbers(shape: readonly number[], seed: number): number[] {
  let state = seed;
  return Array.from({ length: shape.reduce((product, dim) => product * dim, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

it.each(PEERS.map((peer) => [peer.op, peer.title, peer] as const))('%s %s', async (_, __, peer) => {
  const { op, operands, onnx, attributes, output } = peer;
  const values = Object.entries(operands).map(([name, shape], index) => {
    const spread = op === 'erf' ? 4 : 1;
    const data = numbers(shape, index + 7).map((x) => x * spread);
    return { name, shape, data };
  });
  const p = new TestPackage('CoreML7');
  const given = values.slice(0, GIVEN[op] ?? 1);
  const bound = values.map(({ name, shape, data }, index) => {
    const own = index < given.length;
    return [name, own ? p.input(name, f32(...shape)) : p.constant(f32(...shape), data)] as const;
  });
  const parameters = peer.parameters(p);
  const own = 'values' in parameters ? {} : Object.fromEntries(bound);
  p.output(p.op(op, { ...own, ...parameters }, f32(...output)), f32(...output));
  expect(await p.problems()).toEqual([]);
  const actual = await p.run(
    Object.fromEntries(
      given.map(({ name, shape, data }) => [name, [f32(...shape), data] as const]),
    ),
  );
  const model = onnxModel({
    opset: 17,
    inputs: values.map(({ name, shape }) => ({ name, dtype: 'f32', shape })),
    outputs: [{ name: 'result', dtype: 'f32' }],
    nodes: [
      {
        op: onnx,
        inputs: values.map(({ name }) => name),
        outputs: ['result'],
        ...(attributes === undefined ? {} : { attributes }),
      },
    ],
  });
  const feeds = values.map(
    ({ name, shape, data }) => [name, tensorFrom('f32', shape, data)] as const,
  );
  const [expected] = (await runInOnnxruntime(model, new Map(feeds))).values();
  expect(expected?.shape).toEqual(output);
  for (const [index, value] of (expected === undefined ? [] : toNumbers(expected)).entries()) {
    expect(Math.abs((actual[index] ?? NaN) - value), `element ${index}`).toBeLessThan(2e-5);
  }
});
