/** Programs cut into chunks: where, what they hand over, and that the chunks give what the whole gives. */

import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { parseGraph } from '../../ir/parse.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { chunksOf } from '../../targets/coreml/chunks.ts';
import { cheapestCuts } from '../../targets/coreml/chunks/cuts.ts';
import type { Step } from '../../targets/coreml/chunks/steps.ts';
import { severalShapes } from '../../targets/coreml/flexible.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import type { MilProgram } from '../../targets/coreml/syntax.ts';
import { largestDifference } from '../support/difference.ts';
import { seededInputs } from '../../compiler/validate.ts';
import { must, runFiles } from './run-program.ts';
import { packageOf } from './written-package.ts';

/** Two wide layers with a narrow place between them, where a mask of bools passes by. */
const NARROW = `graph @g(%x: f32[2,64]) {
  @a = seeded 1 0.2 : f32[64,64]
  @b = seeded 2 0.2 : f32[64,4]
  @c = seeded 3 0.2 : f32[4,64]
  @d = seeded 4 0.2 : f32[64,64]
  @zero = splat 0 : f32[2,64]
  %0 = matmul(%x, @a) : f32[2,64]
  %1 = tanh(%0) : f32[2,64]
  %2 = matmul(%1, @b) : f32[2,4]
  %3 = matmul(%2, @c) : f32[2,64]
  %4 = less(@zero, %3) : bool[2,64]
  %5 = where(%4, %3, %x) : f32[2,64]
  %6 = matmul(%5, @d) : f32[2,64]
  return y=%6, narrow=%2
}`;

function programOf(text: string): MilProgram {
  return lowerGraph(must(parseGraph(text)), { opset: 'CoreML8', attention: 'sdpa' });
}

const layer = 64 * 64 * 4;

describe('a program', () => {
  test('that fits stays whole', () => {
    const program = programOf(NARROW);
    expect(chunksOf(program, 10 * layer)).toEqual([program]);
  });

  test('is cut where the least is handed over', () => {
    const chunks = chunksOf(programOf(NARROW), 1.5 * layer) ?? [];
    const ports = chunks.map(({ functions: [main] }) => [
      main?.inputs.map(({ name }) => name),
      main?.outputs.map(({ name }) => name),
    ]);
    expect(ports).toEqual([
      [['x'], ['narrow']],
      [['x', 'narrow'], ['y']],
    ]);
  });

  test('gives in chunks what it gives as a whole', async () => {
    const chunks = chunksOf(programOf(NARROW), 1.2 * layer) ?? [];
    expect(chunks.length).toBeGreaterThan(1);
    expect(await errorInChunks(NARROW, chunks)).toBeLessThan(1e-6);
  });

  test('that no cut makes small enough is refused', () => {
    expect(chunksOf(programOf(NARROW), 0.9 * layer)).toBeUndefined();
  });
});

describe.each(['enumerated', 'ranges'] as const)('a program of several sizes, %s', (kind) => {
  test('gives in chunks what it gives as a whole, at each of them', async () => {
    const texts = [2, 6, 4].map((rows) => NARROW.replaceAll('[2,', `[${rows},`));
    const functions = texts.flatMap((text) => programOf(text).functions);
    const sizes = functions.map((_, at) => new Map([['rows', at]]));
    const shapes = { kind, sizes, withoutOnes: () => undefined };
    const program = severalShapes(functions, shapes, 'CoreML8', 'flexible');
    const chunks = chunksOf(program, 1.2 * layer) ?? [];
    expect(chunks.length).toBeGreaterThan(1);
    for (const text of texts) expect(await errorInChunks(text, chunks)).toBeLessThan(1e-6);
  });

  test('before iOS 18 has no cut where several values of listed shapes would pass', () => {
    const functions = [2, 6].flatMap(
      (rows) => programOf(NARROW.replaceAll('[2,', `[${rows},`)).functions,
    );
    const sizes = functions.map((_, at) => new Map([['rows', at]]));
    const shapes = { kind, sizes, withoutOnes: () => undefined };
    const program = severalShapes(functions, shapes, 'CoreML7', 'flexible');
    expect(chunksOf(program, 1.2 * layer) === undefined).toBe(kind === 'enumerated');
  });
});

/** How far the chunks, one after another, are from the graph. */
async function errorInChunks(text: string, chunks: readonly MilProgram[]): Promise<number> {
  const graph = must(parseGraph(text));
  const inputs = seededInputs(graph);
  const features = new Map<string, Tensor>(inputs);
  for (const chunk of chunks) {
    const taken = (chunk.functions[0]?.inputs ?? []).map(({ name }) => name);
    const given = [...features].filter(([name]) => taken.includes(name));
    const { sink } = await packageOf(chunk);
    for (const [name, tensor] of await runFiles(sink.files, new Map(given))) {
      features.set(name, tensor);
    }
  }
  const errors = Array.from(await evaluateGraph(graph, inputs), ([name, wanted]) => {
    const actual = features.get(name);
    return actual === undefined ? Infinity : largestDifference(actual, wanted);
  });
  return Math.max(...errors);
}

test('the cuts are the fewest, and the cheapest of those, as trying all ways shows', () => {
  const one = record({
    weightBytes: integer({ min: 1, max: 9 }),
    handed: integer({ min: 0, max: 9 }),
  });
  assert(
    property(
      array(one, { minLength: 1, maxLength: 9 }),
      integer({ min: 73, max: 90 }),
      (given, limit) => {
        const steps = given.map(({ weightBytes }) => stepOf(weightBytes));
        // 9 stands for a place where nothing can pass.
        const between = given.map(({ handed }) => (handed === 9 ? Infinity : handed));
        const cuts = cheapestCuts(steps, between, limit);
        const ways = allCuts(given.length).filter((way) => fits(way, given, limit));
        const prices = ways.map((way) => [way.length, priceOf(way, between)] as const);
        const possible = prices.filter(([, price]) => price < Infinity);
        const best = possible.sort((a, b) => a[0] - b[0] || a[1] - b[1])[0];
        expect(cuts === undefined ? undefined : [cuts.length, priceOf(cuts, between)]).toEqual(
          best,
        );
      },
    ),
  );
});

function stepOf(weightBytes: number): Step {
  const origin = { onnx: [], passes: [] };
  return {
    operation: { type: 'relu', inputs: {}, outputs: [], origin },
    constants: [],
    reads: [],
    weightBytes,
  };
}

function allCuts(count: number): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** (count - 1) }, (_, bits) =>
    Array.from({ length: count - 1 }, (__, at) => at + 1).filter((at) => (bits >> (at - 1)) & 1),
  );
}

/** A package begins with 64 bytes of its own. */
function fits(cuts: readonly number[], given: readonly { weightBytes: number }[], limit: number) {
  return [0, ...cuts].every((from, index) => {
    const own = given.slice(from, cuts[index]);
    return own.reduce((sum, { weightBytes }) => sum + weightBytes, 64) <= limit;
  });
}

function priceOf(cuts: readonly number[], between: readonly number[]): number {
  return cuts.reduce((sum, at) => sum + (between[at] ?? Infinity), 0);
}
