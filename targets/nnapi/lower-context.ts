/** What lowering goes by: the feature level that the runtime and every driver of the device have, and the options. */

import type { Device } from '../devices/device.ts';
import type { TargetContext } from '../target.ts';
import { FEATURE_LEVELS } from './levels.ts';
import type { FeatureLevel } from './levels.ts';
import type { LowerContext } from './lowering.ts';
import type { options as declared } from './options.ts';

/** Undefined where the device is known to have no NNAPI, or one older than Android 10's. */
export function featureLevelOf({ nnapi }: Device): FeatureLevel | undefined {
  if (nnapi === null) return undefined;
  const common = Math.min(nnapi.runtimeFeatureLevel.value, nnapi.deviceFeatureLevel.value);
  return FEATURE_LEVELS.findLast((level) => level <= common);
}

export function lowerContext({ device, options }: TargetContext<typeof declared>): LowerContext {
  const featureLevel = featureLevelOf(device);
  // Such a device is refused before anything is lowered.
  if (featureLevel === undefined) throw new Error(`${device.name} has no feature level`);
  const { relaxed, dequantize, wide_sums_from: wideSumsFrom } = options;
  return { featureLevel, relaxed, dequantize, wideSumsFrom };
}
