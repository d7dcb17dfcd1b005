/** What is measured of layers waits in a file without a name, which other threads read too. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEncoders, openScratch } from '../../compiler/host/node.ts';
import { recipeOf } from '../../compiler/quantize/options.ts';
import type { Constant } from '../../ir/constant.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { factorLength } from '../../ir/feedback.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorType } from '../../ir/types.ts';
import { temporaryFolder } from '../support/folder.ts';

const [ROWS, COLUMNS, BLOCK] = [64, 96, 40];

function seeded(shape: readonly number[], seed: number): Constant {
  return { type: tensorType('f32', shape), source: { kind: 'seeded', seed, scale: 0.5 } };
}

describe('the scratch file', () => {
  it('gives every thread the same numbers, and leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    const scratch = openScratch(join(folder, 'deep', 'out'));
    const encoders = openEncoders({ smallest: 1 });
    try {
      const length = factorLength(COLUMNS, BLOCK);
      const made: Constant[] = [];
      for (let seed = 1; seed <= 4; seed++) {
        const { data } = seededTensor('f32', [length], seed, [-0.3, 0.3]);
        const { store, offset } = await scratch.keep(new Uint8Array(data.buffer));
        const factor: Constant = {
          type: tensorType('f32', [length]),
          source: { kind: 'bytes', store, offset, length: 4 * length },
        };
        const weight = seeded([ROWS, COLUMNS], 10 + seed);
        const scale = recipeOf(builtinOps.quantization_scale, [weight], { dtype: 'i8' });
        const operands = [weight, scale, undefined, factor];
        made.push(recipeOf(builtinOps.compensated_integers, operands, { block: BLOCK }));
      }
      expect(await readdir(folder)).toEqual([]);
      const here = await Promise.all(made.map((constant) => encodeConstant(constant, 'i8')));
      const there = await Promise.all(made.map((constant) => encoders.encode(constant, 'i8')));
      expect(encoders.threads()).toBeGreaterThan(0);
      there.forEach((bytes, index) => {
        expect(Buffer.from(bytes).equals(Buffer.from(here[index] ?? []))).toBe(true);
      });
      const nearest = recipeOf(
        builtinOps.quantize_linear,
        [
          seeded([ROWS, COLUMNS], 11),
          recipeOf(builtinOps.quantization_scale, [seeded([ROWS, COLUMNS], 11)], { dtype: 'i8' }),
        ],
        { axis: 0, dtype: 'i8' },
      );
      expect(await encodeConstant(nearest, 'i8')).not.toEqual(here[0]);
    } finally {
      await encoders.close();
      await scratch.close();
    }
    expect(await readdir(folder)).toEqual([]);
  });
});
