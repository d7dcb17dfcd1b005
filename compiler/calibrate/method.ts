/** A calibration method: from the numbers that a value takes on calibration data, the range that its integers cover. */

import type { NumberArray } from '../../ir/tensor.ts';

/** Numbers outside are clamped. 0 always lies inside, so that it is an integer exactly. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface RangeSettings {
  /** How many integers there are: 256, or 255 where they lie evenly around 0. */
  readonly levels: number;
  /** The range that is used will be as wide on either side of 0. */
  readonly symmetric: boolean;
  /** Of the numbers, how many per cent are to lie inside, for methods that leave some out. */
  readonly percentile: number;
}

/** Sees the numbers of one value, run by run, in memory that does not grow. */
export interface RangeCollector {
  readonly add: (values: NumberArray) => void;
  readonly range: () => Range;
}

export interface CalibrationMethod {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  readonly describe: string;
  readonly begin: (settings: RangeSettings) => RangeCollector;
}

/** Typed identity, for methods of one's own in snapc.config.ts. */
export function defineCalibrationMethod(method: CalibrationMethod): CalibrationMethod {
  return method;
}

/** The range with 0 inside. */
export function withZero(low: number, high: number): Range {
  return { low: Math.min(0, low), high: Math.max(0, high) };
}

/** The same width on either side. */
export function balanced({ low, high }: Range): Range {
  const reach = Math.max(-low, high);
  return { low: -reach, high: reach };
}
