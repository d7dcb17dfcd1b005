/** Compares tensors of numbers: the measures that `snapc diff` shows and the tolerances that it holds them to. */

import type { Graph, Value } from '../../ir/graph.ts';
import { getElement } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Precision } from '../target.ts';
import { formatError } from '../units.ts';

/** The largest |a-b| / (1 + |b|) that an artifact may show. */
export const TOLERANCES: Readonly<Record<Precision, number>> = { fp32: 1e-4, fp16: 1e-2 };

/** Where the model or the artifact computes in half precision, numbers differ by as much as it has. */
export function toleranceFor(graph: Graph, precision: Precision): number {
  return precision === 'fp16' || usesHalf(graph) ? TOLERANCES.fp16 : TOLERANCES.fp32;
}

function usesHalf(graph: Graph): boolean {
  const isHalf = ({ type }: Value): boolean => type.dtype === 'f16' || type.dtype === 'bf16';
  for (const { results } of graph.nodes()) if (results.some(isHalf)) return true;
  return graph.inputs.some(isHalf);
}

export interface Difference {
  /** Largest |a-b|. */
  readonly maxAbs: number;
  /** Largest |a-b| / |b| where b is not 0. */
  readonly maxRel: number;
  /** Largest |a-b| / (1 + |b|): what the tolerance is about. */
  readonly error: number;
  /** Signal to noise in decibels; infinite where nothing differs. */
  readonly sqnr: number;
}

/** Equal infinities and NaNs in the same place do not differ; of one alone the difference is infinite. */
export function compareTensors(actual: Tensor, expected: Tensor): Difference {
  if (actual.data.length !== expected.data.length) {
    return { maxAbs: Infinity, maxRel: Infinity, error: Infinity, sqnr: -Infinity };
  }
  let maxAbs = 0;
  let maxRel = 0;
  let error = 0;
  let signal = 0;
  let noise = 0;
  for (let index = 0; index < expected.data.length; index++) {
    const a = Number(getElement(actual, index));
    const b = Number(getElement(expected, index));
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) {
      if (Number.isFinite(b)) signal += b * b;
      continue;
    }
    const distance = finite(Math.abs(a - b));
    maxAbs = Math.max(maxAbs, distance);
    if (b !== 0) maxRel = Math.max(maxRel, finite(distance / Math.abs(b)));
    error = Math.max(error, finite(distance / (1 + Math.abs(b))));
    if (Number.isFinite(b)) signal += b * b;
    noise += distance * distance;
  }
  const sqnr = noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
  return { maxAbs, maxRel, error, sqnr };
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Infinity;
}

/** For JSON, which has no infinities. */
export function jsonDifference(difference: Difference): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(difference).map(([name, value]) => [
      name,
      Number.isFinite(value) ? value : null,
    ]),
  );
}

export const DIFFERENCE_HEAD = ['max abs', 'max rel', 'error', 'SQNR'] as const;

export function differenceCells({ maxAbs, maxRel, error, sqnr }: Difference): string[] {
  const decibels = Number.isFinite(sqnr) ? `${sqnr.toFixed(1)} dB` : '-';
  return [formatError(maxAbs), formatError(maxRel), formatError(error), decibels];
}
