/** Whether weights can become one weight that is stored as they are. */

import type { Constant } from '../../ir/constant.ts';
import { compressedForm } from './form.ts';
import { joiningKey } from './movement.ts';

/** False for one in few bits and one in floats, of which both would be stored in floats. */
export function storedAlike(a: Constant, b: Constant): boolean {
  const [one, other] = [compressedForm(a), compressedForm(b)];
  if (one === undefined || other === undefined) return one === other;
  return joiningKey(one) === joiningKey(other);
}
