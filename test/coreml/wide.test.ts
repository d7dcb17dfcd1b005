/** Tensors of more than five axes, which Core ML has not: lowered in merged axes, they compute the same. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import { decomposeUnlowered } from '../../targets/coreml/lowerings.ts';
import { largestError } from '../support/samples.ts';
import { must, runProgram } from './run-program.ts';

const CONTEXT = { opset: 'CoreML6', attention: 'original' } as const;
/** Reshaped from an input and to an output of rank 1, so that the border is plain. */
const SIX = 'f32[2,3,2,2,3,2]';

async function differenceOf(nodes: string, result: string, count: number): Promise<number> {
  const graph = must(
    parseGraph(
      `graph @wide(%flat: f32[144], %other: f32[3,1,1,3,1]) {
        %x = reshape(%flat) {shape=[2, 3, 2, 2, 3, 2]} : ${SIX}
        ${nodes}
        %out = reshape(%y) {shape=[${count}]} : ${result}[${count}]
        return y=%out
      }`,
      { ops: builtinOps },
    ),
  );
  const inputs = new Map(
    graph.inputs.map(({ name, type }, index): [string, Tensor] => {
      if (name === undefined || !isStaticType(type))
        throw new Error('inputs have names and shapes');
      return [name, seededTensor(type.dtype, type.shape, 50 + index)];
    }),
  );
  const expected = outputOf(await evaluateGraph(graph, inputs));
  decomposeUnlowered(graph, CONTEXT);
  return largestError(outputOf(await runProgram(graph, CONTEXT, inputs)), expected);
}

function outputOf(outputs: ReadonlyMap<string, Tensor>): Tensor {
  const output = outputs.get('y');
  if (output === undefined) throw new Error('no output y');
  return output;
}

describe('six axes', () => {
  it.each([
    ['transposed', '%y = transpose(%x) {perm=[0, 3, 1, 4, 2, 5]} : f32[2,2,3,3,2,2]', 144],
    ['in blocks', '%y = transpose(%x) {perm=[0, 1, 4, 2, 5, 3]} : f32[2,3,3,2,2,2]', 144],
    ['reversed', '%y = transpose(%x) {perm=[5, 4, 3, 2, 1, 0]} : f32[2,3,2,2,3,2]', 144],
    ['by themselves', `%y = exp(%x) : ${SIX}`, 144],
    ['with a broadcast operand', `%y = mul(%x, %other) : ${SIX}`, 144],
    ['summed', '%y = reduce_sum(%x) {axes=[1, 2, 4]} : f32[2,1,1,2,1,2]', 8],
    ['their mean', '%y = reduce_mean(%x) {axes=[0, 3, 5], keep_dims=false} : f32[3,2,3]', 18],
    [
      'in part',
      '%y = slice(%x) {starts=[0, 2, 0, 1, 0, 0], ends=[2, -1, 2, 2, 3, 2], steps=[1, -1, 1, 1, 2, 1]} : f32[2,3,2,1,2,2]',
      48,
    ],
    ['joined', '%y = concat(%x, %x) {axis=3} : f32[2,3,2,4,3,2]', 288],
    ['repeated', '%y = tile(%x) {repeats=[1, 2, 1, 1, 1, 2]} : f32[2,6,2,2,3,4]', 576],
    [
      'picked',
      '@i = dense [1, -1, 0] : i64[3]\n%y = gather(%x, @i) {axis=4} : f32[2,3,2,2,3,2]',
      144,
    ],
    ['as a softmax', `%y = softmax(%x) {axis=2} : ${SIX}`, 144],
    ['normalised', `%y = layer_norm(%x) {axis=4} : ${SIX}`, 144],
    ['summed up', `%y = cumsum(%x) {axis=1} : ${SIX}`, 144],
    [
      'broadcast',
      `%s = slice(%x) {starts=[0, 0, 0, 0, 0, 0], ends=[1, 3, 1, 2, 3, 1], steps=[1, 1, 1, 1, 1, 1]} : f32[1,3,1,2,3,1]
       %y = broadcast(%s) {shape=[2, 3, 2, 2, 3, 2]} : ${SIX}`,
      144,
    ],
    ['padded', '%y = pad(%x) {pads=[0, 1, 0, 0, 0, 0, 0, 0, 0, 2, -1, 0]} : f32[2,4,2,4,2,2]', 256],
    [
      'reflected',
      '%y = pad(%x) {pads=[0, 2, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0], mode=reflect} : f32[2,5,2,3,5,2]',
      600,
    ],
    ['multiplied', '%y = matmul(%x, %x) {transpose_b=true} : f32[2,3,2,2,3,3]', 216],
  ])('%s', async (_, nodes, count) => {
    expect(await differenceOf(nodes, 'f32', count)).toBeLessThan(1e-5);
  });
});
