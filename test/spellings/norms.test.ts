/** GroupNorm, LayerNorm and RMSNorm in the spellings of several exporters, alone and with SiLU after them. */

import { describe, it } from 'vitest';
import { attribute } from '../../models/onnx/index.ts';
import { checkSpelling, random } from './support/check.ts';
import { LARGEST, ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

const CHANNELS = 8;
const GROUPS = 4;
const EPSILON = attribute.float(1e-6);

type Write = (model: ModelWriter, input: Name) => Name;

function silu(model: ModelWriter, input: Name): Name {
  return model.op('Mul', [input, model.op('Sigmoid', [input])]);
}

interface Case {
  readonly opset: number;
  readonly write: Write;
  readonly float?: 'f16';
  readonly shape?: readonly number[];
}

function modelOf({ opset, write, float, shape = [2, CHANNELS, 3, 5] }: Case, dynamic: boolean) {
  const names = ['batch', CHANNELS, 'height', 'width'];
  const model = new ModelWriter({ opset });
  const dims = shape.length === 4 && dynamic ? names : shape;
  const input = model.input('input', float ?? 'f32', dims);
  model.output('out', write(model, input));
  const inputs = new Map([['input', random(shape, float, [-2, 3])]]);
  return { model: model.bytes(), inputs, tolerance: float === undefined ? 1e-4 : 1e-2 };
}

/** PyTorch's symbolic: groups as instances, then scale and bias by channel. */
function torchScriptGroupNorm(float: 'f32' | 'f16', plain = false): Write {
  return (model, input) => {
    const grouped = model.op('Reshape', [input, model.ints(0, GROUPS, -1)]);
    const parts = [1, 0].map((neutral) =>
      model.constant(float, [GROUPS], Array<number>(GROUPS).fill(neutral)),
    );
    const norm = model.op('InstanceNormalization', [grouped, ...parts], { epsilon: EPSILON });
    const back = model.op('Reshape', [norm, model.op('Shape', [input])]);
    if (plain) return back;
    const column =
      float === 'f16' ? model.halfWeights([CHANNELS, 1, 1]) : model.weights([CHANNELS, 1, 1]);
    const bias =
      float === 'f16' ? model.halfWeights([CHANNELS, 1, 1]) : model.weights([CHANNELS, 1, 1]);
    return model.op('Add', [model.op('Mul', [back, column]), bias]);
  };
}

/** The same with constant folding off: the weights are unsqueezed in the graph. */
const unfoldedGroupNorm: Write = (model, input) => {
  const plain = torchScriptGroupNorm('f32', true)(model, input);
  const [scale, bias] = [0, 1].map(() =>
    model.op('Unsqueeze', [model.weights([CHANNELS]), model.ints(1, 2)]),
  );
  return model.op('Add', [model.op('Mul', [plain, scale]), bias]);
};

/** torch_lib's group_norm, inlined: shapes from attributes, ones and zeros expanded and cast. */
const torchLibGroupNorm: Write = (model, input) => {
  const minusOne = model.ints(-1);
  const groups = model.op('Reshape', [model.scalar(GROUPS, 'i64'), minusOne]);
  const shape = model.op('Concat', [model.ints(0), groups, minusOne], { axis: 0 });
  const grouped = model.op('Reshape', [input, shape], { allowzero: 0 });
  const parts = [1, 0].map((neutral) =>
    model.op('Expand', [model.op('CastLike', [model.scalar(neutral), input]), groups]),
  );
  const norm = model.op('InstanceNormalization', [grouped, ...parts], { epsilon: EPSILON });
  const back = model.op('Reshape', [norm, model.op('Shape', [input])]);
  const one = model.scalar(1, 'i64');
  const rank = model.op('Size', [model.op('Shape', [input])]);
  const axes = model.op('Range', [one, model.op('Sub', [rank, one]), one]);
  const [scale, bias] = [0, 1].map(() => model.op('Unsqueeze', [model.weights([CHANNELS]), axes]));
  const scaled = model.op('Mul', [back, model.op('CastLike', [scale, back])]);
  return model.op('Add', [scaled, model.op('CastLike', [bias, scaled])]);
};

/** The function body of GroupNormalization-21, as tools inline it. */
const functionGroupNorm: Write = (model, input) => {
  const shape = model.op('Shape', [input]);
  const grouped = model.op('Reshape', [input, model.ints(0, GROUPS, -1)]);
  const wide = model.op('Cast', [grouped], { to: TYPE.f32 });
  const two = model.ints(2);
  const mean = model.op('ReduceMean', [wide, two]);
  const squares = model.op('ReduceMean', [model.op('Mul', [wide, wide]), two]);
  const variance = model.op('Sub', [squares, model.op('Mul', [mean, mean])]);
  const root = model.op('Sqrt', [model.op('Add', [variance, model.scalar(1e-6)])]);
  const norm = model.op('Div', [model.op('Sub', [wide, mean]), root]);
  const narrow = model.op('Cast', [norm], { to: TYPE.f32 });
  const channels = model.op('Reshape', [narrow, model.ints(0, CHANNELS, -1)]);
  const column = (): Name => model.op('Reshape', [model.weights([CHANNELS]), model.ints(1, -1, 1)]);
  const result = model.op('Add', [model.op('Mul', [column(), channels]), column()]);
  return model.op('Reshape', [result, shape]);
};

/** PyTorch's decomposition of native_group_norm: variance and mean at once, its inverse root, all in four axes. */
const decomposedGroupNorm: Write = (model, input) => {
  const split = model.op('Reshape', [input, model.ints(2, GROUPS, CHANNELS / GROUPS, 15)]);
  const axes = model.ints(2, 3);
  const mean = model.op('ReduceMean', [split, axes], { keepdims: 1 });
  const centred = model.op('Sub', [split, mean]);
  const variance = model.op('ReduceMean', [model.op('Mul', [centred, centred]), axes], {
    keepdims: 1,
  });
  const root = model.op('Sqrt', [model.op('Add', [variance, model.scalar(1e-6)])]);
  const inverse = model.op('Reciprocal', [root]);
  const norm = model.op('Mul', [model.op('Sub', [split, mean]), inverse]);
  const back = model.op('Reshape', [norm, model.ints(2, CHANNELS, 3, 5)]);
  const column = (): Name => {
    const row = model.op('Unsqueeze', [model.weights([CHANNELS]), model.ints(0)]);
    return model.op('Unsqueeze', [model.op('Unsqueeze', [row, model.ints(2)]), model.ints(3)]);
  };
  return model.op('Add', [model.op('Mul', [back, column()]), column()]);
};

const standardGroupNorm: Write = (model, input) =>
  model.op('GroupNormalization', [input, model.weights([CHANNELS]), model.weights([CHANNELS])], {
    num_groups: GROUPS,
    epsilon: EPSILON,
  });

describe('GroupNorm', () => {
  it.each<[string, Case]>([
    ['TorchScript, opset 11', { opset: 11, write: torchScriptGroupNorm('f32') }],
    ['TorchScript, opset 17', { opset: 17, write: torchScriptGroupNorm('f32') }],
    ['TorchScript, nothing folded', { opset: 14, write: unfoldedGroupNorm }],
    [
      'TorchScript, half precision',
      { opset: 17, write: torchScriptGroupNorm('f16'), float: 'f16' },
    ],
    ['torch_lib', { opset: 18, write: torchLibGroupNorm }],
    ['the function of opset 21', { opset: 21, write: functionGroupNorm }],
    ['PyTorch decomposed', { opset: 18, write: decomposedGroupNorm }],
    ['GroupNormalization-21', { opset: 21, write: standardGroupNorm }],
  ])('%s', async (name, item) => {
    const fixed = name === 'PyTorch decomposed';
    await checkSpelling({ ...modelOf(item, !fixed), ops: { group_norm: 1 } });
    const withSilu: Write = (model, input) => silu(model, item.write(model, input));
    const both = modelOf({ ...item, write: withSilu }, !fixed);
    await checkSpelling({ ...both, ops: { group_norm: 1, silu: 1 } });
  });

  it('in f32 within a model of half precision', async () => {
    const write: Write = (model, input) => {
      const wide = model.op('Cast', [input], { to: TYPE.f32 });
      const norm = torchScriptGroupNorm('f32')(model, wide);
      return model.op('Cast', [norm], { to: TYPE.f16 });
    };
    const item = modelOf({ opset: 17, write, float: 'f16' }, true);
    await checkSpelling({ ...item, ops: { cast: 2, group_norm: 1 } });
  });

  it('without scale and bias', async () => {
    const write = torchScriptGroupNorm('f32', true);
    await checkSpelling({ ...modelOf({ opset: 17, write }, true), ops: { group_norm: 1 } });
  });

  it('over one axis of positions, as before an attention', async () => {
    const item = { opset: 14, write: torchScriptGroupNorm('f32', true), shape: [2, CHANNELS, 15] };
    await checkSpelling({ ...modelOf(item, true), ops: { group_norm: 1 } });
  });
});

interface LayerNorm {
  readonly opset: number;
  /** The difference twice, as PyTorch before 1.4 and unshared graphs have it. */
  readonly twice?: boolean;
  readonly product?: boolean;
  readonly casts?: boolean;
  readonly inverse?: boolean;
}

function decomposedLayerNorm(options: LayerNorm): Write {
  return (model, input) => {
    const mean = (of: Name): Name =>
      options.opset < 18
        ? model.op('ReduceMean', [of], { axes: [-1] })
        : model.op('ReduceMean', [of, model.ints(-1)]);
    const average = mean(input);
    const centred = model.op('Sub', [input, average]);
    const base = options.casts === true ? model.op('Cast', [centred], { to: TYPE.f32 }) : centred;
    const square =
      options.product === true
        ? model.op('Mul', [base, base])
        : model.op('Pow', [base, model.scalar(2)]);
    const root = model.op('Sqrt', [model.op('Add', [mean(square), model.scalar(1e-5)])]);
    const again = options.twice === true ? model.op('Sub', [input, average]) : centred;
    const norm =
      options.inverse === true
        ? model.op('Mul', [again, model.op('Reciprocal', [root])])
        : model.op('Div', [again, root]);
    const size = [CHANNELS];
    return model.op('Add', [model.op('Mul', [norm, model.weights(size)]), model.weights(size)]);
  };
}

/** tf2onnx's order: x * (scale / root) + (bias - mean * (scale / root)). */
const factoredLayerNorm: Write = (model, input) => {
  const axes = { axes: [2] };
  const mean = model.op('ReduceMean', [input], axes);
  const centred = model.op('Sub', [input, mean]);
  const variance = model.op('ReduceMean', [model.op('Mul', [centred, centred])], axes);
  const root = model.op('Sqrt', [model.op('Add', [variance, model.scalar(1e-5)])]);
  const factor = model.op('Mul', [model.op('Reciprocal', [root]), model.weights([CHANNELS])]);
  const shift = model.op('Sub', [model.weights([CHANNELS]), model.op('Mul', [mean, factor])]);
  return model.op('Add', [model.op('Mul', [input, factor]), shift]);
};

const ROWS = [2, 5, CHANNELS];

describe('LayerNorm', () => {
  it.each<[string, LayerNorm]>([
    ['TorchScript, opset 11', { opset: 11 }],
    ['TorchScript, opset 16', { opset: 16 }],
    ['axes as an input', { opset: 18 }],
    ['the difference twice', { opset: 14, twice: true }],
    ['a square as a product', { opset: 14, product: true }],
    ['the reciprocal of the root', { opset: 18, product: true, inverse: true }],
    ['casts that change nothing', { opset: 14, casts: true }],
  ])('decomposed: %s', async (_, options) => {
    const item = { opset: options.opset, write: decomposedLayerNorm(options), shape: ROWS };
    await checkSpelling({ ...modelOf(item, false), ops: { layer_norm: 1 } });
  });

  it('decomposed in the order of tf2onnx', async () => {
    const item = { opset: 13, write: factoredLayerNorm, shape: ROWS };
    await checkSpelling({ ...modelOf(item, false), ops: { layer_norm: 1 } });
  });

  it('half precision: the difference is widened, the quotient narrowed', async () => {
    const write: Write = (model, input) => {
      const mean = model.op('ReduceMean', [input], { axes: [-1] });
      const centred = model.op('Cast', [model.op('Sub', [input, mean])], { to: TYPE.f32 });
      const square = model.op('Pow', [centred, model.scalar(2)]);
      const variance = model.op('ReduceMean', [square], { axes: [-1] });
      const root = model.op('Sqrt', [model.op('Add', [variance, model.scalar(1e-5)])]);
      const norm = model.op('Cast', [model.op('Div', [centred, root])], { to: TYPE.f16 });
      const scaled = model.op('Mul', [norm, model.halfWeights([CHANNELS])]);
      return model.op('Add', [scaled, model.halfWeights([CHANNELS])]);
    };
    const item: Case = { opset: 14, write, float: 'f16', shape: ROWS };
    await checkSpelling({ ...modelOf(item, false), ops: { layer_norm: 1 } });
  });

  it.each([
    ['with bias', true],
    ['without bias', false],
  ])('LayerNormalization-17 %s, its other outputs unused', async (_, bias) => {
    const write: Write = (model, input) => {
      const inputs = [
        input,
        model.weights([CHANNELS]),
        bias ? model.weights([CHANNELS]) : undefined,
      ];
      const attributes = { axis: -1, epsilon: attribute.float(1e-5) };
      const [norm = ''] = model.ops('LayerNormalization', inputs, attributes, { outputs: 3 });
      return norm;
    };
    const item = { opset: 17, write, shape: ROWS };
    await checkSpelling({ ...modelOf(item, false), ops: { layer_norm: 1 } });
  });

  it('without scale and bias: torch_lib expands them from the shape', async () => {
    const write: Write = (model, input) => {
      const size = model.op('Shape', [input], { start: -1 });
      const [scale, bias] = [1, 0].map((neutral) =>
        model.op('Expand', [model.constant('f32', [1], [neutral]), size]),
      );
      return model.op('LayerNormalization', [input, scale, bias], { axis: -1 });
    };
    const item = { opset: 18, write, shape: ROWS };
    await checkSpelling({ ...modelOf(item, false), ops: { layer_norm: 1 } });
  });

  it('over channels in the second of four axes, as split-einsum has it', async () => {
    const write: Write = (model, input) => {
      const axes = model.ints(1);
      const centred = model.op('Sub', [input, model.op('ReduceMean', [input, axes])]);
      const variance = model.op('ReduceMean', [model.op('Mul', [centred, centred]), axes]);
      const root = model.op('Sqrt', [model.op('Add', [variance, model.scalar(1e-5)])]);
      const norm = model.op('Mul', [centred, model.op('Reciprocal', [root])]);
      const column = (): Name =>
        model.op('Reshape', [model.weights([CHANNELS]), model.ints(1, CHANNELS, 1, 1)]);
      return model.op('Mul', [model.op('Add', [norm, column()]), column()]);
    };
    const item = { opset: 18, write };
    await checkSpelling({ ...modelOf(item, true), ops: { layer_norm: 1 } });
  });
});

describe('RMSNorm', () => {
  it('half precision: all but the scale in f32', async () => {
    const write: Write = (model, input) => {
      const wide = model.op('Cast', [input], { to: TYPE.f32 });
      const square = model.op('Pow', [wide, model.scalar(2)]);
      const mean = model.op('ReduceMean', [square], { axes: [-1] });
      const root = model.op('Sqrt', [model.op('Add', [mean, model.scalar(1e-6)])]);
      const norm = model.op('Mul', [wide, model.op('Reciprocal', [root])]);
      const narrow = model.op('Cast', [norm], { to: TYPE.f16 });
      return model.op('Mul', [model.halfWeights([CHANNELS]), narrow]);
    };
    const item: Case = { opset: 14, write, float: 'f16', shape: ROWS };
    await checkSpelling({ ...modelOf(item, false), ops: { rms_norm: 1 } });
  });

  it.each([
    ['Pow, Rsqrt as Reciprocal', 18, true],
    ['Pow, division', 14, false],
  ])('decomposed: %s', async (_, opset, reciprocal) => {
    const write: Write = (model, input) => {
      const square = model.op('Pow', [input, model.scalar(2)]);
      const mean =
        opset < 18
          ? model.op('ReduceMean', [square], { axes: [-1], keepdims: 1 })
          : model.op('ReduceMean', [square, model.ints(-1)], { keepdims: 1 });
      const root = model.op('Sqrt', [model.op('Add', [mean, model.scalar(1e-6)])]);
      const norm = reciprocal
        ? model.op('Mul', [input, model.op('Reciprocal', [root])])
        : model.op('Div', [input, root]);
      return model.op('Mul', [model.weights([CHANNELS]), norm]);
    };
    await checkSpelling({ ...modelOf({ opset, write, shape: ROWS }, false), ops: { rms_norm: 1 } });
  });

  it.each([
    ['with its scale', [CHANNELS]],
    ['with a scale of one element, as PyTorch writes none', [1]],
  ])('RMSNormalization-23 %s', async (_, size) => {
    const write: Write = (model, input) => {
      const scale = model.weights(size);
      return model.op('RMSNormalization', [input, scale], { axis: -1, epsilon: EPSILON });
    };
    const item = modelOf({ opset: 23, write, shape: ROWS }, false);
    await checkSpelling({ ...item, ops: { rms_norm: 1 } });
  });
});

it('slices that end at the largest number', async () => {
  const write: Write = (model, input) => {
    const bounds = [model.ints(2), model.ints(LARGEST), model.ints(1), model.ints(1)];
    return model.op('Slice', [input, ...bounds]);
  };
  await checkSpelling({ ...modelOf({ opset: 18, write }, true), ops: {} });
});
