/** Puts a lowered program, its memory plan and its weights together into the tables that the runtime reads. */

import type { ModelInterface } from '../../compiler/output.ts';
import type { Program, ProgramTensor } from '../../runtime/web/program.ts';
import type { Device } from '../devices/device.ts';
import { numberKernels } from './factor.ts';
import { deviceLimits, requirements } from './limits.ts';
import { emittedNames } from './names.ts';
import { planOptions, planStorage } from './plan.ts';
import type { Place, Plan } from './plan.ts';
import type { Buffer, LoweredProgram, Storage } from './program.ts';
import type { WrittenShards } from './shards.ts';
import { storedType } from './syntax.ts';
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

/** What the runtime reads, checks and uploads at once. */
export const SLICE_BYTES = 8 * 2 ** 20;

export function planProgram(
  program: LoweredProgram,
  device: Device,
  shardBytes: number = SHARD_BYTES,
): Assembly {
  const limits = deviceLimits(device);
  const options = planOptions(device);
  const shardLimit = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, shardBytes);
  return {
    program,
    plan: planStorage(program, options),
    weights: layoutWeights(program, shardLimit),
    alignment: options.alignment,
    subgroupSize: device.webgpu?.subgroupSize?.value.max,
  };
}

export function assemble(
  { program, plan, weights, alignment, subgroupSize }: Assembly,
  model: string,
  declared: ModelInterface,
  written: WrittenShards,
): Program {
  const { kernels, numberOf } = numberKernels(program.kernels.map(({ code }) => code));
  const ranges = new Ranges(plan, weights);
  const dispatches = program.kernels.map(({ code, workgroups, bindings }) => [
    numberOf(code),
    ...workgroups,
    ...bindings.map(({ buffer }) => ranges.of(buffer)),
  ]);
  return {
    model,
    ...requirements(program, plan, weights, alignment, subgroupSize),
    buffers: plan.buffers,
    ...written,
    sliceBytes: SLICE_BYTES,
    inputs: interfaceTensors(declared.inputs, 'input', program.inputs, plan),
    outputs: interfaceTensors(declared.outputs, 'output', program.outputs, plan),
    kernels,
    bindings: ranges.list,
    dispatches,
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

/** The distinct ranges that kernels bind, numbered in order of first use. */
class Ranges {
  readonly list: (readonly [number, number, number])[] = [];
  readonly #known = new Map<string, number>();
  readonly #plan: Plan;
  readonly #weights: WeightLayout;

  constructor(plan: Plan, weights: WeightLayout) {
    this.#plan = plan;
    this.#weights = weights;
  }

  of(buffer: Buffer): number {
    const { buffer: index, offset, size } = this.#place(buffer);
    const key = `${index} ${offset} ${size}`;
    const known = this.#known.get(key) ?? this.list.length;
    if (known === this.list.length) {
      this.#known.set(key, known);
      this.list.push([index, offset, size]);
    }
    return known;
  }

  #place(buffer: Buffer): Place {
    if (buffer.kind === 'storage') {
      const place = this.#plan.places.get(buffer);
      if (place === undefined) throw new Error('a kernel binds a storage without memory');
      return place;
    }
    const place = this.#weights.places.get(buffer);
    if (place === undefined) throw new Error('a kernel binds a weight without a place');
    return { ...place, buffer: this.#plan.buffers.length + place.buffer };
  }
}
