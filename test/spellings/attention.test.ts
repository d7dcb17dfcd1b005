/** Attention of other writers than scaled_dot_product_attention: diffusers' early processors, CompVis, open_clip, Apple. */

import { describe, it } from 'vitest';
import { attribute } from '../../models/onnx/index.ts';
import { checkSpelling, random } from './support/check.ts';
import { LARGEST, ModelWriter, TYPE } from './support/writer.ts';
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

/** The attention of an autoencoder: one head, positions of an image. */
describe('VAE', () => {
  const CHANNELS = 8;
  const inputs = new Map([['input', random([BATCH, CHANNELS, 3, 4])]]);

  it('CompVis: 1x1 convolutions, the image itself multiplied from the left', async () => {
    const model = new ModelWriter({ opset: 14 });
    const input = model.input('input', 'f32', ['batch', CHANNELS, 'height', 'width']);
    const conv = (of: Name): Name =>
      model.op('Conv', [of, model.weights([CHANNELS, CHANNELS, 1, 1]), model.weights([CHANNELS])], {
        kernel_shape: [1, 1],
      });
    const [query = '', key = '', value = ''] = [conv(input), conv(input), conv(input)];
    const [batch, height, width] = [0, 2, 3].map((axis) => model.sizeOf(query, axis));
    const area = model.op('Mul', [height, width]);
    const rows = model.op('Concat', [batch, model.ints(CHANNELS), area], { axis: 0 });
    const flat = (of: Name): Name => model.op('Reshape', [of, rows]);
    const left = model.op('Transpose', [flat(query)], { perm: [0, 2, 1] });
    const scores = model.op('MatMul', [left, flat(key)]);
    const scaled = model.op('Mul', [scores, model.scalar(CHANNELS ** -0.5)]);
    const weights = model.op('Softmax', [scaled], { axis: 2 });
    const swapped = model.op('Transpose', [weights], { perm: [0, 2, 1] });
    const attended = model.op('MatMul', [flat(value), swapped]);
    const shape = model.op('Concat', [batch, model.ints(CHANNELS), height, width], { axis: 0 });
    const image = model.op('Reshape', [attended, shape]);
    model.output('out', model.op('Add', [input, conv(image)]));
    await checkSpelling({ model: model.bytes(), inputs, ops: { conv: 4, attention: 1, add: 1 } });
  });

  it('diffusers: GroupNorm of the flattened image, linear layers, one head of all channels', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.input('input', 'f32', ['batch', CHANNELS, 'height', 'width']);
    const flatShape = model.op(
      'Concat',
      [
        model.sizeOf(input, 0),
        model.sizeOf(input, 1),
        model.op('Mul', [model.sizeOf(input, 2), model.sizeOf(input, 3)]),
      ],
      { axis: 0 },
    );
    const flat = model.op('Reshape', [input, flatShape]);
    const grouped = model.op('Reshape', [flat, model.ints(0, 4, -1)]);
    const [ones, zeros] = [1, 0].map((item) =>
      model.constant('f32', [4], [item, item, item, item]),
    );
    const epsilon = { epsilon: attribute.float(1e-6) };
    const norm = model.op('InstanceNormalization', [grouped, ones, zeros], epsilon);
    const back = model.op('Reshape', [norm, model.op('Shape', [flat])]);
    const column = (): Name => model.weights([CHANNELS, 1]);
    const normal = model.op('Add', [model.op('Mul', [back, column()]), column()]);
    const rows = model.op('Transpose', [normal], { perm: [0, 2, 1] });
    const linear = (of: Name): Name =>
      model.op('Add', [
        model.weights([CHANNELS]),
        model.op('MatMul', [of, model.weights([CHANNELS, CHANNELS])]),
      ]);
    const heads = (of: Name, perm: readonly number[]): Name => {
      const sizes = [model.sizeOf(input, 0), model.ints(-1), model.ints(1), model.ints(CHANNELS)];
      const split = model.op('Reshape', [of, model.op('Concat', sizes, { axis: 0 })]);
      return model.op('Transpose', [split], { perm });
    };
    const query = heads(linear(rows), [0, 2, 1, 3]);
    const key = heads(linear(rows), [0, 2, 3, 1]);
    const value = heads(linear(rows), [0, 2, 1, 3]);
    const size = model.op('Slice', [
      model.op('Shape', [query]),
      model.ints(-1),
      model.ints(LARGEST),
    ]);
    const root = model.op('Sqrt', [model.op('Cast', [size], { to: TYPE.f32 })]);
    const scale = model.op('Sqrt', [model.op('Div', [model.constant('f32', [1], [1]), root])]);
    const scores = model.op('MatMul', [
      model.op('Mul', [query, scale]),
      model.op('Mul', [key, scale]),
    ]);
    const attended = model.op('MatMul', [softmax(model, scores), value]);
    const joined = model.op('Reshape', [
      model.op('Transpose', [attended], { perm: [0, 2, 1, 3] }),
      model.op('Concat', [model.sizeOf(input, 0), model.ints(-1), model.ints(CHANNELS)], {
        axis: 0,
      }),
    ]);
    const image = model.op('Reshape', [
      model.op('Transpose', [linear(joined)], { perm: [0, 2, 1] }),
      model.op('Shape', [input]),
    ]);
    const sum = model.op('Add', [image, input]);
    model.output('out', model.op('Div', [sum, model.scalar(1)]));
    const ops = { group_norm: 1, matmul: 4, attention: 1, add: 5 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });

  it('diffusers before 0.15: the root of the scale on query and key, softmax in f32', async () => {
    const model = new ModelWriter({ opset: 14 });
    const rows = model.input('rows', 'f32', ['batch', 'positions', CHANNELS]);
    const linear = (): Name =>
      model.op('Add', [
        model.op('MatMul', [rows, model.weights([CHANNELS, CHANNELS])]),
        model.weights([CHANNELS]),
      ]);
    const [query = '', key = '', value = ''] = [linear(), linear(), linear()];
    const root = model.scalar(CHANNELS ** -0.25);
    const scores = model.op('MatMul', [
      model.op('Mul', [query, root]),
      model.op('Mul', [turned(model, key), root]),
    ]);
    const wide = model.op('Cast', [scores], { to: TYPE.f32 });
    const weights = model.op('Cast', [softmax(model, wide)], { to: TYPE.f32 });
    model.output('out', model.op('MatMul', [weights, value]));
    const given = new Map([['rows', random([BATCH, 12, CHANNELS])]]);
    const ops = { matmul: 3, add: 3, attention: 1 };
    await checkSpelling({ model: model.bytes(), inputs: given, ops });
  });
});

