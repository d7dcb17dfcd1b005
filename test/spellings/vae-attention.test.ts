/** The attention of an autoencoder: one head over the positions of an image, by linear layers or 1x1 convolutions. */

import { describe, it } from 'vitest';
import { attribute } from '../../models/onnx/index.ts';
import { checkSpelling, random } from './support/check.ts';
import { LARGEST, ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;

const softmax = (model: ModelWriter, scores: Name): Name =>
  model.op('Softmax', [scores], { axis: -1 });

function turned(model: ModelWriter, key: Name): Name {
  return model.op('Transpose', [key], { perm: [0, 2, 1] });
}

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
    const [query, key, value] = [conv(input), conv(input), conv(input)];
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
    const [query, key, value] = [linear(), linear(), linear()];
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
