/** The feature levels that the target tells apart. */

import type { FeatureLevel } from '../../targets/nnapi/levels.ts';

export const LEVELS = [29, 30, 1_000_006, 1_000_007] as const satisfies readonly FeatureLevel[];
