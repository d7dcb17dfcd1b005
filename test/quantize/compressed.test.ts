/** Compressed forms of random recipes: what the form says is what the recipe computes. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressedForm } from '../../compiler/compressed/form.ts';
import type { CompressedForm } from '../../compiler/compressed/form.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { AttributeMap, OpDefinition } from '../../ir/define.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { stridesOf, toNumbers } from '../../ir/tensor.ts';
import { roundTo } from '../../ir/element.ts';
import { elementCount, tensorType } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { largestError } from '../support/samples.ts';

const { transpose, reshape, slice, concat, pad, cast, mul, div } = builtinOps;

function seeded(dtype: DType, shape: readonly number[], seed: number, scale: number): Constant {
  return { type: tensorType(dtype, shape), source: { kind: 'seeded', seed, scale } };
}

/** A recipe even where the value is small. */
function recipe(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  attributes: AttributeMap,
): Constant {
  const like = constantOf(op, operands, attributes);
  return { type: like.type, source: { kind: 'recipe', op, operands, attributes } };
}

/** Every element by the form's own formula. */
async function valueOf(form: CompressedForm): Promise<number[]> {
  const { shape, dtype } = form.type;
  const counts = shape.map((size, axis) => Math.ceil(size / (form.blocks[axis] ?? 1)));
  const [outer, inner] = [stridesOf(counts), stridesOf(shape)];
  const blockOf = (index: number): number =>
    shape.reduce((sum, size, axis) => {
      const at = Math.floor(index / (inner[axis] ?? 1)) % size;
      return sum + Math.floor(at / (form.blocks[axis] ?? 1)) * (outer[axis] ?? 1);
    }, 0);
  const read = async (part: Constant, own: readonly number[]): Promise<number[]> => {
    expect(part.type.shape).toEqual(own);
    return toNumbers(await materialize(part));
  };
  const round = (value: number): number => roundTo(dtype, roundTo(form.rounding, value));
  if (form.kind === 'palette') {
    const size = 2 ** form.bits;
    const [indices, table] = [
      await read(form.indices, shape),
      await read(form.table, [...counts, size]),
    ];
    return indices.map((picked, index) => round(table[blockOf(index) * size + picked] ?? NaN));
  }
  const [data, scale] = [await read(form.data, shape), await read(form.scale, counts)];
  const zeros = form.zeroPoint && (await read(form.zeroPoint, counts));
  return data.map((item, index) => {
    const at = blockOf(index);
    return round((item - (zeros?.[at] ?? 0)) * (scale[at] ?? NaN));
  });
}

async function expectEqual(constant: Constant, form: CompressedForm, tolerance = 0) {
  expect(form.type).toEqual(constant.type);
  const expected = await materialize(constant);
  const actual = { ...expected, data: Float64Array.from(await valueOf(form)) };
  expect(
    largestError(actual, { ...expected, data: Float64Array.from(toNumbers(expected)) }),
  ).toBeLessThanOrEqual(tolerance);
}

const dim = fc.integer({ min: 1, max: 7 });
const seed = fc.integer({ min: 0, max: 1000 });

const affine: fc.Arbitrary<Constant> = fc
  .record({
    shape: fc.array(dim, { minLength: 1, maxLength: 4 }),
    dtype: fc.constantFrom<DType>('i8', 'u8', 'i4', 'u4'),
    float: fc.constantFrom<DType>('f32', 'f16'),
    per: fc.constantFrom('tensor', 'axis', 'block'),
    axis: fc.nat(3),
    block: fc.integer({ min: 1, max: 5 }),
    shifted: fc.boolean(),
    seed,
  })
  .map(({ shape, dtype, float, per, axis: any, block, shifted, seed: of }) => {
    const axis = any % shape.length;
    const size = shape[axis] ?? 1;
    const grid = {
      tensor: [],
      axis: [size],
      block: shape.with(axis, Math.ceil(size / block)),
    }[per];
    const range = dtype === 'i4' || dtype === 'u4' ? 7 : 100;
    const operands = [
      seeded(dtype, shape, of, range),
      seeded(float, grid ?? [], of + 1, 0.25),
      shifted ? seeded(dtype, grid ?? [], of + 2, range) : undefined,
    ];
    return recipe(builtinOps.dequantize_linear, operands, {
      axis,
      block_size: per === 'block' ? block : 0,
    });
  });

const palette: fc.Arbitrary<Constant> = fc
  .record({
    shape: fc.array(dim, { minLength: 1, maxLength: 4 }),
    bits: fc.integer({ min: 1, max: 4 }),
    axis: fc.nat(3),
    grouped: fc.boolean(),
    part: fc.integer({ min: 1, max: 7 }),
    seed,
  })
  .map(({ shape, bits, axis: any, grouped, part, seed: of }) => {
    const axis = any % shape.length;
    const size = shape[axis] ?? 1;
    const groups = size % part === 0 ? size / part : size;
    const table = grouped ? [groups, 2 ** bits] : [2 ** bits];
    // Each index is below the number of entries.
    const indices = recipe(
      builtinOps.cast,
      [recipe(builtinOps.abs, [seeded('i32', shape, of, 2 ** bits - 1)], {})],
      { to: 'u4' },
    );
    return recipe(builtinOps.lookup, [indices, seeded('f32', table, of + 1, 1)], { axis });
  });

