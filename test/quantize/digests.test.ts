/** Scales and palettes of one weight are computed once, whoever reads them, and nothing else changes. */

import { expect, it } from 'vitest';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { withDigests } from '../../compiler/quantize/digests.ts';
import { recipeOf } from '../../compiler/quantize/options.ts';
import type { Constant } from '../../ir/constant.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { EncodeConstant } from '../../ir/encode-constant.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { tensorType } from '../../ir/types.ts';

const { quantization_scale, quantization_zero_point, quantize_linear, dequantize_linear } =
  builtinOps;

const weight: Constant = {
  type: tensorType('f32', [64, 64]),
  source: { kind: 'seeded', seed: 3, scale: 1 },
};

/** Counts how often an op stands in what is computed. */
function counting(op: string) {
  let count = 0;
  const visit = ({ source }: Constant): void => {
    if (source.kind !== 'recipe') return;
    if (source.op.name === op) count++;
    for (const operand of source.operands) if (operand !== undefined) visit(operand);
  };
  const encode: EncodeConstant = async (constant, encoding) => {
    visit(constant);
    return encodeConstant(constant, encoding);
  };
  return { encode, count: () => count };
}

it.each(['u8', 'i4', 'u4'] as const)('of %s are computed once', async (dtype) => {
  const scale = recipeOf(quantization_scale, [weight], { dtype, symmetric: dtype === 'i4' });
  const zero =
    dtype === 'i4' ? undefined : recipeOf(quantization_zero_point, [weight, scale], { dtype });
  const data = recipeOf(quantize_linear, [weight, scale, zero], { axis: 0, dtype });
  const floats = recipeOf(dequantize_linear, [data, scale, zero], { axis: 0 });
  const turned = constantOf(builtinOps.transpose, [data], { perm: [1, 0] });
  const column = constantOf(builtinOps.reshape, [scale], { shape: [64, 1] });
  const { encode, count } = counting('quantization_scale');
  const digesting = withDigests(encode);
  const integers = dtype === 'i4' ? 'i8' : 'u8';
  const wanted = [
    [turned, integers],
    [scale, 'f32'],
    [column, 'f16'],
    [floats, 'f16'],
  ] as const;
  for (const [constant, encoding] of wanted) {
    expect(await digesting(constant, encoding)).toEqual(await encodeConstant(constant, encoding));
  }
  expect(count()).toBe(1);
});

it('that fail are told to all that read them', async () => {
  const scale = recipeOf(quantization_scale, [weight], {});
  const data = recipeOf(quantize_linear, [weight, scale], { axis: 0, dtype: 'i8' });
  const broken = withDigests(() => Promise.reject(new Error('cut off')));
  await expect(broken(data, 'i8')).rejects.toThrow('cut off');
  await expect(broken(scale, 'f32')).rejects.toThrow('cut off');
});
