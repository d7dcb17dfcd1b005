/** Writes operations in order; what they stem from and which opset they keep to is set once for all. */

import type { Origin } from '../../ir/graph.ts';
import { NO_ORIGIN } from '../../ir/graph.ts';
import { OPSETS } from './syntax.ts';
import type { Argument, Literal, MilOperation, MilValue, Opset } from './syntax.ts';
import type { StaticType, Term } from './terms.ts';

/** Absent optional inputs are left out of the operation. */
export type Inputs = Readonly<Record<string, Argument | undefined>>;

export class MilBuilder {
  readonly opset: Opset;
  readonly operations: MilOperation[] = [];
  /** Of the operations that follow. */
  origin: Origin = NO_ORIGIN;
  /** What constexpr operations give: constant, though not a literal. */
  readonly #constants = new WeakSet<MilValue>();

  /** The operands of reshapes by their results. */
  readonly #shaped = new WeakMap<MilValue, Term>();

  constructor(opset: Opset) {
    this.opset = opset;
  }

  /** The opset has what came with `opset`. */
  since(opset: Opset): boolean {
    return OPSETS.indexOf(this.opset) >= OPSETS.indexOf(opset);
  }

  op(type: string, inputs: Inputs, result: StaticType): MilValue {
    const value: MilValue = { type: result };
    this.#push(type, inputs, [value]);
    return value;
  }

  /** An operation of several results. */
  ops(type: string, inputs: Inputs, results: readonly StaticType[]): readonly MilValue[] {
    const values = results.map((result): MilValue => ({ type: result }));
    this.#push(type, inputs, values);
    return values;
  }

  /** One of the operations whose result counts as constant; before iOS 18 their parameters are attributes. */
  constexpr(type: string, parameters: Readonly<Record<string, Literal>>, result: StaticType) {
    if (this.since('CoreML8') && CONSTEXPR_INPUTS.has(type)) {
      return this.constantOf(type, parameters, result);
    }
    const value: MilValue = { type: result };
    const { origin } = this;
    this.operations.push({ type, inputs: {}, attributes: parameters, outputs: [value], origin });
    this.#constants.add(value);
    return value;
  }

  /** Such an operation of iOS 18, which takes results of others too. */
  constantOf(type: string, inputs: Inputs, result: StaticType): MilValue {
    const value = this.op(type, inputs, result);
    this.#constants.add(value);
    return value;
  }

  /** One of several results. */
  constantsOf(type: string, inputs: Inputs, results: readonly StaticType[]): readonly MilValue[] {
    const values = this.ops(type, inputs, results);
    for (const value of values) this.#constants.add(value);
    return values;
  }

  isConstant(term: Term): boolean {
    return 'kind' in term || this.#constants.has(term);
  }

  /** The operations that the values depend on, in order. */
  needed(values: readonly MilValue[]): readonly MilOperation[] {
    const wanted = new Set<unknown>(values);
    return this.operations
      .toReversed()
      .filter(({ inputs, outputs }) => {
        if (!outputs.some((output) => wanted.has(output))) return false;
        for (const argument of Object.values(inputs)) {
          for (const member of [argument].flat()) wanted.add(member);
        }
        return true;
      })
      .toReversed();
  }

  /** What a value is another shape of, so that a shape of that need not be made of this. */
  unshaped(value: Term): Term {
    return ('kind' in value ? undefined : this.#shaped.get(value)) ?? value;
  }

  reshape(x: Term, shape: Argument, result: StaticType): MilValue {
    const value = this.op('reshape', { x, shape }, result);
    this.#shaped.set(value, x);
    return value;
  }

  #push(type: string, inputs: Inputs, outputs: readonly MilValue[]): void {
    const given: Record<string, Argument> = {};
    for (const [name, argument] of Object.entries(inputs)) {
      if (argument !== undefined) given[name] = argument;
    }
    this.operations.push({ type, inputs: given, outputs, origin: this.origin });
  }
}

/** The constexpr operations of iOS 18, which have inputs; the older ones keep their attributes there. */
const CONSTEXPR_INPUTS: ReadonlySet<string> = new Set([
  'constexpr_blockwise_shift_scale',
  'constexpr_lut_to_dense',
  'constexpr_sparse_to_dense',
  'constexpr_lut_to_sparse',
  'constexpr_sparse_blockwise_shift_scale',
]);
