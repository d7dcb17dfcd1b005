/** scaled_dot_product_attention as PyTorch 2's TorchScript exporter writes it, inside diffusers' AttnProcessor2_0. */

import { describe, it } from 'vitest';
import { checkSpelling, numbers, random } from './support/check.ts';
import { LARGEST, ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const HEADS = 2;

interface Scale {
  readonly float: 'f32' | 'f16';
  /** A scale that the caller gives is a constant; else it is computed from the query's shape. */
  readonly given?: number;
}

/** 1 / sqrt(features), with the casts that type promotion adds in half precision. */
function scaleOf(model: ModelWriter, query: Name, { float, given }: Scale): Name {
  if (given !== undefined) return model.scalar(given, float);
  const size = model.op('Slice', [model.op('Shape', [query]), model.ints(-1), model.ints(LARGEST)]);
  let root = model.op('Sqrt', [model.op('Cast', [size], { to: TYPE[float] })]);
  if (float === 'f16') root = model.op('Cast', [root], { to: TYPE.f32 });
  const inverse = model.op('Div', [model.constant('f32', [1], [1]), root]);
  return model.op('Cast', [model.op('Cast', [inverse], { to: TYPE.f32 })], { to: TYPE[float] });
}

interface Operands {
  readonly query: Name;
  /** Already turned. */
  readonly key: Name;
  readonly value: Name;
}

interface Options extends Scale {
  readonly mask?: (model: ModelWriter, scores: Name, operands: Operands) => Name;
  readonly guard?: boolean;
}

function attend(model: ModelWriter, operands: Operands, options: Options): Name {
  const { query, key, value } = operands;
  const scale = scaleOf(model, query, options);
  const left = model.op('Mul', [query, model.op('Sqrt', [scale])]);
  const right = model.op('Mul', [key, model.op('Sqrt', [scale])]);
  const scores = model.op('MatMul', [left, right]);
  const masked = options.mask?.(model, scores, operands) ?? scores;
  let weights = model.op('Softmax', [masked], { axis: -1 });
  if (options.guard === true) {
    const zero = model.constant(options.float, [1], [0]);
    weights = model.op('Where', [model.op('IsNaN', [weights]), zero, weights]);
  }
  return model.op('MatMul', [weights, value]);
}

interface Block extends Options {
  readonly opset: number;
  readonly cross: boolean;
  readonly batch: number | string;
}

/** Projections, heads, attention, heads back, output projection. */
function block({ opset, cross, batch, ...options }: Block): ModelWriter {
  const model = new ModelWriter({ opset });
  const { float } = options;
  const weights = (shape: readonly number[]): Name =>
    float === 'f16' ? model.halfWeights(shape) : model.weights(shape);
  const hidden = model.input('hidden', float, [batch, batch === 2 ? 6 : 'sequence', 8]);
  const text = cross ? model.input('text', float, [batch, 5, 12]) : hidden;
  const queryRows = model.op('MatMul', [hidden, weights([8, 8])]);
  const keyRows = model.op('MatMul', [text, weights([cross ? 12 : 8, 8])]);
  const valueRows = model.op('MatMul', [text, weights([cross ? 12 : 8, 8])]);

  const outer = model.sizeOf(hidden, 0);
  const inner = model.op('Gather', [model.op('Shape', [keyRows]), model.scalar(2, 'i64')]);
  const quotient = model.op('Div', [inner, model.scalar(HEADS, 'i64')]);
  const cast = model.op('Cast', [quotient], { to: TYPE.i64 });
  const headSize = model.op('Cast', [cast], { to: TYPE.i64 });
  const heads = (rows: Name, perm: readonly number[]): Name => {
    const size = model.op('Unsqueeze', [headSize, model.ints(0)]);
    const parts = [outer, model.ints(-1), model.ints(HEADS), size];
    const shape = model.op('Concat', parts, { axis: 0 });
    return model.op('Transpose', [model.op('Reshape', [rows, shape])], { perm });
  };
  const attended = attend(
    model,
    {
      query: heads(queryRows, [0, 2, 1, 3]),
      // The exporter has joined two transposes.
      key: heads(keyRows, [0, 2, 3, 1]),
      value: heads(valueRows, [0, 2, 1, 3]),
    },
    options,
  );
  const turned = model.op('Transpose', [attended], { perm: [0, 2, 1, 3] });
  const width = model.op('Mul', [headSize, model.scalar(HEADS, 'i64')]);
  const widths = [outer, model.ints(-1), model.op('Unsqueeze', [width, model.ints(0)])];
  const joined = model.op('Reshape', [turned, model.op('Concat', widths, { axis: 0 })]);
  const same = model.op('Cast', [joined], { to: TYPE[float] });
  const projected = model.op('MatMul', [same, weights([8, 8])]);
  model.output('out', model.op('Add', [weights([8]), projected]));
  return model;
}

const LINEAR = { matmul: 4, add: 1 };
const hidden = random([2, 6, 8]);
const text = random([2, 5, 12]);

describe.each([14, 18])('opset %i', (opset) => {
  it.each([
    ['static sizes', 2],
    ['dynamic sizes', 'batch'],
  ])('self-attention, %s', async (_, batch) => {
    const model = block({ opset, cross: false, batch, float: 'f32' }).bytes();
    const ops = { attention: 1, ...LINEAR };
    await checkSpelling({ model, inputs: new Map([['hidden', hidden]]), ops });
  });

  it('cross-attention, the scale given by the caller', async () => {
    const model = block({ opset, cross: true, batch: 'batch', float: 'f32', given: 0.3 }).bytes();
    const inputs = new Map([
      ['hidden', hidden],
      ['text', text],
    ]);
    await checkSpelling({ model, inputs, ops: { attention: 1, ...LINEAR } });
  });

  it('half precision', async () => {
    const model = block({ opset, cross: false, batch: 'batch', float: 'f16' }).bytes();
    await checkSpelling({
      model,
      inputs: new Map([['hidden', random([2, 6, 8], 'f16')]]),
      ops: { attention: 1, ...LINEAR },
      tolerance: 1e-2,
    });
  });
});

describe('masks', () => {
  it('a float mask that is an input', async () => {
    const writer = block({
      opset: 14,
      cross: false,
      batch: 'batch',
      float: 'f32',
      mask: (model, scores) =>
        model.op('Add', [scores, model.input('mask', 'f32', ['batch', 1, 1, 'sequence'])]),
    });
    const inputs = new Map([
      ['hidden', hidden],
      ['mask', random([2, 1, 1, 6])],
    ]);
    await checkSpelling({ model: writer.bytes(), inputs, ops: { attention: 1, ...LINEAR } });
  });

  it.each([
    ['PyTorch 2.0 to 2.7', false],
    ['PyTorch 2.8, with a guard against rows that see nothing', true],
  ])('a boolean mask: %s', async (_, guard) => {
    const writer = block({
      opset: 14,
      cross: false,
      batch: 'batch',
      float: 'f32',
      guard,
      mask: (model, scores) => {
        const seen = model.input('seen', 'bool', ['batch', 1, 1, 'sequence']);
        const zero = model.constant('f32', [1], [0]);
        const hidden = model.constant('f32', [1], [-Infinity]);
        return model.op('Add', [scores, model.op('Where', [seen, zero, hidden])]);
      },
    });
    const seen = numbers('bool', [2, 1, 1, 6], [1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0]);
    const inputs = new Map([
      ['hidden', hidden],
      ['seen', seen],
    ]);
    const ops = { attention: 1, where: 1, ...LINEAR };
    await checkSpelling({ model: writer.bytes(), inputs, ops });
  });

  it('causal: a triangle of ones, compared with zero', async () => {
    const writer = block({
      opset: 18,
      cross: false,
      batch: 'batch',
      float: 'f32',
      mask: (model, scores, { query, key }) => {
        const size = (of: Name, from: number): Name =>
          model.op('Slice', [model.op('Shape', [of]), model.ints(from), model.ints(from + 1)]);
        // The exporter writes the turned key's last axis where the key itself has joined transposes.
        const last = model.op('Slice', [
          model.op('Shape', [key]),
          model.ints(-1),
          model.ints(LARGEST),
        ]);
        const shape = model.op('Concat', [size(query, -2), last], { axis: 0 });
        const ones = model.op('Expand', [model.constant('f32', [1], [1]), shape]);
        const triangle = model.op('Trilu', [ones], { upper: 0 });
        const zero = model.constant('f32', [1], [0]);
        const hidden = model.constant('f32', [1], [-Infinity]);
        const above = model.op('Equal', [triangle, zero]);
        return model.op('Add', [scores, model.op('Where', [above, hidden, zero])]);
      },
    });
    const inputs = new Map([['hidden', hidden]]);
    await checkSpelling({ model: writer.bytes(), inputs, ops: { attention: 1, ...LINEAR } });
  });

  it('dropout that does nothing in between', async () => {
    const model = new ModelWriter({ opset: 14 });
    const inputs = ['query', 'key', 'value'].map((name) => model.input(name, 'f32', [1, 2, 4, 4]));
    const [query = '', key = '', value = ''] = inputs;
    const turned = model.op('Transpose', [key], { perm: [0, 1, 3, 2] });
    const scores = model.op('MatMul', [query, turned]);
    const scaled = model.op('Mul', [scores, model.scalar(0.5)]);
    const weights = model.op('Softmax', [scaled], { axis: -1 });
    const dropped = model.op('Dropout', [weights, model.scalar(0.1)], { seed: 3 });
    model.output('out', model.op('MatMul', [dropped, value]));
    const given = new Map(
      inputs.map((name, index) => [name, random([1, 2, 4, 4], 'f32', [-index - 1, 1])]),
    );
    await checkSpelling({ model: model.bytes(), inputs: given, ops: { attention: 1 } });
  });
});
