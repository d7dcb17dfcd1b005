/** Graphs that a simplifier has been over: onnxsim, onnxslim, onnxoptimizer, optimum's merging of equal weights. */

import { describe, it } from 'vitest';
import { attribute } from '../../models/onnx/index.ts';
import { checkSpelling, random } from './support/check.ts';
import { ModelWriter } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const LENGTH = 5;
const HEADS = 2;
const SIZE = 4;
const WIDTH = HEADS * SIZE;
const SCALE = 1 / Math.sqrt(SIZE);

const rows = new Map([['input', random([BATCH, LENGTH, WIDTH])]]);
const ONE = attribute.float(1);

interface Operands {
  readonly query: Name;
  readonly key: Name;
  readonly value: Name;
}

/** Heads by constant shapes that copy sizes, the attention, and back. */
function attend(model: ModelWriter, { query, key, value }: Operands): Name {
  const heads = (of: Name, perm: readonly number[]): Name => {
    const split = model.op('Reshape', [of, model.ints(0, -1, HEADS, SIZE)]);
    return model.op('Transpose', [split], { perm });
  };
  const scores = model.op('MatMul', [heads(query, [0, 2, 1, 3]), heads(key, [0, 2, 3, 1])]);
  const scaled = model.op('Mul', [scores, model.scalar(SCALE)]);
  const weights = model.op('Softmax', [scaled], { axis: -1 });
  const attended = model.op('MatMul', [weights, heads(value, [0, 2, 1, 3])]);
  const back = model.op('Transpose', [attended], { perm: [0, 2, 1, 3] });
  return model.op('Reshape', [back, model.ints(0, -1, WIDTH)]);
}

describe('projections', () => {
  it('fused by onnxoptimizer: three weights joined, one product, three slices', async () => {
    const model = new ModelWriter({ opset: 14 });
    const input = model.input('input', 'f32', ['batch', 'length', WIDTH]);
    const three = [0, 1, 2].map(() => model.weights([WIDTH, WIDTH]));
    const joined = model.op('Concat', three, { axis: 1 });
    const product = model.op('MatMul', [input, joined]);
    const sizes = model.ints(WIDTH, WIDTH, WIDTH);
    const [query = '', key = '', value = ''] = model.ops(
      'Split',
      [product, sizes],
      { axis: 2 },
      { outputs: 3 },
    );
    model.output('out', attend(model, { query, key, value }));
    await checkSpelling({ model: model.bytes(), inputs: rows, ops: { matmul: 1, attention: 1 } });
  });

  it('as Gemm between reshapes, as onnxruntime and onnxslim fuse MatMul and Add', async () => {
    const model = new ModelWriter({ opset: 14 });
    const input = model.input('input', 'f32', ['batch', 'length', WIDTH]);
    const gemm = (of: Name, attributes = {}): Name => {
      const flat = model.op('Reshape', [of, model.ints(-1, WIDTH)]);
      const inputs = [flat, model.weights([WIDTH, WIDTH]), model.weights([WIDTH])];
      const result = model.op('Gemm', inputs, { alpha: ONE, beta: ONE, ...attributes });
      const shape = model.op('Concat', [model.sizeOf(of, 0), model.ints(-1, WIDTH)], { axis: 0 });
      return model.op('Reshape', [result, shape]);
    };
    const operands = { query: gemm(input), key: gemm(input, { transB: 1 }), value: gemm(input) };
    model.output('out', gemm(attend(model, operands)));
    const ops = { matmul: 4, add: 4, attention: 1 };
    await checkSpelling({ model: model.bytes(), inputs: rows, ops });
  });

  it('tied and merged: one weight for two layers, turned for a third, through Identity', async () => {
    const model = new ModelWriter({ opset: 14 });
    const input = model.input('input', 'f32', ['batch', 'length', WIDTH]);
    const weight = model.weights([WIDTH, WIDTH]);
    const same = model.op('Identity', [model.op('Identity', [weight])]);
    const turned = model.op('Transpose', [weight], { perm: [1, 0] });
    const layer = (with_: Name): Name => model.op('MatMul', [input, with_]);
    const operands = { query: layer(weight), key: layer(turned), value: layer(same) };
    model.output('out', attend(model, operands));
    // Query and value are one product now.
    await checkSpelling({ model: model.bytes(), inputs: rows, ops: { matmul: 2, attention: 1 } });
  });
});

