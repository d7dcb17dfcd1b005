/** `snapc run --target coreml`: the Core ML packages of a folder on the interpreter, one after another. */

import { withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { interpret } from '../../targets/coreml/read/index.ts';
import type { MilPackage, Precision } from '../../targets/coreml/read/index.ts';
import { nothingToRun } from './diagnostics.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { COREML, findPackages, withPackage } from './packages.ts';

export const PRECISIONS: readonly Precision[] = ['declared', 'fp32'];

export interface PackageRun {
  readonly precision?: Precision;
  readonly function?: string;
}

/** Inputs and outputs have the names and shapes of the model, where the folder tells them. */
export async function runPackages(
  context: CommandContext,
  folder: string,
  inputs: ReadonlyMap<string, Tensor>,
  { precision = 'declared', function: functionName }: PackageRun,
): Promise<ReadonlyMap<string, Tensor>> {
  const { signal, progress, timings } = context;
  const found = await findPackages(context, folder);
  if (found.packages.length === 0) {
    return refuse(nothingToRun(COREML, Object.keys(found.manifest?.targets ?? {})));
  }
  const declared = new Map(found.inputs.map((item) => [item.name, item]));
  const given = new Map(found.outputs.map((item) => [item.emitted, item]));
  const known = new Map(
    Array.from(inputs, ([name, value]) => {
      const item = declared.get(name);
      const carried = item?.carried?.shape;
      return [item?.emitted ?? name, reshaped(value, item?.shape, carried)] as const;
    }),
  );
  const outputs = new Map<string, Tensor>();
  for (const item of found.packages) {
    await withPackage(context, item, async (read) => {
      const milPackage = take(context, read);
      const taken = found.packages.length === 1 ? known : takenBy(milPackage, known);
      const results = await timings.time('run', () =>
        interpret(milPackage, taken, {
          precision,
          signal,
          onProgress: (done, total) => progress.count(`operations of ${item}`, done, total),
          ...(functionName === undefined ? {} : { functionName }),
        }),
      );
      // What one package of a chain gives the next ones take.
      for (const [name, value] of take(context, results)) {
        known.set(name, value);
        const item = given.get(name);
        if (item === undefined && given.size > 0) continue;
        outputs.set(item?.name ?? name, reshaped(value, item?.carried?.shape, item?.shape));
      }
    });
  }
  return outputs;
}

/** Scalars and tensors of many axes have another shape in the package; images and other sizes stay. */
function reshaped(value: Tensor, from?: readonly number[], to?: readonly number[]): Tensor {
  if (from === undefined || to === undefined) return value;
  return String(value.shape) === String(from) ? withShape(value, to) : value;
}

function takenBy(
  { model }: MilPackage,
  known: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Tensor> {
  const names = new Set(model.interfaces.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  return new Map([...known].filter(([name]) => names.has(name)));
}
