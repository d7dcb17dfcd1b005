/** Named dims: bound by the command line, by samples and by weights; symbolic where they are not. */

import { describe, expect, it } from 'vitest';
import { checkOnnx } from '../../compiler/import/onnx/check.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { printType } from '../../ir/types.ts';
import { tensor } from '../../models/onnx/index.ts';
import type { FileDim, Node, ValueInfo } from '../../models/onnx/index.ts';
import { bytesOf, imported, refusal } from './support/import-bytes.ts';

const outputs = [{ name: 'y' }];
const relu: Node = { op: 'Relu', inputs: ['x'], outputs: ['y'] };

function input(shape: readonly FileDim[] | undefined, name = 'x'): ValueInfo {
  return { name, dtype: 'f32', ...(shape === undefined ? {} : { shape }) };
}

function model(shape: readonly FileDim[] | undefined, nodes: readonly Node[] = [relu]): Uint8Array {
  return bytesOf({ inputs: [input(shape)], outputs, nodes });
}

const dims = (values: Readonly<Record<string, number>>) => ({
  dims: new Map(Object.entries(values)),
});

describe('binding', () => {
  it('is by name', async () => {
    const { graph, dims: bindings } = await imported(model(['batch', 3]), dims({ batch: 2 }));
    expect(graph.inputs[0]?.type.shape).toEqual([2, 3]);
    expect(bindings).toEqual([{ name: 'batch', symbol: 'batch', value: 2 }]);
  });

  it('is by the shapes of samples', async () => {
    const inputShapes = new Map([['x', [5, 3]]]);
    const { graph } = await imported(model(['batch', 3]), { inputShapes });
    expect(graph.inputs[0]?.type.shape).toEqual([5, 3]);
  });

  it('leaves dims open that are not bound', async () => {
    const { graph, dims: bindings } = await imported(model(['batch', 3, null]));
    expect(graph.inputs.map(({ type }) => printType(type))).toEqual(['f32[batch,3,dim0]']);
    expect(bindings.map(({ name }) => name)).toEqual(['batch', 'x.2']);
  });

  it('binds an axis without a name by input and axis', async () => {
    const { graph } = await imported(model([null, 3]), dims({ 'x.0': 4 }));
    expect(graph.inputs[0]?.type.shape).toEqual([4, 3]);
  });

  it('takes the rank of an input from a sample where the model does not say it', async () => {
    const inputShapes = new Map([['x', [2, 2]]]);
    const { graph } = await imported(model(undefined), { inputShapes });
    expect(graph.inputs[0]?.type.shape).toEqual([2, 2]);
    expect((await refusal(model(undefined)))[0]?.code).toBe('SNAPC2276');
  });

  it.each([
    ['a*b+1'],
    ['__proto__'],
    ['constructor'],
    ['floor'],
    ['7'],
    ['größe'],
    ['x'.repeat(60_000)],
  ])('gives the name %.20s a safe symbol', async (name) => {
    const open = await imported(model([name, 'dim0']));
    const [first, second] = open.dims;
    expect(first?.name).toBe(name);
    expect(first?.symbol).toMatch(/^dim\d+$/);
    expect(second?.symbol).not.toBe(first?.symbol);
    const bound = await imported(model([name, 'dim0']), { dims: new Map([[name, 3]]) });
    expect(bound.graph.inputs[0]?.type.shape[0]).toBe(3);
  });

  it('refuses names that the model does not have, and says which it has', async () => {
    const [found] = await refusal(model(['batch', 'width']), dims({ batsch: 1 }));
    expect(found?.code).toBe('SNAPC2272');
    expect(found?.hint).toContain('"batch", "width"');
  });

  it.each([0, -1, 1.5, NaN, 2 ** 53])('refuses %d as a size', async (value) => {
    const [found] = await refusal(model(['batch', 3]), dims({ batch: value }));
    expect(found?.code).toBe('SNAPC2273');
  });

  it('refuses samples that contradict each other, the model, or --dim', async () => {
    const two = bytesOf({
      inputs: [input(['n']), input(['n'], 'z')],
      outputs,
      nodes: [{ op: 'Add', inputs: ['x', 'z'], outputs: ['y'] }],
    });
    const conflict = {
      inputShapes: new Map([
        ['x', [2]],
        ['z', [3]],
      ]),
    };
    expect((await refusal(two, conflict))[0]?.code).toBe('SNAPC2274');
    const given = { ...dims({ n: 4 }), inputShapes: new Map([['x', [2]]]) };
    expect((await refusal(two, given))[0]?.code).toBe('SNAPC2274');
    const wrongSize = { inputShapes: new Map([['x', [2, 4]]]) };
    expect((await refusal(model(['n', 3]), wrongSize))[0]?.code).toBe('SNAPC2275');
    const wrongRank = { inputShapes: new Map([['x', [2]]]) };
    expect((await refusal(model(['n', 3]), wrongRank))[0]?.code).toBe('SNAPC2275');
  });

  it('leaves samples aside that are no inputs, with a warning', async () => {
    const inputShapes = new Map([
      ['x', [2, 3]],
      ['q', [2]],
    ]);
    const { warnings } = await imported(model(['n', 3]), { inputShapes });
    expect(warnings.map(({ code }) => code)).toEqual(['SNAPC2277']);
  });

  it('follows from a weight where only one size fits it', async () => {
    const bytes = bytesOf({
      inputs: [input(['batch', 'channels', 'height', 'width'])],
      outputs,
      initializers: [
        tensor(
          'w',
          'f32',
          [2, 4, 1, 1],
          Array.from({ length: 8 }, () => 1),
        ),
      ],
      nodes: [{ op: 'Conv', inputs: ['x', 'w'], outputs: ['y'] }],
    });
    const { graph, dims: bindings } = await imported(bytes);
    expect(graph.outputs.map(({ value }) => printType(value.type))).toEqual([
      'f32[batch,2,height,width]',
    ]);
    expect(bindings.find(({ name }) => name === 'channels')?.value).toBe(4);
    const [wrong] = await refusal(bytes, dims({ channels: 3 }));
    expect(wrong?.message).toContain('does not take 3 channels');
  });
});

