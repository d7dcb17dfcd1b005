/** GELU, quick GELU, SiLU and GEGLU in the spellings of several exporters and graph optimisers. */

import { describe, it } from 'vitest';
import { checkSpelling, random } from './support/check.ts';
import { LARGEST, ModelWriter, TYPE } from './support/writer.ts';
import type { Name } from './support/writer.ts';

type Write = (model: ModelWriter, input: Name) => Name;

const SHAPE = [2, 5, 8];

function modelOf(opset: number, write: Write, float: 'f32' | 'f16' = 'f32') {
  const model = new ModelWriter({ opset });
  const input = model.input('input', float, ['batch', 'sequence', 8]);
  model.output('out', write(model, input));
  const inputs = new Map([['input', random(SHAPE, float, [-3, 3])]]);
  return { model: model.bytes(), inputs, tolerance: float === 'f32' ? 1e-4 : 1e-2 };
}

function erfOf(model: ModelWriter, input: Name, float: 'f32' | 'f16' = 'f32'): Name {
  const scaled = model.op('Div', [input, model.scalar(Math.SQRT2, float)]);
  return model.op('Add', [model.op('Erf', [scaled]), model.scalar(1, float)]);
}

/** PyTorch's symbolic: (x * (1 + erf)) * 0.5. */
const torchScriptGelu: Write = (model, input) =>
  model.op('Mul', [model.op('Mul', [input, erfOf(model, input)]), model.scalar(0.5)]);

const gelus: readonly (readonly [string, Write])[] = [
  ['TorchScript', torchScriptGelu],
  [
    'half first',
    (model, input) =>
      model.op('Mul', [model.op('Mul', [input, model.scalar(0.5)]), erfOf(model, input)]),
  ],
  [
    'torch_lib from 2025 on',
    (model, input) =>
      model.op('Mul', [input, model.op('Mul', [model.scalar(0.5), erfOf(model, input)])]),
  ],
  [
    'torch_lib before',
    (model, input) => {
      const root = model.op('CastLike', [model.scalar(Math.SQRT2), input]);
      const erf = model.op('Erf', [model.op('Div', [input, root])]);
      const one = model.op('CastLike', [model.scalar(1), erf]);
      const product = model.op('Mul', [input, model.op('Add', [erf, one])]);
      return model.op('Mul', [model.op('CastLike', [model.scalar(0.5), product]), product]);
    },
  ],
  [
    'the factor 0.7071',
    (model, input) => {
      const scaled = model.op('Mul', [input, model.scalar(0.7071067690849304)]);
      const sum = model.op('Add', [model.scalar(1), model.op('Erf', [scaled])]);
      return model.op('Mul', [input, model.op('Mul', [sum, model.scalar(0.5)])]);
    },
  ],
  [
    'the root computed',
    (model, input) => {
      const root = model.op('Sqrt', [model.scalar(2)]);
      const erf = model.op('Erf', [model.op('Div', [input, root])]);
      const half = model.op('Mul', [model.op('Add', [erf, model.scalar(1)]), model.scalar(0.5)]);
      return model.op('Mul', [input, half]);
    },
  ],
];

describe('GELU by erf', () => {
  it.each(gelus)('%s', async (_, write) => {
    await checkSpelling({ ...modelOf(18, write), ops: { gelu: 1 } });
  });

  it('half precision: constants in f16', async () => {
    const write: Write = (model, input) =>
      model.op('Mul', [
        model.op('Mul', [input, erfOf(model, input, 'f16')]),
        model.scalar(0.5, 'f16'),
      ]);
    await checkSpelling({ ...modelOf(17, write, 'f16'), ops: { gelu: 1 } });
  });

  it('half precision: between casts', async () => {
    const write: Write = (model, input) => {
      const wide = model.op('Cast', [input], { to: TYPE.f32 });
      return model.op('Cast', [torchScriptGelu(model, wide)], { to: TYPE.f16 });
    };
    await checkSpelling({ ...modelOf(17, write, 'f16'), ops: { cast: 2, gelu: 1 } });
  });

  it('Gelu-20', async () => {
    const write: Write = (model, input) => model.op('Gelu', [input], { approximate: 'none' });
    await checkSpelling({ ...modelOf(20, write), ops: { gelu: 1 } });
  });
});

