/** Local functions as torch.onnx.dynamo_export wrote them (PyTorch 2.1 to 2.4): PyTorch's operators by torch_lib. */

import type { Attribute, LocalFunction } from '../../../models/onnx/index.ts';
import { DOMAINS, LARGEST, SMALLEST, TYPE, localFunction } from './writer.ts';
import type { Name, NodeList } from './writer.ts';

function reference(name: string, of: 'int' | 'float' | 'ints'): Attribute {
  return { kind: 'reference', value: name, of };
}

/** The function's own attribute as a value. */
function given(body: NodeList, name: string, of: 'int' | 'float'): Name {
  return body.op('Constant', [], {
    [of === 'int' ? 'value_int' : 'value_float']: reference(name, of),
  });
}

function common(body: NodeList, name: string, input: Name): Name {
  const [output = ''] = body.ops(name, [input], {}, { domain: DOMAINS.common });
  return output;
}

const rank = localFunction({ domain: DOMAINS.common, name: 'Rank', inputs: ['input'] }, (body) => [
  body.op('Size', [body.op('Shape', ['input'])]),
]);

const isScalar = localFunction(
  { domain: DOMAINS.common, name: 'IsScalar', inputs: ['input'] },
  (body) => {
    const size = body.op('Size', [body.op('Shape', ['input'])]);
    return [body.op('Equal', [size, body.scalar(0, 'i64')])];
  },
);

interface Lib {
  readonly name: string;
  readonly inputs: readonly Name[];
  readonly attributes?: readonly string[];
}

function lib(signature: Lib, build: (body: NodeList) => readonly Name[]): LocalFunction {
  return localFunction({ domain: DOMAINS.lib, ...signature }, build);
}

const addmm = lib(
  { name: 'aten_addmm', inputs: ['self', 'mat1', 'mat2'], attributes: ['beta', 'alpha'] },
  (body) => {
    const product = body.op('MatMul', ['mat1', 'mat2']);
    const alpha = body.op('CastLike', [given(body, 'alpha', 'float'), product]);
    const beta = body.op('CastLike', [given(body, 'beta', 'float'), 'self']);
    return [body.op('Add', [body.op('Mul', ['self', beta]), body.op('Mul', [product, alpha])])];
  },
);

/** A matrix is transposed, a vector stays: If over the rank. */
const t = lib({ name: 'aten_t', inputs: ['self'] }, (body) => {
  const isMatrix = body.op('Equal', [common(body, 'Rank', 'self'), body.scalar(2, 'i64')]);
  return [
    body.op('If', [isMatrix], {
      then_branch: {
        kind: 'graph',
        value: body.nested((then) => [then.op('Transpose', ['self'], { perm: [1, 0] })]),
      },
      else_branch: {
        kind: 'graph',
        value: body.nested((other) => [other.op('Identity', ['self'])]),
      },
    }),
  ];
});

const view = lib({ name: 'aten_view', inputs: ['self', 'size'] }, (body) => {
  const size = body.op('Cast', ['size'], { to: TYPE.i64 });
  return [body.op('Reshape', ['self', size], { allowzero: 0 })];
});

const expand = lib({ name: 'aten_expand', inputs: ['self', 'size'] }, (body) => {
  const size = body.op('Abs', [body.op('Cast', ['size'], { to: TYPE.i64 })]);
  return [body.op('Expand', ['self', size])];
});

const softmax = lib(
  { name: 'aten_softmax_no_dtype', inputs: ['self'], attributes: ['dim'] },
  (body) => {
    const scalar = common(body, 'IsScalar', 'self');
    const input = body.op('If', [scalar], {
      then_branch: {
        kind: 'graph',
        value: body.nested((then) => [then.op('Unsqueeze', ['self', then.ints(0)])]),
      },
      else_branch: {
        kind: 'graph',
        value: body.nested((other) => [other.op('Identity', ['self'])]),
      },
    });
    const result = body.op('Softmax', [input], { axis: reference('dim', 'int') });
    return [
      body.op('If', [scalar], {
        then_branch: {
          kind: 'graph',
          value: body.nested((then) => [then.op('Squeeze', [result])]),
        },
        else_branch: {
          kind: 'graph',
          value: body.nested((other) => [other.op('Identity', [result])]),
        },
      }),
    ];
  },
);

