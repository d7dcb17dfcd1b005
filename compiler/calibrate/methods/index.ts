/** The built-in calibration methods by name. */

import type { CalibrationMethod } from '../method.ts';
import { entropy } from './entropy.ts';
import { minMax } from './min-max.ts';
import { mse } from './mse.ts';
import { percentile } from './percentile.ts';

export const calibrationMethods: readonly CalibrationMethod[] = [minMax, percentile, mse, entropy];
