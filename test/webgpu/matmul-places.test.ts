/** Matrix products of operands that are views of other memory, and into places in other memory: without copies. */

import { describe, expect, it } from 'vitest';
import { PHONE, compare, withTile } from './matmul-graphs.ts';

const HEADS = `graph @heads(%x: f32[2,10,32], %y: f32[2,12,32], %z: f32[2,12,32]) {
  %0 = reshape(%x) {shape=[2, 10, 4, 8]} : f32[2,10,4,8]
  %q = transpose(%0) {perm=[0, 2, 1, 3]} : f32[2,4,10,8]
  %1 = reshape(%y) {shape=[2, 12, 4, 8]} : f32[2,12,4,8]
  %k = transpose(%1) {perm=[0, 2, 1, 3]} : f32[2,4,12,8]
  %2 = reshape(%z) {shape=[2, 12, 4, 8]} : f32[2,12,4,8]
  %v = transpose(%2) {perm=[0, 2, 1, 3]} : f32[2,4,12,8]
  %s = matmul(%q, %k) {transpose_b=true} : f32[2,4,10,12]
  %o = matmul(%s, %v) : f32[2,4,10,8]
  %3 = transpose(%o) {perm=[0, 2, 1, 3]} : f32[2,10,4,8]
  %4 = reshape(%3) {shape=[2, 10, 32]} : f32[2,10,32]
  return out=%4
}`;

const SLICES = `graph @slices(%x: f32[2,6,24], %y: f32[2,16,20]) {
  %a = slice(%x) {starts=[0, 0, 8], ends=[2, 6, 24], steps=[1, 1, 1]} : f32[2,6,16]
  %b = slice(%y) {starts=[0, 0, 4], ends=[2, 16, 12], steps=[1, 1, 1]} : f32[2,16,8]
  %0 = matmul(%a, %b) : f32[2,6,8]
  %t = transpose(%x) {perm=[0, 2, 1]} : f32[2,24,6]
  %c = slice(%t) {starts=[0, 4, 0], ends=[2, 20, 6], steps=[1, 1, 1]} : f32[2,16,6]
  %1 = matmul(%c, %0) : f32[2,16,8]
  return out=%1
}`;

/** Slices that no vec4 meets. */
const MISALIGNED = `graph @misaligned(%x: f32[2,6,23], %y: f32[2,16,9]) {
  %a = slice(%x) {starts=[0, 0, 3], ends=[2, 6, 19], steps=[1, 1, 1]} : f32[2,6,16]
  %b = slice(%y) {starts=[0, 0, 1], ends=[2, 16, 8], steps=[1, 1, 1]} : f32[2,16,7]
  %0 = matmul(%a, %b) : f32[2,6,7]
  return out=%0
}`;

const JOINED = `graph @joined(%x: f32[2,6,8], %y: f32[2,6,12]) {
  @v = seeded 1 1.0 : f32[8,16]
  @w = seeded 2 1.0 : f32[12,8]
  @bias = seeded 3 1.0 : f32[8]
  %0 = matmul(%x, @v) : f32[2,6,16]
  %1 = matmul(%y, @w) : f32[2,6,8]
  %2 = add(%1, @bias) : f32[2,6,8]
  %3 = concat(%0, %2) {axis=2} : f32[2,6,24]
  return out=%3
}`;

describe.each([
  ['a phone', withTile(PHONE)],
  ['subgroups', withTile({})],
  ['a phone that stages', withTile({ ...PHONE, staged: true })],
] as const)('with tiles of %s', (_, device) => {
  it.each([
    ['heads side by side', HEADS, 2],
    ['slices and transposes', SLICES, 2],
    ['slices at odd places', MISALIGNED, undefined],
    ['parts of a concatenation', JOINED, 2],
  ] as const)('%s', async (_name, text, count) => {
    const { error, kernels } = await compare(text, device);
    expect(error).toBeLessThanOrEqual(1e-5);
    if (count !== undefined) expect(kernels.map(({ label }) => label)).toHaveLength(count);
  });
});
