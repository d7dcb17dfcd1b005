/** Core ML's messages as bytes: hand-made ones are understood, what we write is read again, and broken ones are refused. */

import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODEL_LIMITS, decodeModel } from '../../targets/coreml/schema/decode.ts';
import { encodeModel } from '../../targets/coreml/schema/encode.ts';
import type { Operation, Program, Value, ValueType } from '../../targets/coreml/schema/mil.ts';
import type { Model } from '../../targets/coreml/schema/model.ts';
import { DATA_TYPES } from '../../targets/coreml/schema/numbers.ts';

const scalarType = (dataType: number) => ({
  tensorType: { dataType, rank: 0, dimensions: [], attributes: new Map() },
});

function immediate(text: string): Value {
  return {
    type: scalarType(DATA_TYPES.string),
    immediateValue: { tensor: { strings: { values: [text] } } },
  };
}

function program(operation: Partial<Operation>): Program {
  const whole: Operation = {
    type: 'relu',
    inputs: new Map(),
    outputs: [],
    blocks: [],
    attributes: new Map(),
    ...operation,
  };
  const block = { inputs: [], outputs: ['y'], operations: [whole], attributes: new Map() };
  const main = {
    inputs: [],
    opset: 'CoreML6',
    blockSpecializations: new Map([['CoreML6', block]]),
    attributes: new Map(),
  };
  return { version: 1, functions: new Map([['main', main]]), attributes: new Map() };
}

function model(operation: Partial<Operation> = {}): Model {
  return { specificationVersion: 7, isUpdatable: false, mlProgram: program(operation) };
}

const value = (bytes: Uint8Array): Model => {
  const result = decodeModel(bytes);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
};

const refusal = (bytes: Uint8Array): string => {
  const result = decodeModel(bytes);
  return result.ok ? 'read' : result.diagnostics.map(({ code }) => code).join();
};

/** A field that stands behind its length, with a length of one byte. */
const delimited = (number: number, ...content: readonly number[]): number[] => [
  ...(number < 16 ? [(number << 3) | 2] : [((number << 3) & 127) | 130, number >> 4]),
  content.length,
  ...content,
];

describe('bytes', () => {
  test('of a model by hand', () => {
    // The type of a scalar in fp16: no rank, no dimensions.
    const type = delimited(1, 0x08, 10);
    const input = delimited(1, ...delimited(1, 0x78), ...delimited(2, ...type));
    const functions = delimited(2, ...delimited(1, 0x66), ...delimited(2, ...input));
    const bytes = Uint8Array.of(0x08, 9, ...delimited(502, 0x08, 1, ...functions));
    const read = value(bytes);
    expect(read.mlProgram?.functions.get('f')?.inputs).toEqual([
      { name: 'x', type: scalarType(DATA_TYPES.fp16) },
    ]);
    expect(encodeModel(read)).toEqual(bytes);
  });

  test('are equal for maps of another order', () => {
    const entries = ['b', 'a', 'c'].map((key) => [key, immediate(key)] as const);
    const one = encodeModel(model({ attributes: new Map(entries) }));
    const other = encodeModel(model({ attributes: new Map(entries.toReversed()) }));
    expect(one).toEqual(other);
  });

  test('hold members of a oneof that are zero, and no other zeros', () => {
    const bound = { arguments: [{ name: '' }] };
    const read = value(encodeModel(model({ inputs: new Map([['x', bound]]) })));
    const [main] = read.mlProgram?.functions.values() ?? [];
    expect(main?.blockSpecializations.get('CoreML6')?.operations[0]?.inputs.get('x')).toEqual(
      bound,
    );
    expect(encodeModel({ specificationVersion: 0, isUpdatable: false })).toEqual(new Uint8Array());
  });

  test('hold every integer exactly', () => {
    const integers = [0, 1, -1, 2 ** 31, -(2 ** 53), 2n ** 63n - 1n, -(2n ** 63n)];
    const attribute: Value = { immediateValue: { tensor: { longInts: { values: integers } } } };
    const written = encodeModel(model({ attributes: new Map([['val', attribute]]) }));
    const [main] = value(written).mlProgram?.functions.values() ?? [];
    const [operation] = main?.blockSpecializations.get('CoreML6')?.operations ?? [];
    expect(operation?.attributes.get('val')?.immediateValue?.tensor?.longInts?.values).toEqual([
      0,
      1,
      -1,
      2 ** 31,
      -(2n ** 53n),
      2n ** 63n - 1n,
      -(2n ** 63n),
    ]);
  });
});

describe('refused are', () => {
  const whole = encodeModel(model({ attributes: new Map([['name', immediate('relu_0')]]) }));

  test('models that are cut off', () => {
    expect(refusal(whole)).toBe('read');
    for (let length = 1; length < whole.length; length++) {
      // Behind the version nothing is missing yet.
      if (length !== 2)
        expect(refusal(whole.subarray(0, length)), String(length)).toBe('SNAPC4480');
    }
  });

  test.each([
    ['a field twice', [0x08, 7, 0x08, 8]],
    ['a wire type of another kind', delimited(1, 7)],
    [
      'two members of a oneof',
      delimited(2, ...delimited(1, ...delimited(3, ...delimited(4), ...delimited(5)))),
    ],
    ['a key twice', delimited(502, ...delimited(2), ...delimited(2))],
    ['text that is no UTF-8', delimited(2, ...delimited(11, 0xff))],
    ['field number 0', [0x00, 0x00]],
    ['an end of a group without its begin', [0x0c]],
  ])('%s', (_, bytes) => {
    expect(refusal(Uint8Array.from(bytes))).toBe('SNAPC4480');
  });

  test('messages in messages without end', () => {
    let type: ValueType = scalarType(DATA_TYPES.fp16);
    for (let level = 0; level < MODEL_LIMITS.depth; level++) {
      type = { stateType: { wrappedType: type } };
    }
    expect(refusal(encodeModel(model({ outputs: [{ name: 'x', type }] })))).toBe('SNAPC4481');
  });

  test('small files that become large in memory', () => {
    const { messages } = MODEL_LIMITS;
    // Features without a name, two bytes each, behind a length of four bytes.
    const features = Uint8Array.from({ length: 2 * messages }, (_, at) => (at % 2 === 0 ? 10 : 0));
    const length = [0, 7, 14, 21].map((shift) => (features.length >>> shift) & 127);
    const head = length.map((part, at) => (at < 3 ? part | 128 : part));
    expect(refusal(Buffer.concat([Uint8Array.of(0x12, ...head), features]))).toBe('SNAPC4481');
  });

  test('never by a crash', () => {
    assert(
      property(nat(whole.length - 1), integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        expect(refusal(changed)).toMatch(/^(read|SNAPC448[01])$/);
      }),
    );
  });
});