describe('what may not be raised', () => {
  function plain(finish: (model: ModelWriter, weights: Name, attended: Name) => void): Uint8Array {
    const model = new ModelWriter({ opset: 17 });
    const input = model.input('input', 'f32', ['batch', 'length', WIDTH]);
    const turned = model.op('Transpose', [input], { perm: [0, 2, 1] });
    const scores = model.op('Mul', [model.op('MatMul', [input, turned]), model.scalar(SCALE)]);
    const weights = model.op('Softmax', [scores], { axis: -1 });
    finish(model, weights, model.op('MatMul', [weights, input]));
    return model.bytes();
  }

  it('an attention whose weights are an output', async () => {
    const model = plain((writer, weights, attended) => {
      writer.output('attentions', weights);
      writer.output('out', attended);
    });
    const ops = { matmul: 2, mul: 1, softmax: 1 };
    await checkSpelling({ model, inputs: rows, ops });
  });

  it('a softmax over the queries', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.input('input', 'f32', ['batch', 'length', WIDTH]);
    const turned = model.op('Transpose', [input], { perm: [0, 2, 1] });
    const scores = model.op('MatMul', [input, turned]);
    const weights = model.op('Softmax', [scores], { axis: 1 });
    model.output('out', model.op('MatMul', [weights, input]));
    const ops = { matmul: 2, softmax: 1 };
    await checkSpelling({ model: model.bytes(), inputs: rows, ops });
  });

  it('a mask before the scale', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.input('input', 'f32', ['batch', 'length', WIDTH]);
    const mask = model.input('mask', 'f32', ['length', 'length']);
    const turned = model.op('Transpose', [input], { perm: [0, 2, 1] });
    const masked = model.op('Add', [model.op('MatMul', [input, turned]), mask]);
    const scaled = model.op('Mul', [masked, model.scalar(SCALE)]);
    const weights = model.op('Softmax', [scaled], { axis: -1 });
    model.output('out', model.op('MatMul', [weights, input]));
    const inputs = new Map([...rows, ['mask', random([LENGTH, LENGTH])]]);
    const ops = { matmul: 2, add: 1, mul: 1, softmax: 1 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });

  it('a group norm whose middle is an output', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.input('input', 'f32', ['batch', WIDTH, 4]);
    const grouped = model.op('Reshape', [input, model.ints(0, 2, -1)]);
    const [ones, zeros] = [1, 0].map((item) => model.constant('f32', [2], [item, item]));
    const norm = model.op('InstanceNormalization', [grouped, ones, zeros]);
    model.output('groups', norm);
    model.output('out', model.op('Reshape', [norm, model.op('Shape', [input])]));
    const inputs = new Map([['input', random([BATCH, WIDTH, 4])]]);
    await checkSpelling({ model: model.bytes(), inputs, ops: { group_norm: 1 } });
  });
});

describe('around convolutions', () => {
  const image = new Map([['input', random([BATCH, 4, 5, 6])]]);
  const kernel = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };

  it('BatchNormalization after a convolution, or folded into one', async () => {
    const model = new ModelWriter({ opset: 15 });
    const input = model.input('input', 'f32', ['batch', 4, 'height', 'width']);
    const conv = model.op('Conv', [input, model.weights([4, 4, 3, 3]), model.weights([4])], kernel);
    const statistics = [0, 1, 2].map(() => model.weights([4]));
    const variance = model.weights([4], [0.5, 1.5]);
    const norm = model.op('BatchNormalization', [conv, ...statistics, variance], {
      epsilon: attribute.float(1e-5),
      momentum: attribute.float(0.9),
      training_mode: 0,
    });
    model.output('out', norm);
    const ops = { conv: 1, add: 1, mul: 1 };
    await checkSpelling({ model: model.bytes(), inputs: image, ops });
  });

  it('a pad that is left before a convolution, a bias that is added after it', async () => {
    const model = new ModelWriter({ opset: 14 });
    const input = model.input('input', 'f32', ['batch', 4, 'height', 'width']);
    const pads = model.ints(0, 0, 0, 0, 0, 0, 1, 1);
    const padded = model.op('Pad', [input, pads]);
    const conv = model.op('Conv', [padded, model.weights([4, 4, 3, 3])], {
      kernel_shape: [3, 3],
      strides: [2, 2],
    });
    model.output('out', model.op('Add', [conv, model.weights([1, 4, 1, 1])]));
    await checkSpelling({ model: model.bytes(), inputs: image, ops: { conv: 1, add: 1 } });
  });
});

it('sizes named by expressions, as exported programs derive them', async () => {
  const model = new ModelWriter({ opset: 18 });
  const input = model.input('input', 'f32', ['s77', 4, '2*s53', '2*s0 + 2']);
  const shape = model.op(
    'Concat',
    [
      model.op('Shape', [input], { start: 0, end: 1 }),
      model.ints(4),
      model.op('Div', [model.op('Shape', [input], { start: 2, end: 3 }), model.ints(2)]),
      model.ints(-1),
    ],
    { axis: 0 },
  );
  model.output('out', silu(model, model.op('Reshape', [input, shape], { allowzero: 1 })));
  const inputs = new Map([['input', random([BATCH, 4, 6, 8])]]);
  await checkSpelling({ model: model.bytes(), inputs, ops: { silu: 1 } });
});

function silu(model: ModelWriter, input: Name): Name {
  return model.op('Mul', [input, model.op('Sigmoid', [input])]);
}
