/** What a command finds by its name: targets, devices, ops, passes and methods, built in and of a config. */

import { builtinOps } from '../../ir/ops/index.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { builtInDevices } from '../../targets/devices/index.ts';
import type { Device } from '../../targets/devices/index.ts';
import { targets as builtInTargets } from '../../targets/index.ts';
import type { Target } from '../../targets/target.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import type { CalibrationMethod } from '../calibrate/method.ts';
import type { Pass } from '../pass.ts';
import { passes as builtInPasses } from '../passes/index.ts';
import type { AddedPass } from '../prepare.ts';

/** Everything there is, built in and of the config. */
export interface Registry {
  readonly targets: readonly Target[];
  readonly devices: readonly Device[];
  readonly ops: OpTable;
  readonly passes: Readonly<Record<string, Pass>>;
  /** The passes that the config puts into pipelines. */
  readonly added: readonly AddedPass[];
  /** The ops of the config alone. */
  readonly ownOps: OpTable;
  /** What the config has of its own. */
  readonly calibration?: Calibration;
  readonly calibrationMethods: readonly CalibrationMethod[];
}

export const BUILT_IN: Registry = {
  targets: builtInTargets,
  devices: builtInDevices,
  ops: builtinOps,
  passes: builtInPasses,
  added: [],
  ownOps: {},
  calibrationMethods: [],
};
