/** Lowers a graph of known shapes to one function of MIL: operations for every node, in order. */

import type { Constant } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { elementCount } from '../../ir/types.ts';
import { attributesOf } from '../attributes.ts';
import { findBiases } from '../biases.ts';
import type { FoundBias } from '../biases.ts';
import { carrierOf, isEmpty } from '../carrier.ts';
import { staticTypeOf } from '../shape.ts';
import { arithmetic } from './build/arithmetic.ts';
import type { Arithmetic } from './build/arithmetic.ts';
import { storedConstant } from './build/compressed.ts';
import { view } from './build/movement.ts';
import { MilBuilder } from './builder.ts';
import { withFiniteMasks } from './finite-masks.ts';
import { cannotLower, noCarrier } from './lower-diagnostics.ts';
import { loweringOf } from './lowerings.ts';
import { NeuralLayout } from './neural/layout.ts';
import { lowerNeural } from './neural/neural.ts';
import type { LowerContext, LowerRequest } from './lowering.ts';
import type { MilFunction, MilProgram, MilValue, Port } from './syntax.ts';
import { carrierType, dtypeOf, isLiteral, shapeOf } from './terms.ts';
import type { StaticType, Term } from './terms.ts';

/** Throws a DiagnosticError for a node that Core ML cannot express. */
export function lowerGraph(graph: Graph, context: LowerContext): MilProgram {
  return { opset: context.opset, functions: [withFiniteMasks(new Lowerer(graph, context).run())] };
}

class Lowerer {
  readonly #graph: Graph;
  readonly #context: LowerContext;
  readonly #m: MilBuilder;
  readonly #math: Arithmetic;
  readonly #terms = new Map<Value, Term>();
  readonly #biases: ReadonlyMap<Node, FoundBias>;
  /** Where the Neural Engine is to run it: values seen in its own layout. */
  readonly #layout: NeuralLayout | undefined;

  constructor(graph: Graph, context: LowerContext) {
    this.#graph = graph;
    this.#context = context;
    this.#m = new MilBuilder(context.opset);
    this.#math = arithmetic(this.#m);
    this.#biases = findBiases(graph, (node) => loweringOf(node)?.takesBias(node, context) ?? false);
    const neural =
      context.attention === 'split_einsum' || context.attention === 'split_einsum_chunked';
    this.#layout = neural ? new NeuralLayout(this.#m, (value) => this.#term(value)) : undefined;
  }

  run(): MilFunction {
    const inputs = this.#graph.inputs.map((input): Port => {
      const value: MilValue = { type: carrier(input) };
      this.#terms.set(input, value);
      return { name: input.name ?? '', value };
    });
    const taken = new Set([...this.#biases.values()].map(({ add }) => add));
    for (const node of this.#graph.nodes()) {
      // Nothing runs for a result without elements, and what was taken up is there already.
      if (taken.has(node) || node.results.every(isEmpty)) continue;
      this.#m.origin = node.origin;
      this.#node(node);
    }
    const outputs = this.#outputs(new Set(inputs.map(({ value }) => value)));
    return {
      name: 'main',
      inputs,
      outputs,
      operations: this.#m.needed(outputs.map(({ value }) => value)),
    };
  }

  /** Each output is a value of its own: no input, no literal, no second name of another. */
  #outputs(taken: Set<MilValue>): readonly Port[] {
    return this.#graph.outputs.map(({ name, value }) => {
      const term = this.#term(value);
      const type = carrier(value);
      const own = dtypeOf(term) === type.dtype ? term : this.#math.cast(term, type.dtype);
      const free = !isLiteral(own) && !taken.has(own);
      const output = free
        ? own
        : this.#m.op('identity', { x: view(this.#m, own, type.shape) }, type);
      taken.add(output);
      return { name, value: output };
    });
  }

  #node(node: Node): void {
    const lowering = loweringOf(node);
    if (lowering === undefined) throw new Error(`no lowering of ${node.op.name}`);
    const found = this.#biases.get(node);
    const request = this.#request(node, found?.bias);
    const [sum] = found?.add.results ?? [];
    if (this.#layout !== undefined && lowerNeural(this.#layout, request, lowering)) {
      const seen = this.#layout.find(resultOf(node));
      if (sum !== undefined && seen !== undefined) this.#layout.set(sum, seen);
      return;
    }
    const terms = [lowering.lower(request)].flat();
    node.results.forEach((result, index) => {
      const term = terms[index];
      if (term === undefined) throw new Error(`${node.op.name} gives no result ${index}`);
      const type = carrier(result, node);
      if (!agree(term, type)) {
        const given = `it gave ${dtypeOf(term)}[${shapeOf(term).join()}]`;
        throw new OpFault(node.op, 'lowering for coreml', given);
      }
      const value = view(this.#m, term, type.shape);
      this.#terms.set(result, value);
      if (sum !== undefined) this.#terms.set(sum, value);
    });
  }

  #term(value: Value): Term {
    const known = this.#terms.get(value);
    if (known !== undefined) return known;
    const stored = this.#layout?.materialize(value);
    if (stored !== undefined) {
      const plain = view(this.#m, stored, carrier(value).shape);
      this.#terms.set(value, plain);
      return plain;
    }
    if (value.constant === undefined) throw new Error('a value is read before it is computed');
    const term = storedConstant(this.#m, value.constant, carrier(value).dtype);
    if (!isLiteral(term)) this.#terms.set(value, term);
    return term;
  }

  #request(node: Node, bias: Constant | undefined): LowerRequest {
    const m = this.#m;
    const at = (index: number): Value => {
      const operand = node.operands[index];
      if (operand === undefined) throw new Error(`${node.op.name} has no operand ${index}`);
      return operand;
    };
    const read = (value: Value): Term => {
      const { dtype } = carrier(value, node);
      return this.#math.cast(this.#term(value), dtype);
    };
    const results = node.results.map(staticTypeOf);
    const [result] = results;
    if (result === undefined) throw new Error(`${node.op.name} has no result`);
    return {
      node,
      context: this.#context,
      m,
      math: this.#math,
      attributes: attributesOf(node),
      operand: (index) => {
        const operand = node.operands[index];
        return operand === undefined ? undefined : read(operand);
      },
      required: (index) => read(at(index)),
      raw: (index) => this.#term(at(index)),
      operands: () => node.operands.flatMap((value) => (value === undefined ? [] : [read(value)])),
      type: (index) => staticTypeOf(at(index)),
      constant: (index) => node.operands[index]?.constant,
      results,
      result,
      bias,
      refuse: (reason, cure) => {
        throw new DiagnosticError(cannotLower(node.op.name, reason, cure, node.origin));
      },
    };
  }
}

/** Eight-bit integers may be given as they are; whoever computes with them has them cast. */
function agree(term: Term, type: StaticType): boolean {
  const { dtype } = term.type;
  const eightBits = (dtype === 'int8' || dtype === 'uint8') && type.dtype === 'int32';
  return (
    (dtype === type.dtype || eightBits) && elementCount(shapeOf(term)) === elementCount(type.shape)
  );
}

function carrier(value: Value, node?: Node): StaticType {
  return carrierOf({ carrierType, noCarrier }, value, node);
}
