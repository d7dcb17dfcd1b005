/** Files that are no ONNX, or broken as protobuf: each ends in a typed diagnostic, soon and without much memory. */

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteStore } from '../../ir/constant.ts';
import type { ModelSource } from '../../compiler/host/host.ts';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import {
  floatInitializer,
  graph,
  initializer,
  model,
  modelWith,
  modelWithAttribute,
  node,
  none,
  opset,
  raw,
  tensorType,
  valueInfo,
} from '../support/onnx-wire.ts';
import { initializerOf, read, refusal, refusalCodes, valuesOf } from '../support/reading.ts';
import * as wire from '../support/wire.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('files of other kinds', () => {
  it('1: an empty file', async () => {
    expect(await refusalCodes(none)).toEqual(['SNAPC2000']);
  });

  it('2: every single byte', async () => {
    for (let byte = 0; byte < 256; byte++) {
      const codes = await refusalCodes(Uint8Array.of(byte));
      expect(['SNAPC2001', 'SNAPC2002', 'SNAPC2003', 'SNAPC2020']).toContain(codes[0]);
    }
  });

  it('3: a megabyte of noise', async () => {
    const noise = new Uint8Array(1 << 20);
    for (let state = 1, at = 0; at < noise.length; at++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      noise[at] = state >>> 16;
    }
    expect(await refusalCodes(noise)).toHaveLength(1);
  });

  it.each([
    ['4: text form', ascii('ir_version: 8\ngraph { name: "g" }'), 'text form'],
    ['5: gzip', gzipSync(model()), 'gzip'],
    ['5: zip', ascii('PK\x03\x04\x14\0'), 'zip'],
    ['5: .ort', ascii('\x1c\0\0\0ORTM'), 'ONNX Runtime'],
    ['5: .tflite', ascii('\x1c\0\0\0TFL3'), 'TensorFlow Lite'],
    ['5: safetensors', ascii('\x12\0\0\0\0\0\0\0{"__metadata__":{}}'), 'safetensors'],
    ['5: pickle', ascii('\x80\x02}q\0.'), 'pickle'],
    [
      '5: a pointer of Git LFS',
      ascii('version https://git-lfs.github.com/spec/v1\n'),
      'git lfs pull',
    ],
    ['5: a web page', ascii('<!DOCTYPE html><title>404</title>'), 'HTML'],
  ])('%s', async (_, bytes, words) => {
    const [only] = await refusal(bytes);
    expect(only?.code).toBe('SNAPC2001');
    expect(`${only?.message} ${only?.hint}`).toContain(words);
  });
});