describe('open dims', () => {
  const shape = ['batch', 'places', 12];
  const heads = tensor('heads', 'i64', [2], [3n, 4n]);
  const zero = tensor('zero', 'i64', [], [0n]);
  const one = tensor('one', 'i64', [], [1n]);
  const axis = tensor('axis', 'i64', [1], [0n]);
  const ones = { kind: 'tensor', value: tensor('one', 'i64', [1], [1n]) } as const;

  async function typeOf(nodes: readonly Node[], inputs = [input(shape)]): Promise<string> {
    const initializers = [heads, zero, one, axis];
    const { graph } = await imported(bytesOf({ inputs, outputs, initializers, nodes }));
    const [output] = graph.outputs;
    return output === undefined ? '' : printType(output.value.type);
  }

  const sizes: readonly Node[] = [
    { op: 'Shape', inputs: ['x'], outputs: ['s'] },
    { op: 'Gather', inputs: ['s', 'zero'], outputs: ['b'] },
    { op: 'Gather', inputs: ['s', 'one'], outputs: ['p'] },
    { op: 'Unsqueeze', inputs: ['b', 'axis'], outputs: ['b1'] },
    { op: 'Unsqueeze', inputs: ['p', 'axis'], outputs: ['p1'] },
  ];
  const concat = (inputs: readonly string[], output: string): Node => ({
    op: 'Concat',
    inputs,
    outputs: [output],
    attributes: { axis: { kind: 'int', value: 0 } },
  });

  it('go through the shape arithmetic of attention heads', async () => {
    const nodes = [
      ...sizes,
      concat(['b1', 'p1', 'heads'], 'target'),
      { op: 'Reshape', inputs: ['x', 'target'], outputs: ['y'] },
    ];
    expect(await typeOf(nodes)).toBe('f32[batch,places,3,4]');
  });

  it('go through products and quotients', async () => {
    const two = { op: 'Add', inputs: ['one', 'one'], outputs: ['two'] };
    const nodes = [
      ...sizes,
      two,
      { op: 'Mul', inputs: ['b1', 'p1'], outputs: ['bp'] },
      { op: 'Mul', inputs: ['bp', 'two'], outputs: ['bp2'] },
      { op: 'Div', inputs: ['bp2', 'two'], outputs: ['rows'] },
      concat(['rows', 'minus'], 'target'),
      { op: 'Reshape', inputs: ['x', 'target'], outputs: ['y'] },
    ];
    const minus: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['minus'],
      attributes: { value_ints: { kind: 'ints', value: [-1] } },
    };
    expect(await typeOf([minus, ...nodes])).toBe('f32[batch*places,12]');
  });

  it('become ranges and fills', async () => {
    const range = [...sizes, { op: 'Range', inputs: ['zero', 'p', 'one'], outputs: ['y'] }];
    expect(await typeOf(range)).toBe('i64[places]');
    const fill = [...sizes, { op: 'ConstantOfShape', inputs: ['s'], outputs: ['y'] }];
    expect(await typeOf(fill)).toBe('f32[batch,places,12]');
  });

  it('decide comparisons that hold for every size', async () => {
    const nodes: Node[] = [
      ...sizes,
      { op: 'Equal', inputs: ['s', 'minus'], outputs: ['negative'] },
      { op: 'Where', inputs: ['negative', 'one', 's'], outputs: ['target'] },
      { op: 'Expand', inputs: ['x', 'target'], outputs: ['y'] },
    ];
    const minus: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['minus'],
      attributes: { value_int: { kind: 'int', value: -1 } },
    };
    expect(await typeOf([minus, ...nodes])).toBe('f32[batch,places,12]');
  });

  it('become vectors of ones, whose places count', async () => {
    const nodes: Node[] = [
      ...sizes,
      { op: 'ConstantOfShape', inputs: ['p1'], outputs: ['ones'], attributes: { value: ones } },
      { op: 'NonZero', inputs: ['ones'], outputs: ['y'] },
    ];
    expect(await typeOf(nodes)).toBe('i64[1,places]');
  });

  it('cut tables, and have a first and a last element', async () => {
    const slice = (inputs: readonly string[]): Node => ({ op: 'Slice', inputs, outputs: ['y'] });
    const zeros: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['zeros'],
      attributes: { value_ints: { kind: 'ints', value: [0] } },
    };
    const last: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['last'],
      attributes: { value_ints: { kind: 'ints', value: [-1] } },
    };
    const end: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['end'],
      attributes: { value_ints: { kind: 'ints', value: [2n ** 63n - 1n] } },
    };
    const table: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['table'],
      attributes: { value_ints: { kind: 'ints', value: [1, 2, 3, 4, 5] } },
    };
    const all = [zeros, last, end, table, ...sizes];
    expect(await typeOf([...all, slice(['table', 'zeros', 'p1'])])).toBe('i64[places]');
    expect(await typeOf([...all, slice(['x', 'last', 'end'])])).toBe('f32[1,places,12]');
    expect(await typeOf([...all, slice(['x', 'zeros', 'end', 'axis'])])).toBe(
      'f32[batch,places,12]',
    );
  });

  it('can be outputs and operands', async () => {
    const nodes: Node[] = [
      ...sizes,
      { op: 'Cast', inputs: ['p'], outputs: ['n'], attributes: { to: { kind: 'int', value: 1 } } },
      { op: 'Div', inputs: ['x', 'n'], outputs: ['y'] },
    ];
    expect(await typeOf(nodes)).toBe('f32[batch,places,12]');
    const shapeOnly: Node[] = [{ op: 'Shape', inputs: ['x'], outputs: ['y'] }];
    expect(await typeOf(shapeOnly)).toBe('i64[3]');
  });

  it('are asked for by name where numbers are needed', async () => {
    const nodes: Node[] = [
      ...sizes,
      { op: 'OneHot', inputs: ['zero', 'p', 'pair'], outputs: ['y'], name: 'hot' },
    ];
    const pair: Node = {
      op: 'Constant',
      inputs: [],
      outputs: ['pair'],
      attributes: { value_floats: { kind: 'floats', value: [0, 1] } },
    };
    const bytes = bytesOf({
      inputs: [input(shape)],
      outputs,
      initializers: [zero, one, axis],
      nodes: [pair, ...nodes],
    });
    const [found] = await refusal(bytes);
    expect(found?.code).toBe('SNAPC2271');
    expect(found?.message).toContain('"places"');
    expect(found?.message).toContain('"hot"');
    expect(found?.hint).toContain('--dim places=VALUE');
  });

  it('disappear with all their arithmetic once they are bound', async () => {
    const bytes = bytesOf({
      inputs: [input(shape)],
      outputs,
      initializers: [heads, zero, one, axis],
      nodes: [
        ...sizes,
        concat(['b1', 'p1', 'heads'], 'target'),
        { op: 'Reshape', inputs: ['x', 'target'], outputs: ['y'] },
      ],
    });
    const { graph } = await imported(bytes, dims({ batch: 2, places: 7 }));
    expect(Array.from(graph.nodes(), ({ op }) => op.name)).toEqual(['reshape']);
  });
});

