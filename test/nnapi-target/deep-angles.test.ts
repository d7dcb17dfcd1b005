/** Angles that a stranger's model computes in many steps: the search for turns looks at each step once. */

import { expect, it } from 'vitest';
import { checkLegal } from '../../targets/nnapi/legal.ts';
import { graphOf } from '../coreml/written-package.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';

it.each([
  ['squared sixty times', 60, (before: string) => `mul(${before}, ${before})`],
  ['scaled thousands of times', 6000, (before: string) => `mul(${before}, @f)`],
])('%s', (_, steps, next) => {
  const lines = Array.from(
    { length: steps },
    (_one, at) => `%v${at} = ${next(at === 0 ? '%x' : `%v${at - 1}`)} : f32[2,4]`,
  );
  const graph = graphOf(`graph @g(%x: f32[2,4]) {
    @f = dense [0.5] : f32[1]
    ${lines.join('\n    ')}
    %y = sin(%v${steps - 1}) : f32[2,4]
    return y=%y
  }`);
  const found = checkLegal(graph, { ...contextAt(29), relaxed: true });
  expect(found.map(({ code }) => code)).toEqual(['SNAPC4511']);
});