describe('broken protobuf', () => {
  it('6: cut off at every byte', async () => {
    const whole = modelWith(floatInitializer('w', [1, 2, 3]));
    for (let length = 0; length < whole.length; length++) {
      const result = await readOnnx(modelFromBytes(whole.slice(0, length)));
      expect(result.ok, `${length} bytes`).toBe(false);
    }
    expect((await readOnnx(modelFromBytes(whole))).ok).toBe(true);
  });

  it('7: varints that are too long or too large', async () => {
    const endless = wire.concat(wire.tag(1, 0), new Uint8Array(11).fill(0x80), Uint8Array.of(1));
    expect(await refusalCodes(model({ ir: endless }))).toEqual(['SNAPC2002']);
    const wide = wire.concat(wire.tag(1, 0), new Uint8Array(9).fill(0xff), Uint8Array.of(2));
    expect(await refusalCodes(model({ ir: wide }))).toEqual(['SNAPC2002']);
  });

  it.each([
    ['beyond the file', 1_000_000],
    ['of 2^31', 2 ** 31],
    ['of 2^53 and more', 2n ** 53n + 1n],
    ['of 2^63', 2n ** 63n],
    ['that are negative', -1],
  ])('8, 9: lengths %s', async (_, length) => {
    const bytes = wire.concat(model(), wire.promise(7, length), none);
    expect(await refusalCodes(bytes)).toEqual(['SNAPC2002']);
    const inside = modelWith(wire.promise(5, length));
    expect(await refusalCodes(inside)).toEqual(['SNAPC2002']);
  });

  it('10: ten thousand open groups, at the top and inside a message that the decoder reads', async () => {
    const groups = new Uint8Array(10_000).fill(0x53);
    expect(await refusalCodes(model({ rest: groups }))).toEqual(['SNAPC2003']);
    const type = wire.bytes(11, wire.text(1, 'z'), wire.bytes(2, wire.bytes(1, groups)));
    expect(await refusalCodes(modelWith(type))).toEqual(['SNAPC2003']);
  });

  it('11: ten thousand graphs, each in an attribute of the other', async () => {
    const innermost = graph();
    const levels: Uint8Array[] = [];
    let length = innermost.length;
    // Built from the inside: graph.node.attribute.g, with the attribute's name and type behind.
    const tail = wire.concat(wire.text(1, 'body'), wire.integer(20, 5));
    for (let level = 0; level < 10_000; level++) {
      const g = wire.promise(6, length);
      const attribute = wire.promise(5, length + g.length + tail.length);
      const op = wire.text(4, 'If');
      const parts = [op, attribute, tail, g];
      const nodeLength = length + parts.reduce((sum, part) => sum + part.length, 0);
      const head = wire.concat(wire.promise(1, nodeLength), ...parts);
      levels.push(head);
      length += head.length;
    }
    const whole = wire.concat(...levels.reverse(), innermost);
    expect(await refusalCodes(model({ graph: wire.bytes(7, whole) }))).toEqual(['SNAPC2008']);
  });

  it('11: ten thousand sequences of sequences', async () => {
    // type.sequence_type.elem_type.sequence_type and so on.
    const inner = wire.nest([4, 1], 20_000, tensorType(1, [1]));
    const deep = wire.bytes(11, wire.text(1, 'z'), wire.bytes(2, inner));
    expect(await refusalCodes(modelWith(deep))).toEqual(['SNAPC2008']);
  });

  it('12: a gigabyte of an unknown field is skipped unread', async () => {
    const gigabyte = 2 ** 30;
    const head = wire.concat(wire.promise(3000, gigabyte));
    const rest = model();
    let bytesRead = 0;
    const store: ByteStore = {
      name: 'padded.onnx',
      size: head.length + gigabyte + rest.length,
      read: async (offset, length) => {
        bytesRead += length;
        const result = new Uint8Array(length);
        for (const [at, part] of [
          [0, head],
          [head.length + gigabyte, rest],
        ] as const) {
          for (const [index, byte] of part.entries()) {
            const target = at + index - offset;
            if (target >= 0 && target < length) result[target] = byte;
          }
        }
        return result;
      },
    };
    const source: ModelSource = { ...modelFromBytes(none), model: store };
    expect((await read(source)).graph.nodes).toHaveLength(1);
    expect(bytesRead).toBeLessThan(1 << 20);
  });

  it('13: singular fields twice, which tools merge or replace', async () => {
    expect(await refusalCodes(model({ rest: wire.bytes(7, graph()) }))).toEqual(['SNAPC2005']);
    expect(await refusalCodes(modelWith(wire.text(2, 'again')))).toEqual(['SNAPC2005']);
    const twice = initializer('w', 1, [1], raw(wire.floats([1])), raw(wire.floats([2])));
    expect(await refusalCodes(modelWith(twice))).toEqual(['SNAPC2005']);
  });

  it('14: packed and unpacked elements may alternate', async () => {
    const mixed = wire.concat(
      wire.packed(7, [1, 2]),
      wire.integer(7, -3),
      wire.packed(7, [2n ** 62n]),
    );
    const constant = await initializerOf(modelWith(initializer('w', 7, [4], mixed)), 'w');
    expect(await valuesOf(constant)).toEqual([1n, 2n, -3n, 2n ** 62n]);
  });

  it.each([
    ['a graph as a number', model({ graph: wire.integer(7, 3) })],
    ['a name as a number', modelWith(wire.bytes(1, wire.integer(3, 1), node('Relu', [], [])))],
    ['a version as text', model({ ir: wire.text(1, '8') })],
    [
      'float_data as 8 bytes',
      modelWith(initializer('w', 1, [1], wire.tag(4, 1), new Uint8Array(8))),
    ],
  ])('14: %s', async (_, bytes) => {
    expect(await refusalCodes(bytes)).toEqual(['SNAPC2004']);
  });

  it('15: field number 0 and the wire types 6 and 7', async () => {
    expect(await refusalCodes(model({ rest: Uint8Array.of(0x02, 0) }))).toEqual(['SNAPC2002']);
    expect(await refusalCodes(model({ rest: Uint8Array.of(0x0e) }))).toEqual(['SNAPC2002']);
    expect(await refusalCodes(model({ rest: Uint8Array.of(0x0f) }))).toEqual(['SNAPC2002']);
    const field = wire.concat(wire.tag(2 ** 29, 0), wire.varint(1));
    expect(await refusalCodes(model({ rest: field }))).toEqual(['SNAPC2002']);
  });

  it.each([
    ['bytes that are not UTF-8', Uint8Array.of(0xc3, 0x28)],
    ['an overlong slash', Uint8Array.of(0xc0, 0xaf)],
    ['half a surrogate pair', Uint8Array.of(0xed, 0xa0, 0x80)],
    ['a NUL', Uint8Array.of(0x61, 0, 0x62)],
  ])('16: %s in names of every kind', async (_, name) => {
    for (const part of [
      wire.bytes(1, wire.bytes(1, name), wire.text(4, 'Relu')),
      wire.bytes(1, wire.bytes(4, name)),
      wire.bytes(1, wire.text(4, 'Relu'), wire.bytes(8, name)),
      wire.bytes(5, wire.bytes(8, name), wire.integer(2, 1)),
      wire.bytes(11, wire.bytes(1, name)),
      wire.bytes(11, wire.text(1, 'z'), wire.bytes(2, dimNamed(name))),
    ]) {
      expect(await refusalCodes(modelWith(part))).toEqual(['SNAPC2006']);
    }
  });

  it('18: versions that no ONNX has', async () => {
    for (const version of [0, 1, 2, 14, 999, -1, 2n ** 62n]) {
      expect(await refusalCodes(model({ ir: wire.integer(1, version) }))).toEqual(['SNAPC2021']);
    }
    expect(await refusalCodes(model({ ir: none }))).toEqual(['SNAPC2021']);
    for (let version = 3; version <= 11; version++) {
      expect((await read(model({ ir: wire.integer(1, version) }))).irVersion).toBe(version);
    }
  });

  it('18: opsets that are missing, contradict each other, or are no versions', async () => {
    expect(await refusalCodes(model({ opsets: none }))).toEqual(['SNAPC2023']);
    const two = wire.concat(opset(17), opset(18, 'ai.onnx'));
    expect(await refusalCodes(model({ opsets: two }))).toEqual(['SNAPC2025']);
    for (const version of [0, -5, 2n ** 31n, 2n ** 62n]) {
      expect(await refusalCodes(model({ opsets: opset(version) }))).toEqual(['SNAPC2024']);
    }
    const same = await read(model({ opsets: wire.concat(opset(17), opset(17, 'ai.onnx')) }));
    expect([...same.opsets]).toEqual([['', 17]]);
  });
});

