/** The lowered program before memory is planned: storages, weights and kernels in order. */

import type { Constant } from '../../ir/constant.ts';
import type { Node, Origin } from '../../ir/graph.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { StoredType } from '../../runtime/web/program.ts';
import type { BuildRequest } from './lowering.ts';

/** A tensor in GPU memory that kernels write: several IR values may be views of one storage. */
export interface Storage {
  readonly kind: 'storage';
  readonly type: StaticTensorType;
  readonly role: 'input' | 'output' | 'internal';
}

/**
 * How an element lies in memory. `halves` are floats as binary16, two to a word, that shaders read as f32; `bytes` and
 * `nibbles` are integers, four or eight to a word, the first one lowest, that kernels unpack themselves, and so are those
 * of `bits1` to `bits6`, a stream that does not stop at words.
 */
export type ElementForm = StoredType | 'halves' | FewBitsForm;

export type FewBitsForm = 'bytes' | 'nibbles' | 'bits1' | 'bits2' | 'bits3' | 'bits6';

/** A constant tensor in a weight shard, in the layout that a kernel asked for. */
export interface Weight {
  readonly kind: 'weight';
  readonly constant: Constant;
  readonly type: StaticTensorType;
  readonly stored: ElementForm;
  /** Elements of few bits, or the scales, zeros or tables that go with them. */
  readonly fewBits?: true;
}

export type Buffer = Storage | Weight;

export interface Binding {
  readonly buffer: Buffer;
  readonly access: 'read' | 'write';
}

/** One dispatch of a shader. */
export interface Kernel {
  /** The family and what it does, such as `matmul + add`. */
  readonly label: string;
  readonly code: string;
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [number, number, number];
  /** Bytes of workgroup memory. */
  readonly workgroupBytes: number;
  /** The shader needs the feature "subgroups". */
  readonly subgroups?: boolean;
  readonly workgroupSize: readonly [number, number, number];
  readonly origin: Origin;
}

export interface LoweredProgram {
  readonly inputs: readonly Storage[];
  readonly outputs: readonly Storage[];
  readonly kernels: readonly Kernel[];
  /** The node that each kernel was made for; a copy to an output has none. */
  readonly nodes: ReadonlyMap<Kernel, Node>;
  /** Of those that are all that their node needs: what they were built from. */
  readonly requests: ReadonlyMap<Kernel, BuildRequest>;
}
