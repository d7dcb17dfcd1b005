/** Lowers a legal graph to kernels in order: memory for every value, one kernel or more for every node. */

import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import { NO_ORIGIN } from '../../ir/graph.ts';
import type { Graph, Node, Origin, Value } from '../../ir/graph.ts';
import { stridesOf } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { Device } from '../devices/device.ts';
import { completeLimits } from '../devices/limits.ts';
import { NO_EPILOGUE, bodyEpilogue } from './epilogue.ts';
import type { Epilogue, LowerRequest, Operand } from './lowering.ts';
import { PointwiseWriter, loweringOf, vectorizes } from './pointwise.ts';
import type { Buffer, Kernel, LoweredProgram, Storage, Weight } from './program.ts';
import { fusedBody } from './fused-body.ts';
import { staticTypeOf } from './shape.ts';
import { KernelWriter, linearGrid } from './syntax.ts';

/** Throws where a node has no lowering: `legal` has refused such graphs. */
export function lowerGraph(graph: Graph, device: Device): LoweredProgram {
  return new Lowerer(graph, device).run();
}

class Lowerer {
  readonly #graph: Graph;
  readonly #device: Device;
  readonly #limits: Readonly<Record<string, number>>;
  readonly #buffers = new Map<Value, Buffer>();
  readonly #weights = new Map<Constant, Weight>();
  readonly #outputs = new Map<Value, Storage>();
  readonly #kernels: Kernel[] = [];

