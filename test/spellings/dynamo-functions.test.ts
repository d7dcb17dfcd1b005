/** torch.onnx.dynamo_export of PyTorch 2.1 to 2.4: modules and operators are local functions, lists are sequences. */

import { describe, it } from 'vitest';
import { attribute } from '../../models/onnx/index.ts';
import { checkSpelling, random } from './support/check.ts';
import { torchLib } from './support/torch-lib.ts';
import { DOMAINS, DOMAIN_VERSIONS, ModelWriter, localFunction } from './support/writer.ts';
import type { Attributes, Inputs, Name, NodeList } from './support/writer.ts';

const BATCH = 2;
const LENGTH = 6;
const HEADS = 2;
const SIZE = 4;
const WIDTH = HEADS * SIZE;

function call(body: NodeList, name: string, inputs: Inputs, attributes: Attributes = {}): Name {
  const [output = ''] = body.ops(name, inputs, attributes, { domain: DOMAINS.lib });
  return output;
}

const ONE = { alpha: attribute.float(1), beta: attribute.float(1) };

/** nn.Linear over rows of three axes: flattened, addmm with the turned weight, back. */
function linear(body: NodeList, rows: Name, weight: Name, bias: Name, width: number): Name {
  const turned = call(body, 'aten_t', [weight]);
  const flat = call(body, 'aten_view', [rows, body.ints(BATCH * LENGTH, WIDTH)]);
  const product = call(body, 'aten_addmm', [bias, flat, turned], ONE);
  return call(body, 'aten_view', [product, body.ints(BATCH, LENGTH, width)]);
}

/** A linear layer as a module's function, called with its weights. */
const linearModule = localFunction(
  {
    domain: DOMAINS.modules,
    name: 'torch_nn_modules_linear_Linear_to_out_0_1',
    inputs: ['input', 'weight', 'bias'],
  },
  (body) => [linear(body, 'input', 'weight', 'bias', WIDTH)],
);

function writer(): ModelWriter {
  return new ModelWriter({
    opset: 18,
    functions: [...torchLib, linearModule],
    domains: DOMAIN_VERSIONS,
  });
}

const rows = random([BATCH, LENGTH, WIDTH]);