describe('checkOnnx', () => {
  async function check(bytes: Uint8Array, options = {}): Promise<readonly Diagnostic[]> {
    const read = await readOnnx(modelFromBytes(bytes));
    if (!read.ok) throw new Error('unreadable');
    return checkOnnx(read.value, options);
  }

  it('finds nothing in a model that can be compiled', async () => {
    expect(await check(model([2, 3]))).toEqual([]);
    expect(await check(model(['batch', 3]), dims({ batch: 1 }))).toEqual([]);
  });

  it('lists open dims with the command that binds them', async () => {
    const found = await check(model(['batch', 'a b', 3]));
    expect(found.map(({ code }) => code)).toEqual(['SNAPC2270']);
    expect(found[0]?.hint).toBe(
      "bind them: --dim batch=VALUE --dim 'a b=VALUE', or --dims-from IN.npz with sample inputs",
    );
  });

  it('lists all unsupported operators at once, with counts, names and what to do', async () => {
    const nodes: Node[] = [
      { op: 'Det', inputs: ['x'], outputs: ['a'], name: 'first' },
      { op: 'Det', inputs: ['a'], outputs: ['b'], name: 'second' },
      { op: 'FusedMatMul', domain: 'com.microsoft', inputs: ['b'], outputs: ['c'], name: 'third' },
      { op: 'Relu', inputs: ['c'], outputs: ['y'] },
    ];
    const opset = { '': 17, 'com.microsoft': 1 };
    const bytes = bytesOf({ opset, inputs: [input(['n', 3])], outputs, nodes });
    const found = await check(bytes);
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      ['SNAPC2200', 'operator Det is not supported: 2 nodes ("first", "second")'],
      ['SNAPC2200', 'operator com.microsoft.FusedMatMul is not supported: 1 node ("third")'],
      ['SNAPC2270', 'a dim has no value yet: "n"'],
    ]);
    expect(found[1]?.hint).toContain('onnxruntime');
  });
});
