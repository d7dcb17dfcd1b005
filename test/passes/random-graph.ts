/** Random small graphs for the laws of passes: ops, composites and their decompositions on tensors of few elements. */

import * as fc from 'fast-check';
import { dataConstant, splatConstant } from '../../ir/constant.ts';
import { createBuilder } from '../../ir/builder.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { Graph } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { elementCount } from '../../ir/types.ts';

/** One step of building: what to do, with which of the values so far, and two free numbers. */
interface Step {
  readonly action: number;
  readonly operands: readonly [number, number];
  readonly numbers: readonly [number, number];
  readonly decompose: boolean;
}

const step = fc.record({
  action: fc.nat(999),
  operands: fc.tuple(fc.nat(99), fc.nat(99)),
  numbers: fc.tuple(fc.nat(99), fc.nat(99)),
  decompose: fc.boolean(),
});

export const randomGraph: fc.Arbitrary<Graph> = fc
  .tuple(
    fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.array(step, { minLength: 3, maxLength: 14 }),
  )
  .map(([shapes, steps]) => buildGraph(shapes, steps));

const LARGEST = 256;

function buildGraph(shapes: readonly (readonly number[])[], steps: readonly Step[]): Graph {
  const graph = new Graph('random');
  const values = shapes.map((shape, index) => graph.addInput(`x${index}`, { dtype: 'f32', shape }));
  for (const item of steps) {
    const value = apply(graph, values, item);
    if (value !== undefined && size(value) <= LARGEST) values.push(value);
  }
  if (steps.some(({ decompose }) => decompose)) {
    for (const [index, node] of [...graph.nodes()].entries()) {
      if (node.op.kind === 'composite' && steps[index % steps.length]?.decompose === true) {
        decomposeNode(graph, node);
      }
    }
  }
  const last = [...graph.nodes()].slice(-2).flatMap((node) => node.results);
  const read = last.length > 0 ? last : values.slice(-1);
  graph.setOutputs(read.map((value, index) => ({ name: `y${index}`, value })));
  return graph;
}

function size(value: Value): number {
  return elementCount(dims(value));
}

function dims(value: Value): number[] {
  return value.type.shape.map(Number);
}

