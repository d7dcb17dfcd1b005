/** torch.onnx.export with dynamo=True (PyTorch 2.5 to 2.9): operators of torch_lib inlined and folded, opset 18 to 23. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { attribute } from '../../models/onnx/index.ts';
import { imported, refusal } from '../import/support/import-bytes.ts';
import { checkSpelling, numbers, random } from './support/check.ts';
import { LARGEST, ModelWriter, SMALLEST } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const LENGTH = 6;
const HEADS = 2;
const SIZE = 4;
const WIDTH = HEADS * SIZE;

/** Scale from the query's shape: Gather, CastLike. */
function scaleOf(model: ModelWriter, query: Name): Name {
  const last = model.op('Gather', [model.op('Shape', [query]), model.ints(-1)]);
  const size = model.op('CastLike', [last, query]);
  const one = model.op('CastLike', [model.scalar(1), query]);
  const scale = model.op('Div', [one, model.op('Sqrt', [size])]);
  return model.op('CastLike', [scale, query]);
}

/** The key turned through three axes, whatever its rank. */
function turned(model: ModelWriter, key: Name): Name {
  const shape = model.op('Shape', [key], { start: 0 });
  const part = (from: number | bigint, to: number | bigint): Name =>
    model.op('Slice', [shape, model.ints(from), model.ints(to)]);
  const [width, length, outer] = [part(-1, LARGEST), part(-2, -1), part(SMALLEST, -2)];
  const three = model.op('Concat', [model.ints(-1), length, width], { axis: 0 });
  const flat = model.op('Reshape', [key, three], { allowzero: 0 });
  const swapped = model.op('Transpose', [flat], { perm: [0, 2, 1] });
  const four = model.op('Concat', [outer, width, length], { axis: 0 });
  return model.op('Reshape', [swapped, four], { allowzero: 0 });
}

type Mask = (model: ModelWriter, scores: Name, query: Name, key: Name) => Name;

interface Options {
  readonly mask?: Mask;
  readonly guard?: boolean;
  readonly opset?: number;
}

/** Projections, heads by Reshape with known sizes, attention, and back; sizes of inputs are names or numbers. */
function selfAttention(dims: readonly (number | string)[], { mask, guard, opset = 18 }: Options) {
  const model = new ModelWriter({ opset });
  const input = model.input('input', 'f32', dims);
  const [batch = '', length = ''] = [0, 1].map((axis) =>
    model.op('Shape', [input], { start: axis, end: axis + 1 }),
  );
  const heads = (): Name => {
    const rows = model.op('MatMul', [input, model.weights([WIDTH, WIDTH])]);
    const sizes = [batch, model.ints(-1, HEADS, SIZE)];
    const split = model.op('Reshape', [rows, model.op('Concat', sizes, { axis: 0 })], {
      allowzero: 1,
    });
    return model.op('Transpose', [split], { perm: [0, 2, 1, 3] });
  };
  const [query, key, value] = [heads(), heads(), heads()];
  const scale = scaleOf(model, query);
  const left = model.op('Mul', [query, model.op('Sqrt', [scale])]);
  const root = model.op('CastLike', [model.op('Sqrt', [scale]), key]);
  const right = model.op('Mul', [turned(model, key), root]);
  const scores = model.op('MatMul', [left, right]);
  const masked = mask?.(model, scores, query, key) ?? scores;
  let weights = model.op('Softmax', [masked], { axis: -1 });
  if (guard === true) {
    weights = model.op('Where', [model.op('IsNaN', [weights]), model.scalar(0), weights]);
  }
  const attended = model.op('MatMul', [weights, value]);
  const back = model.op('Transpose', [attended], { perm: [0, 2, 1, 3] });
  const shape = model.op('Concat', [batch, length, model.ints(WIDTH)], { axis: 0 });
  model.output('out', model.op('Reshape', [back, shape], { allowzero: 1 }));
  return model;
}

/** A triangle of ones; what is above it is hidden by `lowest`. */
function causal(lowest: number): Mask {
  return (model, scores, query, key) => {
    const length = (of: Name): Name =>
      model.op('Slice', [model.op('Shape', [of]), model.ints(-2), model.ints(-1)]);
    const shape = model.op('Concat', [length(query), length(key)], { axis: 0 });
    const triangle = model.op('Trilu', [model.op('Expand', [model.scalar(1), shape])], {
      upper: 0,
    });
    const above = model.op('Equal', [triangle, model.scalar(0)]);
    const mask = model.op('Where', [above, model.scalar(lowest), model.scalar(0)]);
    return model.op('Add', [scores, model.op('CastLike', [mask, query])]);
  };
}

