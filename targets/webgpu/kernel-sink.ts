/** What a lowering hands its kernels to: one that writes them, and one that only looks at the memory they would take. */

import type { LiveRange } from '../../compiler/memory.ts';
import type { Node, Value } from '../../ir/graph.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import { byteSize } from '../../ir/types.ts';
import type { BuildRequest } from './lowering.ts';
import { LiveRanges } from './plan.ts';
import type { Buffer, Kernel, LoweredProgram, Storage } from './program.ts';
import { staticTypeOf } from '../shape.ts';

/** Kernels, and what they were built from where a lowering built them. */
export interface Built extends Partial<BuildRequest> {
  readonly kernels: readonly Kernel[];
}

/** The kernels of a node, or of a copy to an output. */
export interface Step {
  readonly node: Node | undefined;
  /** Those that the kernels read and write, but for scratch and constants. */
  readonly buffers: readonly Buffer[];
  readonly build: () => Built;
}

export interface KernelSink {
  readonly add: (step: Step) => void;
  readonly scratch: (node: Node, type: StaticTensorType) => Storage;
  /** The part of a concatenation was copied there, and could have been written there. */
  readonly copied: (part: Value, join: Node) => void;
}

export class ProgramSink implements KernelSink {
  readonly #kernels: Kernel[] = [];
  readonly #nodes = new Map<Kernel, Node>();
  readonly #requests = new Map<Kernel, BuildRequest>();
  readonly scratchOf = new Map<Node, Storage[]>();
  readonly parts = new Map<Value, Node>();

  get program(): Pick<LoweredProgram, 'kernels' | 'nodes' | 'requests'> {
    return { kernels: this.#kernels, nodes: this.#nodes, requests: this.#requests };
  }

  add({ node, build }: Step): void {
    const { kernels, lowering, request } = build();
    const [only, ...more] = kernels;
    // A kernel that is all that its node needs may be built again, with another tile.
    if (only !== undefined && more.length === 0 && lowering !== undefined && request !== undefined)
      this.#requests.set(only, { lowering, request });
    this.#kernels.push(...kernels);
    if (node !== undefined) for (const kernel of kernels) this.#nodes.set(kernel, node);
  }

  scratch(node: Node, type: StaticTensorType): Storage {
    const storage: Storage = { kind: 'storage', type, role: 'internal' };
    this.scratchOf.set(node, [...(this.scratchOf.get(node) ?? []), storage]);
    return storage;
  }

  copied(part: Value, join: Node): void {
    if (!this.parts.has(part)) this.parts.set(part, join);
  }
}

/** Takes each node for one step, in which all of its scratch lives as it did in a program of the same graph. */
export class TrialSink implements KernelSink {
  readonly #scratchOf: ReadonlyMap<Node, readonly Storage[]>;
  readonly #ranges = new LiveRanges();
  #step = 0;
  copiedBytes = 0;

  constructor({ scratchOf }: ProgramSink) {
    this.#scratchOf = scratchOf;
  }

  get ranges(): readonly LiveRange[] {
    return [...this.#ranges.of.values()];
  }

  add({ node, buffers }: Step): void {
    const scratch = (node && this.#scratchOf.get(node)) ?? [];
    for (const buffer of [...buffers, ...scratch]) this.#ranges.touch(buffer, this.#step);
    this.#step++;
  }

  scratch(): never {
    throw new Error('a trial builds no kernels');
  }

  copied(part: Value): void {
    this.copiedBytes += byteSize(staticTypeOf(part));
  }
}
