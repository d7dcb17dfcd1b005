/** Feature levels as the NDK counts them: what a phone's NNAPI can be asked for. */

export const FEATURE_LEVELS = [29, 30, 31, 1_000_006, 1_000_007, 1_000_008] as const;
export type FeatureLevel = (typeof FEATURE_LEVELS)[number];

/** Signed 8-bit tensors, and arithmetic of integers. */
export const SIGNED_AND_INTEGERS: FeatureLevel = 30;
/** Products of batches of matrices, and integers under another shape. */
export const BATCHED_MATRICES: FeatureLevel = 1_000_006;
