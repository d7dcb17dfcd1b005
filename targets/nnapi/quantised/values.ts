/** The floats of a graph that are there in 8 bits: what dequantize_linear gives, what carries it on, and results in 8 bits. */

import { dataConstant } from '../../../ir/constant.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { hasTrait } from '../../../ir/define.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { DTYPES } from '../../../ir/types.ts';
import type { FoundBias } from '../../biases.ts';
import type { LowerContext, LowerRequest, Lowering } from '../lowering.ts';
import { computesInFloats } from '../diagnostics.ts';
import type { NnValue, OperandType } from '../syntax.ts';
import { isWeight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { quantisedType, sameParameters, storedNumber } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { wantedParameters } from './wanted.ts';

export class EightBitValues {
  readonly #values = new Map<Value, NnValue>();
  readonly #wanted: ReadonlyMap<Value, Parameters>;
  readonly #floats: Node[] = [];

  constructor(graph: Graph, context: LowerContext, biases: ReadonlyMap<Node, FoundBias>) {
    this.#wanted = wantedParameters(graph, context, biases);
  }

  get(value: Value | undefined): NnValue | undefined {
    return value === undefined ? undefined : this.#values.get(value);
  }

  set(value: Value | undefined, term: Term): void {
    if (isWeight(term)) throw new Error('8-bit numbers are computed');
    if (value !== undefined) this.#values.set(value, term);
  }

  wanted(value: Value): Parameters | undefined {
    return this.#wanted.get(value);
  }

  /** The node's result in 8 bits; undefined where it computes in floats. */
  lower(lowering: Lowering, request: LowerRequest): Term | undefined {
    const made = this.#carried(lowering, request) ?? lowering.quantised?.(request);
    const { node } = request;
    if (made === undefined && hasTrait(node.op, 'contraction')) {
      const computed = node.operands.filter((operand) => operand && !operand.constant);
      if (computed.every((operand) => this.get(operand) !== undefined)) this.#floats.push(node);
    }
    return made;
  }

  /** Contractions of nothing but numbers in 8 bits that compute in floats all the same. */
  remarks(): readonly Diagnostic[] {
    const [first] = this.#floats;
    return first === undefined ? [] : [computesInFloats(this.#floats.length, first.origin)];
  }

  /** With all its floats in 8 bits of the same parameters; a number beside them is stored with these too. */
  #carried({ carries, lower }: Lowering, request: LowerRequest): Term | undefined {
    const { node, to } = request;
    if (lower === undefined || carries?.(node) !== true) return undefined;
    const floats = node.operands.filter((operand) => operand !== undefined && isFloat(operand));
    const terms = floats.flatMap((operand) => this.get(operand) ?? []);
    const [parameters] = terms.map(parametersOf);
    if (parameters === undefined) return undefined;
    if (!terms.every((term) => sameParameters(parametersOf(term), parameters))) return undefined;
    const numbers = new Map<Value, Term>();
    for (const operand of floats) {
      if (operand === undefined || this.get(operand) !== undefined) continue;
      const number = uniformValue(operand);
      if (number === undefined) return undefined;
      numbers.set(operand, stored(number, parameters));
    }
    const type: OperandType = quantisedType(parameters, to.shape);
    const operand = (index: number): Term | undefined => {
      const value = node.operands[index];
      return value && (this.get(value) ?? numbers.get(value) ?? request.operand(index));
    };
    const operands = (): readonly Term[] =>
      node.operands.flatMap((_, index) => operand(index) ?? []);
    const required = (index: number): Term => operand(index) ?? request.required(index);
    const made = lower({ ...request, operand, operands, required, to: type, carried: [type] });
    const [term, ...others] = [made].flat();
    if (term === undefined || others.length > 0)
      throw new Error(`${node.op.name} carries one result`);
    return term;
  }
}

function parametersOf({ type: { code, scale, zeroPoint } }: NnValue): Parameters {
  return { code, scale, zeroPoint };
}

function isFloat({ type }: Value): boolean {
  return DTYPES[type.dtype].kind === 'float';
}

function stored(number: number, parameters: Parameters): Term {
  const dtype = parameters.code === 'TENSOR_QUANT8_ASYMM' ? 'u8' : 'i8';
  const constant = dataConstant(tensorFrom(dtype, [1], [storedNumber(number, parameters)]));
  return { kind: 'weight', type: quantisedType(parameters, [1]), constant };
}
