/** Lowers a legal graph to kernels in order: memory for every value, one kernel or more for every node. */

import { hasTrait } from '../../ir/define.ts';
import { NO_ORIGIN, resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Origin, Value } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { Device } from '../devices/device.ts';
import type { Precision } from '../target.ts';
import { NO_EPILOGUE, bodyEpilogue } from './epilogue.ts';
import { fusedBody } from './fused-body.ts';
import type { FusedBody } from './fused-body.ts';
import { copyKernel } from './kernels/copy.ts';
import { Locations } from './locations.ts';
import type {
  BuildRequest,
  Epilogue,
  JoinLowering,
  KernelLowering,
  Location,
  LowerRequest,
  MovementLowering,
  Operand,
  Placement,
} from './lowering.ts';
import { elementAt, isRowMajor, rowMajor, runsByFour, samePlacement } from './placement.ts';
import { PointwiseWriter, loweringOf, vectorizes } from './pointwise.ts';
import type { Locate } from './pointwise.ts';
import type { Kernel, LoweredProgram, Storage } from './program.ts';
import { staticShapeOf, staticTypeOf } from './shape.ts';
import { KernelWriter, linearGrid } from './syntax.ts';
import { weightForms } from './weight-form.ts';

/** Throws where a node has no lowering: `legal` has refused such graphs. */
export function lowerGraph(
  graph: Graph,
  device: Device,
  precision: Precision = 'fp32',
): LoweredProgram {
  return new Lowerer(graph, device, precision).run();
}

/** A result in memory: the storage, and where in it. */
type Target = Location & { readonly buffer: Storage };

class Lowerer {
  readonly #graph: Graph;
  readonly #device: Device;
  readonly #locations: Locations;
  readonly #kernels: Kernel[] = [];
  readonly #requests = new Map<Kernel, BuildRequest>();

  constructor(graph: Graph, device: Device, precision: Precision) {
    this.#graph = graph;
    this.#device = device;
    this.#locations = new Locations(graph, weightForms(device, precision));
  }

  run(): LoweredProgram {
    const inputs = this.#graph.inputs.map((input) => this.#locations.allocate(input, 'input'));
    const nodes = new Map<Kernel, Node>();
    for (const node of this.#graph.nodes()) {
      const before = this.#kernels.length;
      this.#node(node);
      for (const kernel of this.#kernels.slice(before)) nodes.set(kernel, node);
    }
    const outputs = this.#graph.outputs.map(({ value }) => this.#finishOutput(value));
    return { inputs, outputs, kernels: this.#kernels, nodes, requests: this.#requests };
  }

  #finishOutput(value: Value): Storage {
    const claimed = this.#locations.takeOutput(value);
    if (claimed !== undefined) return claimed;
    const type = staticTypeOf(value);
    const copy: Storage = { kind: 'storage', type, role: 'output' };
    const to = { buffer: copy, ...rowMajor(type.shape) };
    this.#copy('copy', NO_ORIGIN, type.shape, this.#locations.of(value), to);
    return copy;
  }

  #copy(label: string, origin: Origin, shape: readonly number[], from: Location, to: Target): void {
    this.#kernels.push(copyKernel({ label, origin, shape, from, to }));
  }

