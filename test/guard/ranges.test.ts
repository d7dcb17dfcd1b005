/** Bounds hold for every number that the evaluator computes on random graphs. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { growGraph } from '../../compiler/fuzz/grow.ts';
import { Random } from '../../compiler/fuzz/random.ts';
import { analyseRanges } from '../../compiler/guard/analyse.ts';
import { magnitude } from '../../compiler/guard/range.ts';
import type { Range } from '../../compiler/guard/range.ts';
import { WeightMeasures } from '../../compiler/guard/statistics.ts';
import { measureWeights } from '../../compiler/guard/weights.ts';
import { seededInputs } from '../../compiler/validate.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { printGraph } from '../../ir/print.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { graphOfOp } from '../support/decomposed.ts';
import { sampleOperands } from '../support/samples.ts';

const CONTEXT = { report: () => undefined, signal: undefined };

function boundsOf(tensor: Tensor): Range {
  const finite = toNumbers(tensor).filter((number) => Number.isFinite(number));
  return { low: Math.min(0, ...finite), high: Math.max(0, ...finite) };
}

/** What is outside of its bounds; undefined where all is inside. */
async function outside(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor> = seededInputs(graph),
): Promise<string | undefined> {
  const measures = new WeightMeasures();
  await measureWeights(graph, measures, CONTEXT);
  const known = new Map(Array.from(inputs, ([name, tensor]) => [name, boundsOf(tensor)]));
  const context = analyseRanges(graph, { inputs: known, measures });
  let found: string | undefined;
  const see = (value: Value, tensor: Tensor): void => {
    const range = context.range(value);
    const numbers = toNumbers(tensor);
    const wrong = numbers.find((number) => number < unmaskedLow(range) || number > range.high);
    if (wrong !== undefined) {
      found ??= `${value.producer?.op.name}: ${wrong} is not in ${JSON.stringify(range)}`;
    }
    const energy = energyFault(range, tensor);
    if (energy !== undefined) found ??= `${value.producer?.op.name}: ${energy}`;
  };
  const onNode = (node: Node, results: readonly Tensor[]): void => {
    node.results.forEach((value, index) => {
      const tensor = results[index];
      if (tensor !== undefined) see(value, tensor);
    });
  };
  try {
    await evaluateGraph(graph, inputs, { onNode });
  } catch (error) {
    if (!(error instanceof OpFault) && !(error instanceof DiagnosticError)) throw error;
  }
  return found;
}

const unmaskedLow = ({ low, masks }: Range): number => (masks === true ? -Infinity : low);

/** The sums of squares along the axes, wherever on the others. */
function energyFault(range: Range, { shape, ...tensor }: Tensor): string | undefined {
  const { energy } = range;
  if (energy === undefined || range.masks === true) return undefined;
  const sums = new Map<string, number>();
  for (const [index, number] of toNumbers({ shape, ...tensor }).entries()) {
    if (!Number.isFinite(number)) continue;
    let rest = index;
    const places = shape.toReversed().map((size) => {
      const place = rest % size;
      rest = Math.floor(rest / size);
      return place;
    });
    const key = places
      .toReversed()
      .filter((_, axis) => !energy.axes.includes(axis))
      .join();
    sums.set(key, (sums.get(key) ?? 0) + number ** 2);
  }
  const most = Math.sqrt(Math.max(0, ...sums.values()));
  const slack = 1e-5 * (energy.bound + magnitude(range)) + 1e-30;
  return most <= energy.bound + slack ? undefined : `energy ${most}, not ${JSON.stringify(energy)}`;
}

test('of random graphs', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1 << 30 }), async (seed) => {
      const graph = growGraph(new Random(seed), builtinOps);
      const found = await outside(graph);
      if (found !== undefined)
        throw new Error(`${found}\n${printGraph(graph, { origins: false })}`);
    }),
    { numRuns: 300, seed: 20_261_123 },
  );
});

test('of the samples of every op', async () => {
  for (const op of Object.values(builtinOps)) {
    for (const sample of op.samples) {
      const { graph, inputs } = graphOfOp(op, sampleOperands(sample), sample.attributes);
      expect(await outside(graph, inputs), `${op.name} ${sample.name ?? ''}`).toBeUndefined();
    }
  }
});
