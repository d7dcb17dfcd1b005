/** Graphs read back as they were printed, whatever names a model gives, and copies are equal and apart. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../ir/builder.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { dataConstant, splatConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { Graph } from '../../ir/graph.ts';
import type { Origin } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { DTYPES, isDType, isStaticType } from '../../ir/types.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { randomGraph } from '../passes/random-graph.ts';

function reread(graph: Graph): Graph {
  const text = printGraph(graph);
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(`${parsed.diagnostics[0]?.message}\n${text}`);
  return parsed.value;
}

function inputsOf(graph: Graph) {
  return new Map(
    graph.inputs.map(({ name = '', type }, index) => {
      if (!isStaticType(type)) throw new Error('a random graph has known shapes');
      return [name, seededTensor(type.dtype, type.shape, index)];
    }),
  );
}

describe('random graphs', () => {
  test('read back, verify and compute the same', async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, async (graph) => {
        expect(verifyGraph(graph)).toEqual([]);
        const again = reread(graph);
        expect(printGraph(again)).toBe(printGraph(graph));
        expect(await evaluateGraph(again, inputsOf(graph))).toEqual(
          await evaluateGraph(graph, inputsOf(graph)),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('are equal to their copies, which changes do not reach', () => {
    fc.assert(
      fc.property(randomGraph, (graph) => {
        const text = printGraph(graph);
        const copy = cloneGraph(graph);
        expect(printGraph(copy)).toBe(text);
        expect(verifyGraph(copy)).toEqual([]);
        copy.setOutputs([]);
        for (const node of copy.nodesReversed()) copy.remove(node);
        expect(copy.size).toBe(0);
        expect(printGraph(graph)).toBe(text);
        expect(verifyGraph(graph)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

/** What a model may call things, and what the text could take for something else. */
const name = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('0', '0#', '#0', '"0"', '__proto__', 'constructor', '_', 'graph', 'return'),
  fc.constantFrom('%0', '@x', 'a b', '//', '\\', '"', '\n}', '\u2028', '\ud800', 'passes: x; y'),
);
const distinct = fc.uniqueArray(name, { minLength: 4, maxLength: 4 });
const origin = fc.record({
  onnx: fc.array(name, { maxLength: 3 }),
  passes: fc.array(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), { maxLength: 3 }),
});

function namedGraph(names: readonly string[], origins: readonly Origin[], title: string): Graph {
  const graph = new Graph(title);
  const [first = '', second = '', third = '', fourth = ''] = names;
  const x = graph.addInput(first, { dtype: 'f32', shape: [2] });
  const y = graph.addInput(second, { dtype: 'f32', shape: [2] });
  const weight = graph.addConstant(dataConstant(tensorFrom('f32', [2], [1, 2])), third);
  const b = createBuilder(
    builtinOps,
    graph,
    origins[0] === undefined ? {} : { origin: origins[0] },
  );
  const unnamed = b.add({ a: x, b: weight });
  const node = graph.insert({
    op: builtinOps.mul,
    operands: { a: unnamed, b: y },
    names: [fourth],
    ...(origins[1] === undefined ? {} : { origin: origins[1] }),
  });
  const [product = unnamed] = node.results;
  graph.setOutputs([
    { name: fourth, value: product },
    { name: first, value: unnamed },
  ]);
  return graph;
}

describe('names', () => {
  test('come back, whatever they are', () => {
    fc.assert(
      fc.property(distinct, fc.tuple(origin, origin), name, (names, origins, title) => {
        const graph = namedGraph(names, origins, title);
        const again = reread(graph);
        expect(again.name).toBe(title);
        expect(again.inputs.map((input) => input.name)).toEqual(names.slice(0, 2));
        expect(again.outputs.map((output) => output.name)).toEqual([names[3], names[0]]);
        expect(again.constants().map((constant) => constant.name)).toEqual([names[2]]);
        const nodes = [...again.nodes()];
        expect(nodes.map((node) => node.origin)).toEqual(origins);
        expect(nodes.map(({ results }) => results[0]?.name)).toEqual([undefined, names[3]]);
        expect(nodes[1]?.operands).toEqual([nodes[0]?.results[0], again.inputs[1]]);
        expect(printGraph(again)).toBe(printGraph(graph));
      }),
      { numRuns: 2000 },
    );
  });

  test('that two values share are kept by the first', () => {
    const graph = new Graph('g');
    const x = graph.addInput('x', { dtype: 'f32', shape: [2] });
    const insert = () =>
      graph.insert({ op: builtinOps.exp, operands: { input: x }, names: ['x'] }).results[0] ?? x;
    graph.setOutputs([
      { name: 'a', value: insert() },
      { name: 'b', value: insert() },
    ]);
    expect(printGraph(reread(graph))).toBe(printGraph(graph));
  });
});

describe('constants', () => {
  const dtype = fc.constantFrom(...Object.keys(DTYPES).filter(isDType));
  const element = fc.oneof(fc.double(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }));

  test('come back with every element', () => {
    fc.assert(
      fc.property(dtype, fc.array(element, { maxLength: 6 }), (of, elements) => {
        const value = tensorFrom(of, [elements.length], elements);
        expect(constantOf(dataConstant(value))).toEqual(dataConstant(value));
        const [first = 0] = value.data;
        const splat = splatConstant({ dtype: of, shape: [3, 1] }, first);
        // 64-bit integers of safe size are read as numbers, which are filled in as well.
        expect(`${of} ${String(sourceValue(constantOf(splat)))}`).toBe(`${of} ${String(first)}`);
      }),
      { numRuns: 1000 },
    );
  });

  function constantOf(constant: Constant): Constant | undefined {
    const graph = new Graph('g');
    graph.setOutputs([{ name: 'y', value: graph.addConstant(constant) }]);
    return reread(graph).outputs[0]?.value.constant;
  }

  function sourceValue(constant: Constant | undefined): number | bigint | undefined {
    return constant?.source.kind === 'splat' ? constant.source.value : undefined;
  }
});
