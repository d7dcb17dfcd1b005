/** Puts a lowered program, its memory plan and its weights together into the tables that the runtime reads. */

import type { ModelInterface } from '../../compiler/output.ts';
import type { Program, ProgramTensor } from '../../runtime/web/program.ts';
import type { Device } from '../devices/device.ts';
import { numberKernels } from './factor.ts';
import { deviceLimits, requirements } from './limits.ts';
import { emittedNames } from './names.ts';
import { Numbered } from './numbered.ts';
import { shareShaders } from './parameters.ts';
import { planOptions, planStorage } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Kernel, LoweredProgram, Storage } from './program.ts';
import { Ranges } from './ranges.ts';
import type { WrittenShards } from './shards.ts';
import { storedType } from './syntax.ts';
import type { KernelVariants } from './variants/choose.ts';
import { keyOf, variantKernels, variantTable } from './variants/table.ts';
import { layoutWeights } from './weights.ts';
import type { WeightLayout } from './weights.ts';

/** Everything that is decided before the weights are read. */
export interface Assembly {
  readonly program: LoweredProgram;
  readonly plan: Plan;
  readonly weights: WeightLayout;
  /** The offset alignment that the plan relies on. */
  readonly alignment: number;
  /** Of the device, where it has one. */
  readonly subgroupSize: number | undefined;
}

/** Weight shards are at most this large unless the device or an option asks for less. */
export const SHARD_BYTES = 128 * 2 ** 20;

/** What the runtime reads, checks and uploads at once. Each of its readers holds a slice some three times over. */
export const SLICE_BYTES = 2 * 2 ** 20;

export function planProgram(
  program: LoweredProgram,
  device: Device,
  shardBytes: number = SHARD_BYTES,
): Assembly {
  const options = planOptions(device);
  return {
    program,
    plan: planStorage(program, options),
    weights: layoutWeights(program, shardLimit(device, shardBytes)),
    alignment: options.alignment,
    subgroupSize: device.webgpu?.subgroupSize?.value.max,
  };
}

export function shardLimit(device: Device, shardBytes: number): number {
  const limits = deviceLimits(device);
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, shardBytes);
}

export function assemble(
  { program, plan, weights, alignment, subgroupSize }: Assembly,
  model: string,
  declared: ModelInterface,
  written: WrittenShards,
  variants: readonly KernelVariants[] = [],
): Program {
  const all = [...program.kernels, ...variantKernels(variants)];
  const shared = shareShaders(all.map(({ code }) => code));
  const { kernels, numberOf } = numberKernels(shared.map(({ code }) => code));
  const rows = new Numbered();
  const ranges = new Ranges(plan, weights);
  const launches = new Map(
    all.map((kernel, index) => {
      const { code = '', parameters = [] } = shared[index] ?? {};
      const row = parameters.length === 0 ? 0 : 1 + rows.of(parameters);
      return [kernel, [numberOf(code), ...kernel.workgroups, row]];
    }),
  );
  const launchOf = (kernel: Kernel): readonly number[] => launches.get(kernel) ?? [];
  const dispatches = program.kernels.map((kernel) => [
    ...launchOf(kernel),
    ...kernel.bindings.map(({ buffer }) => ranges.of(buffer)),
  ]);
  const groups = variantTable(variants, program.kernels, launchOf);
  return {
    model,
    ...requirements(program, plan, weights, alignment, subgroupSize),
    buffers: plan.buffers,
    ...written,
    sliceBytes: SLICE_BYTES,
    inputs: interfaceTensors(declared.inputs, 'input', program.inputs, plan),
    outputs: interfaceTensors(declared.outputs, 'output', program.outputs, plan),
    kernels,
    ...(rows.list.length === 0 ? {} : { parameters: rows.list }),
    bindings: ranges.list,
    dispatches,
    ...(groups.length === 0
      ? {}
      : { variants: { key: keyOf([kernels, rows.list, dispatches, groups]), groups } }),
  };
}

function interfaceTensors(
  declared: ModelInterface['inputs'],
  prefix: string,
  storages: readonly Storage[],
  plan: Plan,
): ProgramTensor[] {
  const emitted = emittedNames(
    declared.map(({ name }) => name),
    prefix,
  );
  return declared.map(({ name, type }, index) => {
    const storage = storages[index];
    const place = storage && plan.places.get(storage);
    if (storage === undefined || place === undefined) throw new Error(`${prefix} without memory`);
    return {
      name,
      emitted: emitted[index] ?? `${prefix}${index}`,
      dtype: type.dtype,
      shape: type.shape,
      stored: storedType(storage.type.dtype),
      buffer: place.buffer,
    };
  });
}