function dimNamed(name: Uint8Array): Uint8Array {
  return wire.bytes(1, wire.integer(1, 1), wire.bytes(2, wire.bytes(1, wire.bytes(2, name))));
}

describe('names in diagnostics', () => {
  it.each([
    ['an escape sequence', '\u001b[2J\u001b]0;x\u0007'],
    ['a line break', 'a\nerror SNAPC0000: b'],
    ['marks of direction', '\u202e\u2066'],
    ['a long text', 'x'.repeat(60_000)],
  ])('60: %s is shown harmlessly wherever it stands', async (_, name) => {
    const broken = wire.bytes(5, wire.text(1, name), wire.integer(20, 4));
    const op = wire.concat(wire.text(3, name), wire.text(4, name), broken);
    const input = wire.bytes(11, valueInfo(name, [-2]));
    const lost = wire.bytes(25, wire.text(1, name));
    const bytes = model({
      graph: wire.bytes(7, graph(wire.bytes(1, op), initializer(name, 1, [-1]), input)),
      opsets: wire.concat(opset(17), opset(0, name)),
      rest: lost,
    });
    expect(await refusalCodes(bytes)).toEqual([
      'SNAPC2024',
      'SNAPC2033',
      'SNAPC2051',
      'SNAPC2030',
      'SNAPC2023',
    ]);
  });
});

