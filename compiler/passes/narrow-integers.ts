/**
 * Turns 64-bit integers into 32-bit ones, for targets that have no others. Inputs and outputs change with
 * the rest; whoever calls the artifact converts. Constants beyond the range become its nearest bound.
 */

import { dataConstant, inlineValue, splatConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { allocate, getElement, setElement } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { definePass } from '../pass.ts';
import { constantOf } from './shared/constant-folding.ts';
import { retypeGraph } from './shared/retype.ts';

const NARROW: Partial<Record<DType, DType>> = { i64: 'i32', u64: 'u32' };

const saturatedBounds = defineDiagnostic('SNAPC3150', 'note', (count: number) => ({
  message: `${count} bounds beyond 32 bits were brought to the nearest integer of 32 bits`,
  hint: 'comparisons and limits mean the same afterwards, if all other numbers have 32 bits',
}));

const saturatedNumbers = defineDiagnostic('SNAPC3152', 'warning', (count: number) => ({
  message: `${count} constants hold integers beyond 32 bits and were brought to the nearest one of 32 bits`,
  hint: 'what is computed from them may differ: see `snapc diff`',
}));

export const narrowIntegers = definePass({
  name: 'narrow-integers',
  describe: 'turns 64-bit integers into 32-bit ones',
  run: (graph, _, { report }) => {
    const beyond = graph.constants().filter((value) => isBeyond(value));
    const bounds = beyond.filter((value) => isBound(graph, value));
    retypeGraph(graph, {
      pass: 'narrow-integers',
      dtype: (dtype) => NARROW[dtype] ?? dtype,
      interface: true,
      constant: narrow,
    });
    if (bounds.length > 0) report(saturatedBounds(bounds.length));
    if (beyond.length > bounds.length) report(saturatedNumbers(beyond.length - bounds.length));
  },
});

const BOUNDS: Partial<Record<DType, readonly [number, number]>> = {
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u32: [0, 2 ** 32 - 1],
};

/** A constant in memory with an element that its narrower dtype does not hold. */
function isBeyond({ constant }: Value): boolean {
  const value = constant === undefined ? undefined : inlineValue(constant);
  const [low, high] = BOUNDS[(value && NARROW[value.dtype]) ?? 'bool'] ?? [-Infinity, Infinity];
  if (value === undefined) return false;
  return value.data.some((element: number | bigint) => element < low || element > high);
}

/** Only compared, or a limit: the nearest integer does the same. */
function isBound(graph: Graph, value: Value): boolean {
  const limits: readonly OpDefinition[] = [builtinOps.min, builtinOps.max];
  return (
    !graph.isOutput(value) &&
    [...value.users].every(
      ({ op, results }) => limits.includes(op) || results[0]?.type.dtype === 'bool',
    )
  );
}

function narrow(constant: Constant, dtype: DType): Constant {
  const [low, high] = BOUNDS[dtype] ?? [-Infinity, Infinity];
  const value = inlineValue(constant);
  if (value === undefined) return constantOf(builtinOps.cast, [constant], { to: dtype });
  const result = allocate(dtype, value.shape);
  for (let index = 0; index < result.data.length; index++) {
    setElement(result, index, Math.min(high, Math.max(low, Number(getElement(value, index)))));
  }
  const { source } = constant;
  if (source.kind !== 'splat') return dataConstant(result);
  const clamped = Math.min(high, Math.max(low, Number(source.value)));
  return splatConstant({ dtype, shape: value.shape }, clamped);
}
