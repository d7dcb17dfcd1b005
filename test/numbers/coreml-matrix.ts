/** `npm run numbers -- --target coreml`: written packages on the interpreter, in each opset and form of attention that differs. */

import { runPipeline } from '../../compiler/pipeline.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { lowerContext } from '../../targets/coreml/lower-context.ts';
import { coreml } from '../../targets/coreml/target.ts';
import type { ComputeUnits } from '../../targets/devices/device.ts';
import { must, runProgram } from '../coreml/run-program.ts';
import { contextFor, deviceOf } from '../coreml/written-package.ts';
import { importedCases } from '../nnapi-numbers/imported-cases.ts';
import type { ImportedCase } from '../nnapi-numbers/imported-cases.ts';
import { largestError } from '../support/difference.ts';
import type { Case } from './cases.ts';

type Precision = 'fp32' | 'fp16';

/** Specification versions 7 to 10, iOS 16 to 26; attention is written as the units want it. */
const SYSTEMS: readonly (readonly [string, number, ComputeUnits])[] = [
  ['iOS 16', 7, 'cpuAndNeuralEngine'],
  ['iOS 16 GPU', 7, 'cpuAndGPU'],
  ['iOS 17', 8, 'cpuAndNeuralEngine'],
  ['iOS 18', 9, 'cpuAndNeuralEngine'],
  ['iOS 18 GPU', 9, 'cpuAndGPU'],
  ['iOS 26', 10, 'cpuAndNeuralEngine'],
];

/** The exit code. */
export async function coremlMatrix(
  cases: readonly Case[],
  precisions: readonly Precision[],
  tolerances: Readonly<Record<Precision, number>>,
): Promise<number> {
  const { imported, close } = await importedCases(cases);
  const columns = SYSTEMS.flatMap((system) =>
    precisions.map((precision) => ({ system, precision })),
  );
  const head = columns.map(({ system: [name], precision }) => `${name} ${precision}`);
  console.log(`| model | ${head.join(' | ')} |`);
  console.log(`| --- |${columns.map(() => ' ---: |').join('')}`);
  let wrong = 0;
  for (const one of imported) {
    const cells: string[] = [];
    for (const { system, precision } of columns) {
      const [, version, units] = system;
      const error = await errorOf(one, { version, units, precision });
      const isRight = error <= tolerances[one.half ? 'fp16' : precision];
      if (!isRight) wrong++;
      cells.push(isRight ? error.toExponential(1) : `**${error.toExponential(1)}**`);
    }
    console.log(`| ${one.name} | ${cells.join(' | ')} |`);
  }
  await close();
  console.log(wrong === 0 ? '\nall within bounds' : `\n${wrong} beyond their bounds`);
  return wrong === 0 ? 0 : 1;
}

interface Choices {
  readonly version: number;
  readonly units: ComputeUnits;
  readonly precision: Precision;
}

/** Every result in its declared type; infinite where the validator refuses the package. */
async function errorOf(
  { name, graph: imported, inputs, oracle }: ImportedCase,
  { version, units, precision }: Choices,
): Promise<number> {
  const graph = cloneGraph(imported);
  const context = contextFor(graph, { device: deviceOf(version, units), precision });
  must(await runPipeline(graph, coreml.pipeline(context), coreml.given));
  try {
    return largestError(await runProgram(graph, lowerContext(context), inputs), oracle);
  } catch (error) {
    console.error(`numbers: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return Infinity;
  }
}
