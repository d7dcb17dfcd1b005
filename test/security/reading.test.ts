/** What the reader makes of valid models: values of every kind, and what is newer than the schema. */

import { describe, expect, it } from 'vitest';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import type { OnnxAttribute } from '../../compiler/import/onnx/model.ts';
import {
  floatInitializer,
  graph,
  initializer,
  model,
  modelWith,
  node,
  opset,
  raw,
  tensor,
  tensorType,
  valueInfo,
} from '../support/onnx-wire.ts';
import { read, refusalCodes, valuesOf } from '../support/reading.ts';
import * as wire from '../support/wire.ts';

/** The value of an attribute made of these parts, besides its name. */
async function attributeOf(...parts: readonly Uint8Array[]): Promise<OnnxAttribute | undefined> {
  const attribute = wire.bytes(5, wire.text(1, 'a'), ...parts);
  const found = await read(modelWith(wire.bytes(1, node('Op', [], ['z'], attribute))));
  return found.graph.nodes.at(-1)?.attributes.get('a');
}

describe('attributes', () => {
  it.each([
    ['an int', [wire.integer(3, -7)], { kind: 'int', value: -7 }],
    ['2^53 - 1', [wire.integer(3, 2 ** 53 - 1)], { kind: 'int', value: 2 ** 53 - 1 }],
    ['2^53 + 1', [wire.integer(3, 2n ** 53n + 1n)], { kind: 'int', value: 2n ** 53n + 1n }],
    ['-2^63', [wire.integer(3, -(2n ** 63n))], { kind: 'int', value: -(2n ** 63n) }],
    ['a float', [wire.float(2, 0.5)], { kind: 'float', value: 0.5 }],
    ['a text', [wire.text(4, 'n\u00e9')], { kind: 'string', value: 'n\u00e9' }],
    ['floats', [wire.bytes(7, wire.floats([1, 2]))], { kind: 'floats', value: [1, 2] }],
    ['texts', [wire.text(9, 'a'), wire.text(9, '')], { kind: 'strings', value: ['a', ''] }],
    [
      'ints, exact ones among them',
      [wire.unpacked(8, [1, -1, 2n ** 63n - 1n])],
      { kind: 'ints', value: [1, -1, 2n ** 63n - 1n] },
    ],
    ['an int that is left out', [wire.integer(20, 2)], { kind: 'int', value: 0 }],
    ['a list that is left out', [wire.integer(20, 7)], { kind: 'ints', value: [] }],
    ['a text that is left out', [wire.integer(20, 3)], { kind: 'string', value: '' }],
    [
      'bytes that are no text',
      [wire.bytes(4, Uint8Array.of(0xff))],
      { kind: 'unsupported', name: 'string that is not UTF-8' },
    ],
    ['graphs', [wire.bytes(11, graph())], { kind: 'unsupported', name: 'graphs' }],
    [
      'a type',
      [wire.bytes(14, tensorType(1, [])), wire.integer(20, 13)],
      { kind: 'unsupported', name: 'type_proto' },
    ],
    ['a kind of the future', [wire.integer(20, 77)], { kind: 'unsupported', name: 'type 77' }],
  ])('%s', async (_, parts, expected) => {
    expect(await attributeOf(...parts)).toEqual(expected);
  });

  it('a tensor without a name, and a graph', async () => {
    const one = await attributeOf(wire.bytes(5, tensor('', 1, [1], raw(wire.floats([9])))));
    expect(one?.kind === 'tensor' ? await valuesOf(one.value) : one).toEqual([9]);
    const body = await attributeOf(wire.bytes(6, graph(floatInitializer('w', [1]))));
    const inner = body?.kind === 'graph' ? body.value : undefined;
    expect(inner?.nodes.map((found) => found.opType)).toEqual(['Relu']);
    expect(inner?.initializers.has('w')).toBe(true);
  });
});

describe('value types', () => {
  const declared = (...type: readonly Uint8Array[]): Uint8Array =>
    wire.bytes(13, wire.text(1, 'v'), wire.bytes(2, ...type));

  it.each([
    ['no shape', [wire.bytes(1, wire.integer(1, 10))], { dtype: 'f16', shape: undefined }],
    ['rank 0', [tensorType(7, [])], { dtype: 'i64', shape: [] }],
    ['names', [tensorType(1, ['n', 2, 'a*b+1'])], { dtype: 'f32', shape: ['n', 2, 'a*b+1'] }],
    [
      'a dim that is left open',
      [wire.bytes(1, wire.integer(1, 1), wire.bytes(2, wire.bytes(1)))],
      { shape: [undefined] },
    ],
    ['texts', [tensorType(8, [1])], { dtype: undefined, unsupported: 'tensor of strings' }],
    ['a sequence', [wire.bytes(4, wire.bytes(1, tensorType(1, [])))], { unsupported: 'sequence' }],
    ['an optional', [wire.bytes(9, wire.bytes(1, tensorType(1, [])))], { unsupported: 'optional' }],
  ])('%s', async (_, type, expected) => {
    const found = await read(modelWith(declared(...type)));
    expect(found.graph.valueInfo.get('v')).toMatchObject({ name: 'v', ...expected });
  });

  it('of inputs and outputs without any', async () => {
    const bare = wire.bytes(12, wire.text(1, 'z'));
    const [, last] = (await read(modelWith(bare))).graph.outputs;
    expect(last).toEqual({ name: 'z', dtype: undefined, shape: undefined, unsupported: undefined });
  });
});

