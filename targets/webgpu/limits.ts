/** What a device allows, and whether a lowered program keeps to it: each violation names its node and a cure. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';
import type { Device } from '../devices/device.ts';
import { completeLimits } from '../devices/limits.ts';
import type { CoreLimitName } from '../devices/limits.ts';
import { beyondBudget, beyondLimit, missingFeature } from './diagnostics.ts';
import type { Plan } from './plan.ts';
import type { Kernel, LoweredProgram } from './program.ts';
import { boundBytes, bufferBytes } from './stored.ts';
import type { WeightLayout } from './weights.ts';

export type DeviceLimits = Readonly<Record<CoreLimitName, number>>;

export function deviceLimits(device: Device): DeviceLimits {
  return Object.fromEntries(
    Object.entries(completeLimits(device.webgpu?.limits ?? {})).map(([name, { value }]) => [
      name,
      value,
    ]),
  ) as unknown as DeviceLimits;
}

/** What the program needs of a device, by the names of WebGPU. */
export interface Requirements {
  readonly features: readonly string[];
  /** Where subgroups are used: their size on the device, which all its units have. */
  readonly subgroupSize?: number;
  readonly limits: Readonly<Record<string, number>>;
}

/** One figure that a limit bounds. */
export interface Use {
  readonly limit: CoreLimitName;
  readonly needed: number;
  /** What needs it, for people. */
  readonly what: string;
  readonly origin: Origin | undefined;
}

export function requirements(
  program: LoweredProgram,
  plan: Plan,
  weights: WeightLayout,
  alignment: number,
  subgroupSize: number | undefined,
): Requirements {
  const limits: Record<string, number> = {};
  for (const { limit, needed } of uses(program, plan, weights)) {
    if (needed > 0) limits[limit] = Math.max(limits[limit] ?? 0, needed);
  }
  limits['minStorageBufferOffsetAlignment'] = alignment;
  return {
    features: featuresOf(program),
    ...(usesSubgroups(program) && subgroupSize !== undefined ? { subgroupSize } : {}),
    limits: Object.fromEntries(Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

export function checkLimits(
  program: LoweredProgram,
  plan: Plan,
  weights: WeightLayout,
  device: Device,
): readonly Diagnostic[] {
  const limits = deviceLimits(device);
  const found = new Map<string, Diagnostic>();
  for (const { limit, needed, what, origin } of uses(program, plan, weights)) {
    const has = limits[limit];
    if (needed <= has) continue;
    // One report for a tensor that many kernels bind.
    const key = `${limit} ${what}`;
    if (!found.has(key)) found.set(key, beyondLimit(what, limit, needed, has, device.name, origin));
  }
  const offered = device.webgpu?.features.value ?? [];
  const missing = featuresOf(program).filter((feature) => !offered.includes(feature));
  const budget = device.memory?.budgetBytes.page.value ?? Infinity;
  const needed = plan.buffers.reduce((sum, bytes) => sum + bytes, weights.bytes);
  return [
    ...missing.map((feature) => missingFeature(feature, device.name)),
    ...found.values(),
    ...(needed > budget ? [beyondBudget(needed, weights.bytes, budget, device.name)] : []),
  ];
}

function featuresOf(program: LoweredProgram): readonly string[] {
  return [
    ...(usesHalf(program) ? ['shader-f16'] : []),
    ...(usesSubgroups(program) ? ['subgroups'] : []),
  ];
}

function usesSubgroups({ kernels }: LoweredProgram): boolean {
  return kernels.some(({ subgroups }) => subgroups === true);
}

function usesHalf({ inputs, outputs, kernels }: LoweredProgram): boolean {
  return (
    [...inputs, ...outputs].some(({ type }) => type.dtype === 'f16') ||
    kernels.some(({ bindings }) => bindings.some(({ buffer }) => buffer.type.dtype === 'f16'))
  );
}

function* uses(program: LoweredProgram, plan: Plan, weights: WeightLayout): Generator<Use> {
  for (const kernel of program.kernels) yield* kernelUses(kernel);
  const buffer = (needed: number, what: string): Use => {
    return { limit: 'maxBufferSize', needed, what, origin: undefined };
  };
  const { arenas } = plan.memory;
  for (const bytes of arenas) yield buffer(bytes, 'memory for intermediate tensors');
  for (const { bytes } of weights.shards) yield buffer(bytes, 'a buffer of weights');
  for (const { type } of program.inputs) yield buffer(bufferBytes(type), 'an input');
  const outputs = program.outputs.map(({ type }) => bufferBytes(type));
  yield buffer(
    outputs.reduce((sum, bytes) => sum + bytes, 0),
    'the outputs together',
  );
}

export function* kernelUses(kernel: Kernel): Generator<Use> {
  const { label, origin, bindings, workgroups, workgroupSize, workgroupBytes } = kernel;
  const use = (limit: CoreLimitName, needed: number, what: string): Use => {
    return { limit, needed, what: `${what} of ${label}`, origin };
  };
  yield use('maxStorageBuffersPerShaderStage', bindings.length, 'the number of tensors');
  for (const { buffer } of bindings) {
    const what = buffer.kind === 'weight' ? 'a weight' : 'a tensor';
    yield use('maxStorageBufferBindingSize', boundBytes(buffer), what);
  }
  const [x, y, z] = workgroupSize;
  yield use('maxComputeInvocationsPerWorkgroup', x * y * z, 'the workgroup size');
  yield use('maxComputeWorkgroupSizeX', x, 'the workgroup size in x');
  yield use('maxComputeWorkgroupSizeY', y, 'the workgroup size in y');
  yield use('maxComputeWorkgroupSizeZ', z, 'the workgroup size in z');
  yield use(
    'maxComputeWorkgroupsPerDimension',
    Math.max(...workgroups),
    'the number of workgroups',
  );
  yield use('maxComputeWorkgroupStorageSize', workgroupBytes, 'the workgroup memory');
}