  #node(node: Node): void {
    if (node.results.every((result) => elementCount(staticTypeOf(result).shape) === 0)) {
      for (const result of node.results) this.#locations.allocate(result);
      return;
    }
    const body = fusedBody(node);
    if (body !== undefined) return this.#fused(node, body);
    const lowering = loweringOf(node);
    switch (lowering?.kind) {
      case 'movement':
        return this.#movement(node, lowering);
      case 'join':
        return this.#join(node, lowering);
      case 'pointwise':
        return this.#pointwise(node, [node], resultOf(node), node.op.name, this.#locate);
      case 'kernel':
        return this.#kernel(node, lowering);
      case undefined:
        throw new Error(`no lowering of ${node.op.name}`);
    }
  }

  #movement(node: Node, lowering: MovementLowering): void {
    const result = resultOf(node);
    const [operand] = node.operands;
    if (operand === undefined) throw new Error('a movement has an operand');
    // Its operand was written where the result was wanted.
    if (this.#locations.find(result) !== undefined) return;
    const shape = staticShapeOf(operand);
    let from = this.#locations.of(operand);
    let moved = lowering.read(from, shape, node);
    if (moved === undefined) {
      const buffer: Storage = { kind: 'storage', type: staticTypeOf(operand), role: 'internal' };
      const to: Target = { buffer, ...rowMajor(shape) };
      this.#copy(node.op.name, node.origin, shape, from, to);
      from = this.#locations.set(operand, to);
      moved = lowering.read(from, shape, node);
      if (moved === undefined) throw new Error(`${node.op.name} cannot read row-major memory`);
    }
    const location = { buffer: from.buffer, ...moved };
    const own = staticShapeOf(result);
    const whole = isRowMajor(moved, own) && this.#showsAll(from, own);
    if (whole || this.#locations.accepted(result, moved)) {
      this.#locations.set(result, location);
      return;
    }
    const to = this.#target(node, result, () => true, [operand]);
    this.#copy(node.op.name, node.origin, own, location, to);
  }

  /** The buffer holds what the shape says and no more, so that it can be an output's. */
  #showsAll({ buffer }: Location, shape: readonly number[]): boolean {
    return elementCount(buffer.type.shape) === elementCount(shape);
  }

  #join(node: Node, lowering: JoinLowering): void {
    const result = resultOf(node);
    const to = this.#target(node, result, () => true, []);
    for (const [index, operand] of node.operands.entries()) {
      if (operand === undefined) continue;
      const shape = staticShapeOf(operand);
      if (elementCount(shape) === 0) continue;
      const part = lowering.part(to, node, index);
      const from = this.#locations.of(operand);
      if (from.buffer === to.buffer && samePlacement(from, part, shape)) continue;
      this.#copy(node.op.name, node.origin, shape, from, { buffer: to.buffer, ...part });
    }
  }

  #kernel(node: Node, lowering: KernelLowering): void {
    const [first, ...rest] = node.results;
    if (first === undefined) throw new Error(`${node.op.name} has no result`);
    const { writes, overwrites } = lowering.strided;
    const own = overwrites === undefined ? undefined : node.operands[overwrites];
    const target =
      this.#inPlace(first, own === undefined ? [] : [own]) ??
      this.#target(node, first, (placement) => writes?.(placement, node) ?? false, node.operands);
    const results = [target.buffer, ...rest.map((value) => this.#locations.allocate(value))];
    const request = this.#request(node, results, target, {
      epilogue: NO_EPILOGUE,
      label: node.op.name,
      origin: node.origin,
      operand: (value) => this.#operand(value, value),
    });
    this.#build(lowering, request);
  }

  /** A kernel that is all that its node needs may be built again, with another tile. */
  #build(lowering: KernelLowering, request: LowerRequest): void {
    const kernels = lowering.build(request);
    const [kernel, ...more] = kernels;
    if (kernel !== undefined && more.length === 0)
      this.#requests.set(kernel, { lowering, request });
    this.#kernels.push(...kernels);
  }

  #fused(node: Node, { graph: body, kind }: FusedBody): void {
    const outer = new Map(body.inputs.map((input, index) => [input, node.operands[index]]));
    const output = body.outputs[0]?.value;
    if (output === undefined) throw new Error('fused has one result');
    const resolve = (value: Value): Value => outer.get(value) ?? value;
    const locate: Locate = (value) => this.#locate(resolve(value));
    const nodes = [...body.nodes()];
    const label = nodes
      .filter((inner) => !hasTrait(inner.op, 'view'))
      .map(({ op }) => op.name)
      .join(' + ');
    if (kind === 'pointwise') return this.#pointwise(node, nodes, output, label, locate);
    const [anchor, ...rest] = nodes;
    const lowering = anchor && loweringOf(anchor);
    if (anchor === undefined || lowering?.kind !== 'kernel') {
      throw new Error('an epilogue follows an anchor with a kernel');
    }
    const written = bodyEpilogue(resultOf(anchor), output, locate, vectorizes(rest, locate));
    let begun = false;
    const epilogue: Epilogue = {
      ...written,
      begin: (kernel) => {
        begun = true;
        return written.begin(kernel);
      },
    };
    const result = resultOf(node);
    const anchorOperands = new Set(anchor.operands);
    // Those that only the epilogue reads, each element before it is stored.
    const spare = body.inputs.flatMap((input, index) => {
      const operand = node.operands[index];
      const { overwrites } = lowering.strided;
      const own = overwrites !== undefined && anchor.operands[overwrites] === input;
      return operand !== undefined && (own || !anchorOperands.has(input)) ? [operand] : [];
    });
    const accepts = (placement: Placement): boolean =>
      lowering.strided.writes?.(placement, anchor) ?? false;
    const target =
      this.#inPlace(result, spare) ?? this.#target(node, result, accepts, node.operands);
    const request = this.#request(anchor, [target.buffer], target, {
      epilogue,
      label,
      origin: node.origin,
      operand: (value) => this.#operand(resolve(value), value),
    });
    this.#build(lowering, request);
    if (!begun) throw new Error(`the kernel of ${anchor.op.name} takes no epilogue`);
  }

  readonly #locate: Locate = (value) => this.#locations.find(value);

  #operand(value: Value, as: Value): Operand {
    return { ...this.#locations.of(value), type: staticTypeOf(as), constant: value.constant };
  }

  /** The memory of an operand of as many elements that ends with the result's node. */
  #inPlace(result: Value, operands: readonly (Value | undefined)[]): Target | undefined {
    const { shape } = staticTypeOf(result);
    for (const operand of operands) {
      if (operand === undefined) continue;
      if (elementCount(staticShapeOf(operand)) !== elementCount(shape)) continue;
      const buffer = this.#locations.overwrite(result, operand);
      if (buffer !== undefined) return { buffer, ...rowMajor(shape) };
    }
    return undefined;
  }

  /** Where the result goes: where it is wanted, if it can be written there, or memory of its own. */
  #target(
    node: Node,
    result: Value,
    accepts: (placement: Placement) => boolean,
    operands: readonly (Value | undefined)[],
  ): Target {
    const shape = staticShapeOf(result);
    const known = this.#locations.find(result);
    if (known?.buffer.kind === 'storage') return { ...known, buffer: known.buffer };
    const wanted = this.#locations.destination(result);
    if (wanted !== undefined && node.results.length === 1 && accepts(wanted.placement)) {
      // A storage is bound once, with one width, so what is written there must not be read there too.
      const memory = this.#locations.find(wanted.root)?.buffer;
      const isRead = operands.some(
        (operand) =>
          operand !== undefined &&
          memory !== undefined &&
          this.#locations.find(operand)?.buffer === memory,
      );
      if (!isRead) {
        return { buffer: this.#locations.settle(result, wanted), ...wanted.placement };
      }
    }
    return { buffer: this.#locations.allocate(result), ...rowMajor(shape) };
  }

  #request(
    node: Node,
    results: readonly Storage[],
    placement: Placement,
    given: Pick<LowerRequest, 'epilogue' | 'label' | 'origin'> & {
      readonly operand: (value: Value) => Operand;
    },
  ): LowerRequest {
    const at = (index: number): Operand | undefined => {
      const value = node.operands[index];
      return value && given.operand(value);
    };
    return {
      node,
      device: this.#device,
      label: given.label,
      origin: given.origin,
      operand: at,
      required: (index) => {
        const found = at(index);
        if (found === undefined) throw new Error(`${node.op.name} lacks operand ${index}`);
        return found;
      },
      weight: (constant) => this.#locations.weight(constant),
      results,
      placement,
      scratch: (type: StaticTensorType) => ({ kind: 'storage', type, role: 'internal' }),
      epilogue: given.epilogue,
      resultTypes: node.results.map((value) => staticTypeOf(value)),
    };
  }

  /** Nodes in one kernel, four elements at a time where all of them allow it. */
  #pointwise(
    node: Node,
    nodes: readonly Node[],
    output: Value,
    label: string,
    locate: Locate,
  ): void {
    const result = resultOf(node);
    const shape = staticShapeOf(result);
    const wide = elementCount(shape) % 4 === 0 && vectorizes(nodes, locate);
    const target =
      this.#inPlace(result, node.operands) ??
      this.#target(
        node,
        result,
        (placement) => wide && runsByFour(placement, shape),
        node.operands,
      );
    const width = wide ? 4 : 1;
    const kernel = new KernelWriter();
    const grid = linearGrid(elementCount(shape) / width);
    kernel.line(...grid.prologue);
    const flat = width === 1 ? 'i' : kernel.let('i * 4u', 'f');
    const inside = new Set(nodes);
    const writer = new PointwiseWriter(kernel, locate, (inner) => inside.has(inner));
    const value = writer.at(output, flat, width);
    const place = isRowMajor(target, shape) ? flat : kernel.let(elementAt(flat, target, shape));
    kernel.store(kernel.write(target.buffer, width), place, value, width);
    const { workgroups, workgroupSize } = grid;
    this.#kernels.push(kernel.finish({ label, origin: node.origin, workgroups, workgroupSize }));
  }
}
