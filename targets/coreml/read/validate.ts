/** Every problem of a package's program and interface at once. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { checkInterface } from './check-interface.ts';
import { checkFunction } from './check-function.ts';
import { checkSizes } from './check-sizes.ts';
import { unused } from './check-unused.ts';
import type { MilPackage } from './package.ts';
import { badStructure, badVersion } from './program-diagnostics.ts';

export interface ValidateOptions {
  /** Whether defaults that are not written, and what nothing uses, are errors. On unless said otherwise. */
  readonly strict?: boolean;
  readonly signal?: AbortSignal;
}

const OPSETS: ReadonlyMap<number, string> = new Map([
  [6, 'CoreML5'],
  [7, 'CoreML6'],
  [8, 'CoreML7'],
  [9, 'CoreML8'],
  [10, 'CoreML9'],
]);

export async function validate(
  milPackage: MilPackage,
  { strict = true, signal }: ValidateOptions = {},
): Promise<Diagnostic[]> {
  const { model } = milPackage;
  const { specificationVersion: version, programVersion } = model;
  const opset = OPSETS.get(version);
  const found: Diagnostic[] = [];
  if (opset === undefined) {
    const what = `specification version ${version} is not one of ${[...OPSETS.keys()].join(', ')}`;
    found.push(badVersion(what, 'convert the model for a deployment target from iOS 15 to iOS 26'));
  }
  if (programVersion !== 1) {
    found.push(badVersion(`the program has version ${programVersion}`, 'write version 1'));
  }
  found.push(...checkInterface(model));
  for (const item of model.functions.values()) {
    signal?.throwIfAborted();
    const where = { function: item.name };
    if (opset !== undefined && item.opset !== opset) {
      const what = `its opset is ${JSON.stringify(item.opset)}, specification version ${version} has ${opset}`;
      found.push(badStructure(where, what, `write ${opset}`));
    }
    const block = item.blocks.get(item.opset);
    if (block === undefined || item.blocks.size > 1) {
      const what = `it has the blocks ${[...item.blocks.keys()].join(', ') || 'none'}, and the opset ${item.opset}`;
      found.push(badStructure(where, what, 'write one block, under the name of the opset'));
    }
    if (block !== undefined) {
      const options = { opset: version - 1, strict, signal };
      const faults = await checkFunction(milPackage, item, block, options);
      found.push(...faults);
      // What is wrong at any size is not told again for each. Others may mean sizes that only go together.
      const sound = found.length === 0;
      if (strict && sound) found.push(...(await checkSizes(milPackage, item, block, options)));
    }
  }
  // A value that is not found, or a type that is wrong, may be the reason why something is not used.
  return strict && found.length === 0 ? unused(milPackage) : found;
}
