/** defineConfig: what a project adds to snapc, as plain objects with the same rights as the built-in ones. */

import type { OpDefinition } from '../../ir/define.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Device } from '../../targets/devices/device.ts';
import type { Target } from '../../targets/target.ts';
import type { CalibrationRuns } from '../calibrate/calibration.ts';
import type { CalibrationMethod } from '../calibrate/method.ts';
import type { Pass, PassStep } from '../pass.ts';

export interface ConfigPass {
  /** A pass with or without its options, or text such as `fold-constants {limit=4096}` for a built-in one. */
  readonly pass: Pass | PassStep | string;
  /** Stands right before, or after, the first pass of this name; at the start of the pipeline without either. */
  readonly before?: string;
  readonly after?: string;
  /** Names of the targets that it is for; every target when absent. */
  readonly targets?: readonly string[];
}

export interface Config {
  readonly passes?: readonly ConfigPass[];
  readonly targets?: readonly Target[];
  readonly devices?: readonly Device[];
  readonly ops?: readonly OpDefinition[];
  /** Begins the inputs that the model is measured on; `const outputs = yield inputs` tells what came of them. */
  readonly calibration?: (graph: Graph) => CalibrationRuns;
  /** Beside the built-in ones, for the option `method` of quantize-activations. */
  readonly calibrationMethods?: readonly CalibrationMethod[];
}

/** Typed identity: `export default defineConfig({ ... })` in snapc.config.ts. */
export function defineConfig(config: Config): Config {
  return config;
}
