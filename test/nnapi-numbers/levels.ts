/** The feature levels that the target tells apart, and what lowering goes by there. */

import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import type { LowerContext } from '../../targets/nnapi/lowering.ts';
import { WIDE_SUMS_FROM } from '../../targets/nnapi/options.ts';

export const LEVELS = [29, 30, 1_000_006, 1_000_007] as const satisfies readonly FeatureLevel[];

/** With the options as they are when nobody gives them. */
export function contextAt(featureLevel: FeatureLevel): LowerContext {
  return { featureLevel, relaxed: false, wideSumsFrom: WIDE_SUMS_FROM };
}