  constructor(graph: Graph, device: Device) {
    this.#graph = graph;
    this.#device = device;
    const limits = completeLimits(device.webgpu?.limits ?? {});
    this.#limits = Object.fromEntries(
      Object.entries(limits).flatMap(([name, limit]) =>
        limit === undefined ? [] : [[name, limit.value]],
      ),
    );
  }

  run(): LoweredProgram {
    const inputs = this.#graph.inputs.map((input): Storage => {
      const storage: Storage = { kind: 'storage', type: staticTypeOf(input), role: 'input' };
      this.#buffers.set(input, storage);
      return storage;
    });
    for (const { value } of this.#graph.outputs) this.#claimOutput(value);
    const nodes = new Map<Kernel, Node>();
    for (const node of this.#graph.nodes()) {
      const before = this.#kernels.length;
      this.#node(node);
      for (const kernel of this.#kernels.slice(before)) nodes.set(kernel, node);
    }
    const outputs = this.#graph.outputs.map(({ value }) => this.#finishOutput(value));
    return { inputs, outputs, kernels: this.#kernels, nodes };
  }

  /** The first output that shows a computed value is written in place by the kernel that computes it. */
  #claimOutput(value: Value): void {
    const root = rootOf(value);
    if (root.producer === undefined || this.#outputs.has(root)) return;
    this.#outputs.set(root, { kind: 'storage', type: staticTypeOf(root), role: 'output' });
  }

  #finishOutput(value: Value): Storage {
    const root = rootOf(value);
    const claimed = this.#outputs.get(root);
    this.#outputs.delete(root);
    if (claimed !== undefined) return claimed;
    const copy: Storage = { kind: 'storage', type: staticTypeOf(value), role: 'output' };
    this.#kernels.push(
      this.#pointwise(value, copy, (read) => this.buffer(read), [], 'copy', NO_ORIGIN),
    );
    return copy;
  }

  /** The memory of a value; constants become weights on first use. */
  buffer(value: Value): Buffer {
    if (value.constant !== undefined) return this.#weight(value.constant);
    const known = this.#buffers.get(value);
    if (known === undefined) throw new Error('a value is read before it is computed');
    return known;
  }

  #weight(constant: Constant): Weight {
    const known = this.#weights.get(constant);
    if (known !== undefined) return known;
    const weight: Weight = { kind: 'weight', constant, type: constant.type };
    this.#weights.set(constant, weight);
    return weight;
  }

  #storage(value: Value): Storage {
    const storage: Storage = this.#outputs.get(value) ?? {
      kind: 'storage',
      type: staticTypeOf(value),
      role: 'internal',
    };
    this.#buffers.set(value, storage);
    return storage;
  }

  #node(node: Node): void {
    if (node.results.every((result) => elementCount(staticTypeOf(result).shape) === 0)) {
      for (const result of node.results) this.#storage(result);
      return;
    }
    const body = fusedBody(node);
    if (body !== undefined) return this.#fused(node, body);
    const lowering = loweringOf(node);
    const [result] = node.results;
    if (lowering === undefined || result === undefined)
      throw new Error(`no lowering of ${node.op.name}`);
    if (lowering.kind === 'view') {
      const [operand] = node.operands;
      if (operand === undefined) throw new Error('a view has an operand');
      this.#buffers.set(result, this.buffer(operand));
    } else if (lowering.kind === 'pointwise') {
      const target = this.#storage(result);
      this.#kernels.push(
        this.#pointwise(
          result,
          target,
          (read) => this.buffer(read),
          [node],
          node.op.name,
          node.origin,
        ),
      );
    } else {
      const results = node.results.map((value) => this.#storage(value));
      const request = this.#request(
        node,
        results,
        NO_EPILOGUE,
        node.op.name,
        node.origin,
        (value) => this.#operand(value),
      );
      this.#kernels.push(...lowering.build(request));
    }
  }

  #fused(node: Node, { graph: body, kind }: NonNullable<ReturnType<typeof fusedBody>>): void {
    const outer = new Map(body.inputs.map((input, index) => [input, node.operands[index]]));
    const [result] = node.results;
    const [output] = body.outputs;
    if (result === undefined || output === undefined) throw new Error('fused has one result');
    const resolve = (value: Value): Value => outer.get(value) ?? value;
    const buffer = (value: Value): Buffer => this.buffer(resolve(value));
    const nodes = [...body.nodes()];
    const label = nodes
      .filter((inner) => !hasTrait(inner.op, 'view'))
      .map(({ op }) => op.name)
      .join(' + ');
    const target = this.#storage(result);
    if (kind === 'pointwise') {
      this.#kernels.push(this.#pointwise(output.value, target, buffer, nodes, label, node.origin));
      return;
    }
    const [anchor, ...rest] = nodes;
    const lowering = anchor && loweringOf(anchor);
    const product = anchor?.results[0];
    if (anchor === undefined || product === undefined || lowering?.kind !== 'kernel') {
      throw new Error('an epilogue follows an anchor with a kernel');
    }
    const written = bodyEpilogue(product, output.value, buffer, vectorizes(rest));
    let begun = false;
    const epilogue: Epilogue = {
      ...written,
      begin: (kernel) => {
        begun = true;
        return written.begin(kernel);
      },
    };
    const request = this.#request(anchor, [target], epilogue, label, node.origin, (value) =>
      this.#operand(resolve(value)),
    );
    this.#kernels.push(...lowering.build(request));
    if (!begun) throw new Error(`the kernel of ${anchor.op.name} takes no epilogue`);
  }

  #operand(value: Value): Operand {
    const type = staticTypeOf(value);
    const { constant } = value;
    return {
      buffer: this.buffer(value),
      type,
      constant,
      offset: 0,
      strides: stridesOf(type.shape),
    };
  }

  #request(
    node: Node,
    results: readonly Storage[],
    epilogue: Epilogue,
    label: string,
    origin: Origin,
    operand: (value: Value) => Operand,
  ): LowerRequest {
    const at = (index: number): Operand | undefined => {
      const value = node.operands[index];
      return value && operand(value);
    };
    return {
      node,
      device: this.#device,
      limits: this.#limits,
      label,
      origin,
      operand: at,
      required: (index) => {
        const found = at(index);
        if (found === undefined) throw new Error(`${node.op.name} lacks operand ${index}`);
        return found;
      },
      weight: (constant) => this.#weight(constant),
      results,
      placement: { offset: 0, strides: stridesOf(node.results.map(staticTypeOf)[0]?.shape ?? []) },
      scratch: (type: StaticTensorType) => ({ kind: 'storage', type, role: 'internal' }),
      epilogue,
      resultTypes: node.results.map((value) => staticTypeOf(value)),
    };
  }

  #pointwise(
    output: Value,
    target: Storage,
    buffer: (value: Value) => Buffer,
    nodes: readonly Node[],
    label: string,
    origin: Origin,
  ): Kernel {
    const count = elementCount(staticTypeOf(output).shape);
    const width = count % 4 === 0 && vectorizes(nodes) ? 4 : 1;
    const kernel = new KernelWriter();
    const grid = linearGrid(count / width);
    kernel.line(...grid.prologue);
    const flat = width === 1 ? 'i' : kernel.let('i * 4u', 'f');
    const inside = new Set(nodes);
    const writer = new PointwiseWriter(kernel, buffer, (node) => inside.has(node));
    const value = writer.at(output, flat, width);
    kernel.store(kernel.write(target, width), flat, value, width);
    const { workgroups, workgroupSize } = grid;
    return kernel.finish({ label, origin, workgroups, workgroupSize });
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
