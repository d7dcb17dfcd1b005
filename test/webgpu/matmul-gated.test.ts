/** Linear layers gated by themselves in one kernel, with the tiles of phones and software adapters. */

import { describe, expect, it } from 'vitest';
import { PHONE, compare, withTile } from './matmul-graphs.ts';

describe.each([
  ['a phone', withTile(PHONE)],
  ['a phone that wants many invocations', withTile(PHONE, 2048)],
  ['a phone that stages', withTile({ ...PHONE, staged: true })],
  ['subgroups', withTile({ rows: 8, columns: 8 })],
] as const)('with tiles of %s', (_, device) => {
  it.each([
    [1, 8, 16],
    [9, 20, 12],
    [6, 7, 5],
    [17, 40, 8],
  ])('%i rows, %i gates, %i inputs', async (rows, gates, inputs) => {
    const { error, kernels } = await compare(
      `graph @g(%x: f32[2,${rows},${inputs}], %w: f32[${inputs},${2 * gates}], %r: f32[2,${rows},${gates}]) {
        @v = seeded 1 1.0 : f32[${inputs},${2 * gates}]
        @t = seeded 2 1.0 : f32[${2 * gates},${inputs}]
        @b = seeded 3 1.0 : f32[${2 * gates}]
        %0 = linear_geglu(%x, @v, @b) : f32[2,${rows},${gates}]
        %1 = linear_geglu(%x, @t) {transpose_b=true, approximate=tanh} : f32[2,${rows},${gates}]
        %2 = linear_geglu(%x, %w, @b) {approximate=sigmoid} : f32[2,${rows},${gates}]
        %3 = add(%2, %r) : f32[2,${rows},${gates}]
        return packed=%0, turned=%1, followed=%3
      }`,
      device,
    );
    expect(error).toBeLessThanOrEqual(1e-5);
    expect(kernels).toHaveLength(3);
  });
});
