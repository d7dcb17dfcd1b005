/** Weights whose numbers make good for each other's errors: by hand, on random layers, and always the same bytes. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import type { CompressionRule } from '../../compiler/quantize/compression.ts';
import { Gram } from '../../compiler/quantize/gram.ts';
import { LayerFeedback } from '../../compiler/quantize/layer-feedback.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { materialize } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { must } from '../coreml/run-program.ts';

const RULES: readonly CompressionRule[] = [
  { form: 'int8', scales: 'max' },
  { form: 'int4', group: 8 },
  { form: 'int4', group: 8, symmetric: false },
  { form: 'palette4' },
  { form: 'palette2', group: 4, weighted: true },
];

type Inputs = ReadonlyMap<string, Tensor>;

async function compressed(
  graph: Graph,
  rule: CompressionRule,
  calibration: readonly Inputs[] | undefined,
): Promise<Graph> {
  const copy = cloneGraph(graph);
  const { weighted, ...plain } = rule;
  const own = calibration === undefined ? plain : { ...plain, ...(weighted && { weighted }) };
  const steps = compressionSteps(
    { rules: [own], min_elements: 1 },
    calibration === undefined ? {} : { calibration },
  );
  return must(await runPipeline(copy, steps));
}

async function squareError(graph: Graph, other: Graph, calibration: readonly Inputs[]) {
  let sum = 0;
  for (const inputs of calibration) {
    const [expected, actual] = [
      await evaluateGraph(graph, inputs),
      await evaluateGraph(other, inputs),
    ];
    for (const [name, tensor] of expected) {
      const numbers = toNumbers(actual.get(name) ?? tensor);
      for (const [index, value] of toNumbers(tensor).entries()) {
        sum += (value - (numbers[index] ?? NaN)) ** 2;
      }
    }
  }
  return sum;
}

const LAYERS = {
  product: (seed: number) => `graph @product(%x: f32[5,24]) {
    @w = seeded ${seed} 0.5 : f32[24,16]
    %y = matmul(%x, @w) : f32[5,16]
    return y=%y
  }`,
  turned: (seed: number) => `graph @turned(%x: f32[5,24]) {
    @w = seeded ${seed} 0.5 : f32[16,24]
    %y = matmul(%x, @w) {transpose_b=true} : f32[5,16]
    return y=%y
  }`,
  convolution: (seed: number) => `graph @convolution(%x: f32[1,8,6,6]) {
    @w = seeded ${seed} 0.5 : f32[16,8,3,3]
    %y = conv(%x, @w) {pads=[1, 1, 1, 1], strides=[2, 2]} : f32[1,16,3,3]
    return y=%y
  }`,
} as const;

/** Neighbours are alike, as in images and in texts: white noise leaves nothing to make good by. */
function smooth({ dtype, shape, data }: Tensor): Tensor {
  const values = Float32Array.from(data, Number);
  for (let index = 1; index < values.length; index++) {
    values[index] = 0.9 * (values[index - 1] ?? 0) + 0.4 * (values[index] ?? 0);
  }
  return { dtype, shape, data: values };
}

function graphOf(layer: keyof typeof LAYERS, seed: number) {
  const graph = must(parseGraph(LAYERS[layer](seed)));
  const [input] = graph.inputs;
  const shape = (input?.type.shape ?? []).map(Number);
  const calibration = Array.from({ length: 12 }, (_, run) => {
    return new Map([['x', smooth(seededTensor('f32', shape, 100 * seed + run))]]);
  });
  return { graph, calibration };
}

describe('what is told', () => {
  it('where memory is enough for some of the runs', async () => {
    const { graph, calibration } = graphOf('product', 1);
    const steps = (mostBytes?: number) => {
      const feedback = new LayerFeedback(calibration, undefined, mostBytes);
      return compressionSteps(
        { rules: [{ form: 'int8' }], min_elements: 1 },
        { calibration, feedback },
      );
    };
    const codes = async (mostBytes?: number) => {
      const { diagnostics } = await runPipeline(cloneGraph(graph), steps(mostBytes));
      return diagnostics.map(({ code }) => code);
    };
    expect(await codes(2000)).toEqual(['SNAPC3410']);
    expect(await codes()).toEqual([]);
  });

  it('of weights that are rounded without', async () => {
    const graph = must(
      parseGraph(`graph @words(%ids: i64[5]) {
        @words = seeded 3 0.5 : f32[32,16]
        %y = gather(@words, %ids) : f32[5,16]
        return y=%y
      }`),
    );
    const ids = tensorFrom('i64', [5], [1, 2, 3, 4, 5]);
    const choice = { rules: [{ form: 'int8' }], min_elements: 1, embeddings: true } as const;
    const steps = compressionSteps(choice, { calibration: [new Map([['ids', ids]])] });
    const { diagnostics } = await runPipeline(graph, steps);
    expect(diagnostics).toMatchObject([
      { code: 'SNAPC3411', message: expect.stringContaining('a weight is rounded') as string },
    ]);
  });
});

describe('compensation', () => {
  it('factors what two columns have in common', () => {
    // Their products are [[2, 1], [1, 4]]. The second column has the larger square and is rounded first. The first
    // takes back most of an error there where it is moved by 1 / 2 of it: what they share over its own square.
    const gram = new Gram(2, 2);
    gram.add(Float32Array.of(1, 0, 1, 1, 0, Math.sqrt(3)), 3);
    const { factor, order, importance } = gram.factors(1e-12);
    expect([...order]).toEqual([1, 0]);
    expect(factor[0]).toBeCloseTo(0.5, 6);
    expect([...importance].map((value) => 3 * value)).toEqual([
      expect.closeTo(2, 5),
      expect.closeTo(4, 5),
    ]);
  });

  it('trusts few rows less', () => {
    const factorOf = (copies: number): number | undefined => {
      const gram = new Gram(2, 2);
      for (let copy = 0; copy < copies; copy++) {
        gram.add(Float32Array.of(1, 0, 1, 1, 0, Math.sqrt(3)), 3);
      }
      return gram.factors().factor[0];
    };
    // The mean square of three rows is 3, of which 0.3 * 2 / 3 are added: 1 / (2 + 0.6).
    expect(factorOf(1)).toBeCloseTo(1 / 2.6, 6);
    // Of many rows it is a hundredth.
    expect(factorOf(100)).toBeCloseTo(1 / 2.03, 6);
  });

  it.each(Object.keys(LAYERS) as (keyof typeof LAYERS)[])(
    'loses no more on the calibration data than rounding number by number: %s',
    async (layer) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 999 }),
          fc.nat(RULES.length - 1),
          async (seed, at) => {
            const { graph, calibration } = graphOf(layer, seed);
            const rule = RULES[at] ?? { form: 'int8' };
            const nearest = await compressed(graph, rule, undefined);
            const own = await compressed(graph, rule, calibration);
            const [plain, less] = [
              await squareError(graph, nearest, calibration),
              await squareError(graph, own, calibration),
            ];
            expect(less).toBeLessThan(plain);
          },
        ),
        { numRuns: 8 },
      );
    },
  );

  it('gives the same weights each time, whatever was measured before', async () => {
    const { graph, calibration } = graphOf('convolution', 7);
    const weightsOf = async (given: Graph) => {
      const [weight] = given.constants().filter(({ name }) => name === 'w');
      return weight?.constant && materialize(weight.constant);
    };
    for (const rule of RULES) {
      const first = await weightsOf(await compressed(graph, rule, calibration));
      const second = await weightsOf(await compressed(graph, rule, [...calibration]));
      expect(first).toBeDefined();
      expect(second).toEqual(first);
    }
  });
});
