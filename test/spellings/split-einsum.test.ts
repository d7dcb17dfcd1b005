/**
 * Apple's ml-stable-diffusion: channels in the second axis, one einsum per head, in its second version also per chunk of
 * queries.
 */

import { describe, it } from 'vitest';
import { checkSpelling, random } from './support/check.ts';
import { ModelWriter } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const HEADS = 2;
const SIZE = 4;
const WIDTH = HEADS * SIZE;
const SCALE = 1 / Math.sqrt(SIZE);

describe('split-einsum', () => {
  const LENGTH = 6;
  const WORDS = 3;

  /** Before opset 13 softmax goes along all axes from one on, so that PyTorch brings the one to the end. */
  function softmaxOfSecond(model: ModelWriter, scores: Name): Name {
    const perm = { perm: [0, 3, 2, 1] };
    const last = model.op('Transpose', [scores], perm);
    return model.op('Transpose', [model.op('Softmax', [last], { axis: 3 })], perm);
  }

  function splitEinsum(opset: number, chunks: number) {
    const model = new ModelWriter({ opset });
    const hidden = model.input('hidden', 'f32', ['batch', WIDTH, 1, LENGTH]);
    const text = model.input('text', 'f32', ['batch', WIDTH, 1, WORDS]);
    const conv = (of: Name): Name =>
      model.op('Conv', [of, model.weights([WIDTH, WIDTH, 1, 1])], { kernel_shape: [1, 1] });
    const split = (of: Name, axis: number): readonly Name[] => {
      const inputs = opset < 13 ? [of] : [of, model.ints(SIZE, SIZE)];
      const attributes = opset < 13 ? { axis, split: [SIZE, SIZE] } : { axis };
      return model.ops('Split', inputs, attributes, { outputs: HEADS });
    };
    const queries = split(conv(hidden), 1);
    const keys = split(model.op('Transpose', [conv(text)], { perm: [0, 3, 2, 1] }), 3);
    const values = split(conv(text), 1);
    const heads = queries.map((query, head) => {
      const parts = Array.from({ length: chunks }, (_, chunk) => {
        const size = LENGTH / chunks;
        const bounds = [chunk * size, (chunk + 1) * size].map((at) => model.ints(at));
        const part = chunks === 1 ? query : model.op('Slice', [query, ...bounds, model.ints(3)]);
        const scores = model.op('Einsum', [part, keys[head]], { equation: 'bchq,bkhc->bkhq' });
        const scaled = model.op('Mul', [scores, model.scalar(SCALE)]);
        const weights =
          opset < 13 ? softmaxOfSecond(model, scaled) : model.op('Softmax', [scaled], { axis: 1 });
        return model.op('Einsum', [weights, values[head]], { equation: 'bkhq,bchk->bchq' });
      });
      return chunks === 1 ? (parts[0] ?? '') : model.op('Concat', parts, { axis: 3 });
    });
    model.output('out', conv(model.op('Concat', heads, { axis: 1 })));
    const inputs = new Map([
      ['hidden', random([BATCH, WIDTH, 1, LENGTH])],
      ['text', random([BATCH, WIDTH, 1, WORDS])],
    ]);
    return { model: model.bytes(), inputs };
  }

  it.each([
    ['version 1, opset 12', 12, 1],
    ['version 1, opset 17', 17, 1],
    ['version 2, two chunks of queries', 17, 2],
    ['version 2, three chunks of queries', 17, 3],
  ])('%s', async (_, opset, chunks) => {
    await checkSpelling({ ...splitEinsum(opset, chunks), ops: { conv: 4, attention: 1 } });
  });
});
