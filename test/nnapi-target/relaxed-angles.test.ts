/** A relaxed model with sines is warned of: a driver may compute their angles in halves. */

import { expect, it } from 'vitest';
import { checkLegal } from '../../targets/nnapi/legal.ts';
import { graphOf } from '../coreml/written-package.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';

function codesOf(relaxed: boolean, op: string): readonly string[] {
  const graph = graphOf(`graph @g(%x: f32[2,4]) {
    %y = ${op}(%x) : f32[2,4]
    return y=%y
  }`);
  return checkLegal(graph, { ...contextAt(29), relaxed }).map(({ code }) => code);
}

it('where there is a sine, and the model is relaxed', () => {
  expect(codesOf(true, 'sin')).toEqual(['SNAPC4511']);
  expect(codesOf(false, 'sin')).toEqual([]);
  expect(codesOf(true, 'tanh')).toEqual([]);
});