describe('GELU by tanh', () => {
  const ROOT = Math.sqrt(2 / Math.PI);
  const CUBIC = 0.044715;
  const outer = (model: ModelWriter, input: Name, inner: Name): Name => {
    const sum = model.op('Add', [model.op('Tanh', [inner]), model.scalar(1)]);
    return model.op('Mul', [input, model.op('Mul', [model.scalar(0.5), sum])]);
  };
  const spellings: readonly (readonly [string, Write])[] = [
    [
      'torch_lib',
      (model, input) => {
        const cubed = model.op('Pow', [input, model.scalar(3)]);
        const sum = model.op('Add', [input, model.op('Mul', [model.scalar(CUBIC), cubed])]);
        return outer(model, input, model.op('Mul', [model.scalar(ROOT), sum]));
      },
    ],
    [
      'torch_lib before 2025: the root computed',
      (model, input) => {
        const cubed = model.op('Pow', [input, model.scalar(3, 'i64')]);
        const sum = model.op('Add', [input, model.op('Mul', [model.scalar(CUBIC), cubed])]);
        const quotient = model.op('Div', [model.scalar(2), model.scalar(Math.PI)]);
        const root = model.op('Sqrt', [model.op('CastLike', [quotient, input])]);
        const tanh = model.op('Tanh', [model.op('Mul', [root, sum])]);
        const product = model.op('Mul', [input, model.op('Add', [tanh, model.scalar(1)])]);
        return model.op('Mul', [model.scalar(0.5), product]);
      },
    ],
    [
      'OpenAI',
      (model, input) => {
        const square = model.op('Mul', [model.op('Mul', [input, model.scalar(CUBIC)]), input]);
        const bracket = model.op('Add', [model.scalar(1), square]);
        const inner = model.op('Mul', [model.op('Mul', [input, model.scalar(ROOT)]), bracket]);
        const sum = model.op('Add', [model.op('Tanh', [inner]), model.scalar(1)]);
        return model.op('Mul', [model.op('Mul', [input, model.scalar(0.5)]), sum]);
      },
    ],
    [
      'the cube as products',
      (model, input) => {
        const square = model.op('Mul', [input, input]);
        const cube = model.op('Mul', [input, square]);
        const sum = model.op('Add', [input, model.op('Mul', [cube, model.scalar(CUBIC)])]);
        const tanh = model.op('Tanh', [model.op('Mul', [sum, model.scalar(ROOT)])]);
        const product = model.op('Mul', [input, model.op('Add', [tanh, model.scalar(1)])]);
        return model.op('Mul', [product, model.scalar(0.5)]);
      },
    ],
    ['Gelu-20', (model, input) => model.op('Gelu', [input], { approximate: 'tanh' })],
  ];

  it.each(spellings)('%s', async (_, write) => {
    await checkSpelling({ ...modelOf(20, write), ops: { gelu: 1 } });
  });
});

describe('quick GELU', () => {
  it.each(['f32', 'f16'] as const)('%s', async (float) => {
    const write: Write = (model, input) => {
      const scaled = model.op('Mul', [input, model.scalar(1.702, float)]);
      return model.op('Mul', [input, model.op('Sigmoid', [scaled])]);
    };
    await checkSpelling({ ...modelOf(14, write, float), ops: { gelu: 1 } });
  });
});

describe('SiLU', () => {
  const spellings: readonly (readonly [string, number, Write])[] = [
    ['the product', 14, (model, input) => model.op('Mul', [model.op('Sigmoid', [input]), input])],
    [
      'by exp',
      14,
      (model, input) => {
        const sum = model.op('Add', [model.scalar(1), model.op('Exp', [model.op('Neg', [input])])]);
        return model.op('Div', [input, sum]);
      },
    ],
    [
      'through an Identity',
      18,
      (model, input) => {
        const same = model.op('Identity', [input]);
        return model.op('Mul', [same, model.op('Sigmoid', [input])]);
      },
    ],
  ];
  it.each(spellings)('%s', async (_, opset, write) => {
    await checkSpelling({ ...modelOf(opset, write), ops: { silu: 1 } });
  });
});

