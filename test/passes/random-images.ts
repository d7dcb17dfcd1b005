/** Random small graphs of what image models are made of: convolutions, norms, pools, resizes, tokens and sums. */

import * as fc from 'fast-check';
import { createBuilder } from '../../ir/builder.ts';
import { dataConstant } from '../../ir/constant.ts';
import { Graph } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { shapeEquals } from '../../ir/types.ts';

interface Step {
  readonly action: number;
  readonly operands: readonly [number, number];
  readonly number: number;
}

const step = fc.record({
  action: fc.nat(999),
  operands: fc.tuple(fc.nat(99), fc.nat(99)),
  number: fc.nat(99),
});

/** Two images of [N, C, H, W], one vector for each item, and what is made of them. */
export const randomImages = (transposes: boolean): fc.Arbitrary<Graph> =>
  fc
    .tuple(
      fc.tuple(
        fc.constantFrom(1, 2),
        fc.constantFrom(2, 4),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
      ),
      fc.array(step, { minLength: 3, maxLength: 16 }),
    )
    .map(([shape, steps]) => {
      const graph = new Graph('images');
      const values = ['x', 'y'].map((name) => graph.addInput(name, { dtype: 'f32', shape }));
      values.push(graph.addInput('time', { dtype: 'f32', shape: shape.slice(0, 2) }));
      for (const item of steps) {
        const value = apply(graph, values, item);
        if (value === undefined) continue;
        if (transposes || value.producer?.op.name !== 'transpose') values.push(value);
        else if (value.producer !== undefined) graph.remove(value.producer);
      }
      const ends = values.filter((value) => value.producer !== undefined && value.users.size === 0);
      const read = ends.length > 0 ? ends : values.slice(0, 1);
      graph.setOutputs(read.map((value, index) => ({ name: `out${index}`, value })));
      return graph;
    });

const LARGEST_SIDE = 8;

function apply(graph: Graph, values: readonly Value[], { action, operands, number }: Step) {
  const b = createBuilder(builtinOps, graph);
  const input = values[Math.max(0, values.length - 1 - (operands[0] % 4))];
  const other = values[operands[1] % values.length];
  if (input === undefined || other === undefined) return undefined;
  const shape = input.type.shape.map(Number);
  const [batch = 1, second = 1, ...rest] = shape;
  const constant = (of: readonly number[]): Value =>
    graph.addConstant(dataConstant(seededTensor('f32', of, number)));
  const same = shapeEquals(shape, other.type.shape);
  const always: readonly (() => Value | undefined)[] = [
    () => b.silu({ input }),
    () => b.tanh({ input }),
    () => (same ? b.add({ a: input, b: other }) : undefined),
    () => (same ? b.mul({ a: input, b: other }) : undefined),
    () =>
      same ? b.concat({ inputs: [input, other] }, { axis: number % shape.length }) : undefined,
    () => b.softmax({ input }, { axis: number % shape.length }),
    () => b.reduce_mean({ input }, { axes: [shape.length - 1 - (number % 2)] }),
  ];
  const tokens: readonly (() => Value | undefined)[] = [
    () => b.transpose({ input }, { perm: [0, 2, 1] }),
    () => b.layer_norm({ input }),
    () => b.matmul({ a: input, b: constant([rest[0] ?? 1, 4]) }),
    () => b.reshape({ input }, { shape: [batch, second, 1, ...rest] }),
    () =>
      (rest[0] ?? 1) % 2 === 0
        ? b.reshape({ input }, { shape: [batch, second, 2, (rest[0] ?? 1) / 2] })
        : undefined,
    () => b.conv({ input, weight: constant([2, second, 1]) }),
  ];
  const channels = { input, scale: constant([second]), bias: constant([second]) };
  const [height = 1, width = 1] = rest;
  const images: readonly (() => Value | undefined)[] = [
    () => b.conv({ input, weight: constant([2, second, 1, 1]), bias: constant([2]) }),
    () => b.conv({ input, weight: constant([4, second, 3, 3]) }, { pads: [1, 1, 1, 1] }),
    () =>
      b.conv(
        { input, weight: constant([second, 1, 2, 2]) },
        { pads: [0, 1, 1, 0], groups: second },
      ),
    () => b.conv_transpose({ input, weight: constant([second, 2, 2, 2]) }, { strides: [2, 2] }),
    () => b.group_norm(channels, { groups: second % 2 === 0 ? 2 : 1 }),
    () => b.max_pool({ input }, { kernel: [2, 1], pads: [1, 0, 0, 0] }),
    () => b.avg_pool({ input }, { kernel: [2, 2], strides: [2, 1], pads: [1, 1, 0, 0] }),
    () => b.pad({ input }, { pads: [0, 0, 0, 1, 0, number % 2, 1, 0], mode: 'edge' }),
    () =>
      b.resize(
        { input },
        {
          shape: [batch, second, 2 * height, width],
          scales: [1, 1, 2, 1],
          mode: number % 2 === 0 ? 'nearest' : 'linear',
          coordinates: 'asymmetric',
          rounding: 'floor',
        },
      ),
    () =>
      b.slice(
        { input },
        { starts: [0, number % second, 0, 0], ends: shape, steps: [1, 1, 1, 1 + (number % 2)] },
      ),
    () => b.add({ a: input, b: constant([second, 1, 1]) }),
    () => {
      const { shape: own } = other.type;
      if (own.length !== 2 || own[0] !== batch || own[1] !== second) return undefined;
      const column = b.reshape({ input: other }, { shape: [batch, second, 1, 1] });
      return b.add({ a: input, b: column });
    },
    () => b.reshape({ input }, { shape: [batch, second, height * width] }),
    () => b.reshape({ input }, { shape: [batch, second * height, width] }),
    () => b.transpose({ input }, { perm: [0, 2, 3, 1] }),
    () => b.reduce_mean({ input }, { axes: [2, 3], keep_dims: number % 2 === 0 }),
    () => b.broadcast({ input }, { shape: [Math.max(2, batch), ...shape.slice(1)] }),
  ];
  const own = shape.length === 4 ? images : shape.length === 3 ? tokens : [];
  const actions = [...always, ...own, ...own];
  const value = actions[action % actions.length]?.();
  return value?.type.shape.every((dim) => Number(dim) <= LARGEST_SIDE) === true ? value : undefined;
}
