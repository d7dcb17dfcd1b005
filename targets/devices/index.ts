/** The devices snapc knows, and the way to read a device file of one's own. A new phone is one JSON file and two lines here. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { Device } from './device.ts';
import { unknownDevice } from './diagnostics.ts';
import galaxyS24 from './galaxy-s24.json' with { type: 'json' };
import galaxyS25 from './galaxy-s25.json' with { type: 'json' };
import iphone14Pro from './iphone-14-pro.json' with { type: 'json' };
import iphone16Pro from './iphone-16-pro.json' with { type: 'json' };
import lavapipe from './lavapipe.json' with { type: 'json' };
import { nearest } from './nearest.ts';
import pixel8 from './pixel-8.json' with { type: 'json' };
import pixel9 from './pixel-9.json' with { type: 'json' };
import swiftshader from './swiftshader.json' with { type: 'json' };
import webgpuDefault from './webgpu-default.json' with { type: 'json' };

export { defineDevice } from './device.ts';
export type {
  AdapterIdentity,
  ComputeUnits,
  Device,
  DeviceCoreml,
  DeviceCosts,
  DeviceMemory,
  DeviceNnapi,
  DeviceWebgpu,
  KernelParameters,
  NeuralEngineRules,
  RegisterTile,
  SubgroupSize,
} from './device.ts';
export { figure } from './figure.ts';
export type { Figure, FigureSource } from './figure.ts';
export { completeLimits } from './limits.ts';
export { likeDevice } from './like.ts';
export type { CompleteLimits, LimitFigures, LimitName } from './limits.ts';
export { parseMeasured, withMeasured } from './measured.ts';
export type { Measured } from './page/measured.ts';
export { parseDevice, parseDeviceText } from './parse.ts';
export { skeletonDevice } from './skeleton.ts';

/**
 * In the order that `snapc devices` lists them. TypeScript sees the strings of a JSON file as plain
 * `string`, so the type is asserted here; the tests run every file through `parseDevice`.
 */
export const builtInDevices: readonly Device[] = [
  webgpuDefault,
  swiftshader,
  lavapipe,
  iphone14Pro,
  iphone16Pro,
  pixel8,
  pixel9,
  galaxyS24,
  galaxyS25,
] as readonly unknown[] as readonly Device[];

/** The built-in device of that name, or a diagnostic that names the likely one. */
export function findDevice(name: string): Result<Device> {
  const device = builtInDevices.find((candidate) => candidate.name === name);
  if (device !== undefined) return success(device);
  const known = builtInDevices.map((candidate) => candidate.name);
  return failure([unknownDevice(name, nearest(name, known), known)]);
}