const LOWEST = -3.4028234663852886e38;
const rows = random([BATCH, LENGTH, WIDTH]);
const inputs = new Map([['input', rows]]);
const DYNAMIC = ['batch', 'length', WIDTH];

describe('scaled_dot_product_attention by torch_lib', () => {
  it.each([
    ['known sizes', [BATCH, LENGTH, WIDTH]],
    ['named sizes', DYNAMIC],
  ])('%s', async (_, dims) => {
    const model = selfAttention(dims, {}).bytes();
    await checkSpelling({ model, inputs, ops: { matmul: 3, attention: 1 } });
  });

  it.each([
    ['minus infinity', -Infinity],
    ['the lowest number, as of 2026', LOWEST],
  ])('causal by %s', async (_, lowest) => {
    const model = selfAttention(DYNAMIC, { mask: causal(lowest) }).bytes();
    await checkSpelling({ model, inputs, ops: { matmul: 3, attention: 1 } });
  });

  it.each([
    ['minus infinity', -Infinity, false],
    ['the lowest number, guarded against NaN', LOWEST, true],
  ])('a boolean mask by %s', async (_, lowest, guard) => {
    const mask: Mask = (model, scores) => {
      const seen = model.input('seen', 'bool', ['batch', 1, 1, 'length']);
      const added = model.op('Where', [seen, model.scalar(0), model.scalar(lowest)]);
      return model.op('Add', [scores, added]);
    };
    const model = selfAttention(DYNAMIC, { mask, guard }).bytes();
    const seen = numbers('bool', [BATCH, 1, 1, LENGTH], [1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0]);
    const ops = { matmul: 3, attention: 1, where: 1 };
    await checkSpelling({ model, inputs: new Map([...inputs, ['seen', seen]]), ops });
  });

  it('a float mask, expanded over heads', async () => {
    const mask: Mask = (model, scores) => {
      const given = model.input('mask', 'f32', ['batch', 1, 1, 'length']);
      const shape = model.ints(BATCH, HEADS, LENGTH, LENGTH);
      return model.op('Add', [scores, model.op('Expand', [given, shape])]);
    };
    const model = selfAttention(DYNAMIC, { mask }).bytes();
    const given = random([BATCH, 1, 1, LENGTH]);
    const ops = { matmul: 3, attention: 1 };
    await checkSpelling({ model, inputs: new Map([...inputs, ['mask', given]]), ops });
  });
});

/** Attention-23 with the outputs that PyTorch names and nobody reads. */
describe('Attention-23', () => {
  interface Given {
    readonly attributes?: Readonly<Record<string, number | ReturnType<typeof attribute.float>>>;
    readonly mask?: 'f32' | 'bool';
    /** Heads packed in the last axis. */
    readonly packed?: boolean;
    readonly keyHeads?: number;
  }

  function attention({ attributes = {}, mask, packed = false, keyHeads = HEADS }: Given) {
    const model = new ModelWriter({ opset: 23 });
    const shape = (count: number, length: number): number[] =>
      packed ? [BATCH, length, count * SIZE] : [BATCH, count, length, SIZE];
    const shapes = {
      query: shape(HEADS, LENGTH),
      key: shape(keyHeads, 3),
      value: shape(keyHeads, 3),
    };
    const tensors = Object.entries(shapes).map(([name, dims], index) => {
      model.input(name, 'f32', dims);
      return [name, random(dims, 'f32', [-1, 1 + index])] as const;
    });
    const names: (Name | undefined)[] = ['query', 'key', 'value'];
    const given = new Map(tensors);
    if (mask !== undefined) {
      names.push(model.input('mask', mask, [LENGTH, 3]));
      given.set('mask', random([LENGTH, 3], mask));
    }
    const [out = ''] = model.ops('Attention', names, attributes, { outputs: 4 });
    model.output('out', out);
    return { model: model.bytes(), inputs: given };
  }

  it.each<[string, Given, Readonly<Record<string, number>>]>([
    ['of four axes', {}, {}],
    ['with a scale', { attributes: { scale: attribute.float(0.3) } }, {}],
    ['causal', { attributes: { is_causal: 1 } }, {}],
    ['with a float mask', { mask: 'f32' }, {}],
    ['with a boolean mask', { mask: 'bool' }, {}],
    ['packed', { packed: true, attributes: { q_num_heads: HEADS, kv_num_heads: HEADS } }, {}],
    ['with one head of keys for all', { keyHeads: 1 }, {}],
  ])('%s', async (_, item, others) => {
    await checkSpelling({ ...attention(item), ops: { attention: 1, ...others } });
  });
});