describe('bombs', () => {
  const heap = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;

  it('a name of a megabyte, and a dim name of 100 KB', async () => {
    const long = 'x'.repeat(1 << 20);
    expect(
      await refusalCodes(modelWith(wire.bytes(1, wire.text(3, long), wire.text(4, 'Op')))),
    ).toEqual(['SNAPC2010']);
    const dim = wire.bytes(11, valueInfo('z', ['d'.repeat(100_000)]));
    expect(await refusalCodes(modelWith(dim))).toEqual(['SNAPC2007']);
  });

  it('32: a million initializers', async () => {
    const one = floatInitializer('w', [1]);
    const bytes = new Uint8Array(one.length * 1_000_000);
    for (let at = 0; at < bytes.length; at += one.length) bytes.set(one, at);
    const source = modelFromBytes(modelWith(bytes));
    const before = heap();
    expect(await refusalCodes(source)).toEqual(['SNAPC2009']);
    expect(heap() - before).toBeLessThan(64 << 20);
  });

  it('a hundred thousand faulty nodes: the list of faults is bounded and says so', async () => {
    const one = wire.bytes(1, wire.text(3, 'n'));
    const bytes = new Uint8Array(one.length * 100_000);
    for (let at = 0; at < bytes.length; at += one.length) bytes.set(one, at);
    const diagnostics = await refusal(modelWith(bytes));
    expect(diagnostics).toHaveLength(102);
    expect(diagnostics.slice(-2).map(({ code }) => code)).toEqual(['SNAPC2013', 'SNAPC2014']);
  });

  it('many graphs of many nodes: the whole file is bounded', async () => {
    const inner = wire.concat(
      ...Array.from({ length: 2000 }, () => wire.bytes(1, wire.text(4, 'A'))),
    );
    const body = wire.bytes(5, wire.text(1, 'b'), wire.integer(20, 5), wire.bytes(6, inner));
    const one = wire.bytes(1, node('If', [], [], body));
    const bytes = wire.concat(...Array.from({ length: 200 }, () => one));
    expect(await refusalCodes(modelWith(bytes))).toEqual(['SNAPC2012']);
  });

  it('a list attribute of ten million elements', async () => {
    const list = wire.bytes(8, new Uint8Array(10_500_000).fill(1));
    const bytes = modelWithAttribute(wire.text(1, 'axes'), wire.integer(20, 7), list);
    const before = heap();
    expect(await refusalCodes(bytes)).toEqual(['SNAPC2011']);
    expect(heap() - before).toBeLessThan(64 << 20);
  });

  it('a type of a hundred thousand dims', async () => {
    const dims = Array.from({ length: 100_000 }, () => 1);
    const declared = wire.bytes(11, valueInfo('z', dims));
    expect(await refusalCodes(modelWith(declared))).toEqual(['SNAPC2031']);
  });
});

describe('attributes', () => {
  const name = wire.text(1, 'a');

  it.each([
    ['says a type and holds another', [name, wire.integer(20, 2), wire.float(2, 1)], 'SNAPC2033'],
    ['holds two values', [name, wire.integer(3, 1), wire.float(2, 1)], 'SNAPC2033'],
    ['holds no value and says no type', [name], 'SNAPC2033'],
    ['is a tensor without one', [name, wire.integer(20, 4)], 'SNAPC2033'],
    ['has no name', [wire.integer(20, 2), wire.integer(3, 1)], 'SNAPC2027'],
    ['refers to a caller outside of a function', [name, wire.text(21, 'b')], 'SNAPC2034'],
  ])('54: one %s', async (_, parts, code) => {
    expect(await refusalCodes(modelWithAttribute(...parts))).toEqual([code]);
  });

  it('54: one name twice', async () => {
    const one = wire.bytes(5, name, wire.integer(20, 2), wire.integer(3, 1));
    expect(await refusalCodes(modelWith(wire.bytes(1, node('Op', [], [], one, one))))).toEqual([
      'SNAPC2032',
    ]);
  });

  it('keeps names such as __proto__ as names', async () => {
    const bytes = modelWithAttribute(wire.text(1, '__proto__'), wire.integer(3, 1));
    const found = await read(bytes);
    const attributes = found.graph.nodes.at(-1)?.attributes;
    expect(attributes?.get('__proto__')).toEqual({ kind: 'int', value: 1 });
    expect(Object.getPrototypeOf({})).not.toHaveProperty('kind');
  });
});
