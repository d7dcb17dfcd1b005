/** Tensors of six axes at the border of a model of several sizes: refused by name, since Swift could not tell their axes. */

import { expect, it } from 'vitest';
import { interfaceOf } from '../../compiler/prepare.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { contextFor, graphOf } from './written-package.ts';

function codesOf(usual: string, other: string): readonly string[] {
  const [graph, second] = [usual, other].map((shape) =>
    graphOf(`graph @wide(%x: f32[${shape}], %z: f32[2]) {
      %y = tanh(%x) : f32[${shape}]
      %w = tanh(%z) : f32[2]
      return y=%y, w=%w
    }`),
  );
  if (graph === undefined || second === undefined) throw new Error('two graphs');
  const others = [{ sizes: new Map([['n', 3]]), graph: second, interface: interfaceOf(second) }];
  const shapes = { kind: 'enumerated', sizes: new Map([['n', 2]]), others } as const;
  return coreml.legal(graph, { ...contextFor(graph), shapes }).map(({ code }) => code);
}

it('of several sizes', () => {
  expect(codesOf('2,3,1,1,2,2', '3,3,1,1,2,2')).toEqual(['SNAPC4452', 'SNAPC4452']);
});

it('of one size, and flexible ones of five axes', () => {
  expect(codesOf('2,3,1,1,2,2', '2,3,1,1,2,2')).not.toContain('SNAPC4452');
  expect(codesOf('2,3,1,2,2', '3,3,1,2,2')).not.toContain('SNAPC4452');
});
