/** The graph around the nodes: order, names, inputs and outputs, and what is wrong with them. */

import { describe, expect, it } from 'vitest';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Node } from '../../models/onnx/index.ts';
import { tensor } from '../../models/onnx/index.ts';
import { bytesOf, imported, opCounts, refusal, run } from './support/import-bytes.ts';

const x = { name: 'x', dtype: 'f32', shape: [2] } as const;
const y = { name: 'y', dtype: 'f32', shape: [2] } as const;
const input = new Map([['x', tensorFrom('f32', [2], [1, -2])]]);

function node(op: string, inputs: readonly string[], ...outputs: readonly string[]): Node {
  return { op, inputs, outputs, name: `${op} ${outputs.join()}` };
}

async function codes(nodes: readonly Node[], outputs = [y], inputs = [x]): Promise<string[]> {
  const found = await refusal(bytesOf({ inputs, outputs, nodes }));
  return found.map((diagnostic) => diagnostic.code);
}

describe('order', () => {
  it('sorts nodes that are not sorted', async () => {
    const nodes = [node('Neg', ['b'], 'y'), node('Abs', ['a'], 'b'), node('Relu', ['x'], 'a')];
    const outputs = await run(bytesOf({ inputs: [x], outputs: [y], nodes }), input);
    expect(outputs.get('y')?.data).toEqual(Float32Array.of(-1, -0));
  });

  it('reports a cycle with the nodes in it', async () => {
    const nodes = [node('Add', ['x', 'c'], 'a'), node('Abs', ['a'], 'b'), node('Neg', ['b'], 'c')];
    const found = await refusal(
      bytesOf({ inputs: [x], outputs: [y], nodes: [...nodes, node('Abs', ['c'], 'y')] }),
    );
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2240']);
    for (const name of ['Add a', 'Abs b', 'Neg c']) expect(found[0]?.message).toContain(name);
  });

  it('reports a node that reads itself', async () => {
    expect(await codes([node('Add', ['x', 'y'], 'y')])).toEqual(['SNAPC2240']);
  });

  it('leaves out nodes that no output needs, whatever they are', async () => {
    const nodes = [node('Relu', ['x'], 'y'), node('NonMaxSuppression', ['x'], 'z')];
    const model = await imported(bytesOf({ inputs: [x], outputs: [y], nodes }));
    expect(opCounts(model)).toEqual({ relu: 1 });
  });
});

describe('names', () => {
  it('reports inputs that nobody produces, with their readers', async () => {
    const nodes = [node('Add', ['x', 'ghost'], 'a'), node('Add', ['a', 'ghost'], 'y')];
    const found = await refusal(bytesOf({ inputs: [x], outputs: [y], nodes }));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2241']);
    expect(found[0]?.message).toMatch(/ghost.*Add a.*Add y/);
  });

  it('reports a tensor with two producers', async () => {
    expect(await codes([node('Relu', ['x'], 'y'), node('Abs', ['x'], 'y')])).toEqual(['SNAPC2242']);
  });

  it('reports a node that produces an input', async () => {
    const nodes = [node('Relu', ['x'], 'y'), node('Abs', ['y'], 'x')];
    expect(await codes(nodes)).toEqual(['SNAPC2242']);
  });

  it('reports an output that nobody makes', async () => {
    expect(await codes([node('Relu', ['x'], 'z')])).toEqual(['SNAPC2243']);
  });

  it('reports two outputs of one name', async () => {
    const nodes = [node('Relu', ['x'], 'y')];
    expect(await codes(nodes, [y, y])).toEqual(['SNAPC2244']);
  });

  it('reports a model without outputs', async () => {
    expect(await codes([node('Relu', ['x'], 'y')], [])).toEqual(['SNAPC2245']);
  });

  it('passes an input on that is also an output', async () => {
    const outputs = await run(bytesOf({ inputs: [x], outputs: [x], nodes: [] }), input);
    expect(outputs.get('x')?.data).toEqual(Float32Array.of(1, -2));
  });

  it('gives out an initializer', async () => {
    const initializers = [tensor('y', 'f32', [2], [3, 4])];
    const model = bytesOf({ inputs: [], outputs: [y], nodes: [], initializers });
    expect((await run(model, new Map())).get('y')?.data).toEqual(Float32Array.of(3, 4));
  });

  it('keeps weird names of inputs and outputs as they are', async () => {
    const names = ['__proto__', 'constructor', '*/ alert(1) /*', ' "\u2028', 'ｅmoji 🙂'];
    const inputs = names.map((name) => ({ ...x, name }));
    const outputs = names.map((name) => ({ ...y, name: `${name}'` }));
    const nodes = names.map((name) => node('Neg', [name], `${name}'`));
    const { graph } = await imported(bytesOf({ inputs, outputs, nodes }));
    expect(graph.inputs.map((value) => value.name)).toEqual(names);
    expect(graph.outputs.map((output) => output.name)).toEqual(outputs.map(({ name }) => name));
  });

  it('keeps the names of tensors and nodes', async () => {
    const nodes = [node('Relu', ['x'], 'middle'), node('Neg', ['middle'], 'y')];
    const { graph } = await imported(bytesOf({ inputs: [x], outputs: [y], nodes }));
    const kept = Array.from(graph.nodes(), ({ results, origin }) => [
      results[0]?.name,
      ...origin.onnx,
    ]);
    expect(kept).toEqual([
      ['middle', 'Relu middle'],
      ['y', 'Neg y'],
    ]);
  });

  it('calls nodes without a name by what they make', async () => {
    const nodes = [{ op: 'Relu', inputs: ['x'], outputs: ['y'] }];
    const { graph } = await imported(bytesOf({ inputs: [x], outputs: [y], nodes }));
    expect(Array.from(graph.nodes(), ({ origin }) => origin.onnx)).toEqual([['y']]);
  });
});

describe('types of inputs and outputs', () => {
  it('refuses inputs that are no tensors of numbers, all at once', async () => {
    const inputs = [x, { name: 's', dtype: 'string', shape: [1] } as const, { name: 'u' }];
    const nodes = [node('Relu', ['x'], 'y')];
    const found = await refusal(bytesOf({ inputs, outputs: [y], nodes }));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual([
      'SNAPC2276',
      'SNAPC2260',
      'SNAPC2260',
    ]);
  });

  it('refuses an output of another type than declared', async () => {
    const outputs = [{ ...y, dtype: 'f16' } as const];
    const nodes = [node('Relu', ['x'], 'y')];
    const found = await refusal(bytesOf({ inputs: [x], outputs, nodes }));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2261']);
  });

  it('warns of an output of another shape than declared, and computes it', async () => {
    const outputs = [{ ...y, shape: [3] }];
    const nodes = [node('Relu', ['x'], 'y')];
    const { graph, warnings } = await imported(bytesOf({ inputs: [x], outputs, nodes }));
    expect(warnings.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2262']);
    expect(graph.outputs[0]?.value.type.shape).toEqual([2]);
  });

  it('keeps f64 and integers as they are', async () => {
    const wide = { name: 'x', dtype: 'f64', shape: [2] } as const;
    const nodes = [node('Neg', ['x'], 'y')];
    const { graph } = await imported(bytesOf({ inputs: [wide], outputs: [{ name: 'y' }], nodes }));
    expect(graph.outputs[0]?.value.type).toEqual({ dtype: 'f64', shape: [2] });
  });
});
