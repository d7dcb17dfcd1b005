/** Models in fp16 with and without the guard, on the interpreter of Core ML packages: it rounds every result to its dtype. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { Extremes } from '../../compiler/guard/extremes.ts';
import { guarded } from '../../compiler/guard/place-guard.ts';
import type { GuardReport } from '../../compiler/guard/report.ts';
import { WeightMeasures } from '../../compiler/guard/statistics.ts';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { readNpz } from '../../compiler/npz.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { asDeclared } from '../../compiler/validate.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { dataConstant } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { scalarTensor, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { lowerContext } from '../../targets/coreml/lower-context.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { must, runProgram } from '../coreml/run-program.ts';
import { contextFor } from '../coreml/written-package.ts';

type Tensors = ReadonlyMap<string, Tensor>;

export interface Model {
  readonly graph: Graph;
  readonly inputs: Tensors;
}

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A fixture whose constants of these names are so many times larger. */
export async function magnified(folder: string, names: RegExp, factor: number): Promise<Model> {
  const inputs = must(readNpz(readFileSync(join(FIXTURES, folder, 'inputs.npz'))));
  const source = must(await openModelFile(join(FIXTURES, folder, 'model.onnx')));
  onTestFinished(() => source.close());
  const shapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape] as const));
  const { graph } = must(await importOnnx(source, { inputShapes: shapes }));
  const found = graph.constants().filter(({ name = '' }) => names.test(name));
  expect(found.length, String(names)).toBeGreaterThan(0);
  for (const value of found) {
    if (value.constant === undefined) continue;
    const by = dataConstant(scalarTensor(value.type.dtype, factor));
    const larger = constantOf(builtinOps.mul, [value.constant, by], {});
    const made = graph.addConstant(larger, value.name);
    for (const user of value.users) graph.replaceOperand(user, value, made);
  }
  return { graph, inputs };
}

export function written(text: string, range: readonly [number, number]): Model {
  const graph = must(parseGraph(text));
  const inputs = graph.inputs.map(({ name = '', type }, index) => {
    const shape = type.shape.map(Number);
    return [name, seededTensor(type.dtype, shape, index + 1, range)] as const;
  });
  return { graph, inputs: new Map(inputs) };
}

/** What a package of fp16 gives, with what the guard tells. */
export async function inHalves({ graph: given, inputs }: Model, mode: 'off' | 'repair' | 'strict') {
  const graph = cloneGraph(given);
  const context = contextFor(graph, {
    precision: 'fp16',
    options: { attention: 'original', first_layers: 0 },
  });
  const reports: GuardReport[] = [];
  const extremes = mode === 'repair' ? new Extremes([asDeclared(graph, inputs)]) : undefined;
  const request = { mode, measures: new WeightMeasures(), extremes };
  const steps = coreml.pipeline(context);
  const own = guarded(steps, request, coreml.halves?.(context), (report) => reports.push(report));
  must(await runPipeline(graph, own, coreml.given));
  return { outputs: await runProgram(graph, lowerContext(context), inputs), report: reports[0] };
}

/** The largest difference, of the largest number; Infinity where anything is no number. */
export function errorOf(actual: Tensors, expected: Tensors): number {
  const errors = Array.from(expected, ([name, tensor]) => {
    const want = toNumbers(tensor);
    const other = actual.get(name);
    if (other === undefined) throw new Error(`no output ${name}`);
    const got = toNumbers(other);
    if (!got.every((number) => Number.isFinite(number))) return Infinity;
    const differences = want.map((number, at) => Math.abs(number - (got[at] ?? 0)));
    return Math.max(...differences) / Math.max(...want.map(Math.abs));
  });
  return Math.max(...errors);
}

export const exact = async ({ graph, inputs }: Model): Promise<Tensors> =>
  evaluateGraph(graph, asDeclared(graph, inputs));

export const repairsOf = (report: GuardReport | undefined): readonly string[] =>
  [...new Set(report?.sites.flatMap(({ repair }) => repair ?? []))].toSorted();
