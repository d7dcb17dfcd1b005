/** One lowering of a graph, node by node: memory for every value, one kernel or more for every node. */

import { hasTrait } from '../../ir/define.ts';
import { NO_ORIGIN, resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import type { Device } from '../devices/device.ts';
import type { Precision } from '../target.ts';
import { NO_EPILOGUE, bodyEpilogue } from './epilogue.ts';
import { fusedBody } from './fused-body.ts';
import type { FusedBody } from './fused-body.ts';
import type { Built, KernelSink } from './kernel-sink.ts';
import { copyKernel } from './kernels/copy.ts';
import { Locations } from './locations.ts';
import type { EarlyParts } from './locations.ts';
import type {
  Epilogue,
  JoinLowering,
  KernelLowering,
  Location,
  LowerRequest,
  MovementLowering,
  Operand,
  Placement,
} from './lowering.ts';
import { isRowMajor, rowMajor, runsByFour, samePlacement } from './placement.ts';
import { pointwiseKernel } from './pointwise-kernel.ts';
import { loweringOf, vectorizes } from './pointwise.ts';
import type { Locate } from './pointwise.ts';
import type { Buffer, LoweredProgram, Storage } from './program.ts';
import { ResultMemory } from './result-memory.ts';
import type { Accepts, Target } from './result-memory.ts';
import { staticShapeOf, staticTypeOf } from '../shape.ts';
import { weightForms } from './weight-form.ts';

/** What may differ between two lowerings of one graph. */
export interface LowerChoice {
  readonly device: Device;
  readonly precision: Precision;
  readonly early: EarlyParts;
}

/** Throws where a node has no lowering: `legal` has refused such graphs. */
export function lowerInto(
  sink: KernelSink,
  graph: Graph,
  choice: LowerChoice,
): Pick<LoweredProgram, 'inputs' | 'outputs'> {
  return new Lowerer(sink, graph, choice).run();
}

class Lowerer {
  readonly #sink: KernelSink;
  readonly #graph: Graph;
  readonly #device: Device;
  readonly #locations: Locations;
  readonly #memory: ResultMemory;

  constructor(sink: KernelSink, graph: Graph, { device, precision, early }: LowerChoice) {
    this.#sink = sink;
    this.#graph = graph;
    this.#device = device;
    this.#locations = new Locations(graph, weightForms(device, precision), early);
    this.#memory = new ResultMemory(this.#locations, early);
  }

  run(): Pick<LoweredProgram, 'inputs' | 'outputs'> {
    const inputs = this.#graph.inputs.map((input) => this.#locations.allocate(input, 'input'));
    for (const node of this.#graph.nodes()) this.#node(node);
    const outputs = this.#graph.outputs.map(({ value }) => this.#finishOutput(value));
    return { inputs, outputs };
  }

  #finishOutput(value: Value): Storage {
    const claimed = this.#locations.takeOutput(value);
    if (claimed !== undefined) return claimed;
    const type = staticTypeOf(value);
    const copy: Storage = { kind: 'storage', type, role: 'output' };
    const to = { buffer: copy, ...rowMajor(type.shape) };
    this.#copy(undefined, type.shape, this.#locations.of(value), to);
    return copy;
  }

  #copy(node: Node | undefined, shape: readonly number[], from: Location, to: Target): void {
    const label = node?.op.name ?? 'copy';
    const origin = node?.origin ?? NO_ORIGIN;
    const build = (): Built => ({ kernels: [copyKernel({ label, origin, shape, from, to })] });
    this.#sink.add({ node, buffers: [from.buffer, to.buffer], build });
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
      this.#copy(node, shape, from, to);
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
    const to = this.#memory.target(node, result, () => true);
    this.#copy(node, own, location, to);
  }

  /** The buffer holds what the shape says and no more, so that it can be an output's. */
  #showsAll({ buffer }: Location, shape: readonly number[]): boolean {
    return elementCount(buffer.type.shape) === elementCount(shape);
  }

  #join(node: Node, lowering: JoinLowering): void {
    const result = resultOf(node);
    const to = this.#memory.target(node, result, () => true, { reads: [] });
    for (const [index, operand] of node.operands.entries()) {
      if (operand === undefined) continue;
      const shape = staticShapeOf(operand);
      if (elementCount(shape) === 0) continue;
      const part = lowering.part(to, node, index);
      const from = this.#locations.of(operand);
      if (from.buffer === to.buffer && samePlacement(from, part, shape)) continue;
      this.#copy(node, shape, from, { buffer: to.buffer, ...part });
      const writable = this.#memory.accepts(operand, part);
      if (writable && this.#locations.accepted(operand, part)) this.#sink.copied(operand, node);
    }
  }

  #kernel(node: Node, lowering: KernelLowering): void {
    const [first, ...rest] = node.results;
    if (first === undefined) throw new Error(`${node.op.name} has no result`);
    const { writes, overwrites } = lowering.strided;
    const own = overwrites === undefined ? undefined : node.operands[overwrites];
    const target = this.#memory.target(
      node,
      first,
      (placement) => writes?.(placement, node) ?? false,
      {
        spare: own === undefined ? [] : [own],
      },
    );
    const results = [target.buffer, ...rest.map((value) => this.#locations.allocate(value))];
    const request = this.#request(node, node, results, target, {
      epilogue: NO_EPILOGUE,
      label: node.op.name,
      operand: (value) => this.#operand(value, value),
    });
    const build = (): Built => ({ kernels: lowering.build(request), lowering, request });
    this.#sink.add({ node, buffers: [...this.#buffersOf(node), ...results], build });
  }

  /** Those that the node reads. */
  #buffersOf({ operands }: Node): Buffer[] {
    return operands.flatMap((operand) =>
      operand === undefined || operand.constant !== undefined
        ? []
        : [this.#locations.of(operand).buffer],
    );
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
    const accepts: Accepts = (placement) => lowering.strided.writes?.(placement, anchor) ?? false;
    const target = this.#memory.target(node, result, accepts, { spare });
    const request = this.#request(node, anchor, [target.buffer], target, {
      epilogue,
      label,
      operand: (value) => this.#operand(resolve(value), value),
    });
    const build = (): Built => {
      const kernels = lowering.build(request);
      if (!begun) throw new Error(`the kernel of ${anchor.op.name} takes no epilogue`);
      return { kernels, lowering, request };
    };
    this.#sink.add({ node, buffers: [...this.#buffersOf(node), target.buffer], build });
  }

  readonly #locate: Locate = (value) => this.#locations.find(value);

  #operand(value: Value, as: Value): Operand {
    return { ...this.#locations.of(value), type: staticTypeOf(as), constant: value.constant };
  }

  /** `node` is the anchor where the outer one is fused. */
  #request(
    outer: Node,
    node: Node,
    results: readonly Storage[],
    placement: Placement,
    given: Pick<LowerRequest, 'epilogue' | 'label'> & {
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
      origin: outer.origin,
      operand: at,
      required: (index) => {
        const found = at(index);
        if (found === undefined) throw new Error(`${node.op.name} lacks operand ${index}`);
        return found;
      },
      weight: (constant, stored) => this.#locations.weight(constant, stored),
      results,
      placement,
      scratch: (type) => this.#sink.scratch(outer, type),
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
    const accepts: Accepts = (placement) => wide && runsByFour(placement, shape);
    const target = this.#memory.target(node, result, accepts, { spare: node.operands });
    const write = { nodes, output, shape, label, locate, target, origin: node.origin };
    const build = (): Built => ({ kernels: [pointwiseKernel({ ...write, width: wide ? 4 : 1 })] });
    this.#sink.add({ node, buffers: [...this.#buffersOf(node), target.buffer], build });
  }
}
