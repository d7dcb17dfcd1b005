/** Values rounded to the integers of a range: what a target computes in integers, and every other one as it stands. */

import { createBuilder } from '../../ir/builder.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { roundTo } from '../../ir/element.ts';
import type { Range } from '../calibrate/method.ts';

/** An integer n stands for (n - zeroPoint) * scale. */
export interface Grid {
  readonly scale: number;
  readonly zeroPoint: number;
}

const FIRST = -128;
const LAST = 127;
/** Steps may be so much longer where that saves the zero point. */
const NEARLY = 1.02;

/** How many integers there are. */
export const levelsOf = (symmetric: boolean): number =>
  symmetric ? 2 * LAST + 1 : LAST - FIRST + 1;

/** Undefined for a range of 0 alone, and for scales that are no numbers of the dtype. */
export function gridOf(
  { low, high }: Range,
  symmetric: boolean,
  dtype: Value['type']['dtype'],
): Grid | undefined {
  const [even, tight] = [Math.max(-low, high) / LAST, (high - low) / (LAST - FIRST)];
  // Without a zero point integer products need no correction.
  const isEven = symmetric || even <= NEARLY * tight;
  const scale = roundTo(dtype, isEven ? even : tight);
  if (!(scale > 0 && scale < Infinity)) return undefined;
  if (isEven) return { scale, zeroPoint: 0 };
  const zeroPoint = Math.min(LAST, Math.max(FIRST, Math.round(FIRST - low / scale)));
  return { scale, zeroPoint };
}

/** `value` through integers and back, made before the node. */
export function insertPair(
  graph: Graph,
  value: Value,
  { scale, zeroPoint }: Grid,
  before: Node | undefined,
  pass: string,
): Value {
  const { dtype } = value.type;
  const origin = mergeOrigins(value.producer === undefined ? [] : [value.producer.origin], pass);
  const b = createBuilder(builtinOps, graph, {
    origin,
    ...(before === undefined ? {} : { before }),
  });
  const factor = b.scalar(dtype, scale);
  const zero = zeroPoint === 0 ? {} : { zero_point: b.scalar('i8', zeroPoint) };
  const integers = b.quantize_linear({ input: value, scale: factor, ...zero }, { dtype: 'i8' });
  return b.dequantize_linear({ input: integers, scale: factor, ...zero });
}
