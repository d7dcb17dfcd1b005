/** Attention of diffusers without scaled_dot_product_attention: its early processors, in several precisions. */

import { describe, it } from 'vitest';
import { checkSpelling, numbers, random } from './support/check.ts';
import { ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const HEADS = 2;
const SIZE = 4;
const WIDTH = HEADS * SIZE;
const SCALE = 1 / Math.sqrt(SIZE);

/** Rows of all heads with the heads folded into the batch, as diffusers' head_to_batch_dim writes it. */
function headsToBatch(model: ModelWriter, rows: Name): Name {
  const batch = model.sizeOf(rows, 0);
  const length = model.sizeOf(rows, 1);
  const split = model.op('Concat', [batch, length, model.ints(HEADS), model.ints(SIZE)], {
    axis: 0,
  });
  const turned = model.op('Transpose', [model.op('Reshape', [rows, split])], {
    perm: [0, 2, 1, 3],
  });
  const folded = model.op('Mul', [batch, model.ints(HEADS)]);
  const shape = model.op('Concat', [folded, length, model.ints(SIZE)], { axis: 0 });
  return model.op('Reshape', [turned, shape]);
}

function batchToHeads(model: ModelWriter, value: Name): Name {
  const folded = model.sizeOf(value, 0);
  const batch = model.op('Div', [folded, model.ints(HEADS)]);
  const length = model.sizeOf(value, 1);
  const split = model.op('Concat', [batch, model.ints(HEADS), length, model.ints(SIZE)], {
    axis: 0,
  });
  const turned = model.op('Transpose', [model.op('Reshape', [value, split])], {
    perm: [0, 2, 1, 3],
  });
  const shape = model.op('Concat', [batch, length, model.ints(WIDTH)], { axis: 0 });
  return model.op('Reshape', [turned, shape]);
}

interface Operands {
  readonly query: Name;
  readonly key: Name;
  readonly value: Name;
}

type Attend = (model: ModelWriter, operands: Operands) => Name;

/** Projections of a hidden state and of a text, the attention, and the way back. */
function crossAttention(opset: number, attend: Attend, float: 'f32' | 'f16' = 'f32') {
  const model = new ModelWriter({ opset });
  const weights = (shape: readonly number[]): Name =>
    float === 'f32' ? model.weights(shape) : model.halfWeights(shape);
  const hidden = model.input('hidden', float, ['batch', 'length', WIDTH]);
  const text = model.input('text', float, ['batch', 'words', 6]);
  const query = headsToBatch(model, model.op('MatMul', [hidden, weights([WIDTH, WIDTH])]));
  const key = headsToBatch(model, model.op('MatMul', [text, weights([6, WIDTH])]));
  const value = headsToBatch(model, model.op('MatMul', [text, weights([6, WIDTH])]));
  model.output('out', batchToHeads(model, attend(model, { query, key, value })));
  const inputs = new Map([
    ['hidden', random([BATCH, 5, WIDTH], float)],
    ['text', random([BATCH, 3, 6], float)],
  ]);
  return { model: model.bytes(), inputs, tolerance: float === 'f32' ? 1e-4 : 1e-2 };
}

function turned(model: ModelWriter, key: Name): Name {
  return model.op('Transpose', [key], { perm: [0, 2, 1] });
}

/** torch.baddbmm with beta 0 and an empty tensor: what is added is zero. */
function baddbmm(model: ModelWriter, query: Name, key: Name): Name {
  const sizes = [model.sizeOf(query, 0), model.sizeOf(query, 1), model.sizeOf(key, 1)];
  const shape = model.op('Concat', sizes, { axis: 0 });
  const empty = model.op('ConstantOfShape', [shape]);
  const product = model.op('MatMul', [query, turned(model, key)]);
  const scaled = model.op('Mul', [product, model.scalar(SCALE)]);
  return model.op('Add', [scaled, model.op('Mul', [empty, model.scalar(0)])]);
}

const softmax = (model: ModelWriter, scores: Name): Name =>
  model.op('Softmax', [scores], { axis: -1 });

describe('diffusers', () => {
  const spellings: readonly (readonly [string, number, Attend])[] = [
    [
      'baddbmm',
      14,
      (model, { query, key, value }) =>
        model.op('MatMul', [softmax(model, baddbmm(model, query, key)), value]),
    ],
    [
      'MatMul and Mul',
      11,
      (model, { query, key, value }) => {
        const scores = model.op('MatMul', [query, turned(model, key)]);
        const scaled = model.op('Mul', [scores, model.scalar(SCALE)]);
        const weights = model.op('Softmax', [scaled], { axis: 2 });
        return model.op('MatMul', [weights, value]);
      },
    ],
    [
      'einsum, as in CompVis',
      12,
      (model, { query, key, value }) => {
        const equation = { equation: 'b i d, b j d -> b i j' };
        const scores = model.op('Einsum', [query, key], equation);
        const scaled = model.op('Mul', [scores, model.scalar(SCALE)]);
        const weights = softmax(model, scaled);
        return model.op('Einsum', [weights, value], { equation: 'b i j, b j d -> b i d' });
      },
    ],
    [
      'division by the root',
      13,
      (model, { query, key, value }) => {
        const scores = model.op('MatMul', [query, turned(model, key)]);
        const scaled = model.op('Div', [scores, model.op('Sqrt', [model.scalar(SIZE)])]);
        return model.op('MatMul', [softmax(model, scaled), value]);
      },
    ],
    [
      'softmax by hand',
      13,
      (model, { query, key, value }) => {
        const scores = model.op('Mul', [
          model.op('MatMul', [query, turned(model, key)]),
          model.scalar(SCALE),
        ]);
        const largest = model.op('ReduceMax', [scores], { axes: [-1] });
        const powers = model.op('Exp', [model.op('Sub', [scores, largest])]);
        const sum = model.op('ReduceSum', [powers, model.ints(-1)]);
        return model.op('MatMul', [model.op('Div', [powers, sum]), value]);
      },
    ],
    [
      'the softmax of opset 12, over flattened axes',
      12,
      (model, { query, key, value }) => {
        const scores = model.op('MatMul', [query, turned(model, key)]);
        const scaled = model.op('Mul', [scores, model.scalar(SCALE)]);
        return model.op('MatMul', [model.op('Softmax', [scaled], { axis: 2 }), value]);
      },
    ],
  ];
  it.each(spellings)('%s', async (_, opset, attend) => {
    const ops = { matmul: 3, attention: 1 };
    await checkSpelling({ ...crossAttention(opset, attend), ops });
  });

  it('half precision: query and key widened, softmax in f32', async () => {
    const attend: Attend = (model, { query, key, value }) => {
      const [left = '', right = ''] = [query, key].map((item) =>
        model.op('Cast', [item], { to: TYPE.f32 }),
      );
      const weights = softmax(model, baddbmm(model, left, right));
      return model.op('MatMul', [model.op('Cast', [weights], { to: TYPE.f16 }), value]);
    };
    const ops = { matmul: 3, attention: 1 };
    await checkSpelling({ ...crossAttention(17, attend, 'f16'), ops });
  });

  it('half precision: only softmax in f32', async () => {
    const attend: Attend = (model, { query, key, value }) => {
      const scores = model.op('MatMul', [query, turned(model, key)]);
      const scaled = model.op('Mul', [scores, model.scalar(SCALE, 'f16')]);
      const wide = model.op('Cast', [scaled], { to: TYPE.f32 });
      const weights = model.op('Cast', [softmax(model, wide)], { to: TYPE.f16 });
      return model.op('MatMul', [weights, value]);
    };
    const ops = { matmul: 3, attention: 1 };
    await checkSpelling({ ...crossAttention(17, attend, 'f16'), ops });
  });

  it('projections of all three in one product (fuse_qkv_projections)', async () => {
    const model = new ModelWriter({ opset: 17 });
    const hidden = model.input('hidden', 'f32', ['batch', 'length', WIDTH]);
    const all = model.op('MatMul', [hidden, model.weights([WIDTH, 3 * WIDTH])]);
    const third = model.ints(WIDTH, WIDTH, WIDTH);
    const parts = model.ops('Split', [all, third], { axis: 2 }, { outputs: 3 });
    const batch = model.sizeOf(hidden, 0);
    const [query = '', key = '', value = ''] = parts.map((part, index) => {
      const sizes = [batch, model.ints(-1), model.ints(HEADS), model.ints(SIZE)];
      const split = model.op('Reshape', [part, model.op('Concat', sizes, { axis: 0 })]);
      return model.op('Transpose', [split], { perm: index === 1 ? [0, 2, 3, 1] : [0, 2, 1, 3] });
    });
    const root = model.scalar(Math.sqrt(SCALE));
    const scores = model.op('MatMul', [
      model.op('Mul', [query, root]),
      model.op('Mul', [key, root]),
    ]);
    const attended = model.op('MatMul', [softmax(model, scores), value]);
    const back = model.op('Transpose', [attended], { perm: [0, 2, 1, 3] });
    const shape = model.op('Concat', [batch, model.ints(-1), model.ints(WIDTH)], { axis: 0 });
    model.output('out', model.op('Reshape', [back, shape]));
    const inputs = new Map([['hidden', random([BATCH, 5, WIDTH])]]);
    await checkSpelling({ model: model.bytes(), inputs, ops: { matmul: 1, attention: 1 } });
  });
});

/** A mask of the text, one number per word: subtracted, scaled, repeated over the heads. */
describe('with a mask of the text', () => {
  const seen = numbers('i64', [BATCH, 3], [1, 1, 1, 1, 1, 0]);

  function masked(attend: (model: ModelWriter, operands: Operands, mask: Name) => Name) {
    const { model, inputs } = crossAttention(14, (writer, operands) => {
      const given = writer.input('text_mask', 'i64', ['batch', 'words']);
      const wide = writer.op('Cast', [given], { to: TYPE.f32 });
      const unseen = writer.op('Sub', [writer.scalar(1), wide]);
      const bias = writer.unsqueeze(writer.op('Mul', [unseen, writer.scalar(-10000)]), 1);
      // repeat_interleave: each item once per head.
      const sizes = [writer.sizeOf(bias, 0), writer.ints(HEADS, 1), writer.sizeOf(bias, 2)];
      const four = writer.op('Expand', [
        writer.unsqueeze(bias, 1),
        writer.op('Concat', sizes, { axis: 0 }),
      ]);
      const folded = writer.op('Reshape', [four, writer.ints(-1, 1, 3)]);
      return attend(writer, operands, folded);
    });
    return { model, inputs: new Map([...inputs, ['text_mask', seen]]) };
  }
  const ops = { matmul: 3, attention: 1, cast: 1, sub: 1, mul: 1 };

  it('baddbmm, the mask repeated over the queries', async () => {
    const item = masked((model, { query, key, value }, mask) => {
      const length = model.sizeOf(query, 1);
      const shape = model.op('Concat', [model.ints(1), length, model.ints(1)], { axis: 0 });
      const repeated = model.op('Expand', [mask, shape]);
      const product = model.op('MatMul', [query, turned(model, key)]);
      const scaled = model.op('Mul', [product, model.scalar(SCALE)]);
      const sum = model.op('Add', [scaled, model.op('Mul', [repeated, model.scalar(1)])]);
      return model.op('MatMul', [softmax(model, sum), value]);
    });
    await checkSpelling({ ...item, ops });
  });

  it('scaled_dot_product_attention, the heads in an axis of their own', async () => {
    const item = masked((model, { query, key, value }, mask) => {
      const four = (of: Name, width: number): Name =>
        model.op('Reshape', [of, model.ints(BATCH, HEADS, -1, width)]);
      const right = model.op('Transpose', [four(key, SIZE)], { perm: [0, 1, 3, 2] });
      const root = model.scalar(Math.sqrt(SCALE));
      const scores = model.op('MatMul', [
        model.op('Mul', [four(query, SIZE), root]),
        model.op('Mul', [right, root]),
      ]);
      const sum = model.op('Add', [scores, four(mask, 3)]);
      const attended = model.op('MatMul', [softmax(model, sum), four(value, SIZE)]);
      return model.op('Reshape', [attended, model.ints(BATCH * HEADS, -1, SIZE)]);
    });
    await checkSpelling({ ...item, ops });
  });
});