type Step = (constant: Constant, random: number) => Constant;

/** A random choice below `limit`; the number is used up bit by bit. */
const pick = (random: number, salt: number, limit: number): number =>
  Math.floor(Math.abs(Math.sin(random * 12.9898 + salt * 78.233) * 43758.5453)) % limit;

const STEPS: Readonly<Record<string, Step>> = {
  transpose: (given, random) => {
    const perm = [...given.type.shape.keys()];
    perm.sort((a, b) => pick(random, a, 97) - pick(random, b, 97));
    return recipe(transpose, [given], { perm });
  },
  reshape: (given, random) => {
    let left = elementCount(given.type.shape);
    const shape: number[] = [];
    for (let count = pick(random, 1, 4); count > 0 && left > 1; count--) {
      const factors = Array.from({ length: left }, (_, at) => at + 1).filter(
        (of) => left % of === 0,
      );
      const factor = factors[pick(random, 2 + count, factors.length)] ?? 1;
      shape.push(factor);
      left /= factor;
    }
    return recipe(reshape, [given], { shape: [...shape, left] });
  },
  slice: (given, random) => {
    const { shape } = given.type;
    const starts = shape.map((size, axis) => pick(random, axis, size));
    const steps = shape.map((_, axis) => [1, 1, 2, -1][pick(random, axis + 9, 4)] ?? 1);
    const ends = shape.map((size, axis) => {
      const start = starts[axis] ?? 0;
      return (steps[axis] ?? 1) < 0 ? -1 : start + 1 + pick(random, axis + 5, size - start);
    });
    return recipe(slice, [given], { starts, ends, steps });
  },
  concat: (given, random) => {
    const axis = pick(random, 1, given.type.shape.length);
    const size = given.type.shape[axis] ?? 1;
    const steps = given.type.shape.map(() => 1);
    const starts = given.type.shape.map(() => 0);
    const ends = given.type.shape.with(axis, 1 + pick(random, 2, size));
    const part = recipe(slice, [given], { starts, ends, steps });
    return recipe(concat, random % 2 === 0 ? [given, part] : [part, given], { axis });
  },
  pad: (given, random) => {
    const pads = [...given.type.shape, ...given.type.shape].map((_, at) => pick(random, at, 3));
    return recipe(pad, [given, undefined], { pads, mode: 'constant' });
  },
  cast: (given, random) => recipe(cast, [given], { to: random % 2 === 0 ? 'f16' : 'f32' }),
};

const chain = (weight: fc.Arbitrary<Constant>, names: readonly string[]): fc.Arbitrary<Constant> =>
  fc
    .tuple(
      weight.filter(({ type }) => type.shape.length > 0),
      fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(9999)), { maxLength: 4 }),
    )
    .map(([start, steps]) =>
      steps.reduce((constant, [name, random]) => {
        const step = STEPS[name];
        return step === undefined || constant.type.shape.length === 0
          ? constant
          : step(constant, random);
      }, start),
    );

describe('compressed forms', () => {
  it.each([
    ['scales', affine, Object.keys(STEPS)],
    ['palettes', palette, Object.keys(STEPS).filter((name) => name !== 'pad')],
  ] as const)('of weights with %s follow what moves and rounds them', async (_, weight, names) => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(chain(weight, names), async (constant) => {
        const form = compressedForm(constant);
        if (form === undefined) return;
        kept++;
        await expectEqual(constant, form);
      }),
      { numRuns: 400 },
    );
    // Blocks of an element or two take more than floats, and are none.
    expect(kept).toBeGreaterThan(80);
  });

  it('take factors into their scales and tables', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(affine, palette),
        fc.nat(15),
        fc.boolean(),
        async (weight, mask, quotient) => {
          const shape = weight.type.shape.map((size, axis) =>
            ((mask >> axis) & 1) === 1 ? size : 1,
          );
          const factor = recipe(builtinOps.exp, [seeded(weight.type.dtype, shape, 7, 0.5)], {});
          const constant = recipe(quotient ? div : mul, [weight, factor], {});
          const form = compressedForm(constant);
          if (form === undefined) return;
          kept++;
          await expectEqual(constant, form, weight.type.dtype === 'f16' ? 4e-3 : 1e-6);
        },
      ),
      { numRuns: 300 },
    );
    expect(kept).toBeGreaterThan(60);
  });

  it('are none of floats, of integers of more bits, and of sums', () => {
    const weight = seeded('f32', [64, 64], 1, 1);
    expect(compressedForm(weight)).toBeUndefined();
    const scale = seeded('f32', [], 1, 1);
    const wide = recipe(
      builtinOps.dequantize_linear,
      [seeded('i16', [64, 64], 1, 99), scale, undefined],
      { axis: 0, block_size: 0 },
    );
    expect(compressedForm(wide)).toBeUndefined();
    const few = recipe(
      builtinOps.dequantize_linear,
      [seeded('i8', [64, 64], 1, 99), scale, undefined],
      { axis: 0, block_size: 0 },
    );
    expect(compressedForm(few)?.kind).toBe('affine');
    expect(compressedForm(recipe(builtinOps.add, [few, few], {}))).toBeUndefined();
  });
});
