/** Which weights stand in the package in few bits: for the manifest. */

import type { StoredWeight } from '../../compiler/target.ts';
import { elementCount } from '../../ir/types.ts';
import { isConstexpr } from './package/literals-of.ts';
import { countOf, isStored, storedBytes } from './package/literal.ts';
import { literalsIn } from './package/literals-of.ts';
import type { MilOperation, MilProgram, Weight } from './syntax.ts';

/** Functions of a program share their weights: those of the first. */
export function storedWeights(programs: readonly MilProgram[]): readonly StoredWeight[] {
  return programs.flatMap(({ functions: [main] }) =>
    (main?.operations ?? []).filter(isConstexpr).map(storedWeight),
  );
}

function storedWeight(operation: MilOperation): StoredWeight {
  const literals = [...literalsIn([operation])];
  const largest = literals.reduce((a, b) => (countOf(b.type) > countOf(a.type) ? b : a));
  const [output] = operation.outputs;
  return {
    nodes: operation.origin.onnx,
    form: formOf(operation, largest.kind === 'weight' ? largest : undefined),
    elements: elementCount((output?.type.shape ?? []).map((dim) => dim ?? 1)),
    bytes: literals
      .filter(({ type }) => isStored(type.dtype))
      .reduce((sum, literal) => sum + storedBytes(literal), 0),
  };
}

function formOf({ type }: MilOperation, data: Weight | undefined): string {
  if (type === 'constexpr_sparse_to_dense') return 'sparse';
  const dtype = data?.type.dtype ?? '';
  if (type !== 'constexpr_lut_to_dense') return dtype;
  return `palette${data?.packed ?? dtype.slice('uint'.length)}`;
}
