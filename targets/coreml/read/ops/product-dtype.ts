/** The element type of a product of matrices. */

import type { ElementType } from '../elements.ts';
import type { Operands } from './op.ts';

/** Of the side that is computed, where the other one is a `const`. */
export function productDType(op: Operands): ElementType {
  const [x, y] = [op.type('x').dtype, op.type('y').dtype];
  if (x === y) return x;
  const isConst = op.isLiteral('x');
  if (isConst === op.isLiteral('y')) {
    const both = isConst ? 'const' : 'computed';
    op.fail(`x is of ${x}, y is of ${y}, and both are ${both}`, 'give both the same element type');
  }
  return isConst ? y : x;
}