function apply(graph: Graph, values: readonly Value[], item: Step): Value | undefined {
  const b = createBuilder(builtinOps, graph);
  const x = values.at(-1 - (item.operands[0] % Math.min(3, values.length)));
  const other = values[item.operands[1] % values.length];
  if (x === undefined || other === undefined) return undefined;
  const [p, q] = item.numbers;
  const shape = dims(x);
  const rank = shape.length;
  const axis = p % rank;
  const constant = (of: readonly number[], seed: number): Value =>
    graph.addConstant(dataConstant(seededTensor('f32', of, seed)));
  const number = (value: number): Value =>
    graph.addConstant(splatConstant({ dtype: 'f32', shape: [] }, value));
  const input = x;
  const actions: readonly (() => Value | undefined)[] = [
    () => b.neg({ input }),
    () => b.sigmoid({ input }),
    () => b.tanh({ input }),
    () => b.silu({ input }),
    () =>
      b.gelu({ input }, { approximate: (['none', 'tanh', 'sigmoid'] as const)[p % 3] ?? 'none' }),
    () => b.mul({ a: x, b: b.sigmoid({ input }) }),
    () => b.add({ a: x, b: sameShape(x, other) ?? x }),
    () => b.mul({ a: x, b: sameShape(x, other) ?? x }),
    () => b.sub({ a: x, b: sameShape(x, other) ?? number(0.5) }),
    () => b.max({ a: x, b: sameShape(x, other) ?? number(-0.25) }),
    () => b.add({ a: number(p % 3), b: x }),
    () => b.mul({ a: x, b: number((q % 5) / 2) }),
    () =>
      b.mul({
        a: x,
        b: constant(
          shape.map((dim, at) => (at === axis ? dim : 1)),
          q,
        ),
      }),
    () => b.add({ a: x, b: constant(shape.slice(axis), q) }),
    () => b.div({ a: x, b: number([1, 2, -4, 3][q % 4] ?? 1) }),
    () => b.pow({ a: x, b: number(1 + (q % 3)) }),
    () =>
      b.where({
        condition: graph.addConstant(dataConstant(seededTensor('bool', shape, q))),
        a: x,
        b: number(-1),
      }),
    () => b.transpose({ input }, { perm: permutation(rank, q) }),
    () => b.transpose({ input }, { perm: permutation(rank, q) }),
    () => b.reshape({ input }, { shape: regrouped(shape, p, q) }),
    () => b.reshape({ input }, { shape: regrouped(shape, p, q) }),
    () => b.slice({ input }, cut(shape, axis, q)),
    () => b.concat({ inputs: [x, sameShape(x, other) ?? x] }, { axis }),
    () => halves(graph, x, axis),
    () => b.broadcast({ input }, { shape: [2, ...shape].slice(rank > 3 ? 1 : 0) }),
    () => b.broadcast({ input }, { shape: shape.map((dim) => (dim === 1 ? 2 : dim)) }),
    () => b.reduce_sum({ input }, { axes: [axis], keep_dims: q % 2 === 0 || rank < 3 }),
    () => b.reduce_mean({ input }, { axes: [axis], keep_dims: q % 2 === 0 || rank < 3 }),
    () => b.reduce_max({ input }, { axes: [axis] }),
    () => b.softmax({ input }, { axis }),
    () => b.layer_norm({ input }, { axis, epsilon: 0.1 }),
    () => b.rms_norm({ input, scale: constant(shape.slice(-1), q) }, { axis: -1, epsilon: 0.1 }),
    () => b.group_norm({ input }, { groups: q % 2 === 0 ? 1 : (shape[1] ?? 1), epsilon: 0.1 }),
    () => ((shape[axis] ?? 1) % 2 === 0 ? b.geglu({ input }, { axis }) : undefined),
    () => b.matmul({ a: x, b: constant([shape.at(-1) ?? 1, 1 + (q % 4)], q) }),
    () => b.matmul({ a: x, b: x }, { transpose_b: true }),
    () => b.matmul({ a: x, b: x }, { transpose_a: true }),
    () =>
      rank > 2
        ? b.attention({ query: x, key: x, value: x }, { scale: 0.5, causal: q % 3 === 0 })
        : undefined,
    () =>
      rank === 4 ? b.conv({ input, weight: constant([2, shape[1] ?? 1, 1, 1], q) }) : undefined,
    () =>
      rank === 4
        ? b.conv({
            input: b.pad({ input }, { pads: [0, 0, 1, 1, 0, 0, 1, 1] }),
            weight: constant([2, shape[1] ?? 1, 3, 3], q),
          })
        : undefined,
  ];
  return actions[item.action % actions.length]?.();
}

function sameShape(x: Value, other: Value): Value | undefined {
  return dims(x).join() === dims(other).join() ? other : undefined;
}

function permutation(rank: number, number: number): number[] {
  const left = Array.from({ length: rank }, (_, axis) => axis);
  const perm: number[] = [];
  for (let rest = number; left.length > 0; rest = Math.floor(rest / 3)) {
    perm.push(...left.splice(rest % left.length, 1));
  }
  return perm;
}

/** Two neighbours joined, or an axis split, or an axis of size 1 more. */
function regrouped(shape: readonly number[], p: number, q: number): number[] {
  const axis = p % shape.length;
  const [dim = 1, next] = shape.slice(axis);
  if (q % 3 === 0 && next !== undefined && shape.length > 2) {
    return [...shape.slice(0, axis), dim * next, ...shape.slice(axis + 2)];
  }
  if (shape.length > 3) return [...shape];
  const factor = dim % 2 === 0 && q % 3 === 1 ? 2 : 1;
  return [...shape.slice(0, axis), factor, dim / factor, ...shape.slice(axis + 1)];
}

function cut(shape: readonly number[], axis: number, q: number) {
  const dim = shape[axis] ?? 1;
  const start = q % dim;
  return {
    starts: shape.map((_, at) => (at === axis ? start : 0)),
    ends: [...shape],
    steps: shape.map((_, at) => (at === axis && q % 4 === 0 ? 2 : 1)),
  };
}

/** Cut in two and joined again, one part through an activation. */
function halves(graph: Graph, x: Value, axis: number): Value | undefined {
  const b = createBuilder(builtinOps, graph);
  const shape = dims(x);
  const dim = shape[axis] ?? 1;
  if (dim < 2) return undefined;
  const steps = shape.map(() => 1);
  const part = (from: number, to: number): Value =>
    b.slice(
      { input: x },
      {
        starts: shape.map((_, at) => (at === axis ? from : 0)),
        ends: shape.map((size, at) => (at === axis ? to : size)),
        steps,
      },
    );
  return b.concat({ inputs: [part(0, 1), b.tanh({ input: part(1, dim) })] }, { axis });
}
