/** Masks that only a softmax reads hold no infinity in fp16, and hide what they hid. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { HIDDEN } from '../../targets/coreml/finite-masks.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import { largestError } from '../support/difference.ts';
import { runProgram } from './run-program.ts';
import { graphOf } from './written-package.ts';

const CONTEXT = { opset: 'CoreML7', attention: 'original' } as const;
const JOINED = {
  added: '%0 = add(%x, @m) : f16[2,3]',
  selected: '@c = dense [1, 0, 1] : bool[3]\n%0 = where(@c, %x, @m) : f16[2,3]',
};
const LITERAL = '@m = dense [0, -inf, 0] : f16[3]';

function masked(join: string, more = ''): ReturnType<typeof graphOf> {
  return graphOf(`graph @masked(%x: f16[2,3]) {
    ${LITERAL}
    ${join}
    %1 = softmax(%0) {axis=1} : f16[2,3]
    return y=%1${more}
  }`);
}

function numbers(join: string, more = ''): string {
  const { functions } = lowerGraph(masked(join, more), CONTEXT);
  return JSON.stringify(functions, (_, value: unknown) =>
    value instanceof Uint16Array ? [...value] : value === -Infinity ? '-inf' : value,
  );
}

it.each(Object.entries(JOINED))('%s', async (_, join) => {
  const inputs = new Map([['x', seededTensor('f16', [2, 3], 1)]]);
  const expected = await evaluateGraph(masked(join), inputs);
  expect(largestError(await runProgram(masked(join), CONTEXT, inputs), expected)).toBeLessThan(
    1e-3,
  );
  // The bits of -inf and of HIDDEN.
  expect(numbers(join)).not.toMatch(/\b64512\b|-inf/);
  expect(HIDDEN).toBe(-30_000);
});

it('stay where something else reads them too', () => {
  expect(numbers(JOINED.added, ', z=%0')).toMatch(/\b64512\b|-inf/);
});

describe('masks that are known when the model runs', () => {
  const LAYER = `%1 = add(%x, %m) : f16[2,3]
    %2 = reshape(%1) {shape=[1, 2, 3]} : f16[1,2,3]
    %3 = softmax(%2) {axis=2} : f16[1,2,3]`;
  const GIVEN = `graph @given(%x: f16[2,3], %m: f16[2,3]) {
    ${LAYER}
    return y=%3
  }`;
  const CHOSEN = `graph @chosen(%x: f16[2,3], %n: f16[2,3]) {
    @low = splat -inf : f16[]
    @zero = splat 0 : f16[]
    %c = less(@zero, %n) : bool[2,3]
    %m = where(%c, @zero, @low) : f16[2,3]
    ${LAYER}
    return y=%3, mask=%m
  }`;
  const PRODUCT = `graph @product(%x: f16[2,3], %c: f16[2,3]) {
    @low = splat -65504 : f16[]
    %m = mul(%c, @low) : f16[2,3]
    ${LAYER}
    return y=%3
  }`;
  const x = seededTensor('f16', [2, 3], 1, [-40, 40]);
  const low = -Infinity;

  it.each([
    ['an input of the app', GIVEN, tensorFrom('f16', [2, 3], [0, low, 0, low, low, low])],
    ['chosen by an input', CHOSEN, tensorFrom('f16', [2, 3], [1, 0, 1, 0, 0, 0])],
    ['a product', PRODUCT, tensorFrom('f16', [2, 3], [0, 1, 0, 1, 1, 1])],
  ])('hide keys and give numbers for rows without any: %s', async (_, text, mask) => {
    const graph = graphOf(text);
    const second = graph.inputs[1]?.name ?? '';
    const inputs = new Map([
      ['x', x],
      [second, mask],
    ]);
    const { functions } = lowerGraph(graph, CONTEXT);
    const types = functions.flatMap(({ operations }) => operations.map(({ type }) => type));
    expect(types.filter((type) => type === 'maximum')).toHaveLength(1);
    const expected = toNumbers(given((await evaluateGraph(graph, inputs)).get('y')));
    const actual = toNumbers(given((await runProgram(graph, CONTEXT, inputs)).get('y')));
    for (const [at, weight] of actual.slice(0, 3).entries()) {
      expect(weight).toBeCloseTo(expected[at] ?? 0, 3);
    }
    expect(actual[1]).toBe(0);
    expect(actual.slice(3).every(Number.isFinite)).toBe(true);
  });

  it('leave scores alone that nothing hides', () => {
    const graph = graphOf(`graph @plain(%q: f16[2,3], %k: f16[3,3], %b: f16[1]) {
      @m = dense [0, -5, 2] : f16[3]
      %0 = matmul(%q, %k) : f16[2,3]
      %1 = add(%0, @m) : f16[2,3]
      %2 = softmax(%1) {axis=1} : f16[2,3]
      return y=%2
    }`);
    const { functions } = lowerGraph(graph, CONTEXT);
    const types = functions.flatMap(({ operations }) => operations.map(({ type }) => type));
    expect(types).toEqual(['matmul', 'add', 'softmax']);
  });
});

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no output y');
  return value;
}
