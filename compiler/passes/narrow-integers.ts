/**
 * Turns 64-bit integers into 32-bit ones, for targets that have no others. Inputs and outputs change with
 * the rest; whoever calls the artifact converts. Constants beyond the range become its nearest bound.
 */

import { dataConstant, inlineValue } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { defineDiagnostic } from '../../ir/diagnostics.ts';
import { allocate, getElement, setElement } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { definePass } from '../pass.ts';
import { retypeGraph } from './shared/retype.ts';

const NARROW: Partial<Record<DType, DType>> = { i64: 'i32', u64: 'u32' };

const saturated = defineDiagnostic('SNAPC3150', 'note', (count: number) => ({
  message: `${count} constants hold integers beyond 32 bits and were brought to the nearest bound`,
  hint: 'bounds of slices and masks mean the same afterwards; check the numbers with `snapc diff` if they mean more',
}));

export const narrowIntegers = definePass({
  name: 'narrow-integers',
  describe: 'turns 64-bit integers into 32-bit ones',
  run: (graph, _, { report }) => {
    let count = 0;
    retypeGraph(graph, {
      pass: 'narrow-integers',
      dtype: (dtype) => NARROW[dtype] ?? dtype,
      interface: true,
      constant: (constant, dtype) => {
        const { constant: narrowed, saturates } = narrow(constant, dtype);
        if (saturates) count++;
        return narrowed;
      },
    });
    if (count > 0) report(saturated(count));
  },
});

const BOUNDS: Partial<Record<DType, readonly [number, number]>> = {
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
};

function narrow(constant: Constant, dtype: DType): { constant: Constant; saturates: boolean } {
  const [low, high] = BOUNDS[dtype] ?? [-Infinity, Infinity];
  const value = inlineValue(constant);
  if (value === undefined) {
    const type = { dtype, shape: constant.type.shape };
    const attributes = { to: dtype };
    const source = {
      kind: 'recipe',
      op: builtinOps.cast,
      operands: [constant],
      attributes,
    } as const;
    return { constant: { type, source }, saturates: false };
  }
  const result = allocate(dtype, value.shape);
  let saturates = false;
  for (let index = 0; index < result.data.length; index++) {
    const element = Number(getElement(value, index));
    const kept = Math.min(high, Math.max(low, element));
    if (kept !== element) saturates = true;
    setElement(result, index, kept);
  }
  return { constant: dataConstant(result), saturates };
}
