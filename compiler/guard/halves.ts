/** What fp16 holds, how much of it the guard lets be used, and what it assumes of a target. */

import type { Precision } from '../target.ts';

/** What a target computes in where the graph's values are fp16. */
export interface HalfArithmetic {
  /** What is handed from node to node; fp32 where only weights are halves. */
  readonly values: Precision;
  /** Sums of products and of elements, whatever their order. */
  readonly sums: Precision;
  /** As many terms and more are added up in fp32 all the same; 0 for none. */
  readonly wideSumsFrom?: number;
  /** The squares that a norm takes the mean of. Means themselves are taken not to leave the range. */
  readonly squares: Precision;
}

/** Of a target that says nothing. */
export const CAUTIOUS: HalfArithmetic = { values: 'fp16', sums: 'fp16', squares: 'fp16' };

export const LARGEST_HALF = 65504;
/** Values in fp16 differ from exact ones, to which bounds apply. */
export const LIMIT = LARGEST_HALF * (1 - 2 ** -4);
/** What was observed may be as many times larger on other inputs. */
export const SAFETY = 4;
/** The smallest epsilon that is not lost. */
export const LEAST_EPSILON = 2 ** -24;

export const GUARD_MODES = ['off', 'report', 'repair', 'strict'] as const;
/**
 * - report: changes nothing.
 * - repair: what calibration data shows to be at risk, and what costs nothing.
 * - strict: whatever is not shown to be safe.
 */
export type GuardMode = (typeof GUARD_MODES)[number];
