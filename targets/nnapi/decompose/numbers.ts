/** Numbers that an operation does not take go as others that it takes, and come back afterwards. */

import type { Value } from '../../../ir/graph.ts';
import type { DType } from '../../../ir/types.ts';
import { staticTypeOf } from '../../shape.ts';
import { SIGNED_AND_INTEGERS } from '../levels.ts';
import type { LowerContext } from '../lowering.ts';
import type { Rewrite, Site } from './site.ts';

export interface Takes {
  /** 32-bit integers: always, never, or from a level on. */
  readonly integers: (context: LowerContext) => boolean;
  readonly bools: boolean;
}

export const FLOATS_ONLY: Takes = { integers: () => false, bools: false };
export const AND_INTEGERS: Takes = { integers: () => true, bools: false };
export const ALL: Takes = { integers: () => true, bools: true };
export const BOOLS: Takes = { integers: () => false, bools: true };
/** ADD, SUB, MUL and the like. */
export const ARITHMETIC: Takes = {
  integers: ({ featureLevel }) => featureLevel >= SIGNED_AND_INTEGERS,
  bools: false,
};

/** The dtype that numbers of `dtype` go as; floats hold integers exactly up to 2^24. */
export function takenAs(dtype: DType, takes: Takes, context: LowerContext): DType {
  if (dtype === 'f16' || dtype === 'f32') return dtype;
  if (dtype === 'bool') return takes.bools ? 'bool' : 'f32';
  if (dtype === 'f64' || dtype === 'bf16' || dtype === 'u64') return dtype;
  return takes.integers(context) ? 'i32' : 'f32';
}

/** `data` counts the operands that hold numbers, all of one dtype; all operands when absent. */
export function asTaken(takes: Takes, data?: readonly number[]): Rewrite {
  return (site) => {
    const { node, context, m, again } = site;
    const places = data ?? [...node.operands.keys()];
    const [first = 0] = places;
    const from = site.dtype(first);
    if (from === 'u32') {
      return site.refuse('NNAPI has no unsigned 32-bit integers', 'convert them to int32 before');
    }
    const to = takenAs(from, takes, context);
    if (to === from) return undefined;
    const operands = node.operands.map((value, index) =>
      value !== undefined && places.includes(index) ? m.cast(value, to) : value,
    );
    return backTo(site, again(operands));
  };
}

/** Results of another dtype than the node's own are cast to that. */
export function backTo({ node, m }: Site, values: readonly Value[]): readonly Value[] {
  return node.results.map((result, index) => {
    const value = values[index];
    if (value === undefined) throw new Error(`${node.op.name} gives no result ${index}`);
    return m.cast(value, staticTypeOf(result).dtype);
  });
}