describe('what is newer than ONNX 1.10', () => {
  it('is read where it matters and skipped where it does not', async () => {
    const metadata = wire.bytes(16, wire.text(1, 'k'), wire.text(2, 'v'));
    const device = wire.bytes(10, wire.text(1, 'npu0'));
    const nodeMetadata = wire.bytes(9, wire.text(1, 'k'), wire.text(2, 'v'));
    const call = node(
      'F',
      ['x'],
      ['z'],
      wire.text(7, 'my'),
      wire.text(8, 'v2'),
      nodeMetadata,
      device,
    );
    const body = node(
      'Scale',
      ['p'],
      ['q'],
      wire.bytes(5, wire.text(1, 'by'), wire.text(21, 'alpha')),
    );
    const alpha = wire.bytes(11, wire.text(1, 'alpha'), wire.float(2, 0.5), wire.integer(20, 1));
    const definition = wire.concat(
      wire.text(1, 'F'),
      wire.text(4, 'p'),
      wire.text(5, 'q'),
      wire.text(6, 'beta'),
      wire.bytes(7, body),
      wire.bytes(9, wire.integer(2, 18)),
      wire.text(10, 'my'),
      alpha,
      wire.bytes(12, valueInfo('p', [1])),
      wire.text(13, 'v2'),
      wire.bytes(14, wire.text(1, 'k')),
    );
    const found = await read(
      model({
        ir: wire.integer(1, 11),
        graph: wire.bytes(7, graph(wire.bytes(1, call), metadata)),
        opsets: wire.concat(opset(21), opset(1, 'my')),
        rest: wire.concat(wire.bytes(25, definition), wire.bytes(26, wire.text(1, 'npu0'))),
      }),
    );
    expect(found.graph.nodes.at(-1)).toMatchObject({ opType: 'F', domain: 'my', overload: 'v2' });
    expect([...found.opsets]).toEqual([
      ['', 21],
      ['my', 1],
    ]);
    const [only] = found.functions;
    expect(only).toMatchObject({
      name: 'F',
      domain: 'my',
      overload: 'v2',
      inputs: ['p'],
      outputs: ['q'],
      attributes: ['beta'],
    });
    expect([...(only?.opsets ?? [])]).toEqual([['', 18]]);
    expect(only?.attributeDefaults.get('alpha')).toEqual({ kind: 'float', value: 0.5 });
    expect(only?.nodes[0]?.attributes.get('by')).toEqual({ kind: 'reference', name: 'alpha' });
  });

  it('functions of one name differ by their overload, or are a fault', async () => {
    const define = (...rest: readonly Uint8Array[]): Uint8Array =>
      wire.bytes(
        25,
        wire.text(1, 'F'),
        wire.bytes(9, wire.integer(2, 18)),
        wire.text(10, 'my'),
        ...rest,
      );
    const two = wire.concat(define(), define(wire.text(13, 'other')));
    expect((await read(model({ rest: two }))).functions).toHaveLength(2);
    const same = wire.concat(define(), define());
    expect(await refusalCodes(model({ rest: same }))).toEqual(['SNAPC2026']);
  });

  it('an IR version that is too new to be tested is a warning', async () => {
    const result = await readOnnx(modelFromBytes(model({ ir: wire.integer(1, 12) })));
    expect(result.ok).toBe(true);
    expect(result.diagnostics.map((d) => [d.code, d.severity])).toEqual([['SNAPC2022', 'warning']]);
  });
});

describe('the reading', () => {
  it('keeps nodes in the order of the file, with empty inputs, and folds ai.onnx', async () => {
    const clip = node('Clip', ['x', '', 'max'], ['z'], wire.text(7, 'ai.onnx'), wire.text(3, 'c'));
    const found = await read(modelWith(wire.bytes(1, clip)));
    expect(found.graph.nodes.at(-1)).toEqual({
      name: 'c',
      opType: 'Clip',
      domain: '',
      inputs: ['x', '', 'max'],
      outputs: ['z'],
      attributes: new Map(),
      overload: '',
    });
    expect(found).toMatchObject({ file: 'model.onnx', irVersion: 8, producer: 'test' });
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('enough');
    const big = initializer('w', 1, [100_000], raw(new Uint8Array(400_000)));
    const source = modelFromBytes(modelWith(big));
    const options = { signal: AbortSignal.abort(reason) };
    await expect(readOnnx(source, options)).rejects.toBe(reason);
  });
});
