/** Patterns match what they say in either order of a commutative op, and refuse what a rewrite would break. */

import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../ir/builder.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import {
  anyConstant,
  anyValue,
  capturedNode,
  either,
  matchNode,
  node,
  scalar,
  smallConstant,
} from '../../ir/pattern.ts';

function setUp() {
  const graph = new Graph('g');
  const b = createBuilder(builtinOps, graph);
  const x = graph.addInput('x', { dtype: 'f32', shape: [2] });
  const y = graph.addInput('y', { dtype: 'f32', shape: [2] });
  return { graph, b, x, y };
}

function producer(value: Value): Node {
  if (value.producer === undefined) throw new Error('an input has no producer');
  return value.producer;
}

describe('a pattern', () => {
  const a = anyValue();
  const gated = node('mul', [a, node('sigmoid', [a])]);

  test('matches both orders of a commutative op', () => {
    const { b, x } = setUp();
    const gate = b.sigmoid({ input: x });
    const [left, right] = [b.mul({ a: x, b: gate }), b.mul({ a: gate, b: x })];
    for (const value of [left, right]) {
      const match = matchNode(gated, producer(value), { shared: true });
      expect(match?.get(a)).toBe(x);
      expect(match?.nodes).toEqual([producer(value), producer(gate)]);
    }
  });

  test('matches one order of an op that is not commutative', () => {
    const { b, x } = setUp();
    const quotient = node('div', [scalar(1), anyValue()]);
    const one = b.scalar('f32', 1);
    expect(matchNode(quotient, producer(b.div({ a: one, b: x })))).toBeDefined();
    expect(matchNode(quotient, producer(b.div({ a: x, b: one })))).toBeUndefined();
  });

  test('wants one value where it names one', () => {
    const { b, x, y } = setUp();
    const other = b.mul({ a: y, b: b.sigmoid({ input: x }) });
    expect(matchNode(gated, producer(other))).toBeUndefined();
  });

  test('takes equal numbers for one value, of one dtype', () => {
    const { b, x } = setUp();
    const twice = node('add', [node('mul', [anyValue(), a]), a]);
    const chain = (first: Value, second: Value): Node =>
      producer(b.add({ a: b.mul({ a: x, b: first }), b: second }));
    const half = (): Value => b.scalar('f32', 0.5);
    expect(matchNode(twice, chain(half(), half()))).toBeDefined();
    expect(matchNode(twice, chain(half(), b.scalar('f32', 0.25)))).toBeUndefined();
  });

  test('goes back on a choice that leads nowhere', () => {
    const { b, x, y } = setUp();
    // The first operand may be either, but only one way leaves the negation for the second.
    const inner = anyValue();
    const pattern = node('add', [
      either(node('mul', [inner, anyValue()]), inner),
      node('neg', [inner]),
    ]);
    const product = b.mul({ a: y, b: x });
    const direct = b.add({ a: product, b: b.neg({ input: product }) });
    expect(matchNode(pattern, producer(direct), { shared: true })?.get(inner)).toBe(product);
    const below = b.add({ a: b.mul({ a: y, b: x }), b: b.neg({ input: x }) });
    expect(matchNode(pattern, producer(below))?.get(inner)).toBe(x);
  });

  test('counts operands', () => {
    const { b, x, y } = setUp();
    const pattern = node('concat', [anyValue(), anyValue()]);
    const join = (inputs: readonly Value[]): Node => producer(b.concat({ inputs }, { axis: 0 }));
    expect(matchNode(pattern, join([x, y]))).toBeDefined();
    expect(matchNode(pattern, join([x]))).toBeUndefined();
    expect(matchNode(pattern, join([x, y, x]))).toBeUndefined();
  });

  test('asks about attributes and the node', () => {
    const { b, x } = setUp();
    const sum = producer(b.reduce_sum({ input: x }, { axes: [0] }));
    const over = (axis: number) =>
      node('reduce_sum', [anyValue()], ({ axes }) => Array.isArray(axes) && axes[0] === axis);
    expect(matchNode(over(0), sum)).toBeDefined();
    expect(matchNode(over(1), sum)).toBeUndefined();
  });
});

describe('captures', () => {
  test('yield nodes, tensors and numbers', () => {
    const { b, x } = setUp();
    const [factor, weights, inner] = [
      scalar(),
      smallConstant(),
      capturedNode(node('add', [anyValue(), anyConstant()])),
    ];
    const sum = b.add({ a: x, b: b.vector('f32', [1, 2]) });
    const root = producer(b.mul({ a: sum, b: b.scalar('f32', 3) }));
    const match = matchNode(node('mul', [inner, factor]), root);
    expect(match?.get(inner)).toBe(producer(sum));
    expect(match?.get(factor)).toBe(3);
    expect(() => match?.get(weights)).toThrow('no such capture');
    const read = matchNode(node('add', [anyValue(), weights]), producer(sum));
    expect(read?.get(weights).data).toEqual(Float32Array.of(1, 2));
  });

  test('of numbers know how close is close', () => {
    const { b, x } = setUp();
    const times = (value: number): Node => producer(b.mul({ a: x, b: b.scalar('f32', value) }));
    const matches = (expected: number, value: number): boolean =>
      matchNode(node('mul', [anyValue(), scalar(expected)]), times(value)) !== undefined;
    expect(matches(1.702, 1.7021)).toBe(true);
    expect(matches(1.702, 1.71)).toBe(false);
    expect(matches(0, 0)).toBe(true);
    expect(matches(0, 1e-6)).toBe(false);
    const uneven = producer(b.mul({ a: x, b: b.vector('f32', [1, 2]) }));
    expect(matchNode(node('mul', [anyValue(), scalar()]), uneven)).toBeUndefined();
  });
});

describe('readers outside of a match', () => {
  const chain = node('neg', [node('exp', [anyValue()])]);

  test('refuse it, unless it may share', () => {
    const { b, x } = setUp();
    const inner = b.exp({ input: x });
    const root = producer(b.neg({ input: inner }));
    expect(matchNode(chain, root)).toBeDefined();
    b.sqrt({ input: inner });
    expect(matchNode(chain, root)).toBeUndefined();
    expect(matchNode(chain, root, { shared: true })).toBeDefined();
  });

  test('are the outputs as well', () => {
    const { graph, b, x } = setUp();
    const inner = b.exp({ input: x });
    const outer = b.neg({ input: inner });
    graph.setOutputs([
      { name: 'inner', value: inner },
      { name: 'outer', value: outer },
    ]);
    expect(matchNode(chain, producer(outer), { graph })).toBeUndefined();
    graph.setOutputs([{ name: 'outer', value: outer }]);
    expect(matchNode(chain, producer(outer), { graph })).toBeDefined();
  });
});
