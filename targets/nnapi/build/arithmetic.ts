/** Short forms of the pointwise operations; a plain number stands for a tensor of it. */

import { broadcastShapes } from '../../../ir/shapes.ts';
import { isStatic } from '../../../ir/dim.ts';
import type { NnBuilder } from '../builder.ts';
import type { Argument } from '../syntax.ts';
import { FUSED_NONE, numberLike, reshaped, shapeOf } from '../terms.ts';
import type { Term } from '../terms.ts';

export type Arithmetic = ReturnType<typeof arithmetic>;

export function arithmetic(m: NnBuilder) {
  const unary = (code: string) => (x: Term) => m.op(code, [x], x.type);
  const pair =
    (code: string, ...more: readonly Argument[]) =>
    (x: Term | number, y: Term | number) => {
      const like = typeof x === 'number' ? y : x;
      if (typeof like === 'number') throw new Error('one of two sides must be a value');
      const sides = [x, y].map((side) =>
        typeof side === 'number' ? numberLike(like, side) : side,
      );
      const shapes = [x, y].flatMap((side) => (typeof side === 'number' ? [] : [shapeOf(side)]));
      const shape = broadcastShapes(shapes);
      if (!isStatic(shape)) throw new Error('known shapes broadcast to a known shape');
      return m.op(code, [...sides, ...more], reshaped(like, shape));
    };
  return {
    add: pair('ADD', FUSED_NONE),
    sub: pair('SUB', FUSED_NONE),
    mul: pair('MUL', FUSED_NONE),
    divide: pair('DIV', FUSED_NONE),
    maximum: pair('MAXIMUM'),
    minimum: pair('MINIMUM'),
    abs: unary('ABS'),
    negate: unary('NEG'),
    exp: unary('EXP'),
    log: unary('LOG'),
    sqrt: unary('SQRT'),
    sin: unary('SIN'),
    floor: unary('FLOOR'),
    tanh: unary('TANH'),
    sigmoid: unary('LOGISTIC'),
    relu: unary('RELU'),
  };
}
