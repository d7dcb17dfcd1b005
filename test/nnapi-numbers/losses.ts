/** What compressed models lose on NNAPI, beside what the evaluator says that they lose. */

import { compareTensors } from '../../compiler/cli/tensors.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { castTensor } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { must } from '../coreml/run-program.ts';
import { largestError } from '../support/difference.ts';
import type { ImportedCase } from './imported-cases.ts';
import { emittedModel } from './lower.ts';
import type { LoweredFor } from './lower.ts';
import { runMany } from './many-models.ts';
import { shaken } from './shaken.ts';

type Tensors = ReadonlyMap<string, Tensor>;

export const COMPRESSIONS = ['int8', 'w8a8'] as const;
export type CompressionName = (typeof COMPRESSIONS)[number];

/** Small models have small weights. */
const MIN_ELEMENTS = 256;

export interface CompressedCase extends ImportedCase {
  readonly compressed: Graph;
  /** In the dtypes of the compressed graph. */
  readonly typed: Tensors;
  /** What the evaluator gives for it. */
  readonly expected: Tensors;
}

export interface Loss {
  readonly name: string;
  /** In decibels, of the worst output. */
  readonly evaluated: number;
  readonly emitted: number;
  /** Between both. */
  readonly error: number;
  readonly fault: string | undefined;
}

/** Activations are measured on the case's own inputs. */
export async function compressedCase(
  given: ImportedCase,
  form: CompressionName,
): Promise<CompressedCase> {
  const compressed = cloneGraph(given.graph);
  const activations = { full: true, concats: 'whole' } as const;
  const rules = { rules: [{ form }], min_elements: MIN_ELEMENTS, activations };
  const steps = compressionSteps(rules, { calibration: [given.inputs] });
  must(await runPipeline(compressed, steps, []));
  const inputs = compressed.inputs.flatMap(({ name = '', type }) => {
    const tensor = given.inputs.get(name);
    return tensor === undefined ? [] : [[name, castTensor(tensor, type.dtype)] as const];
  });
  const typed = new Map(inputs);
  return { ...given, compressed, typed, expected: await evaluateGraph(compressed, typed) };
}

/** The most that the evaluator itself loses, in decibels, when its numbers are moved by almost nothing. */
export async function mostEvaluated({
  compressed,
  typed,
  oracle,
}: CompressedCase): Promise<number> {
  const found = await shaken(compressed, typed);
  return Math.min(...found.map((outputs) => worst(outputs, oracle)));
}

export async function lossesOf(
  cases: readonly CompressedCase[],
  how: LoweredFor,
  folder: string,
): Promise<readonly Loss[]> {
  const models = [];
  for (const { compressed, inputs } of cases) {
    models.push(await emittedModel(compressed, inputs, how));
  }
  const found = await runMany(models, how.level, folder);
  return cases.map(({ name, expected, oracle }, index): Loss => {
    const outputs = found[index] ?? 'not run';
    const evaluated = worst(expected, oracle);
    return typeof outputs === 'string'
      ? { name, evaluated, emitted: -Infinity, error: Infinity, fault: outputs }
      : {
          name,
          evaluated,
          emitted: worst(outputs, oracle),
          error: largestError(outputs, expected),
          fault: undefined,
        };
  });
}

function worst(outputs: Tensors, wanted: Tensors): number {
  const all = Array.from(wanted, ([name, expected]) => {
    const given = outputs.get(name);
    return given === undefined ? -Infinity : compareTensors(given, expected).sqnr;
  });
  return Math.min(...all);
}
