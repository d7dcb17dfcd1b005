/** The options of the pass set-precision, and what it has besides them. */

import { attr } from '../../ir/attr.ts';
import { PRECISIONS } from '../target.ts';
import type { Precision } from '../target.ts';
import type { Extremes } from './extremes.ts';
import type { GuardSettings } from './guard.ts';
import { CAUTIOUS, GUARD_MODES } from './halves.ts';
import type { GuardMode } from './halves.ts';
import { parseRanges } from './input-ranges.ts';
import type { GuardReport } from './report.ts';
import { WeightMeasures } from './statistics.ts';

export const precisionOptions = {
  precision: attr.oneOf(PRECISIONS, 'fp32'),
  /** Of the residual stream and the norms that read it, where the rest is fp16. */
  residuals: attr.oneOf(PRECISIONS, 'fp16'),
  /** Of fp16, against overflow. */
  guard: attr.oneOf(GUARD_MODES, 'off'),
  /** Bounds of inputs, for the guard: `sample=-8..8,context=-60..60`. */
  ranges: attr.string(''),
  /** What the target hands from node to node. */
  values: attr.oneOf(PRECISIONS, CAUTIOUS.values),
  /** What it adds up in, and from how many terms on in fp32 all the same. */
  sums: attr.oneOf(PRECISIONS, CAUTIOUS.sums),
  wide_sums_from: attr.int(0),
  /** How many layers are made fp32 afterwards, as widen-first-layers counts them. */
  first_layers: attr.int(0),
  /** What its norms square in. */
  squares: attr.oneOf(PRECISIONS, CAUTIOUS.squares),
};

/** What is no option of a pipeline's step. */
export interface GuardMeans {
  readonly extremes?: Extremes | undefined;
  readonly measures?: WeightMeasures | undefined;
  readonly onReport?: ((report: GuardReport) => void) | undefined;
}

export interface PrecisionOptions {
  readonly residuals: Precision;
  readonly guard: GuardMode;
  readonly ranges: string;
  readonly values: Precision;
  readonly sums: Precision;
  readonly wide_sums_from: number;
  readonly first_layers: number;
  readonly squares: Precision;
}

export function settingsOf(options: PrecisionOptions, means: GuardMeans): GuardSettings {
  const { guard, ranges, residuals, values, sums, squares, wide_sums_from: wideSumsFrom } = options;
  return {
    mode: guard,
    halves: { values, sums, squares, ...(wideSumsFrom > 0 && { wideSumsFrom }) },
    ranges: parseRanges(ranges),
    wideResiduals: residuals === 'fp32',
    wideLayers: options.first_layers,
    measures: means.measures ?? new WeightMeasures(),
    extremes: means.extremes,
  };
}
