/** Masks that only a softmax reads hold no infinity in fp16, and hide what they hid. */

import { expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { HIDDEN } from '../../targets/coreml/finite-masks.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import { largestError } from '../support/difference.ts';
import { runProgram } from './run-program.ts';
import { graphOf } from './written-package.ts';

const CONTEXT = { opset: 'CoreML7', attention: 'original' } as const;
const JOINED = {
  added: '%0 = add(%x, @m) : f16[2,3]',
  selected: '@c = dense [1, 0, 1] : bool[3]\n%0 = where(@c, %x, @m) : f16[2,3]',
};
const LITERAL = '@m = dense [0, -inf, 0] : f16[3]';

function masked(join: string, more = ''): ReturnType<typeof graphOf> {
  return graphOf(`graph @masked(%x: f16[2,3]) {
    ${LITERAL}
    ${join}
    %1 = softmax(%0) {axis=1} : f16[2,3]
    return y=%1${more}
  }`);
}

function numbers(join: string, more = ''): string {
  const { functions } = lowerGraph(masked(join, more), CONTEXT);
  return JSON.stringify(functions, (_, value: unknown) =>
    value instanceof Uint16Array ? [...value] : value === -Infinity ? '-inf' : value,
  );
}

it.each(Object.entries(JOINED))('%s', async (_, join) => {
  const inputs = new Map([['x', seededTensor('f16', [2, 3], 1)]]);
  const expected = await evaluateGraph(masked(join), inputs);
  expect(largestError(await runProgram(masked(join), CONTEXT, inputs), expected)).toBeLessThan(
    1e-3,
  );
  // The bits of -inf and of HIDDEN.
  expect(numbers(join)).not.toMatch(/\b64512\b|-inf/);
  expect(HIDDEN).toBe(-30_000);
});

it('stay where something else reads them too', () => {
  expect(numbers(JOINED.added, ', z=%0')).toMatch(/\b64512\b|-inf/);
});
