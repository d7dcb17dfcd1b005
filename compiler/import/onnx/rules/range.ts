/** Range: start, start + delta, ... below limit; the bounds must be known up to unbound dims. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimAdd, dimFloorDiv, dimSub } from '../../../../ir/dim.ts';
import type { Dim } from '../../../../ir/dim.ts';
import { getElement, tensorFrom } from '../../../../ir/tensor.ts';
import { dataConstant } from '../../../../ir/constant.ts';
import { DTYPES } from '../../../../ir/types.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { counted, scaledBy } from '../shared/tensors.ts';

/** Longer ones are computed from a count when they are needed. */
const SHORT = 8192;

export const range = defineRule({
  op: 'Range',
  since: 11,
  convert: (node) => {
    const { dtype } = node.input(0).type;
    if (DTYPES[dtype].kind === 'float') return floats(node);
    const [start, limit, delta] = [
      node.dims(0, 'start'),
      node.dims(1, 'limit'),
      node.dims(2, 'delta'),
    ];
    const [first, end, step] = [start[0] ?? 0, limit[0] ?? 0, delta[0] ?? 0];
    if (typeof first !== 'number' || typeof step !== 'number') {
      throw new NeedsDims([first, step]);
    }
    const m = arithmetic(node.b);
    const length = lengthOf(first, end, step);
    if (typeof length === 'number' && length <= SHORT) {
      const values = Array.from({ length }, (_, index) => first + index * step);
      return node.b.vector(dtype, values);
    }
    const counts = scaledBy(m, counted(node, m, length, dtype), step);
    return first === 0 ? counts : m.add(counts, first);
  },
});

function lengthOf(first: number, end: Dim, step: number): Dim {
  if (step === 0) fail('delta is 0', 'a range with steps of 0 never ends');
  const distance = step > 0 ? dimSub(end, first) : dimSub(first, end);
  const size = Math.abs(step);
  const length = dimFloorDiv(dimAdd(distance, size - 1), size);
  return typeof length === 'number' ? Math.max(0, length) : length;
}

/** Element i is start + i * delta in double precision, then rounded, as numpy has it. */
function floats(node: RuleContext) {
  const [start, limit, delta] = ['start', 'limit', 'delta'].map((what, index) =>
    Number(getElement(node.constant(index, what), 0)),
  );
  if (start === undefined || limit === undefined || !delta) return fail('delta is 0');
  const length = Math.max(0, Math.ceil((limit - start) / delta));
  const { dtype } = node.input(0).type;
  if (!Number.isFinite(length)) return fail(`from ${start} to ${limit} by ${delta} never ends`);
  if (length <= SHORT) {
    const values = Array.from({ length }, (_, index) => start + index * delta);
    return node.b.constant(dataConstant(tensorFrom(dtype, [length], values)));
  }
  const m = arithmetic(node.b);
  return m.add(scaledBy(m, counted(node, m, length, dtype), delta), start);
}