describe('around attention', () => {
  it('linear layers: Gemm of rows, MatMul and Add of more axes', async () => {
    const model = new ModelWriter({ opset: 18 });
    const input = model.input('input', 'f32', DYNAMIC);
    const weight = model.op('Transpose', [model.weights([WIDTH, WIDTH])], { perm: [1, 0] });
    const sum = model.op('Add', [model.op('MatMul', [input, weight]), model.weights([WIDTH])]);
    const first = model.op('Gather', [sum, model.scalar(0, 'i64')], { axis: 1 });
    const gemm = [first, model.weights([3, WIDTH]), model.weights([3])];
    const attributes = { transB: 1, alpha: attribute.float(1), beta: attribute.float(1) };
    model.output('out', model.op('Gemm', gemm, attributes));
    await checkSpelling({ model: model.bytes(), inputs, ops: { matmul: 2, add: 2 } });
  });

  it('timesteps: frequencies by powers, halves exchanged', async () => {
    const model = new ModelWriter({ opset: 20 });
    const timestep = model.input('timestep', 'i64', []);
    const many = model.op('Expand', [timestep, model.ints(BATCH)]);
    const places = model.op(
      'Cast',
      [model.op('Range', [model.scalar(0, 'i64'), model.scalar(4, 'i64'), model.scalar(1, 'i64')])],
      { to: 1 },
    );
    const exponent = model.op('Mul', [places, model.scalar(-9.210340371976184)]);
    const frequencies = model.op('Exp', [model.op('Div', [exponent, model.scalar(4)])]);
    const column = model.op('Cast', [model.unsqueeze(many, 1)], { to: 1 });
    const angles = model.op('Mul', [column, model.unsqueeze(frequencies, 0)]);
    const scaled = model.op('Mul', [model.scalar(1), angles]);
    const both = model.op('Concat', [model.op('Sin', [scaled]), model.op('Cos', [scaled])], {
      axis: -1,
    });
    const part = (from: number, to: number | bigint): Name =>
      model.op('Slice', [both, model.ints(from), model.ints(to), model.ints(-1), model.ints(1)]);
    model.output('out', model.op('Concat', [part(4, LARGEST), part(0, 4)], { axis: -1 }));
    const given = new Map([['timestep', numbers('i64', [], [617])]]);
    const ops = { cast: 1, mul: 1, cos: 1, sin: 1 };
    await checkSpelling({ model: model.bytes(), inputs: given, ops, tolerance: 1e-4 });
  });

  it.each([
    ['scales', true],
    ['sizes from the shape', false],
  ])('upsampling by %s', async (_, byScales) => {
    const model = new ModelWriter({ opset: 18 });
    const input = model.input('input', 'f32', ['batch', 4, 'height', 'width']);
    const attributes = {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
      antialias: 0,
      exclude_outside: 0,
      cubic_coeff_a: attribute.float(-0.75),
    };
    const double = (axis: number): Name => {
      const size = model.op('Shape', [input], { start: axis, end: axis + 1 });
      return model.op('Mul', [size, model.ints(2)]);
    };
    const sizes = byScales
      ? undefined
      : model.op(
          'Concat',
          [
            model.op('Shape', [input], { start: 0, end: 2 }),
            model.op('Cast', [model.op('Concat', [double(2), double(3)], { axis: 0 })], { to: 7 }),
          ],
          { axis: 0 },
        );
    const scales = byScales ? model.constant('f32', [4], [1, 1, 2, 2]) : undefined;
    model.output('out', model.op('Resize', [input, undefined, scales, sizes], attributes));
    const image = new Map([['input', random([BATCH, 4, 3, 5])]]);
    await checkSpelling({ model: model.bytes(), inputs: image, ops: { resize: 1 } });
  });

  it('downsampling: padding right and below only, written as PyTorch orders it', async () => {
    const model = new ModelWriter({ opset: 18 });
    const input = model.input('input', 'f32', ['batch', 4, 'height', 'width']);
    const given = model.ints(0, 1, 0, 1);
    const zeros = model.op('Expand', [model.ints(0), model.ints(4)]);
    const all = model.op('Concat', [given, zeros], { axis: 0 });
    const every = (from: number): Name => {
      const bounds = [model.ints(from), model.ints(SMALLEST), model.ints(0), model.ints(-2)];
      return model.op('Slice', [all, ...bounds]);
    };
    const pads = model.op('Concat', [every(-2), every(-1)], { axis: 0 });
    const padded = model.op('Pad', [input, pads, model.scalar(0)], { mode: 'constant' });
    const weights = [model.weights([4, 4, 3, 3]), model.weights([4])];
    const attributes = {
      strides: [2, 2],
      pads: [0, 0, 0, 0],
      dilations: [1, 1],
      group: 1,
      auto_pad: 'NOTSET',
    };
    model.output('out', model.op('Conv', [padded, ...weights], attributes));
    const image = new Map([['input', random([BATCH, 4, 6, 8])]]);
    await checkSpelling({ model: model.bytes(), inputs: image, ops: { conv: 1 } });
  });

  it('the state at the end of text: index by two tensors', async () => {
    const model = new ModelWriter({ opset: 18 });
    const states = model.input('input', 'f32', DYNAMIC);
    const ids = model.input('input_ids', 'i32', ['batch', 'length']);
    const last = model.op('ArgMax', [ids], { axis: -1, keepdims: 0, select_last_index: 0 });
    const batch = model.op('Squeeze', [model.op('Shape', [states], { start: 0, end: 1 })]);
    const places = model.op('Range', [model.scalar(0, 'i64'), batch, model.scalar(1, 'i64')]);
    const turnedStates = model.op('Transpose', [states], { perm: [0, 1, 2] });
    const size = model.op('Shape', [places], { start: 0 });
    const parts = [places, last].map((index) =>
      model.unsqueeze(model.op('Expand', [index, size]), -1),
    );
    const index = model.op('Concat', parts, { axis: -1 });
    const picked = model.op('GatherND', [turnedStates, index], { batch_dims: 0 });
    model.output('out', model.op('Transpose', [picked], { perm: [0, 1] }));
    const given = numbers('i32', [BATCH, LENGTH], [1, 5, 9, 2, 9, 0, 7, 1, 1, 1, 1, 3]);
    const all = new Map([...inputs, ['input_ids', given]]);
    await checkSpelling({ model: model.bytes(), inputs: all, ops: { arg_max: 1 } });
  });
});