const split = lib(
  { name: 'aten_split', inputs: ['self', 'split_size'], attributes: ['dim'] },
  (body) => [body.op('SplitToSequence', ['self', 'split_size'], { axis: reference('dim', 'int') })],
);

const getitem = lib({ name: 'aten_getitem', inputs: ['self', 'i'] }, (body) => [
  body.op('SequenceAt', ['self', 'i']),
]);

const cat = lib({ name: 'aten_cat', inputs: ['tensors'], attributes: ['dim'] }, (body) => [
  body.op('ConcatFromSequence', ['tensors'], { axis: reference('dim', 'int') }),
]);

const gelu = lib({ name: '_aten_gelu_approximate_none', inputs: ['self'] }, (body) => {
  const root = body.op('CastLike', [body.scalar(Math.SQRT2), 'self']);
  const erf = body.op('Erf', [body.op('Div', ['self', root])]);
  const one = body.op('CastLike', [body.scalar(1, 'i64'), erf]);
  const product = body.op('Mul', ['self', body.op('Add', [erf, one])]);
  return [body.op('Mul', [body.op('CastLike', [body.scalar(0.5), product]), product])];
});

const sigmoid = lib({ name: 'aten_sigmoid', inputs: ['self'] }, (body) => [
  body.op('Sigmoid', ['self']),
]);

const mul = lib({ name: 'aten_mul', inputs: ['self', 'other'] }, (body) => [
  body.op('Mul', ['self', body.op('CastLike', ['other', 'self'])]),
]);

const add = lib({ name: 'aten_add', inputs: ['self', 'other'], attributes: ['alpha'] }, (body) => {
  const alpha = body.op('CastLike', [given(body, 'alpha', 'float'), 'other']);
  return [body.op('Add', ['self', body.op('Mul', ['other', alpha])])];
});

const layerNorm = lib(
  {
    name: '_aten_layer_norm_onnx',
    inputs: ['input', 'weight', 'bias'],
    attributes: ['axis', 'eps'],
  },
  (body) => {
    const inputs = ['input', 'weight', 'bias'];
    const attributes = { axis: reference('axis', 'int'), epsilon: reference('eps', 'float') };
    return body.ops('LayerNormalization', inputs, attributes, { outputs: 3 }).slice(0, 1);
  },
);

/** All three results; mean and inverse deviation are not read. */
const groupNorm = lib(
  {
    name: '_aten_native_group_norm_onnx',
    inputs: ['input', 'weight', 'bias', 'group'],
    attributes: ['eps'],
  },
  (body) => {
    const last = body.ints(-1);
    const groups = body.op('Reshape', ['group', last]);
    const grouped = body.op('Concat', [body.ints(0), groups, last], { axis: 0 });
    const reshaped = body.op('Reshape', ['input', grouped]);
    const [ones, zeros] = [1, 0].map((neutral) =>
      body.op('Expand', [body.op('CastLike', [body.scalar(neutral), 'input']), groups]),
    );
    const epsilon = { epsilon: reference('eps', 'float') };
    const instances = body.op('InstanceNormalization', [reshaped, ones, zeros], epsilon);
    const norm = body.op('Reshape', [instances, body.op('Shape', ['input'])]);
    const one = body.scalar(1, 'i64');
    const end = body.op('Sub', [common(body, 'Rank', 'input'), one]);
    const axes = body.op('Range', [one, end, one]);
    const scale = body.op('CastLike', [body.op('Unsqueeze', ['weight', axes]), norm]);
    const scaled = body.op('Mul', [norm, scale]);
    const bias = body.op('CastLike', [body.op('Unsqueeze', ['bias', axes]), scaled]);
    const result = body.op('Add', [scaled, bias]);
    const batch = body.op('Shape', ['input'], { start: 0, end: 1 });
    const rows = body.op('Reshape', [
      'input',
      body.op('Concat', [batch, groups, last], { axis: 0 }),
    ]);
    const mean = body.op('ReduceMean', [rows, body.ints(2)]);
    const centred = body.op('Sub', [rows, mean]);
    const square = body.op('Mul', [centred, centred]);
    const variance = body.op('ReduceMean', [square, body.ints(2)], { keepdims: 0 });
    const safe = body.op('Add', [variance, given(body, 'eps', 'float')]);
    const inverse = body.op('Div', [body.scalar(1), body.op('Sqrt', [safe])]);
    return [result, mean, inverse];
  },
);

