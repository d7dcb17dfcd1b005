/** A loaded model: takes inputs, runs the program, gives outputs, one run after another. */

import { SnapcError, checkAborted, lostError, orAborted } from './errors.ts';
import { countOf, decode, encode } from './elements.ts';
import type { Elements } from './elements.ts';
import type { Step } from './pipelines.ts';
import type { Program, ProgramTensor } from './program.ts';

/** An input or output as the model declares it. */
export interface TensorInfo {
  /** The name in the ONNX file. */
  readonly name: string;
  /** The name in the API: the property of the inputs or outputs. */
  readonly property: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

export interface RunOptions {
  /** Rejects the run; work that the GPU has begun is finished before the next run. */
  readonly signal?: AbortSignal;
}

export interface Model<Inputs, Outputs> {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Runs are queued: a second one waits for the first. The inputs are read before this returns. */
  run(inputs: Inputs, options?: RunOptions): Promise<Outputs>;
  /** Frees the GPU memory; runs that are not finished are rejected. */
  dispose(): void;
}

export interface Parts {
  readonly device: GPUDevice;
  readonly program: Program;
  readonly buffers: readonly GPUBuffer[];
  readonly steps: readonly Step[];
  readonly staging: GPUBuffer;
}

/** The flag of GPUMapMode; a number, because not every platform has the name as a global. */
const READ = 1;

/** Each output starts at a multiple of this in the staging buffer, as mapping wants it. */
export const STAGING_ALIGNMENT = 8;

export function infoOf({ name, emitted, dtype, shape }: ProgramTensor): TensorInfo {
  return { name, property: emitted, dtype, shape };
}

export function storedSize({ shape, stored }: ProgramTensor): number {
  return Math.ceil((countOf(shape) * (stored === 'f16' ? 2 : 4)) / 4) * 4;
}

export class LoadedModel implements Model<unknown, unknown> {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly #parts: Parts;
  /** Settles when the runs so far are done. */
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #end: SnapcError | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.inputs = parts.program.inputs.map(infoOf);
    this.outputs = parts.program.outputs.map(infoOf);
    void parts.device.lost.then((reason) => {
      this.#end ??= lostError(reason);
    });
  }

  async run(inputs: unknown, options: RunOptions = {}): Promise<unknown> {
    const { signal } = options;
    checkAborted(signal);
    this.#checkUsable();
    const words = this.#encode(inputs);
    const run = this.#waiting === 0 ? this.#execute(words) : this.#later(words, signal);
    this.#waiting++;
    this.#queue = run.then(
      () => this.#waiting--,
      () => this.#waiting--,
    );
    return orAborted(run, signal);
  }

  /** Runs after those before it, with the inputs as they are now. */
  #later(words: readonly ArrayBufferView[], signal: AbortSignal | undefined): Promise<unknown> {
    const kept = words.map(copyOf);
    return this.#queue.then(() => {
      checkAborted(signal);
      this.#checkUsable();
      return this.#execute(kept);
    });
  }

  dispose(): void {
    this.#end = new SnapcError('disposed', 'the model was disposed');
    for (const buffer of [...this.#parts.buffers, this.#parts.staging]) buffer.destroy();
  }

  #checkUsable(): void {
    if (this.#end !== undefined) throw this.#end;
  }

  /** Checks every input before anything runs. */
  #encode(given: unknown): ArrayBufferView[] {
    if (typeof given !== 'object' || given === null) {
      throw new SnapcError('input', 'the inputs are an object with a typed array for each input');
    }
    const known = this.#parts.program.inputs;
    for (const key of Object.keys(given)) {
      if (known.every(({ emitted }) => emitted !== key)) {
        const names = known.map(({ emitted }) => emitted).join(', ');
        throw new SnapcError('input', `there is no input ${JSON.stringify(key)}, only: ${names}`);
      }
    }
    return known.map((tensor) => {
      if (Object.hasOwn(given, tensor.emitted)) {
        return encode(tensor, (given as Readonly<Record<string, unknown>>)[tensor.emitted]);
      }
      throw new SnapcError('input', `input ${JSON.stringify(tensor.emitted)} is missing`);
    });
  }

  async #execute(words: readonly ArrayBufferView[]): Promise<unknown> {
    const { device, program, buffers, staging } = this.#parts;
    try {
      device.pushErrorScope('validation');
      program.inputs.forEach(({ buffer }, index) => {
        const { buffer: data, byteOffset, byteLength } = words[index] ?? new Uint8Array();
        const target = buffers[buffer];
        if (target !== undefined) device.queue.writeBuffer(target, 0, data, byteOffset, byteLength);
      });
      this.#submit();
      const fault = await device.popErrorScope();
      if (fault !== null) throw new SnapcError('shader', fault.message);
      await staging.mapAsync(READ);
    } catch (error) {
      // A lost device fails whatever was under way, and tells of its loss a moment later.
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw this.#end ?? error;
    }
    const outputs: Record<string, Elements> = {};
    let offset = 0;
    for (const tensor of program.outputs) {
      const size = storedSize(tensor);
      const words = size === 0 ? new ArrayBuffer(0) : staging.getMappedRange(offset, size).slice(0);
      outputs[tensor.emitted] = decode(tensor, words);
      offset += align(size);
    }
    staging.unmap();
    return outputs;
  }

  #submit(): void {
    const { device, program, buffers, steps, staging } = this.#parts;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, group, workgroups } of steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
    let offset = 0;
    for (const tensor of program.outputs) {
      const size = storedSize(tensor);
      const source = buffers[tensor.buffer];
      if (source !== undefined && size > 0) {
        encoder.copyBufferToBuffer(source, 0, staging, offset, size);
      }
      offset += align(size);
    }
    device.queue.submit([encoder.finish()]);
  }
}

export function align(bytes: number): number {
  return Math.ceil(bytes / STAGING_ALIGNMENT) * STAGING_ALIGNMENT;
}

function copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}