describe('a transformer block', () => {
  it('attention', async () => {
    const model = writer();
    const input = model.input('input', 'f32', [BATCH, LENGTH, WIDTH]);
    const heads = (): Name => {
      const inputs = [input, model.weights([WIDTH, WIDTH]), model.weights([WIDTH])];
      const attributes = { domain: DOMAINS.modules };
      const [projected = ''] = model.ops(linearModule.name, inputs, {}, attributes);
      const split = call(model, 'aten_view', [projected, model.ints(BATCH, -1, HEADS, SIZE)]);
      return model.op('Transpose', [split], { perm: [0, 2, 1, 3] });
    };
    const [query, key, value] = [heads(), heads(), heads()];
    const scale = call(model, '_attention_scale', [query]);
    const operands = [query, key, value, scale];
    const attended = call(model, '_aten_scaled_dot_product_attention_no_mask_onnx', operands, {
      dropout_p: attribute.float(0),
    });
    const back = model.op('Transpose', [attended], { perm: [0, 2, 1, 3] });
    model.output('out', call(model, 'aten_view', [back, model.ints(BATCH, LENGTH, WIDTH)]));
    const ops = { matmul: 3, add: 3, attention: 1 };
    await checkSpelling({ model: model.bytes(), inputs: new Map([['input', rows]]), ops });
  });

  it('attention by bmm and softmax, the scores expanded from nothing', async () => {
    const model = writer();
    const [query, key, value] = ['query', 'key', 'value'].map((name) =>
      model.input(name, 'f32', [BATCH * HEADS, LENGTH, SIZE]),
    );
    const empty = call(model, 'aten_expand', [model.scalar(0), model.ints(4, LENGTH, -LENGTH)]);
    const turned = model.op('Transpose', [key], { perm: [0, 2, 1] });
    const scores = model.op('MatMul', [query, turned]);
    const scaled = call(model, 'aten_mul', [scores, model.scalar(0.5)]);
    const sum = call(model, 'aten_add', [scaled, empty], { alpha: attribute.float(1) });
    const weights = call(model, 'aten_softmax_no_dtype', [sum], { dim: -1 });
    model.output('out', model.op('MatMul', [weights, value]));
    const inputs = new Map(
      ['query', 'key', 'value'].map((name, index) => {
        return [name, random([BATCH * HEADS, LENGTH, SIZE], 'f32', [-1 - index, 1])] as const;
      }),
    );
    await checkSpelling({ model: model.bytes(), inputs, ops: { attention: 1 } });
  });

  it('LayerNorm and GEGLU through a sequence', async () => {
    const model = writer();
    const input = model.input('input', 'f32', [BATCH, LENGTH, WIDTH]);
    const norm = [input, model.weights([WIDTH]), model.weights([WIDTH])];
    const normal = call(model, '_aten_layer_norm_onnx', norm, {
      axis: -1,
      eps: attribute.float(1e-5),
    });
    const weights = [model.weights([2 * WIDTH, WIDTH]), model.weights([2 * WIDTH])] as const;
    const both = linear(model, normal, ...weights, 2 * WIDTH);
    const parts = call(model, 'aten_split', [both, model.scalar(WIDTH, 'i64')], { dim: -1 });
    const [left, gate] = [0, 1].map((index) =>
      call(model, 'aten_getitem', [parts, model.scalar(index, 'i64')]),
    );
    const activated = call(model, '_aten_gelu_approximate_none', [gate]);
    const product = call(model, 'aten_mul', [left, activated]);
    model.output('out', call(model, 'aten_add', [product, input], { alpha: attribute.float(1) }));
    const ops = { layer_norm: 1, matmul: 1, add: 2, geglu: 1 };
    await checkSpelling({ model: model.bytes(), inputs: new Map([['input', rows]]), ops });
  });
});

describe('a residual block', () => {
  const image = random([BATCH, WIDTH, 4, 4]);

  it('GroupNorm, SiLU, convolution, skip connection', async () => {
    const model = writer();
    const input = model.input('input', 'f32', [BATCH, WIDTH, 4, 4]);
    const skip = model.input('skip', 'f32', [BATCH, WIDTH, 4, 4]);
    const list = model.op('SequenceConstruct', [input, skip]);
    const joined = call(model, 'aten_cat', [list], { dim: 1 });
    const [scale, bias] = [model.weights([2 * WIDTH]), model.weights([2 * WIDTH])];
    const operands = [joined, scale, bias, model.scalar(4, 'i64')];
    const [normal = ''] = model.ops(
      '_aten_native_group_norm_onnx',
      operands,
      { eps: attribute.float(1e-5) },
      { domain: DOMAINS.lib, outputs: 3 },
    );
    const activated = call(model, 'aten_mul', [normal, call(model, 'aten_sigmoid', [normal])]);
    const weights = [model.weights([WIDTH, 2 * WIDTH, 3, 3]), model.weights([WIDTH])];
    const transposed = model.constant('bool', [], [0]);
    const convolved = call(model, '_aten_convolution_onnx', [activated, ...weights, transposed], {
      strides: [1, 1],
      pads: [1, 1, 1, 1],
      dilations: [1, 1],
      groups: 1,
      output_padding: [0, 0],
    });
    model.output('out', call(model, 'aten_add', [convolved, input], { alpha: attribute.float(1) }));
    const inputs = new Map([
      ['input', image],
      ['skip', random([BATCH, WIDTH, 4, 4], 'f32', [-2, 1])],
    ]);
    const ops = { group_norm: 1, silu: 1, conv: 1, add: 1 };
    await checkSpelling({ model: model.bytes(), inputs, ops });
  });
});
