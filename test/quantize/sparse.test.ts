/** Sparse forms of random recipes, and which numbers are the largest. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sparseForm } from '../../compiler/compressed/sparse.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { AttributeMap, OpDefinition } from '../../ir/define.ts';
import { largestPlaces } from '../../ir/magnitudes.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { elementCount, tensorType } from '../../ir/types.ts';

const { magnitude_mask, masked_values, sparse_to_dense, transpose, reshape, slice, cast } =
  builtinOps;

function recipe(
  op: OpDefinition,
  operands: readonly Constant[],
  attributes: AttributeMap,
): Constant {
  const { type } = constantOf(op, operands, attributes);
  return { type, source: { kind: 'recipe', op, operands, attributes } };
}

function sparse(shape: readonly number[], seed: number, count: number): Constant {
  const dense: Constant = {
    type: tensorType('f32', shape),
    source: { kind: 'seeded', seed, scale: 1 },
  };
  const mask = recipe(magnitude_mask, [dense], { kept: count, group: 0, axis: 0 });
  return recipe(sparse_to_dense, [recipe(masked_values, [dense, mask], { count }), mask], {});
}

it('are the largest', () => {
  const number = fc.constantFrom(0, -0, 1, -1, 0.5, -2, 3, 1e-40, 7.25);
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 200 }), fc.nat(200), (values, kept) => {
      const found = [...largestPlaces(Float32Array.from(values), kept, 0, 1, values.length)];
      const sorted = [...values.keys()].sort(
        (a, b) =>
          Math.abs(Math.fround(values[b] ?? 0)) - Math.abs(Math.fround(values[a] ?? 0)) || a - b,
      );
      expect(found).toEqual(sorted.slice(0, kept).sort((a, b) => a - b));
    }),
  );
});

it('follow what moves and rounds them', async () => {
  const dims = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      dims,
      fc.nat(99),
      fc.nat(20),
      fc.boolean(),
      async (shape, seed, count, half) => {
        const kept = Math.min(count, elementCount(shape));
        const turned = recipe(transpose, [sparse(shape, seed, kept)], {
          perm: [...shape.keys()].reverse(),
        });
        const flat = recipe(reshape, [turned], { shape: [elementCount(shape)] });
        const whole = half ? recipe(cast, [flat], { to: 'f16' }) : flat;
        const form = sparseForm(whole);
        if (form === undefined) throw new Error('no form');
        expect(form.values.type.shape).toEqual([kept]);
        const dense = recipe(sparse_to_dense, [form.values, form.mask], {});
        const again = half ? recipe(cast, [dense], { to: 'f16' }) : dense;
        expect(toNumbers(await materialize(again))).toEqual(toNumbers(await materialize(whole)));
      },
    ),
  );
});

it('are none where elements are dropped', () => {
  const part = { starts: [0, 0], ends: [4, 2], steps: [1, 1] };
  expect(sparseForm(recipe(slice, [sparse([4, 4], 1, 5)], part))).toBeUndefined();
});
