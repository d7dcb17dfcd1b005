/** The compiled program as tables: what the emitted module hands to the runtime. */

import type { Variants } from './variants.ts';

/** How an element lies in a GPU buffer. bool is u32 with 0 or 1; 8-, 16- and 64-bit integers are 32 bits wide. */
export type StoredType = 'f32' | 'f16' | 'i32' | 'u32';

/** An input or output of the model. */
export interface ProgramTensor {
  /** The ONNX name, for messages. */
  readonly name: string;
  /** The property name in the emitted API. */
  readonly emitted: string;
  /** The dtype that the model declares, in the IR's words (`f32`, `i64`, ...). */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly stored: StoredType;
  /** Index into `buffers`. */
  readonly buffer: number;
}

/** A file of weights, or of their hashes. */
export interface ProgramShard {
  /** File name beside the module. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal, of the whole file: a name for caches too. */
  readonly sha256: string;
}

export interface Program {
  readonly model: string;
  /** Features and limits that the device must have been requested with. */
  readonly features: readonly string[];
  /** Shaders that use subgroups were made for exactly this size. */
  readonly subgroupSize?: number;
  readonly limits: Readonly<Record<string, number>>;
  /** Bytes of each activation buffer: arenas, inputs, outputs. */
  readonly buffers: readonly number[];
  /** Weights; shard k is buffer `buffers.length + k`, bound read-only, all others are writable. */
  readonly shards: readonly ProgramShard[];
  /** Weights are read, checked and uploaded in runs of this many bytes. */
  readonly sliceBytes: number;
  /**
   * A file of the SHA-256 of each run of each shard, 32 bytes each: what the runtime checks while it reads.
   * Absent where no shard is longer than one run, so that its own hash is enough.
   */
  readonly sliceHashes?: ProgramShard;
  readonly inputs: readonly ProgramTensor[];
  readonly outputs: readonly ProgramTensor[];
  /** Distinct shaders, each with a single entry point `main`. */
  readonly kernels: readonly string[];
  /** Rows of 32-bit words that shaders read as uniforms. Absent where no shader has any. */
  readonly parameters?: readonly (readonly number[])[];
  /** Ranges of buffers: buffer, byte offset, byte size. */
  readonly bindings: readonly (readonly [buffer: number, offset: number, size: number])[];
  /**
   * In order: kernel, workgroups in x, y and z, row of `parameters` or 0 for none (the first is 1), then an index
   * into `bindings` for each of its bindings. Parameters are bound after them.
   */
  readonly dispatches: readonly (readonly number[])[];
  /** Other tiles for the heaviest kernels. Absent where there are none. */
  readonly variants?: Variants;
}
