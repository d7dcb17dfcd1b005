/** Lowers a graph of known shapes to one model: operations for every node, in order. */

import type { Constant } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { elementCount } from '../../ir/types.ts';
import { attributesOf } from '../attributes.ts';
import { findBiases } from '../biases.ts';
import type { FoundBias } from '../biases.ts';
import { carrierOf, isEmpty } from '../carrier.ts';
import { staticTypeOf } from '../shape.ts';
import { unrounded } from '../unrounded.ts';
import { asOutput } from './build/outputs.ts';
import { NnBuilder } from './builder.ts';
import { cannotLower, emptyPort, noCarrier } from './diagnostics.ts';
import type { LowerContext, LowerRequest } from './lowering.ts';
import { loweringOf } from './lowerings.ts';
import { EightBitValues } from './quantised/values.ts';
import { quantisedType } from './quantised/parameters.ts';
import { storageRemarks } from './quantised/remarks.ts';
import type { NnModel, NnValue, OperandType, Port } from './syntax.ts';
import { carrierType, codeOf, isWeight, shapeOf, weight } from './terms.ts';
import type { Term } from './terms.ts';

/** Of a graph after decomposeForNnapi. Throws a DiagnosticError for a node that NNAPI cannot express. */
export function lowerGraph(graph: Graph, context: LowerContext): NnModel {
  return new Lowerer(graph, context).run();
}

class Lowerer {
  readonly #graph: Graph;
  readonly #context: LowerContext;
  readonly #m: NnBuilder;
  readonly #terms = new Map<Value, Term>();
  readonly #biases: ReadonlyMap<Node, FoundBias>;
  readonly #eightBit: EightBitValues;

  constructor(graph: Graph, context: LowerContext) {
    this.#graph = graph;
    this.#context = context;
    this.#m = new NnBuilder(context.dequantize !== 'compiler');
    this.#biases = findBiases(graph, (node) => loweringOf(node)?.takesBias(node, context) ?? false);
    this.#eightBit = new EightBitValues(graph, context, this.#biases);
  }

  run(): NnModel {
    const inputs = this.#graph.inputs.map((input): Port => {
      const name = input.name ?? '';
      if (isEmpty(input)) throw new DiagnosticError(emptyPort(name));
      const value: NnValue = { type: carrier(input) };
      this.#terms.set(input, value);
      return { name, value };
    });
    const taken = new Set([...this.#biases.values()].map(({ add }) => add));
    for (const node of this.#graph.nodes()) {
      // Nothing runs for a result without elements, and what was taken up is there already.
      if (taken.has(node) || node.results.every(isEmpty)) continue;
      const add = this.#biases.get(node)?.add;
      this.#m.origin = add === undefined ? node.origin : mergeOrigins([node.origin, add.origin]);
      this.#node(node);
    }
    const outputs = this.#outputs(new Set(inputs.map(({ value }) => value)));
    const { featureLevel, relaxed } = this.#context;
    const operations = this.#m.needed(outputs.map(({ value }) => value));
    // Who wants floats in the pools knows that they are there.
    const stored = this.#context.dequantize === 'compiler' ? [] : storageRemarks(operations);
    const remarks = [...this.#eightBit.remarks(), ...stored];
    return { featureLevel, relaxed, inputs, outputs, operations, remarks };
  }

  /** Each output is written by an operation of its own: no input, no weight, no second name of another. */
  #outputs(taken: Set<NnValue>): readonly Port[] {
    return this.#graph.outputs.map(({ name, value }) => {
      if (isEmpty(value)) throw new DiagnosticError(emptyPort(name));
      const term = this.#term(value);
      const output = isWeight(term) || taken.has(term) ? asOutput(this.#m, term) : term;
      taken.add(output);
      return { name, value: output };
    });
  }

  #node(node: Node): void {
    const request = this.#request(node);
    const lowering = loweringOf(node);
    if (lowering?.lower === undefined) {
      throw new Error(`${node.op.name} is rewritten before it is lowered`);
    }
    const [sum] = this.#biases.get(node)?.add.results ?? [];
    const eightBit = this.#eightBit.lower(lowering, request);
    if (eightBit !== undefined) {
      const value = this.#m.view(eightBit, request.to.shape);
      for (const result of [...node.results, sum]) this.#eightBit.set(result, value);
      return;
    }
    const terms = [lowering.lower(request)].flat();
    node.results.forEach((result, index) => {
      const term = terms[index];
      const type = request.carried[index];
      if (term === undefined || type === undefined) {
        throw new Error(`${node.op.name} gives no result ${index}`);
      }
      if (!agree(term, type)) {
        const given = `it gave ${codeOf(term)}[${shapeOf(term).join()}]`;
        throw new OpFault(node.op, 'lowering for nnapi', given);
      }
      const value = this.#m.view(term, type.shape);
      this.#terms.set(result, value);
      if (sum !== undefined) this.#terms.set(sum, value);
    });
  }

  #term(value: Value): Term {
    const known = this.#terms.get(value);
    if (known !== undefined) return known;
    const eightBit = this.#eightBit.get(value);
    if (eightBit !== undefined) {
      const floats = this.#m.op('DEQUANTIZE', [eightBit], carrier(value));
      this.#terms.set(value, floats);
      return floats;
    }
    if (value.constant === undefined) throw new Error('a value is read before it is computed');
    const { code } = carrier(value);
    // Norms compute in fp32 between casts: their scales and biases need no rounding.
    const wide = code === 'TENSOR_FLOAT32' ? unrounded(value.constant) : undefined;
    return weight(wide ?? value.constant, code);
  }

  #request(node: Node): LowerRequest {
    const at = (index: number): Value => {
      const operand = node.operands[index];
      if (operand === undefined) throw new Error(`${node.op.name} has no operand ${index}`);
      return operand;
    };
    const carried = node.results.map((result) => carrier(result, node));
    const [to] = carried;
    const [result] = node.results;
    if (to === undefined || result === undefined) throw new Error(`${node.op.name} has no result`);
    const found = this.#biases.get(node);
    const bias: Constant | undefined = found?.bias;
    const [sum] = found?.add.results ?? [];
    const wanted = this.#eightBit.wanted(sum ?? result);
    return {
      node,
      context: this.#context,
      m: this.#m,
      attributes: attributesOf(node),
      operand: (index) => {
        const operand = node.operands[index];
        return operand === undefined ? undefined : this.#term(operand);
      },
      required: (index) => this.#term(at(index)),
      operands: () =>
        node.operands.flatMap((value) => (value === undefined ? [] : [this.#term(value)])),
      type: (index) => staticTypeOf(at(index)),
      result: staticTypeOf(result),
      carried,
      to,
      quantised: (index) => this.#eightBit.get(node.operands[index]),
      wanted: wanted && quantisedType(wanted, to.shape),
      isOutput: (value) => this.#graph.isOutput(value),
      bias,
      refuse: (reason, cure) => {
        throw new DiagnosticError(cannotLower(node.op.name, reason, cure, node.origin));
      },
    };
  }
}

/** Quantised tensors stand for the 8-bit integers that the IR has. */
function agree(term: Term, type: OperandType): boolean {
  const quantised = codeOf(term).startsWith('TENSOR_QUANT8');
  return (
    (codeOf(term) === type.code || quantised) &&
    elementCount(shapeOf(term)) === elementCount(type.shape)
  );
}

function carrier(value: Value, node?: Node): OperandType {
  return carrierOf({ carrierType, noCarrier }, value, node);
}