const convolution = lib(
  {
    name: '_aten_convolution_onnx',
    inputs: ['input', 'weight', 'bias', 'transposed'],
    attributes: ['strides', 'pads', 'dilations', 'groups', 'output_padding'],
  },
  (body) => {
    const size = body.op('Size', [body.op('Shape', ['weight'])]);
    const same = body.op('Equal', [body.op('Size', [body.op('Shape', ['input'])]), size]);
    const unbatched = body.op('Not', [same]);
    const input = body.op('If', [unbatched], {
      then_branch: {
        kind: 'graph',
        value: body.nested((then) => [then.op('Unsqueeze', ['input', then.ints(0)])]),
      },
      else_branch: {
        kind: 'graph',
        value: body.nested((other) => [other.op('Identity', ['input'])]),
      },
    });
    const attributes = {
      strides: reference('strides', 'ints'),
      pads: reference('pads', 'ints'),
      dilations: reference('dilations', 'ints'),
      group: reference('groups', 'int'),
    };
    const operands = [input, 'weight', 'bias'];
    const padding = { output_padding: reference('output_padding', 'ints') };
    const result = body.op('If', ['transposed'], {
      then_branch: {
        kind: 'graph',
        value: body.nested((then) => [
          then.op('ConvTranspose', operands, { ...attributes, ...padding }),
        ]),
      },
      else_branch: {
        kind: 'graph',
        value: body.nested((other) => [other.op('Conv', operands, attributes)]),
      },
    });
    return [
      body.op('If', [unbatched], {
        then_branch: {
          kind: 'graph',
          value: body.nested((then) => [then.op('Squeeze', [result, then.ints(0)])]),
        },
        else_branch: {
          kind: 'graph',
          value: body.nested((other) => [other.op('Identity', [result])]),
        },
      }),
    ];
  },
);

/** Slices of a shape as Python writes them: `shape[-1:]`, `shape[-2:-1]`, `shape[:-2]`. */
function cut(body: NodeList, shape: Name, from: bigint | number, to: bigint | number): Name {
  return body.op('Slice', [shape, body.ints(from), body.ints(to)]);
}

const attentionScale = lib({ name: '_attention_scale', inputs: ['query'] }, (body) => {
  const last = body.op('Gather', [body.op('Shape', ['query']), body.scalar(-1, 'i64')], {
    axis: 0,
  });
  const size = body.op('CastLike', [last, 'query']);
  return [body.op('Div', [body.op('CastLike', [body.scalar(1), size]), body.op('Sqrt', [size])])];
});

const attention = lib(
  {
    name: '_aten_scaled_dot_product_attention_no_mask_onnx',
    inputs: ['query', 'key', 'value', 'scale'],
    attributes: ['dropout_p'],
  },
  (body) => {
    const shape = body.op('Shape', ['key']);
    const width = cut(body, shape, -1, LARGEST);
    const length = cut(body, shape, -2, -1);
    const outer = cut(body, shape, SMALLEST, -2);
    const three = body.op('Concat', [body.ints(-1), length, width], { axis: 0 });
    const flat = body.op('Reshape', ['key', three], { allowzero: 0 });
    const turned = body.op('Transpose', [flat], { perm: [0, 2, 1] });
    const four = body.op('Concat', [outer, width, length], { axis: 0 });
    const key = body.op('Reshape', [turned, four], { allowzero: 0 });
    const query = body.op('Mul', ['query', body.op('Sqrt', ['scale'])]);
    const scaled = body.op('Mul', [key, body.op('Sqrt', ['scale'])]);
    const weights = body.op('Softmax', [body.op('MatMul', [query, scaled])], { axis: -1 });
    const dropout = given(body, 'dropout_p', 'float');
    const [dropped = ''] = body.ops('Dropout', [weights, dropout], {}, { outputs: 2 });
    return [body.op('MatMul', [dropped, 'value'])];
  },
);

export const torchLib: readonly LocalFunction[] = [
  rank,
  isScalar,
  addmm,
  t,
  view,
  expand,
  softmax,
  split,
  getitem,
  cat,
  gelu,
  sigmoid,
  mul,
  add,
  layerNorm,
  groupNorm,
  convolution,
  attentionScale,
  attention,
];
