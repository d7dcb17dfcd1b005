/** Weights that are mostly zero: in which operations they stand, and that the numbers stay the same. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import { storedWeights } from '../../targets/coreml/stored-weights.ts';
import type { Opset } from '../../targets/coreml/syntax.ts';
import { largestError } from '../support/samples.ts';
import { must, runProgram } from './run-program.ts';

const SPARSE = 'constexpr_sparse_to_dense';
const LOOKED_UP = 'constexpr_lut_to_sparse';
const SCALED = 'constexpr_sparse_blockwise_shift_scale';

/** x @ w for a weight of 8 by 6 of which a third is stored. */
function layer(weight: string): string {
  return `graph @layer(%x: f32[2,8]) {
    @d = seeded 5 0.5 : f32[8,6]
    @m = magnitude_mask(@d) {kept=16} : bool[8,6]
    ${weight}
    %y = matmul(%x, @w) : f32[2,6]
    return y=%y
  }`;
}

const FLOATS = layer(`@v = masked_values(@d, @m) {count=16} : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);
const INTEGERS = layer(`@s = quantization_scale(@d) {axis=1} : f32[6]
    @q = quantize_linear(@d, @s) {axis=1, dtype=i8} : i8[8,6]
    @k = dequantize_linear(@q, @s) {axis=1} : f32[8,6]
    @v = masked_values(@k, @m) {count=16} : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);
const GROUPS =
  layer(`@s = quantization_scale(@d) {per=block, axis=0, block_size=4, dtype=i4} : f32[2,6]
    @q = quantize_linear(@d, @s) {axis=0, block_size=4, dtype=i4} : i4[8,6]
    @k = dequantize_linear(@q, @s) {axis=0, block_size=4} : f32[8,6]
    @v = masked_values(@k, @m) {count=16} : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);
const OFFSETS = layer(`@s = splat 0.01 : f32[]
    @z = splat 120 : u8[]
    @f = masked_values(@d, @m) {count=16} : f32[16]
    @q = quantize_linear(@f, @s, @z) {dtype=u8} : u8[16]
    @v = dequantize_linear(@q, @s, @z) : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);
const PALETTE = layer(`@t = palette_table(@d) {bits=2} : f32[4]
    @i = palette_indices(@d, @t) : u4[8,6]
    @k = lookup(@i, @t) : f32[8,6]
    @v = masked_values(@k, @m) {count=16} : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);
const LISTED = layer(`@f = masked_values(@d, @m) {count=16} : f32[16]
    @t = palette_table(@f) {bits=2} : f32[4]
    @i = palette_indices(@f, @t) : u4[16]
    @v = lookup(@i, @t) : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);
const TABLES = layer(`@t = palette_table(@d) {bits=1, groups=3, axis=1} : f32[3,2]
    @i = palette_indices(@d, @t) {axis=1} : u4[8,6]
    @k = lookup(@i, @t) {axis=1} : f32[8,6]
    @v = masked_values(@k, @m) {count=16} : f32[16]
    @w = sparse_to_dense(@v, @m) : f32[8,6]`);

async function check(text: string, opset: Opset) {
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const inputs = new Map([['x', seededTensor('f32', [2, 8], 9)]]);
  const context = { opset, attention: 'original' } as const;
  const expected = given((await evaluateGraph(graph, inputs)).get('y'));
  const program = lowerGraph(graph, context);
  const types = program.functions.flatMap(({ operations }) => operations.map(({ type }) => type));
  const actual = given((await runProgram(graph, context, inputs)).get('y'));
  const [stored] = storedWeights([program]);
  return { types, form: stored?.form, error: largestError(actual, expected) };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no output y');
  return value;
}

describe('sparse weights', () => {
  it.each([
    ['floats', FLOATS, [], 'sparse'],
    ['integers with a scale for each output', INTEGERS, [SCALED], 'sparse int8'],
    ['integers of four bits in groups', GROUPS, [SCALED], 'sparse int4'],
    ['integers with a zero point', OFFSETS, [SCALED], 'sparse uint8'],
    ['places in a palette', PALETTE, [LOOKED_UP], 'sparse palette2'],
    ['a list of places in a palette', LISTED, [LOOKED_UP], 'sparse palette2'],
    ['places in palettes of groups', TABLES, [LOOKED_UP], 'sparse palette1'],
  ])('of %s stay so from iOS 18 on', async (_, text, before, form) => {
    const checked = await check(text, 'CoreML8');
    expect(checked.types).toEqual([...before, SPARSE, 'linear']);
    expect(checked.form).toBe(form);
    expect(checked.error).toBeLessThan(1e-5);
  });

  it.each([INTEGERS, PALETTE])('hold floats before', async (text) => {
    const checked = await check(text, 'CoreML7');
    expect(checked.types).toEqual([SPARSE, 'linear']);
    expect(checked.form).toBe('sparse');
    expect(checked.error).toBeLessThan(1e-5);
  });
});
