/** A use of an op is made small whatever its operands and its own `infer` are like. */

import { expect, it } from 'vitest';
import type { OpCase } from '../../compiler/fuzz/op-cases.ts';
import { shrinkCase } from '../../compiler/fuzz/shrink-case.ts';
import { defineOp, operand } from '../../ir/define.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { printGraph } from '../../ir/print.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { elementCount, FLOATS } from '../../ir/types.ts';

/** The op on inputs of these shapes, whose list is its only operand. */
function useOf(op: OpDefinition, name: string, ...shapes: readonly (readonly number[])[]): OpCase {
  const graph = new Graph('use');
  const tensors = shapes.map((shape, index) => seededTensor('f32', shape, index));
  const given = tensors.map((tensor, index) => graph.addInput(`x${index}`, tensor));
  const operands = { [name]: op === concat ? given : given[0] };
  const { results } = graph.insert({ op, operands, attributes: op === concat ? { axis: 0 } : {} });
  graph.setOutputs(results.map((value) => ({ name: 'y', value })));
  return { graph, inputs: new Map(tensors.map((tensor, at) => [`x${at}`, tensor])), tolerance: 0 };
}

/** Throws where rows are narrow, as an author may forget to refuse them. */
const wide = defineOp({
  name: 'wide',
  operands: { input: operand(FLOATS) },
  attributes: {},
  traits: ['pure'],
  infer: ({ input }) => {
    if (Number(input.shape.at(-1)) < 3) throw new TypeError('too narrow');
    return input;
  },
  evaluate: ({ input }) => input,
  cost: ({ input }) => ({ flops: elementCount(input.shape) }),
  samples: [],
});

it.each([
  [
    'an operand without elements',
    useOf(concat, 'inputs', [0, 4], [3, 4]),
    '(%x0: f32[1,1], %x1: f32[1,1])',
  ],
  ['an infer that fails', useOf(wide, 'input', [4, 7]), '(%x0: f32[1,3])'],
])('%s', async (_, use, words) => {
  const tried: OpCase[] = [];
  const smallest = await shrinkCase(use, (smaller) => {
    tried.push(smaller);
    return Promise.resolve([...smaller.inputs.values()].every(({ data }) => data.length > 0));
  });
  expect(printGraph(smallest.graph)).toContain(words);
  for (const { graph, inputs } of [...tried, smallest]) {
    for (const { name = '', type } of graph.inputs)
      expect(inputs.get(name)?.shape).toEqual(type.shape);
  }
});

it('a use that fails at its own size alone stays', async () => {
  const use = useOf(wide, 'input', [4, 7]);
  expect(await shrinkCase(use, () => Promise.resolve(false))).toBe(use);
});
