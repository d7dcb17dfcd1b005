/** Text encoders: the causal mask of several versions of transformers, padding, pooling at the end of text, open_clip. */

import { describe, it } from 'vitest';
import { checkSpelling, numbers, random } from './support/check.ts';
import type { Counts, Tensors } from './support/check.ts';
import { ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const BATCH = 2;
const LENGTH = 5;
const HEADS = 2;
const SIZE = 4;
const WIDTH = HEADS * SIZE;
const SCALE = 1 / Math.sqrt(SIZE);
const LOWEST = -3.4028234663852886e38;

const softmax = (model: ModelWriter, scores: Name): Name =>
  model.op('Softmax', [scores], { axis: -1 });

/** torch's expand: a size of -1 keeps the axis, which Expand writes as 1. */
function expanded(model: ModelWriter, value: Name, shape: Name): Name {
  const ones = model.op('ConstantOfShape', [model.op('Shape', [shape])], {
    value: { kind: 'tensor', value: model.data('i64', [1], [1]) },
  });
  const kept = model.op('Equal', [shape, model.op('Mul', [ones, model.scalar(-1, 'i64')])]);
  return model.op('Expand', [value, model.op('Where', [kept, ones, shape])]);
}

function range(model: ModelWriter, length: Name): Name {
  const [zero, one] = [0, 1].map((item) => model.scalar(item, 'i64'));
  return model.op('Range', [zero, model.op('Squeeze', [length, model.ints(0)]), one]);
}

interface Sizes {
  readonly batch: Name;
  readonly length: Name;
}

type Mask = (model: ModelWriter, sizes: Sizes) => Name;

/** transformers 4.30 to 4.52: a square of the lowest number, zeroed up to the diagonal. */
const filled: Mask = (model, { batch, length }) => {
  const square = model.op('Concat', [length, length], { axis: 0 });
  const full = model.op('Expand', [model.scalar(LOWEST), square]);
  const places = range(model, length);
  const next = model.op('Add', [places, model.scalar(1, 'i64')]);
  const column = model.op('Reshape', [
    next,
    model.op('Concat', [length, model.ints(1)], { axis: 0 }),
  ]);
  const seen = model.op('Less', [places, column]);
  const mask = model.op('Where', [seen, model.scalar(0), full]);
  const four = model.unsqueeze(model.unsqueeze(mask, 0), 1);
  const shape = model.op('Concat', [batch, model.ints(1), length, length], { axis: 0 });
  return expanded(model, four, shape);
};

/** transformers 4.53 and later, as optimum traces it: a conjunction over broadcast places. */
const compared: Mask = (model, { batch, length }) => {
  const places = range(model, length);
  const row = model.unsqueeze(model.unsqueeze(model.unsqueeze(places, 0), 1), 2);
  const column = model.unsqueeze(model.unsqueeze(model.unsqueeze(places, 0), 1), 3);
  const shifted = model.op('Add', [row, model.scalar(0, 'i64')]);
  const always = model.constant('bool', [], [1]);
  const seen = model.op('And', [always, model.op('LessOrEqual', [shifted, column])]);
  const shape = model.op('Concat', [batch, model.ints(-1), length, length], { axis: 0 });
  return expanded(model, seen, shape);
};

const trilu: Mask = (model, { length }) => {
  const square = model.op('Concat', [length, length], { axis: 0 });
  return model.op(
    'Trilu',
    [model.op('Expand', [model.scalar(-Infinity), square]), model.scalar(1, 'i64')],
    {
      upper: 1,
    },
  );
};

interface Operands {
  readonly query: Name;
  readonly key: Name;
  readonly value: Name;
}

type Attend = (model: ModelWriter, operands: Operands, mask: Name) => Name;

/** Folded heads, the query scaled, the mask added over four axes. */
const folded: Attend = (model, { query, key, value }, mask) => {
  const three = (of: Name): Name => model.op('Reshape', [of, model.ints(-1, LENGTH, SIZE)]);
  const turned = model.op('Transpose', [three(key)], { perm: [0, 2, 1] });
  const scores = model.op('MatMul', [three(query), turned]);
  const four = model.op('Reshape', [scores, model.ints(-1, HEADS, LENGTH, LENGTH)]);
  const masked = model.op('Reshape', [
    model.op('Add', [four, mask]),
    model.ints(-1, LENGTH, LENGTH),
  ]);
  const attended = model.op('MatMul', [softmax(model, masked), three(value)]);
  return model.op('Reshape', [attended, model.ints(-1, HEADS, LENGTH, SIZE)]);
};

/** Eager attention of transformers 4.48 and later. */
const eager: Attend = (model, { query, key, value }, mask) => {
  const turned = model.op('Transpose', [key], { perm: [0, 1, 3, 2] });
  const scores = model.op('Mul', [model.op('MatMul', [query, turned]), model.scalar(SCALE)]);
  const wide = model.op('Cast', [softmax(model, model.op('Add', [scores, mask]))], {
    to: TYPE.f32,
  });
  return model.op('MatMul', [model.op('Cast', [wide], { to: TYPE.f32 }), value]);
};

/** scaled_dot_product_attention with a boolean mask, guarded as of PyTorch 2.8. */
const guarded: Attend = (model, { query, key, value }, mask) => {
  const root = model.scalar(Math.sqrt(SCALE));
  const turned = model.op('Transpose', [key], { perm: [0, 1, 3, 2] });
  const scores = model.op('MatMul', [
    model.op('Mul', [query, root]),
    model.op('Mul', [turned, root]),
  ]);
  const [zero, hidden] = [0, -Infinity].map((item) => model.constant('f32', [1], [item]));
  const added = model.op('Add', [scores, model.op('Where', [mask, zero, hidden])]);
  const weights = softmax(model, added);
  const safe = model.op('Where', [model.op('IsNaN', [weights]), zero, weights]);
  return model.op('MatMul', [safe, value]);
};

function encoder(mask: Mask, attend: Attend, prepare?: (model: ModelWriter) => void) {
  const model = new ModelWriter({ opset: 14 });
  const hidden = model.input('hidden', 'f32', ['batch', 'length', WIDTH]);
  prepare?.(model);
  const [batch = '', length = ''] = [0, 1].map((axis) => model.sizeOf(hidden, axis));
  const heads = (scale?: number): Name => {
    const product = model.op('MatMul', [hidden, model.weights([WIDTH, WIDTH])]);
    const biased = model.op('Add', [model.weights([WIDTH]), product]);
    const rows = scale === undefined ? biased : model.op('Mul', [biased, model.scalar(scale)]);
    const sizes = [batch, length, model.ints(HEADS), model.ints(SIZE)];
    const split = model.op('Reshape', [rows, model.op('Concat', sizes, { axis: 0 })]);
    return model.op('Transpose', [split], { perm: [0, 2, 1, 3] });
  };
  const operands = {
    query: heads(attend === folded ? SCALE : undefined),
    key: heads(),
    value: heads(),
  };
  const attended = attend(model, operands, mask(model, { batch, length }));
  const back = model.op('Transpose', [attended], { perm: [0, 2, 1, 3] });
  const shape = model.op('Concat', [batch, length, model.ints(WIDTH)], { axis: 0 });
  model.output('out', model.op('Reshape', [back, shape]));
  return model.bytes();
}

const hidden = random([BATCH, LENGTH, WIDTH]);
const LINEAR = { matmul: 3, add: 3 };

describe('causal', () => {
  it.each<[string, Mask, Attend]>([
    ['filled and zeroed, folded heads', filled, folded],
    ['filled and zeroed, eager', filled, eager],
    ['a triangle of minus infinity, folded heads', trilu, folded],
    ['a triangle of minus infinity, eager', trilu, eager],
    ['compared, a boolean mask', compared, guarded],
    [
      'compared, chosen between zero and the lowest number',
      (model, sizes) =>
        model.op('Where', [compared(model, sizes), model.scalar(0), model.scalar(LOWEST)]),
      eager,
    ],
  ])('%s', async (_, mask, attend) => {
    const inputs = new Map([['hidden', hidden]]);
    await checkSpelling({ model: encoder(mask, attend), inputs, ops: { attention: 1, ...LINEAR } });
  });
});

describe('padding', () => {
  const given = numbers('i64', [BATCH, LENGTH], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  const inputs: Tensors = new Map([
    ['hidden', hidden],
    ['attention_mask', given],
  ]);
  const prepare = (model: ModelWriter): void => {
    model.input('attention_mask', 'i64', ['batch', 'length']);
  };
  const places = (model: ModelWriter): Name =>
    model.unsqueeze(model.unsqueeze('attention_mask', 1), 2);

  /** What is not seen, filled into the causal mask. */
  const inverted: Mask = (model, sizes) => {
    const shape = [sizes.batch, model.ints(1), sizes.length, sizes.length];
    const wide = expanded(model, places(model), model.op('Concat', shape, { axis: 0 }));
    const seen = model.op('Cast', [wide], { to: TYPE.f32 });
    const unseen = model.op('Sub', [model.scalar(1), seen]);
    const lowest = model.scalar(LOWEST);
    const test = model.op('Cast', [unseen], { to: TYPE.bool });
    const padding = model.op('Where', [test, lowest, unseen]);
    const again = model.op('Cast', [padding], { to: TYPE.bool });
    return model.op('Where', [again, lowest, filled(model, sizes)]);
  };

  it('filled into the causal mask', async () => {
    const model = encoder(inverted, eager, prepare);
    const ops: Counts = { attention: 1, ...LINEAR, sub: 1, cast: 3, where: 2 };
    await checkSpelling({ model, inputs, ops });
  });

  it('a conjunction with the causal mask', async () => {
    const mask: Mask = (model, sizes) => {
      const test = model.op('Cast', [places(model)], { to: TYPE.bool });
      return model.op('And', [compared(model, sizes), test]);
    };
    const model = encoder(mask, guarded, prepare);
    const ops: Counts = { attention: 1, ...LINEAR, cast: 1, logical_and: 1, where: 1 };
    await checkSpelling({ model, inputs, ops });
  });
});

/** torch.nn.MultiheadAttention: one projection, sequence first, a stored mask. */
it('open_clip', async () => {
  const model = new ModelWriter({ opset: 14 });
  const input = model.input('input', 'f32', [LENGTH, BATCH, WIDTH]);
  const product = model.op('MatMul', [input, model.weights([WIDTH, 3 * WIDTH])]);
  const projected = model.op('Add', [product, model.weights([3 * WIDTH])]);
  const shape = model.op('Concat', [model.ints(LENGTH, BATCH), model.ints(3, WIDTH)], { axis: 0 });
  const stacked = model.unsqueeze(model.op('Reshape', [projected, shape]), 0);
  const front = model.op('Transpose', [stacked], { perm: [3, 1, 2, 0, 4] });
  const three = model.op('Squeeze', [front, model.ints(3)]);
  const heads = (index: number): Name => {
    const part = model.op('Gather', [three, model.scalar(index, 'i64')], { axis: 0 });
    const split = model.op('Reshape', [part, model.ints(LENGTH, BATCH * HEADS, SIZE)]);
    return model.op('Transpose', [split], { perm: [1, 0, 2] });
  };
  const query = model.op('Mul', [heads(0), model.scalar(SCALE)]);
  const turned = model.op('Transpose', [heads(1)], { perm: [0, 2, 1] });
  const scores = model.op('MatMul', [query, turned]);
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

/** The state at the end of text, projected: SDXL's second encoder and CLIP's own pooling. */
describe('pooling', () => {
  const ids = numbers('i64', [BATCH, LENGTH], [3, 9, 2, 9, 0, 1, 1, 4, 9, 5]);
  const inputs: Tensors = new Map([
    ['hidden', hidden],
    ['input_ids', ids],
  ]);

  function pooled(place: (model: ModelWriter, ids: Name) => Name, pick: Pick): Uint8Array {
    const model = new ModelWriter({ opset: 14 });
    const states = model.input('hidden', 'f32', ['batch', 'length', WIDTH]);
    const ids = model.input('input_ids', 'i64', ['batch', 'length']);
    const state = pick(model, states, place(model, ids));
    model.output('text_embeds', model.op('MatMul', [state, model.weights([WIDTH, 6])]));
    return model.bytes();
  }
  type Pick = (model: ModelWriter, states: Name, place: Name) => Name;

  const largestId = (model: ModelWriter, ids: Name): Name => {
    const narrow = model.op('Cast', [ids], { to: TYPE.i32 });
    return model.op('ArgMax', [narrow], { axis: -1, keepdims: 0, select_last_index: 0 });
  };
  const firstEnd = (model: ModelWriter, ids: Name): Name => {
    const narrow = model.op('Cast', [ids], { to: TYPE.i32 });
    const test = model.op('Equal', [narrow, model.constant('i32', [], [9])]);
    const found = model.op('Cast', [test], { to: TYPE.i32 });
    return model.op('ArgMax', [found], { axis: -1, keepdims: 0 });
  };
  const rows = (model: ModelWriter, states: Name): Name => range(model, model.sizeOf(states, 0));
  /** TorchScript's index by two tensors: rows of a flattened tensor. */
  const byGather: Pick = (model, states, place) => {
    const length = model.op('Gather', [model.op('Shape', [states]), model.scalar(1, 'i64')]);
    const offset = model.op('Mul', [rows(model, states), length]);
    const flat = model.op('Reshape', [states, model.ints(-1, WIDTH)]);
    return model.op('Gather', [flat, model.op('Add', [place, offset])], { axis: 0 });
  };
  const byGatherNd: Pick = (model, states, place) => {
    const parts = [rows(model, states), place].map((item) => model.unsqueeze(item, -1));
    const index = model.op('Concat', parts, { axis: -1 });
    return model.op('GatherND', [states, index], { batch_dims: 0 });
  };

  it.each([
    ['the largest id, by Gather', largestId, byGather, { cast: 1, add: 1 }],
    ['the largest id, by GatherND', largestId, byGatherNd, { cast: 1 }],
    ['the first end of text, by Gather', firstEnd, byGather, { cast: 2, equal: 1, add: 1 }],
    ['the first end of text, by GatherND', firstEnd, byGatherNd, { cast: 2, equal: 1 }],
  ])('%s', async (_, place, pick, others) => {
    const ops = { matmul: 1, arg_max: 1, ...others };
    await checkSpelling({ model: pooled(place, pick), inputs, ops });
  });
});
