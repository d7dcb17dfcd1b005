/** What the ONNX writer writes is what the published schema reads. */

import { describe, expect, it } from 'vitest';
import {
  attribute,
  externalTensor,
  onnxFiles,
  rawTensor,
  readAll,
  stringTensor,
  tensor,
  typedTensor,
} from '../../models/onnx/index.ts';
import type { Attribute, DType, Graph } from '../../models/onnx/index.ts';
import {
  externalOf,
  graphOf,
  rawBytes,
  roundTrip,
  roundTripNode,
  roundTripTensor,
} from './read-back.ts';

const INNER: Graph = {
  name: 'then',
  inputs: [],
  outputs: [{ name: 'y', dtype: 'f32', shape: [1] }],
  nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
};

function roundTripAttribute(value: Attribute): object {
  const node = { op: 'Test', inputs: [], outputs: [], attributes: { value } };
  const [read] = roundTripNode(node).attribute ?? [];
  return JSON.parse(JSON.stringify(read));
}

describe('attributes', () => {
  const values = tensor('t', 'i64', [2], [1, -2]);
  it.each<[Attribute, object]>([
    [attribute.int(7), { type: 'INT', i: '7' }],
    [attribute.int(-(2n ** 63n)), { type: 'INT', i: '-9223372036854775808' }],
    [attribute.int(2 ** 40), { type: 'INT', i: '1099511627776' }],
    [attribute.ints([0, -1, 300]), { type: 'INTS', ints: ['0', '-1', '300'] }],
    [attribute.float(0.5), { type: 'FLOAT', f: 0.5 }],
    [attribute.floats([1, -0.25]), { type: 'FLOATS', floats: [1, -0.25] }],
    [attribute.string('höhe'), { type: 'STRING', s: base64('höhe') }],
    [attribute.strings(['a', '']), { type: 'STRINGS', strings: [base64('a'), ''] }],
    [attribute.tensor(values), { type: 'TENSOR', t: { name: 't', dims: ['2'], dataType: 7 } }],
    [attribute.tensors([values]), { type: 'TENSORS', tensors: [{ name: 't' }] }],
    [
      attribute.graph(INNER),
      { type: 'GRAPH', g: { name: 'then', node: [{ opType: 'Identity' }] } },
    ],
    [attribute.graphs([INNER, INNER]), { type: 'GRAPHS', graphs: [{}, { name: 'then' }] }],
    [
      attribute.sparseTensor({ shape: [4], values, indices: tensor('', 'i64', [2], [0, 3]) }),
      { type: 'SPARSE_TENSOR', sparseTensor: { dims: ['4'], values: { name: 't' } } },
    ],
    [attribute.reference('axis', 'int'), { type: 'INT', refAttrName: 'axis' }],
  ])('%#', (value, expected) => {
    expect(roundTripAttribute(value)).toMatchObject({ name: 'value', ...expected });
  });
});

