/** Short forms of the pointwise operations; a plain number becomes a scalar of the other side's dtype. */

import type { MilBuilder } from '../builder.ts';
import type { MilDType } from '../syntax.ts';
import { broadcast } from './repetition.ts';
import { dtypeOf, isFloat, jointShape, sameShape, scalar, shapeOf, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';

export type Arithmetic = ReturnType<typeof arithmetic>;
type Side = Term | number;

/** Below this a number is zero in fp16. */
const SMALLEST_HALF = 2 ** -24;

export function arithmetic(m: MilBuilder) {
  const term = (value: Side, like: Side): Term => {
    if (typeof value !== 'number') return value;
    if (typeof like === 'number') throw new Error('one of two sides must be a value');
    return scalar(dtypeOf(like), value);
  };
  const pair = (type: string, dtype?: MilDType) => (left: Side, right: Side) => {
    const [x, y] = [term(left, right), term(right, left)];
    return m.op(type, { x, y }, typed(dtype ?? dtypeOf(x), jointShape(x, y)));
  };
  const unary = (type: string, dtype?: MilDType) => (x: Term) =>
    m.op(type, { x }, typed(dtype ?? dtypeOf(x), shapeOf(x)));
  const [add, sub, mul] = [pair('add'), pair('sub'), pair('mul')];
  const [less, greater, equal] = [
    pair('less', 'bool'),
    pair('greater', 'bool'),
    pair('equal', 'bool'),
  ];
  const not = unary('logical_not');
  /** The type of the result is that of both sides, so one of them has to be as large as the condition. */
  const select = (cond: Term, left: Side, right: Side): Term => {
    const given = term(left, right);
    const b = term(right, left);
    const shape = jointShape(cond, given, b);
    const wide = sameShape(jointShape(given, b), shape);
    const a = wide ? given : broadcast(m, given, shapeOf(given), shape);
    return m.op('select', { cond, a, b }, typed(dtypeOf(a), shape));
  };
  const cast = (x: Term, dtype: MilDType): Term =>
    dtypeOf(x) === dtype ? x : m.op('cast', { x, dtype: text(dtype) }, typed(dtype, shapeOf(x)));
  const negate = (x: Term): Term => mul(x, -1);
  return {
    add,
    sub,
    mul,
    /** For floats. */
    divide: pair('real_div'),
    /** Towards minus infinity. */
    floorDivide: pair('floor_div'),
    /** Of the sign of the divisor. */
    modulo: pair('mod'),
    power: pair('pow'),
    maximum: pair('maximum'),
    minimum: pair('minimum'),
    less,
    greater,
    equal,
    not,
    select,
    cast,
    negate,
    /** The bits turned: the order of integers reversed without an overflow. */
    complement: (x: Term): Term => sub(-1, x),
    isNonzero: (x: Term): Term => not(equal(x, 0)),
    /** -1, 0 or 1. */
    sign: (x: Term): Term => {
      const dtype = dtypeOf(x);
      return sub(cast(greater(x, 0), dtype), cast(less(x, 0), dtype));
    },
    and: (x: Term, y: Term): Term => select(x, y, x),
    or: (x: Term, y: Term): Term => select(x, x, y),
    xor: (x: Term, y: Term): Term => select(x, not(y), y),
    abs: unary('abs'),
    square: unary('square'),
    exp: unary('exp'),
    sqrt: unary('sqrt'),
    sin: unary('sin'),
    cos: unary('cos'),
    tanh: unary('tanh'),
    erf: unary('erf'),
    sigmoid: unary('sigmoid'),
    floor: unary('floor'),
    round: unary('round'),
    relu: unary('relu'),
    silu: unary('silu'),
    softplus: unary('softplus'),
    gelu: (x: Term, mode: GeluMode): Term =>
      m.op('gelu', { x, mode: text(mode) }, typed(dtypeOf(x), shapeOf(x))),
    leakyRelu: (x: Term, alpha: number): Term =>
      m.op('leaky_relu', { x, alpha: scalar(dtypeOf(x), alpha) }, typed(dtypeOf(x), shapeOf(x))),
    /** An epsilon of 0, which is not the default, is what log means. */
    log: (x: Term): Term =>
      m.op('log', { x, epsilon: scalar(dtypeOf(x), 0) }, typed(dtypeOf(x), shapeOf(x))),
  };
}

export type GeluMode = 'EXACT' | 'TANH_APPROXIMATION' | 'SIGMOID_APPROXIMATION';

/** An epsilon that does not vanish in fp16. */
export function epsilonOf(value: number, dtype: MilDType) {
  if (!isFloat(dtype)) throw new Error(`no epsilon of ${dtype}`);
  return scalar(dtype, dtype === 'fp16' ? Math.max(value, SMALLEST_HALF) : value);
}