describe('GEGLU', () => {
  const finish = (model: ModelWriter, [left = '', gate = '']: readonly Name[]): Name =>
    model.op('Mul', [left, torchScriptGelu(model, gate)]);
  /** A projection with its bias, as in diffusers. */
  const projected = (model: ModelWriter, input: Name): Name => {
    const product = model.op('MatMul', [input, model.weights([8, 16])]);
    return model.op('Add', [model.weights([16]), product]);
  };

  /** chunk(2, dim=-1) before opset 13 and with dynamic sizes: bounds from the shape. */
  const bySlices: Write = (model, input) => {
    const whole = projected(model, input);
    const axis = model.constant('i64', [1], [-1]);
    const size = model.op('Gather', [model.op('Shape', [whole]), model.scalar(-1, 'i64')], {
      axis: 0,
    });
    const up = model.op('Add', [size, model.scalar(1, 'i64')]);
    const half = model.op('Div', [up, model.scalar(2, 'i64')]);
    const bound = (factor: number): Name => {
      const place = model.op('Mul', [half, model.scalar(factor, 'i64')]);
      return model.op('Unsqueeze', [place, model.ints(0)]);
    };
    const part = (from: Name, to: Name): Name => model.op('Slice', [whole, from, to, axis]);
    return finish(model, [part(model.ints(0), bound(1)), part(bound(1), bound(2))]);
  };

  const spellings: readonly (readonly [string, number, Write])[] = [
    [
      'Split by sizes',
      14,
      (model, input) => {
        const inputs = [projected(model, input), model.ints(8, 8)];
        return finish(model, model.ops('Split', inputs, { axis: -1 }, { outputs: 2 }));
      },
    ],
    [
      'Split by an attribute',
      11,
      (model, input) => {
        const attributes = { axis: 2, split: [8, 8] };
        return finish(
          model,
          model.ops('Split', [projected(model, input)], attributes, { outputs: 2 }),
        );
      },
    ],
    [
      'Split by a number of outputs',
      18,
      (model, input) => {
        const attributes = { axis: -1, num_outputs: 2 };
        return finish(
          model,
          model.ops('Split', [projected(model, input)], attributes, { outputs: 2 }),
        );
      },
    ],
    ['Slices whose bounds are computed', 14, bySlices],
    [
      'Slices up to the largest number',
      17,
      (model, input) => {
        const whole = projected(model, input);
        const part = (from: number, to: number | bigint): Name =>
          model.op('Slice', [
            whole,
            model.ints(from),
            model.ints(to),
            model.ints(-1),
            model.ints(1),
          ]);
        return finish(model, [part(0, 8), part(8, LARGEST)]);
      },
    ],
    [
      'the gate by Gelu-20',
      20,
      (model, input) => {
        const attributes = { axis: -1, num_outputs: 2 };
        const parts = model.ops('Split', [projected(model, input)], attributes, { outputs: 2 });
        return model.op('Mul', [parts[0], model.op('Gelu', [parts[1]])]);
      },
    ],
    [
      'a sequence',
      18,
      (model, input) => {
        const whole = projected(model, input);
        const sequence = model.op('SplitToSequence', [whole, model.scalar(8, 'i64')], { axis: -1 });
        const part = (index: number): Name =>
          model.op('SequenceAt', [sequence, model.scalar(index, 'i64')]);
        return finish(model, [part(0), part(1)]);
      },
    ],
  ];

  it.each(spellings)('%s', async (_, opset, write) => {
    await checkSpelling({ ...modelOf(opset, write), ops: { matmul: 1, add: 1, geglu: 1 } });
  });

  it('the gate first', async () => {
    const write: Write = (model, input) => {
      const attributes = { axis: -1, num_outputs: 2 };
      const [gate = '', left = ''] = model.ops('Split', [input], attributes, { outputs: 2 });
      return model.op('Mul', [torchScriptGelu(model, gate), left]);
    };
    await checkSpelling({ ...modelOf(18, write), ops: { gelu: 1, mul: 1 } });
  });

  it('half precision: a gate that is to be computed in f32 is', async () => {
    const write: Write = (model, input) => {
      const product = model.op('MatMul', [input, model.halfWeights([8, 16])]);
      const whole = model.op('Add', [model.halfWeights([16]), product]);
      const parts = model.ops('Split', [whole], { axis: -1, num_outputs: 2 }, { outputs: 2 });
      const wide = model.op('Cast', [parts[1] ?? ''], { to: TYPE.f32 });
      const gate = model.op('Cast', [torchScriptGelu(model, wide)], { to: TYPE.f16 });
      return model.op('Mul', [parts[0], gate]);
    };
    const ops = { matmul: 1, add: 1, cast: 2, gelu: 1, mul: 1 };
    await checkSpelling({ ...modelOf(18, write, 'f16'), ops });
  });
});
