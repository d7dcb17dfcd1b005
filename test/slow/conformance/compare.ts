/** The comparison of ONNX's backend tests: |a - b| <= 1e-7 + 1e-3 |b|, types and shapes equal. */

import { getElement } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { DTYPES, printType } from '../../../ir/types.ts';

const RELATIVE = 1e-3;
/** One unit in the last place: the files of this version were cut rather than rounded to bf16. */
const RELATIVE_OF_BF16 = 2 ** -7;
const ABSOLUTE = 1e-7;

/** What differs first; undefined if nothing does. Of random results only types are compared. */
export function differenceOf(
  expected: ReadonlyMap<string, Tensor>,
  given: ReadonlyMap<string, Tensor>,
  random: boolean,
): string | undefined {
  if (expected.size === 0) return 'the test has no expected output';
  for (const [name, want] of expected) {
    const got = given.get(name);
    if (got === undefined) return `${name} is missing`;
    if (printType(got) !== printType(want)) {
      return `${name} is ${printType(got)}, not ${printType(want)}`;
    }
    if (random) continue;
    for (let index = 0; index < want.data.length; index++) {
      const [a, b] = [Number(getElement(got, index)), Number(getElement(want, index))];
      if (!close(a, b, want)) return `${name}[${index}] is ${a}, not ${b}`;
    }
  }
  return undefined;
}

function close(a: number, b: number, { dtype }: Tensor): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (DTYPES[dtype].kind !== 'float') return false;
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  const relative = dtype === 'bf16' ? RELATIVE_OF_BF16 : RELATIVE;
  return Math.abs(a - b) <= ABSOLUTE + relative * Math.abs(b);
}
