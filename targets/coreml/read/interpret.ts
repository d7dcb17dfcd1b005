/** Runs a function of a package: operation by operation, weights read when they are needed and freed after. */

import { DiagnosticError, failure, hasErrors, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { Environment } from './environment.ts';
import type { Precision } from './environment.ts';
import type { MilPackage } from './package.ts';
import { badStructure } from './program-diagnostics.ts';
import { inputTensors, outputTensor } from './run-tensors.ts';
import { validate } from './validate.ts';

export interface InterpretOptions {
  /** Every result rounded to its declared type, or all floats kept as fp32. */
  readonly precision: Precision;
  /** The default function where none is named. */
  readonly functionName?: string;
  readonly signal?: AbortSignal;
  /** Called after each operation. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Other work of the process gets its turn so often. */
const PAUSE_EACH_MS = 100;

/** A package that is not valid is refused; only the defaults that it leaves out are taken as they are. */
export async function interpret(
  milPackage: MilPackage,
  inputs: ReadonlyMap<string, Tensor>,
  { precision, functionName, signal, onProgress }: InterpretOptions,
): Promise<Result<ReadonlyMap<string, Tensor>>> {
  const { model } = milPackage;
  const faults = await validate(milPackage, { strict: false, ...(signal && { signal }) });
  if (hasErrors(faults)) return failure(faults);
  const name = functionName ?? model.defaultFunction;
  const own = model.functions.get(name);
  const block = own?.blocks.get(own.opset);
  const described = model.interfaces.find((item) => item.name === name);
  if (own === undefined || block === undefined || described === undefined) {
    const what = `the package has no function ${JSON.stringify(name)}`;
    const hint = `it has ${[...model.functions.keys()].join(', ')}`;
    return failure([badStructure({ function: name }, what, hint)]);
  }
  try {
    const given = inputTensors(described, own, inputs);
    const environment = new Environment(milPackage, own, given, precision);
    const total = block.operations.length;
    let paused = performance.now();
    for (const [index, operation] of block.operations.entries()) {
      signal?.throwIfAborted();
      await environment.run(operation);
      onProgress?.(index + 1, total);
      if (performance.now() - paused > PAUSE_EACH_MS) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        paused = performance.now();
      }
    }
    const outputs = new Map<string, Tensor>();
    for (const output of block.outputs) {
      outputs.set(output, outputTensor(await environment.value(output), precision));
    }
    return success(outputs, faults);
  } catch (error) {
    if (error instanceof DiagnosticError) return failure([...faults, ...error.diagnostics]);
    throw error;
  }
}