/** torch.cat promotes its operands; the exporter writes a Concat of two dtypes, which onnxruntime does not load. */
describe('a Concat of two dtypes', () => {
  function joined(first: 'f16' | 'i32'): Uint8Array {
    const model = new ModelWriter({ opset: 18 });
    const inputs = [model.input('a', first, [1, 2]), model.input('b', 'f32', [1, 2])];
    model.output('out', model.op('Concat', inputs, { axis: -1 }));
    return model.bytes();
  }

  it('of floats gives the wider one, with a warning', async () => {
    const { graph, warnings } = await imported(joined('f16'));
    expect(warnings.map(({ code }) => code)).toEqual(['SNAPC2223']);
    const given = new Map([
      ['a', numbers('f16', [1, 2], [0.5, -3])],
      ['b', numbers('f32', [1, 2], [1e-7, 70000])],
    ]);
    const outputs = await evaluateGraph(graph, given);
    const [small, large] = [1e-7, 70000].map(Math.fround);
    const wanted = numbers('f32', [1, 4], [0.5, -3, small ?? 0, large ?? 0]);
    expect(outputs).toEqual(new Map([['out', wanted]]));
  });

  it('of an integer and a float is refused', async () => {
    const found = await refusal(joined('i32'));
    expect(found.map(({ code }) => code)).toEqual(['SNAPC1001']);
  });
});