/** torch.nn.MultiheadAttention, the text encoder of open_clip: one projection, sequence first, a causal mask. */
it('open_clip', async () => {
  const LENGTH = 5;
  const model = new ModelWriter({ opset: 14 });
  const input = model.input('input', 'f32', [LENGTH, BATCH, WIDTH]);
  const product = model.op('MatMul', [input, model.weights([WIDTH, 3 * WIDTH])]);
  const projected = model.op('Add', [product, model.weights([3 * WIDTH])]);
  const shape = model.op('Concat', [model.ints(LENGTH, BATCH), model.ints(3, WIDTH)], { axis: 0 });
  const stacked = model.op('Unsqueeze', [model.op('Reshape', [projected, shape]), model.ints(0)]);
  const front = model.op('Transpose', [stacked], { perm: [3, 1, 2, 0, 4] });
  const three = model.op('Squeeze', [front, model.ints(3)]);
  const heads = (index: number): Name => {
    const part = model.op('Gather', [three, model.scalar(index, 'i64')], { axis: 0 });
    const split = model.op('Reshape', [part, model.ints(LENGTH, BATCH * HEADS, SIZE)]);
    return model.op('Transpose', [split], { perm: [1, 0, 2] });
  };
  const query = model.op('Mul', [heads(0), model.scalar(SCALE)]);
  const scores = model.op('MatMul', [query, turned(model, heads(1))]);
  const mask = Array.from({ length: LENGTH * LENGTH }, (_, at) =>
    at % LENGTH > Math.floor(at / LENGTH) ? -Infinity : 0,
  );
  const masked = model.op('Add', [scores, model.stored('f32', [LENGTH, LENGTH], mask)]);
  const attended = model.op('MatMul', [softmax(model, masked), heads(2)]);
  const back = model.op('Transpose', [attended], { perm: [1, 0, 2] });
  const flat = model.op('Reshape', [back, model.ints(LENGTH * BATCH, WIDTH)]);
  const out = model.op('Gemm', [flat, model.weights([WIDTH, WIDTH]), model.weights([WIDTH])], {
    transB: 1,
  });
  model.output('out', model.op('Reshape', [out, model.ints(LENGTH, BATCH, WIDTH)]));
  const inputs = new Map([['input', random([LENGTH, BATCH, WIDTH])]]);
  await checkSpelling({ model: model.bytes(), inputs, ops: { matmul: 2, add: 2, attention: 1 } });
});

/** Apple's ml-stable-diffusion: channels in the second axis, one einsum per head, in version 2 also per chunk of queries. */
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
