/** Compares tensors that are given to an artifact with what it declares. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { missingInput, unknownInput, wrongInput } from '../../../ir/evaluate.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { isDType, printType } from '../../../ir/types.ts';
import type { TensorInfo } from '../../../runtime/web/index.ts';

/** All that is wrong with inputs for an artifact: missing, unknown, wrong dtype or shape. */
export function checkTensors(
  declared: readonly Pick<TensorInfo, 'name' | 'dtype' | 'shape'>[],
  inputs: ReadonlyMap<string, Tensor>,
): Diagnostic[] {
  const found = declared.flatMap(({ name, dtype, shape }): Diagnostic[] => {
    const given = inputs.get(name);
    const expected = isDType(dtype) ? printType({ dtype, shape }) : dtype;
    if (given === undefined) return [missingInput(name, expected)];
    return printType(given) === expected ? [] : [wrongInput(name, expected, printType(given))];
  });
  const names = declared.map(({ name }) => name);
  const unknown = [...inputs.keys()].filter((name) => !names.includes(name));
  return [...found, ...unknown.map((name) => unknownInput(name, names))];
}
