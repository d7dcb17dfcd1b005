/** Writes operations in order; what they stem from is set once for all. */

import type { Origin } from '../../ir/graph.ts';
import { NO_ORIGIN } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { ConstantKeys } from '../constant-keys.ts';
import { dequantisable } from './quantised/weights.ts';
import type { Argument, NnOperation, NnValue, OperandType } from './syntax.ts';
import {
  FUSED_NONE,
  codeOf,
  derived,
  ints,
  isWeight,
  reshaped,
  sameShape,
  shapeOf,
} from './terms.ts';
import type { Term } from './terms.ts';

export class NnBuilder {
  readonly operations: NnOperation[] = [];
  /** Of the operations that follow. */
  origin: Origin = NO_ORIGIN;
  /** The operands of reshapes by their results. */
  readonly #shaped = new WeakMap<NnValue, Term>();
  readonly #dequantises: boolean;
  readonly #dequantised = new Map<string, Term>();
  readonly #keys = new ConstantKeys();

  /** Whether weights in few bits become floats on the phone; else they are floats in the pools. */
  constructor(dequantises: boolean) {
    this.#dequantises = dequantises;
  }

  op(code: string, inputs: readonly Argument[], type: OperandType): NnValue {
    const value: NnValue = { type };
    this.operations.push({ code, inputs, outputs: [value], origin: this.origin });
    return value;
  }

  /** An operation of several results. */
  ops(code: string, inputs: readonly Argument[], types: readonly OperandType[]) {
    const outputs = types.map((type): NnValue => ({ type }));
    this.operations.push({ code, inputs, outputs, origin: this.origin });
    return outputs;
  }

  /** ADD, SUB, MUL or DIV of two tensors that broadcast to the first one's shape. */
  arithmetic(code: string, x: Term, y: Argument): NnValue {
    return this.op(code, [x, y, FUSED_NONE], x.type);
  }

  /** The same elements in row-major order under another shape. */
  view(x: Term, shape: readonly number[]): Term {
    if (sameShape(shapeOf(x), shape)) return x;
    if (isWeight(x)) return derived(x, builtinOps.reshape, { shape });
    const from = this.#shaped.get(x) ?? x;
    if (sameShape(shapeOf(from), shape)) return from;
    const value = this.op('RESHAPE', [from, ints(shape)], reshaped(x, shape));
    this.#shaped.set(value, from);
    return value;
  }

  transpose(x: Term, perm: readonly number[]): Term {
    if (perm.every((axis, index) => axis === index)) return x;
    if (isWeight(x)) return derived(x, builtinOps.transpose, { perm });
    const shape = shapeOf(x);
    const result = perm.map((axis) => shape[axis] ?? 1);
    return this.op('TRANSPOSE', [x, ints(perm)], reshaped(x, result));
  }

  /** A weight of 8 bits or fewer as floats that are made of it on the phone; other terms as they are. */
  dequantised(x: Term): Term {
    const stored = isWeight(x) && this.#dequantises ? dequantisable(x) : undefined;
    if (stored === undefined || !isWeight(x)) return x;
    const key = `${this.#keys.of(x.constant)} ${x.type.code} ${shapeOf(x).join()}`;
    const known = this.#dequantised.get(key);
    if (known !== undefined) return known;
    const floats = this.op('DEQUANTIZE', [stored], reshaped(x, shapeOf(stored)));
    const made = this.view(floats, shapeOf(x));
    this.#dequantised.set(key, made);
    return made;
  }

  /** Numbers as another kind of tensor; floats lose what follows the point on the way to integers. */
  cast(x: Term, code: OperandType['code']): Term {
    if (codeOf(x) === code) return x;
    return this.op('CAST', [x], { code, shape: shapeOf(x), scale: 0, zeroPoint: 0 });
  }

  /** The operations that the values depend on, in order. */
  needed(values: readonly NnValue[]): readonly NnOperation[] {
    const wanted = new Set<unknown>(values);
    return this.operations
      .toReversed()
      .filter(({ inputs, outputs }) => {
        if (!outputs.some((output) => wanted.has(output))) return false;
        for (const argument of inputs) wanted.add(argument);
        return true;
      })
      .toReversed();
  }
}
