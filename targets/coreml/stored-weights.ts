/** Which weights stand in the package in few bits: for the manifest. */

import type { StoredWeight } from '../../compiler/target.ts';
import { elementCount } from '../../ir/types.ts';
import { isConstexpr, isTuple, literalsIn } from './package/literals-of.ts';
import { isStored, storedBytes } from './package/literal.ts';
import type { Literal, MilOperation, MilProgram } from './syntax.ts';
import { isLiteral } from './terms.ts';

/** Functions of a program share their weights: those of the first. */
export function storedWeights(programs: readonly MilProgram[]): readonly StoredWeight[] {
  return programs.flatMap(({ functions: [main] }) =>
    (main?.operations ?? []).filter(isConstexpr).flatMap(storedWeight),
  );
}

/** None for an operation that only joins what another one gives. */
function storedWeight(operation: MilOperation): readonly StoredWeight[] {
  const data = dataOf(operation);
  const [output] = operation.outputs;
  if (data === undefined) return [];
  return [
    {
      nodes: operation.origin.onnx,
      form: formOf(operation, data),
      elements: elementCount((output?.type.shape ?? []).map((dim) => dim ?? 1)),
      bytes: [...literalsIn([operation])]
        .filter(({ type }) => isStored(type.dtype))
        .reduce((sum, literal) => sum + storedBytes(literal), 0),
    },
  ];
}

/** What has the elements, under its names in all constexpr operations. */
const DATA = ['data', 'quantized_data', 'indices', 'nonzero_data', 'indices_nonzero_data'];

function dataOf({ inputs, attributes = {} }: MilOperation): Literal | undefined {
  for (const name of DATA) {
    const found = inputs[name] ?? attributes[name];
    if (found !== undefined && !isTuple(found) && isLiteral(found)) return found;
  }
  return undefined;
}

function formOf({ type }: MilOperation, data: Literal): string {
  if (type === 'constexpr_sparse_to_dense') return 'sparse';
  const { dtype } = data.type;
  const packed = data.kind === 'weight' ? data.packed : undefined;
  const own = type.includes('_lut_') ? `palette${packed ?? dtype.slice('uint'.length)}` : dtype;
  return type.includes('sparse') ? `sparse ${own}` : own;
}
