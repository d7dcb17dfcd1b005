/** What operations that take floats only can be asked for. */

import type { Node } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';

/** The node's first operand is of floats; others are better decomposed. */
export function isFloating({ operands }: Node): boolean {
  const dtype = operands[0]?.type.dtype;
  return dtype !== undefined && DTYPES[dtype].kind === 'float';
}
