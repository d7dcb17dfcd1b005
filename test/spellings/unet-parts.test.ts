/** Parts of UNets around attention: SD 2's and SDXL's layouts, embeddings, residual blocks, conversions to half precision. */

import { describe, it } from 'vitest';
import { attribute } from '../../models/onnx/index.ts';
import { checkSpelling, random } from './support/check.ts';
import { ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const CHANNELS = 8;
const GROUPS = 4;
const IMAGE = [BATCH, CHANNELS, 4, 6];
const DIMS = ['batch', CHANNELS, 'height', 'width'];

type Float = 'f32' | 'f16';

function weights(model: ModelWriter, float: Float, shape: readonly number[]): Name {
  return float === 'f32' ? model.weights(shape) : model.halfWeights(shape);
}

function groupNorm(
  model: ModelWriter,
  input: Name,
  float: Float = 'f32',
  channels = CHANNELS,
): Name {
  const grouped = model.op('Reshape', [input, model.ints(0, GROUPS, -1)]);
  const [ones, zeros] = [1, 0].map((item) =>
    model.constant(float, [GROUPS], Array<number>(GROUPS).fill(item)),
  );
  const epsilon = { epsilon: attribute.float(1e-5) };
  const norm = model.op('InstanceNormalization', [grouped, ones, zeros], epsilon);
  const back = model.op('Reshape', [norm, model.op('Shape', [input])]);
  const column = (): Name => weights(model, float, [channels, 1, 1]);
  return model.op('Add', [model.op('Mul', [back, column()]), column()]);
}

function silu(model: ModelWriter, input: Name): Name {
  return model.op('Mul', [input, model.op('Sigmoid', [input])]);
}

function linear(model: ModelWriter, rows: Name, from: number, to: number, bias = true): Name {
  const product = model.op('MatMul', [rows, model.weights([from, to])]);
  return bias ? model.op('Add', [model.weights([to]), product]) : product;
}

/** A linear layer on two axes is a Gemm with the weight as stored. */
function gemm(model: ModelWriter, rows: Name, from: number, to: number): Name {
  const inputs = [rows, model.weights([to, from]), model.weights([to])];
  const one = attribute.float(1);
  return model.op('Gemm', inputs, { alpha: one, beta: one, transB: 1 });
}

function conv(model: ModelWriter, input: Name, size: number, attributes = {}): Name {
  const shape = [CHANNELS, CHANNELS, size, size];
  const pads = Array<number>(4).fill((size - 1) / 2);
  const inputs = [input, model.weights(shape), model.weights([CHANNELS])];
  return model.op('Conv', inputs, { kernel_shape: [size, size], pads, ...attributes });
}

/** One head over all channels, from rows to rows. */
function attention(model: ModelWriter, rows: Name): Name {
  const turned = model.op('Transpose', [linear(model, rows, CHANNELS, CHANNELS, false)], {
    perm: [0, 2, 1],
  });
  const query = linear(model, rows, CHANNELS, CHANNELS, false);
  const scores = model.op('Mul', [model.op('MatMul', [query, turned]), model.scalar(0.35)]);
  const value = linear(model, rows, CHANNELS, CHANNELS, false);
  return model.op('MatMul', [model.op('Softmax', [scores], { axis: -1 }), value]);
}

describe('the way into a transformer and back', () => {
  const inputs = new Map([['input', random(IMAGE)]]);
  const shapeOf = (model: ModelWriter, input: Name, order: readonly (number | Name)[]): Name => {
    const parts = order.map((item) =>
      typeof item === 'number' ? model.sizeOf(input, item) : item,
    );
    return model.op('Concat', parts, { axis: 0 });
  };
  const area = (model: ModelWriter, input: Name): Name =>
    model.op('Mul', [model.sizeOf(input, 2), model.sizeOf(input, 3)]);

  it('SD 1.5: projections by 1x1 convolutions', async () => {
    const model = new ModelWriter({ opset: 14 });
    const input = model.input('input', 'f32', DIMS);
    const projected = conv(model, groupNorm(model, input), 1);
    const last = model.op('Transpose', [projected], { perm: [0, 2, 3, 1] });
    const flat = shapeOf(model, input, [0, area(model, input), 1]);
    const attended = attention(model, model.op('Reshape', [last, flat]));
    const split = shapeOf(model, input, [0, 2, 3, 1]);
    const image = model.op('Transpose', [model.op('Reshape', [attended, split])], {
      perm: [0, 3, 1, 2],
    });
    model.output('out', model.op('Add', [conv(model, image, 1), input]));
    const ops = { group_norm: 1, conv: 2, matmul: 3, attention: 1, add: 1 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });

  it('SD 2: linear projections of rows', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.input('input', 'f32', DIMS);
    const last = model.op('Transpose', [groupNorm(model, input)], { perm: [0, 2, 3, 1] });
    const flat = shapeOf(model, input, [0, area(model, input), model.ints(CHANNELS)]);
    const rows = linear(model, model.op('Reshape', [last, flat]), CHANNELS, CHANNELS);
    const back = linear(model, attention(model, rows), CHANNELS, CHANNELS);
    const split = shapeOf(model, input, [0, 2, 3, model.ints(CHANNELS)]);
    const image = model.op('Transpose', [model.op('Reshape', [back, split])], {
      perm: [0, 3, 1, 2],
    });
    model.output('out', model.op('Add', [image, input]));
    const ops = { group_norm: 1, matmul: 5, attention: 1, add: 3 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });
});

describe('embeddings', () => {
  /** Angles of a vector, sines after cosines, as diffusers exchanges them. */
  function sinusoids(model: ModelWriter, values: Name, width: number): Name {
    const half = width / 2;
    const frequencies = Array.from({ length: half }, (_, index) => 10000 ** (-index / half));
    const row = model.stored('f32', [1, half], frequencies);
    const column = model.op('Cast', [model.unsqueeze(values, 1)], { to: TYPE.f32 });
    const angles = model.op('Mul', [column, row]);
    const both = model.op('Concat', [model.op('Sin', [angles]), model.op('Cos', [angles])], {
      axis: -1,
    });
    const part = (from: number, to: number): Name =>
      model.op('Slice', [both, model.ints(from), model.ints(to), model.ints(-1), model.ints(1)]);
    return model.op('Concat', [part(half, width), part(0, half)], { axis: -1 });
  }

  function perceptron(model: ModelWriter, rows: Name, from: number): Name {
    return gemm(model, silu(model, gemm(model, rows, from, 6)), 6, 6);
  }

  it('SDXL: size conditions beside the pooled text, added to the timestep', async () => {
    const model = new ModelWriter({ opset: 17 });
    const timestep = model.input('timestep', 'f32', []);
    const text = model.input('text_embeds', 'f32', ['batch', 5]);
    const ids = model.input('time_ids', 'f32', ['batch', 6]);
    const batch = model.op('Shape', [text]);
    const size = model.op('Slice', [batch, model.ints(0), model.ints(1)]);
    const many = model.op('Expand', [model.unsqueeze(timestep, 0), size]);
    const time = perceptron(model, sinusoids(model, many, 8), 8);
    const flat = model.op('Reshape', [ids, model.ints(-1)]);
    const angles = sinusoids(model, flat, 4);
    const shape = model.op('Concat', [size, model.ints(-1)], { axis: 0 });
    const rows = model.op('Concat', [text, model.op('Reshape', [angles, shape])], { axis: -1 });
    model.output('out', model.op('Add', [time, perceptron(model, rows, 29)]));
    const inputs = new Map([
      ['timestep', random([], 'f32', [1, 2])],
      ['text_embeds', random([BATCH, 5])],
      ['time_ids', random([BATCH, 6], 'f32', [0, 4])],
    ]);
    const ops = { mul: 2, sin: 2, cos: 2, matmul: 4, add: 5, silu: 2 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });

  it('LCM: a condition projected without bias before the timestep goes on', async () => {
    const model = new ModelWriter({ opset: 17 });
    const timestep = model.input('timestep', 'i64', ['batch']);
    const condition = model.input('timestep_cond', 'f32', ['batch', 3]);
    const angles = sinusoids(model, timestep, 8);
    const sum = model.op('Add', [angles, linear(model, condition, 3, 8, false)]);
    model.output('out', perceptron(model, sum, 8));
    const inputs = new Map([
      ['timestep', random([BATCH], 'i64', [1, 20])],
      ['timestep_cond', random([BATCH, 3])],
    ]);
    const ops = { cast: 1, mul: 1, sin: 1, cos: 1, matmul: 3, add: 3, silu: 1 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });
});

describe('residual blocks', () => {
  const inputs = new Map([
    ['input', random(IMAGE)],
    ['emb', random([BATCH, 6])],
  ]);

  function block(opset: number, merge: (model: ModelWriter, image: Name, emb: Name) => Name) {
    const model = new ModelWriter({ opset });
    const input = model.input('input', 'f32', DIMS);
    const emb = model.input('emb', 'f32', ['batch', 6]);
    const first = conv(model, silu(model, groupNorm(model, input)), 3);
    const second = conv(model, silu(model, merge(model, first, silu(model, emb))), 3);
    const sum = model.op('Add', [input, second]);
    model.output('out', model.op('Div', [sum, model.scalar(1)]));
    return model.bytes();
  }
  const image = (model: ModelWriter, rows: Name): Name =>
    model.unsqueeze(model.unsqueeze(rows, 2), 3);

  it.each([11, 14, 18])('the embedding added, opset %i', async (opset) => {
    const model = block(opset, (writer, first, emb) => {
      const added = writer.op('Add', [first, image(writer, gemm(writer, emb, 6, CHANNELS))]);
      return groupNorm(writer, added);
    });
    const ops = { group_norm: 2, silu: 3, conv: 2, matmul: 1, add: 3 };
    await checkSpelling({ model, inputs, ops });
  });

  it('scale and shift by the embedding', async () => {
    const model = block(17, (writer, first, emb) => {
      const both = image(writer, gemm(writer, emb, 6, 2 * CHANNELS));
      const sizes = writer.ints(CHANNELS, CHANNELS);
      const [scale, shift] = writer.ops('Split', [both, sizes], { axis: 1 }, { outputs: 2 });
      const factor = writer.op('Add', [scale, writer.scalar(1)]);
      return writer.op('Add', [writer.op('Mul', [groupNorm(writer, first), factor]), shift]);
    });
    const ops = { group_norm: 2, silu: 3, conv: 2, matmul: 1, add: 4, mul: 1 };
    await checkSpelling({ model, inputs, ops });
  });
});

/** onnxconverter-common and onnxruntime: all in half precision but a few operators, and the interface kept in f32. */
describe('converted to half precision', () => {
  const inputs = new Map([['input', random(IMAGE)]]);

  it('a convolution, GroupNorm and SiLU between casts of the interface', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.op('Cast', [model.input('input', 'f32', DIMS)], { to: TYPE.f16 });
    const kernel = [model.halfWeights([CHANNELS, CHANNELS, 1, 1]), model.halfWeights([CHANNELS])];
    const image = model.op('Conv', [input, ...kernel], { kernel_shape: [1, 1] });
    const active = silu(model, groupNorm(model, image, 'f16'));
    model.output('out', model.op('Cast', [active], { to: TYPE.f32 }));
    const ops = { cast: 2, conv: 1, group_norm: 1, silu: 1 };
    await checkSpelling({ model: model.bytes(), inputs, ops, tolerance: 1e-2 });
  });

  it('InstanceNormalization and Resize kept in f32', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.op('Cast', [model.input('input', 'f32', DIMS)], { to: TYPE.f16 });
    const grouped = model.op('Reshape', [input, model.ints(0, GROUPS, -1)]);
    const wide = model.op('Cast', [grouped], { to: TYPE.f32 });
    const [ones, zeros] = [1, 0].map((item) =>
      model.constant('f32', [GROUPS], Array<number>(GROUPS).fill(item)),
    );
    const norm = model.op('InstanceNormalization', [wide, ones, zeros], {
      epsilon: attribute.float(1e-5),
    });
    const narrow = model.op('Cast', [norm], { to: TYPE.f16 });
    const back = model.op('Reshape', [narrow, model.op('Shape', [input])]);
    const column = (): Name => model.halfWeights([CHANNELS, 1, 1]);
    const scaled = model.op('Add', [model.op('Mul', [back, column()]), column()]);
    const image = model.op('Cast', [silu(model, scaled)], { to: TYPE.f32 });
    const scales = model.constant('f32', [4], [1, 1, 2, 2]);
    const attributes = {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    };
    const large = model.op('Resize', [image, undefined, scales], attributes);
    const half = model.op('Cast', [large], { to: TYPE.f16 });
    model.output('out', model.op('Cast', [half], { to: TYPE.f32 }));
    const ops = { cast: 4, group_norm: 1, silu: 1, resize: 1 };
    await checkSpelling({ model: model.bytes(), inputs, ops, tolerance: 1e-2 });
  });

  it('force_upcast: weights of half precision, computed in f32', async () => {
    const model = new ModelWriter({ opset: 17 });
    const input = model.op('Cast', [model.input('input', 'f16', DIMS)], { to: TYPE.f32 });
    const wide = (shape: readonly number[]): Name =>
      model.op('Cast', [model.halfWeights(shape)], { to: TYPE.f32 });
    const kernel = [wide([CHANNELS, CHANNELS, 3, 3]), wide([CHANNELS])];
    const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
    const image = model.op('Conv', [groupNorm(model, input), ...kernel], attributes);
    model.output('out', model.op('Cast', [image], { to: TYPE.f16 }));
    const half = new Map([['input', random(IMAGE, 'f16')]]);
    const ops = { cast: 2, group_norm: 1, conv: 1 };
    await checkSpelling({ model: model.bytes(), inputs: half, ops, tolerance: 1e-2 });
  });
});