describe('raw tensors', () => {
  it.each<[DType, readonly (number | bigint | boolean)[], readonly number[]]>([
    ['f32', [1.5, -2], [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0]],
    ['f64', [1], [0, 0, 0, 0, 0, 0, 0xf0, 0x3f]],
    ['f16', [1, -2, 65504], [0, 0x3c, 0, 0xc0, 0xff, 0x7b]],
    ['bf16', [1, -2], [0x80, 0x3f, 0, 0xc0]],
    ['i8', [-1, 127], [0xff, 0x7f]],
    ['u8', [255], [0xff]],
    ['i16', [-2], [0xfe, 0xff]],
    ['u16', [65535], [0xff, 0xff]],
    ['i32', [-2], [0xfe, 0xff, 0xff, 0xff]],
    ['u32', [4294967295], [0xff, 0xff, 0xff, 0xff]],
    ['i64', [-2n], [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['u64', [1], [1, 0, 0, 0, 0, 0, 0, 0]],
    ['bool', [true, false], [1, 0]],
    ['i4', [1, -1, 7], [0xf1, 0x07]],
    ['u4', [15, 2], [0x2f]],
    ['f8e4m3fn', [0x38], [0x38]],
    ['c64', [1, 0], [0, 0, 0x80, 0x3f, 0, 0, 0, 0]],
  ])('%s', (dtype, values, bytes) => {
    const count = dtype === 'c64' ? values.length / 2 : values.length;
    const read = roundTripTensor(tensor('w', dtype, [count], Array.from(values, Number)));
    expect(read.name).toBe('w');
    expect([...rawBytes(read)]).toEqual(bytes);
  });

  it('refuses another number of values than the shape has', () => {
    expect(() => tensor('w', 'f32', [2, 2], [1, 2, 3])).toThrow(/takes 4 values, not 3/);
  });
});

describe('typed fields', () => {
  const read = (dtype: DType, values: readonly (number | bigint)[]) => {
    const data = typedTensor('w', dtype, [values.length], values.map(Number));
    return JSON.parse(JSON.stringify(roundTripTensor(data)));
  };

  it('holds each dtype in its field', () => {
    expect(read('f32', [1, 2])).toMatchObject({ floatData: [1, 2] });
    expect(read('f64', [1, 2])).toMatchObject({ doubleData: [1, 2] });
    expect(read('i64', [-1, 2])).toMatchObject({ int64Data: ['-1', '2'] });
    expect(read('u64', [3])).toMatchObject({ uint64Data: ['3'] });
    expect(read('u32', [3])).toMatchObject({ uint64Data: ['3'] });
    expect(read('i8', [-3])).toMatchObject({ int32Data: [-3] });
    expect(read('f16', [1])).toMatchObject({ int32Data: [0x3c00] });
    expect(read('bf16', [1])).toMatchObject({ int32Data: [0x3f80] });
    expect(read('i4', [1, -1, 7])).toMatchObject({ int32Data: [0xf1, 0x07] });
  });

  it('holds strings', () => {
    const strings = roundTripTensor(stringTensor('s', [2], ['ab', 'ü'])).stringData ?? [];
    expect(strings.map((bytes) => new TextDecoder().decode(bytes))).toEqual(['ab', 'ü']);
  });
});

describe('models', () => {
  it('states versions, producer, metadata and several domains', () => {
    const read = roundTrip({
      opset: { '': 18, custom: 2 },
      producerName: 'test',
      producerVersion: '1',
      metadata: { key: 'value' },
    });
    expect(Number(read.irVersion)).toBe(8);
    expect(read.producerName).toBe('test');
    const opsets = read.opsetImport.map(({ domain, version }) => [domain, Number(version)]);
    expect(opsets).toEqual([
      ['', 18],
      ['custom', 2],
    ]);
    expect(read.metadataProps[0]).toMatchObject({ key: 'key', value: 'value' });
  });

  it('states shapes of numbers, names and nothing', () => {
    const [first, second, third] =
      graphOf(
        roundTrip({
          inputs: [
            { name: 'a', dtype: 'f16', shape: [1, 'batch', null] },
            { name: 'b', dtype: 'bool' },
            { name: 'c' },
          ],
        }),
      ).input ?? [];
    const dims = first?.type?.tensorType?.shape?.dim ?? [];
    expect(dims.map((dim) => dim.dimParam ?? (dim.dimValue ? Number(dim.dimValue) : ''))).toEqual([
      1,
      'batch',
      '',
    ]);
    expect(first?.type?.tensorType?.elemType).toBe(10);
    expect(second?.type?.tensorType?.shape).toBeNull();
    expect(third?.type).toBeNull();
  });

  it('holds local functions and sparse initializers', () => {
    const read = roundTrip({
      functions: [
        {
          name: 'Twice',
          domain: 'local',
          inputs: ['x'],
          outputs: ['y'],
          attributes: ['scale'],
          nodes: [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }],
          opset: 17,
        },
      ],
      sparseInitializers: [
        {
          name: 's',
          shape: [5],
          values: tensor('', 'f32', [1], [2]),
          indices: tensor('', 'i64', [1], [3]),
        },
      ],
    });
    expect(read.functions[0]).toMatchObject({ name: 'Twice', domain: 'local', input: ['x'] });
    expect(read.functions[0]?.node?.[0]?.opType).toBe('Add');
    expect(read.functions[0]?.opsetImport).toHaveLength(1);
    expect(graphOf(read).sparseInitializer?.[0]?.values?.name).toBe('s');
  });

  it('holds nodes with names, domains and left-out inputs', () => {
    const node = roundTripNode({
      op: 'Resize',
      name: '/up/Resize',
      domain: 'custom',
      inputs: ['x', '', 'scales'],
      outputs: ['y'],
    });
    expect(node).toMatchObject({
      opType: 'Resize',
      name: '/up/Resize',
      domain: 'custom',
      input: ['x', '', 'scales'],
      output: ['y'],
    });
  });

  it('refuses a file that protobuf cannot hold', () => {
    const huge = { byteLength: 2 ** 31, chunks: () => [] };
    const initializers = [rawTensor('w', 'u8', [2 ** 31], huge)];
    const model = { opset: 17, inputs: [], outputs: [], nodes: [], initializers };
    expect(() => onnxFiles(model)).toThrow(/use external data/);
  });
});

describe('external data', () => {
  it('is a range of another file', () => {
    const range = { location: 'a/b.bin', offset: 4096, length: 8 };
    const read = roundTripTensor(externalTensor('w', 'f32', [2], range));
    expect(externalOf(read)).toEqual({ location: 'a/b.bin', offset: '4096', length: '8' });
    expect(Number(read.dataLocation)).toBe(1);
  });

  const initializers = [
    rawTensor('large', 'u8', [5000], filled(5000, 1)),
    rawTensor('little', 'u8', [10], filled(10, 2)),
    rawTensor('other', 'u8', [2000], filled(2000, 3)),
  ];
  const model = { opset: 17, inputs: [], outputs: [], nodes: [], initializers };
  const external = { location: 'w.bin', alignment: 4096, minimumByteLength: 1024 } as const;

  it('puts large tensors at aligned offsets of one file', async () => {
    const files = onnxFiles(model, { external: { ...external, layout: 'one-file' } });
    expect(files.map(({ path }) => path)).toEqual(['model.onnx', 'w.bin']);
    const weights = await content(files[1]);
    expect(weights.byteLength).toBe(8192 + 2000);
    expect(files[1]?.byteLength).toBe(weights.byteLength);
    expect(weights.subarray(0, 5000).every((byte) => byte === 1)).toBe(true);
    expect(weights.subarray(5000, 8192).every((byte) => byte === 0)).toBe(true);
    expect(weights.subarray(8192).every((byte) => byte === 3)).toBe(true);
  });

  it('may have one file per tensor', () => {
    const files = onnxFiles(model, { external: { ...external, layout: 'file-per-tensor' } });
    expect(files.map(({ path, byteLength }) => [path, byteLength]).slice(1)).toEqual([
      ['w.bin/large', 5000],
      ['w.bin/other', 2000],
    ]);
  });
});

async function content(
  file: { readonly byteLength: number; chunks(): AsyncIterable<Uint8Array> } | undefined,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file?.chunks() ?? []) chunks.push(chunk);
  return readAll({ byteLength: file?.byteLength ?? 0, chunks: () => chunks });
}

function filled(length: number, value: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
