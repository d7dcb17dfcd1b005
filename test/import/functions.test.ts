/** Local functions of a model stand in place of their calls. */

import { describe, expect, it } from 'vitest';
import { tensorFrom } from '../../ir/tensor.ts';
import { attribute } from '../../models/onnx/index.ts';
import type { LocalFunction, Node } from '../../models/onnx/index.ts';
import { bytesOf, imported, opCounts, refusal, run } from './support/import-bytes.ts';
import { cpuSeconds } from '../support/cpu-time.ts';

const x = { name: 'x', dtype: 'f32', shape: [2] } as const;
const outputs = [{ name: 'y' }];
const input = new Map([['x', tensorFrom('f32', [2], [1, -2])]]);
const OPSET = { '': 17, own: 1 };

function call(
  op: string,
  inputs: readonly string[],
  output: string,
  more: Partial<Node> = {},
): Node {
  return { op, domain: 'own', inputs, outputs: [output], name: `call ${output}`, ...more };
}

function define(name: string, nodes: readonly Node[], more: Partial<LocalFunction> = {}) {
  return { name, domain: 'own', inputs: ['a'], outputs: ['b'], nodes, opset: OPSET, ...more };
}

const double = define('Double', [{ op: 'Add', inputs: ['a', 'a'], outputs: ['b'], name: 'add' }]);

function model(nodes: readonly Node[], functions: readonly LocalFunction[]): Uint8Array {
  return bytesOf({ opset: OPSET, inputs: [x], outputs, nodes, functions });
}

describe('functions', () => {
  it('are inlined, with origins that lead through the call', async () => {
    const bytes = model([call('Double', ['x'], 'y')], [double]);
    const { graph } = await imported(bytes);
    expect(Array.from(graph.nodes(), ({ origin }) => origin.onnx)).toEqual([['call y/add']]);
    expect((await run(bytes, input)).get('y')?.data).toEqual(Float32Array.of(2, -4));
  });

  it('may call others', async () => {
    const four = define('Four', [call('Double', ['a'], 'c'), call('Double', ['c'], 'b')]);
    const bytes = model([call('Four', ['x'], 'y')], [four, double]);
    const { graph } = await imported(bytes);
    expect(Array.from(graph.nodes(), ({ origin }) => origin.onnx)).toEqual([
      ['call y/call c/add'],
      ['call y/call b/add'],
    ]);
    expect((await run(bytes, input)).get('y')?.data).toEqual(Float32Array.of(4, -8));
  });

  it('take attributes by reference, through nested calls', async () => {
    const leaky: Node = {
      op: 'LeakyRelu',
      inputs: ['a'],
      outputs: ['b'],
      attributes: { alpha: attribute.reference('slope', 'float') },
    };
    const inner = define('Inner', [leaky], { attributes: ['slope'] });
    const passed = { slope: attribute.reference('outer', 'float') };
    const outer = define('Outer', [call('Inner', ['a'], 'b', { attributes: passed })], {
      attributes: ['outer'],
    });
    const attributes = { outer: attribute.float(0.5) };
    const bytes = model([call('Outer', ['x'], 'y', { attributes })], [outer, inner]);
    expect((await run(bytes, input)).get('y')?.data).toEqual(Float32Array.of(1, -1));
  });

  it('leave an attribute out that the call does not give', async () => {
    const leaky: Node = {
      op: 'LeakyRelu',
      inputs: ['a'],
      outputs: ['b'],
      attributes: { alpha: attribute.reference('slope', 'float') },
    };
    const inner = define('Inner', [leaky], { attributes: ['slope'] });
    const outputs = await run(model([call('Inner', ['x'], 'y')], [inner]), input);
    expect(outputs.get('y')?.data[1]).toBeCloseTo(-0.02);
  });

  it('pass absent inputs on', async () => {
    const clip: Node = { op: 'Clip', inputs: ['a', 'low', 'high'], outputs: ['b'] };
    const bounded = define('Bounded', [clip], { inputs: ['a', 'low', 'high'] });
    const bytes = model([call('Bounded', ['x'], 'y')], [bounded]);
    expect(opCounts(await imported(bytes))).toEqual({});
  });

  it('have their own names', async () => {
    const inner = define('Inner', [
      { op: 'Neg', inputs: ['a'], outputs: ['x'] },
      { op: 'Abs', inputs: ['x'], outputs: ['b'] },
    ]);
    const nodes = [call('Inner', ['x'], 'z'), { op: 'Add', inputs: ['x', 'z'], outputs: ['y'] }];
    expect((await run(model(nodes, [inner]), input)).get('y')?.data).toEqual(Float32Array.of(2, 0));
  });

  it('are refused when they call themselves', async () => {
    const self = define('Self', [call('Self', ['a'], 'b')]);
    const found = await refusal(model([call('Self', ['x'], 'y')], [self]));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2250']);
  });

  it('are refused when they call each other in a circle', async () => {
    const ping = define('Ping', [call('Pong', ['a'], 'b')]);
    const pong = define('Pong', [call('Ping', ['a'], 'b')]);
    const found = await refusal(model([call('Ping', ['x'], 'y')], [ping, pong]));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2250']);
    expect(found[0]?.message).toMatch(/Ping.*Pong/);
  });

  it('are refused when they grow without measure', async () => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      define(`F${level}`, [call(`F${level + 1}`, ['a'], 'c'), call(`F${level + 1}`, ['c'], 'b')]),
    );
    const functions = [...levels, { ...double, name: 'F40' }];
    const start = process.cpuUsage();
    const found = await refusal(model([call('F0', ['x'], 'y')], functions));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2251']);
    expect(cpuSeconds(start)).toBeLessThan(2);
  });

  it('are refused with more inputs or outputs than they have', async () => {
    const many = call('Double', ['x', 'x'], 'y');
    const found = await refusal(model([many], [double]));
    expect(found.map((diagnostic) => diagnostic.code)).toEqual(['SNAPC2213']);
    const two = { ...call('Double', ['x'], 'y'), outputs: ['y', 'z'] };
    expect((await refusal(model([two], [double])))[0]?.code).toBe('SNAPC2213');
  });

  it('report the unsupported operators inside them', async () => {
    const bad = define('Bad', [{ op: 'Det', inputs: ['a'], outputs: ['b'], name: 'det' }]);
    const nodes = [call('Bad', ['x'], 'z'), call('Bad', ['z'], 'y')];
    const found = await refusal(model(nodes, [bad]));
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toBe(
      'operator Det is not supported: 2 nodes ("call z/det", "call y/det")',
    );
  });
});
