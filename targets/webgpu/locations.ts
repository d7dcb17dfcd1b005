/** Where every value of a graph lies: in memory of its own, as a view of another's, or written straight into one. */
import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { resultOf } from '../../ir/graph.ts';
import { fusedBody } from './fused-body.ts';
import type { Location, Placement } from './lowering.ts';
import { loweringOf } from './pointwise.ts';
import { isRowMajor, rowMajor, runsByFour } from './placement.ts';
import type { Buffer, ElementForm, Storage, Weight } from './program.ts';
import { staticShapeOf, staticTypeOf } from '../shape.ts';
import { bufferBytes } from './stored.ts';
import type { ChooseForm } from './weight-form.ts';
/** Memory that a producer may write its result into directly, and where in it. */
export interface Destination {
  /** The value that the memory is made for: the end of a chain of transposes, reshapes and concatenations. */
  readonly root: Value;
  readonly placement: Placement;
}

/**
 * Parts of concatenations, each with its concatenation, that are written in place when they are made, although others
 * read them too or they could take the memory of an operand.
 */
export type EarlyParts = ReadonlyMap<Value, Node>;

export class Locations {
  readonly #graph: Graph;
  readonly #chooseForm: ChooseForm;
  readonly #known = new Map<Value, Location>();
  readonly #weights = new Map<Constant, Weight>();
  readonly #chosenWeights = new Map<ElementForm, Map<Constant, Weight>>();
  /** Values that lie in a storage, to tell when it may be overwritten. */
  readonly #inhabitants = new Map<Buffer, Set<Value>>();
  readonly #outputs = new Map<Value, Storage>();
  readonly #order: ReadonlyMap<Node, number>;
  readonly #early: EarlyParts;
  constructor(graph: Graph, chooseForm: ChooseForm, early: EarlyParts) {
    this.#early = early;
    this.#graph = graph;
    this.#chooseForm = chooseForm;
    this.#order = new Map([...graph.nodes()].map((node, index) => [node, index]));
    for (const { value } of graph.outputs) this.#claimOutput(value);
  }
  /** The first output that shows a computed value is written in place by the kernel that computes it. */
  #claimOutput(value: Value): void {
    const root = rootOf(value);
    if (root.producer === undefined || this.#outputs.has(root)) return;
    this.#outputs.set(root, { kind: 'storage', type: staticTypeOf(root), role: 'output' });
  }
  /** The storage that an output was written into; undefined where it has to be copied to one. */
  takeOutput(value: Value): Storage | undefined {
    const root = rootOf(value);
    const claimed = this.#outputs.get(root);
    this.#outputs.delete(root);
    return claimed;
  }
  /** Undefined for what no kernel has written yet; constants become weights on first use. */
  find(value: Value): Location | undefined {
    const known = this.#known.get(value);
    if (known !== undefined || value.constant === undefined) return known;
    return { buffer: this.weight(value.constant), ...rowMajor(value.constant.type.shape) };
  }
  of(value: Value): Location {
    const found = this.find(value);
    if (found === undefined) throw new Error('a value is read before it is computed');
    return found;
  }
  /** As `stored` says, for a kernel that has chosen. */
  weight(constant: Constant, stored?: ElementForm): Weight {
    const weights = stored === undefined ? this.#weights : this.#chosen(stored);
    const known = weights.get(constant);
    if (known !== undefined) return known;
    const form =
      stored === undefined
        ? this.#chooseForm(constant)
        : ({ constant, stored, fewBits: true } as const);
    const weight: Weight = { kind: 'weight', ...form, type: form.constant.type };
    weights.set(constant, weight);
    return weight;
  }
  #chosen(stored: ElementForm): Map<Constant, Weight> {
    const weights = this.#chosenWeights.get(stored) ?? new Map<Constant, Weight>();
    this.#chosenWeights.set(stored, weights);
    return weights;
  }
  /** Says where a value lies. */
  set(value: Value, location: Location): Location {
    this.#known.set(value, location);
    const inhabitants = this.#inhabitants.get(location.buffer) ?? new Set();
    this.#inhabitants.set(location.buffer, inhabitants.add(value));
    return location;
  }
  /** Memory of its own for a value, in row-major order; that of the output it was claimed for, if any. */
  allocate(value: Value, role: Storage['role'] = 'internal'): Storage {
    const type = staticTypeOf(value);
    const storage: Storage = this.#outputs.get(value) ?? { kind: 'storage', type, role };
    this.set(value, { buffer: storage, ...rowMajor(type.shape) });
    return storage;
  }
  /** Every reader of the value can read it where `placement` says, so that it need not be copied. */
  accepted(value: Value, placement: Placement): boolean {
    if (this.#graph.isOutput(value)) return false;
    return [...value.users].every((user) => {
      const body = fusedBody(user);
      return user.operands.every((operand, index) => {
        if (operand !== value) return true;
        if (body === undefined) return this.#nodeReads(user, index, value, placement, value);
        const inner = body.graph.inputs[index];
        return (
          inner !== undefined &&
          [...inner.users].every((node) =>
            node.operands.every(
              (slot, at) => slot !== inner || this.#nodeReads(node, at, inner, placement, value),
            ),
          )
        );
      });
    });
  }
  #nodeReads(node: Node, index: number, own: Value, placement: Placement, outer: Value): boolean {
    const shape = staticShapeOf(own);
    if (isRowMajor(placement, shape)) return true;
    const lowering = loweringOf(node);
    switch (lowering?.kind) {
      case 'pointwise':
        // Element by element it is slow, but faster than a copy before it.
        return runsByFour(placement, shape) || outer.users.size === 1;
      case 'movement': {
        if (!hasTrait(node.op, 'view')) return true;
        const moved = lowering.read(placement, shape, node);
        // Inside a fused body a reshape has no memory of its own.
        if (own !== outer) return true;
        return moved !== undefined && this.accepted(resultOf(node), moved);
      }
      case 'join':
        return true;
      case 'kernel': {
        const forward = [placement.offset, ...placement.strides].every((step) => step >= 0);
        return forward && (lowering.strided.reads?.(index, placement, node) ?? false);
      }
      case undefined:
        return false;
    }
  }
  /** Where the value could be written so that the transpose or concatenation that reads it has nothing to do. */
  destination(value: Value): Destination | undefined {
    const [only] = value.users.size === 1 ? value.users : [];
    const user = only ?? this.#early.get(value);
    if (this.#graph.isOutput(value)) return undefined;
    const lowering = user && loweringOf(user);
    if (user === undefined || (lowering?.kind !== 'movement' && lowering?.kind !== 'join')) {
      return undefined;
    }
    const slots = user.operands.flatMap((operand, index) => (operand === value ? [index] : []));
    const [slot] = slots;
    if (slot === undefined || slots.length > 1) return undefined;
    const result = resultOf(user);
    const shape = staticShapeOf(result);
    const deeper = this.destination(result);
    if (deeper === undefined && hasTrait(user.op, 'view')) return undefined;
    const { root, placement } = deeper ?? { root: result, placement: rowMajor(shape) };
    const own =
      lowering.kind === 'join'
        ? lowering.part(placement, user, slot)
        : lowering.write?.(placement, shape, user);
    if (own === undefined) return undefined;
    return only !== undefined || this.accepted(value, own) ? { root, placement: own } : undefined;
  }
  /** Places the value where its destination says; memory is made for the destination's root. */
  settle(value: Value, { root, placement }: Destination): Storage {
    const storage = this.#known.get(root)?.buffer ?? this.allocate(root);
    if (storage.kind !== 'storage') throw new Error('a result is no weight');
    this.set(value, { buffer: storage, ...placement });
    return storage;
  }
  /** The result takes the memory of an operand that ends here, element by element. */
  overwrite(result: Value, operand: Value): Storage | undefined {
    const { producer } = result;
    const location = this.#known.get(operand);
    if (producer === undefined || location?.buffer.kind !== 'storage') return undefined;
    const { buffer } = location;
    const type = staticTypeOf(result);
    const fits =
      buffer.role === 'internal' &&
      !this.#outputs.has(result) &&
      buffer.type.dtype === type.dtype &&
      bufferBytes(buffer.type) === bufferBytes(type) &&
      isRowMajor(location, staticShapeOf(operand));
    if (!fits || !this.#endsAt(buffer, producer)) return undefined;
    const readElsewhere = producer.operands.some(
      (other) => other !== undefined && other !== operand && this.find(other)?.buffer === buffer,
    );
    if (readElsewhere) return undefined;
    this.set(result, { buffer, ...rowMajor(type.shape) });
    return buffer;
  }
  /** Nothing that lies in the storage is read after the node. */
  #endsAt(storage: Storage, node: Node): boolean {
    const end = this.#order.get(node) ?? 0;
    for (const value of this.#inhabitants.get(storage) ?? []) {
      if (this.#graph.isOutput(value)) return false;
      for (const user of value.users) if ((this.#order.get(user) ?? 0) > end) return false;
    }
    return true;
  }
}
/** The value whose memory a chain of views shows. */
function rootOf(value: Value): Value {
  let root = value;
  while (root.producer !== undefined && hasTrait(root.producer.op, 'view')) {
    const [operand] = root.producer.operands;
    if (operand === undefined) return root;
    root = operand;
  }
  return root;
}
