/** What a budget counts besides the weights that it chooses forms for. */

import { expect, it } from 'vitest';
import { otherBytes } from '../../compiler/budget/measure.ts';
import { graphOf } from '../coreml/written-package.ts';

it('a fill and what is expanded count as what they are expanded from', () => {
  const graph = graphOf(`graph @g(%x: f32[256,256]) {
    @fill = splat 0 : f32[256,256]
    @row = seeded 1 0.5 : f32[256]
    @rows = broadcast(@row) {shape=[256, 256]} : f32[256,256]
    %a = add(%x, @fill) : f32[256,256]
    %b = mul(%a, @rows) : f32[256,256]
    return y=%b
  }`);
  expect(otherBytes(graph, [], 4)).toBe(4 * (1 + 256));
  expect(otherBytes(graph, [], 2)).toBe(2 * (1 + 256));
});
