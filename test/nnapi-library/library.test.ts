/** Tables, pools and names of emitted libraries. */

import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { minimumSdk } from '../../targets/nnapi/cpp.ts';
import { cppComment, cppFloat, cppString } from '../../targets/nnapi/cpp-text.ts';
import { identifiers } from '../../targets/nnapi/identifiers.ts';
import { writeLibrary } from '../../targets/nnapi/library.ts';
import { libraryName } from '../../targets/nnapi/names.ts';
import { planPools } from '../../targets/nnapi/pools.ts';
import type { NnModel, NnValue } from '../../targets/nnapi/syntax.ts';
import { tablesOf } from '../../targets/nnapi/tables.ts';
import { CPP_MODULE, cppModuleText } from '../setup/generate-cpp.ts';
import { MemorySink } from '../webgpu/memory-sink.ts';
import { convAndAdd, matmul, operation, scalar, typed, weight } from './models.ts';
import type { HandMade } from './models.ts';
import { readFile } from 'node:fs/promises';

describe('tables', () => {
  test.each([convAndAdd(), matmul()])('say what the model does', (made) => {
    const tables = tablesOf(made.model, planPools(made.model, 1e9), made.interface);
    for (const [index, row] of tables.operations.entries()) {
      const { inputs, outputs, origin } =
        made.model.operations[index] ?? operation('', [], { type: typed('BOOL') });
      const operands = tables.indices.slice(row.operands).slice(0, inputs.length + outputs.length);
      expect([row.inputCount, row.outputCount]).toEqual([inputs.length, outputs.length]);
      const nodes = tables.indices.slice(row.origin, row.origin + row.originCount);
      expect(nodes.map((node) => tables.nodes[node])).toEqual(origin.onnx);
      const shapes = operands.map((operand) => {
        const type = tables.types[tables.operands[operand]?.type ?? -1];
        return tables.dimensions.slice(type?.dimensions).slice(0, type?.rank);
      });
      expect(shapes).toEqual([...inputs, ...outputs].map(({ type }) => type.shape));
    }
  });

  test('hold equal constants once, and weights at multiples of 64', async () => {
    const { model, tables, sink } = await written(sumOf([1, 2, 1], 3));
    expect(model.operations.length).toBe(4);
    // An input, four sums, two weights, one scalar.
    expect(tables.operands.length).toBe(8);
    const pool = sink.files.get('Test/weights/weights_0.bin') ?? new Uint8Array();
    expect(pool.length).toBe(16_384);
    expect(Array.from(new Float32Array(Uint8Array.from(pool).buffer, 0, 20))).toEqual([
      1,
      1,
      1,
      ...Array<number>(13).fill(0),
      2,
      2,
      2,
      0,
    ]);
  });

  test('spread over pools of the size that is wanted', async () => {
    const { sink } = await written(sumOf([1, 2, 3, 4], 64), 600);
    const pools = [...sink.files.keys()].filter((path) => path.endsWith('.bin'));
    expect(pools).toEqual(['Test/weights/weights_0.bin', 'Test/weights/weights_1.bin']);
  });

  test('stay below 1 MB of source for as many operations as a large network has', async () => {
    const made = sumOf(
      Array.from({ length: 6000 }, (_, index) => index),
      1,
    );
    const { bytes } = await written(made);
    expect(bytes).toBeLessThan(1_000_000);
  });

  test('have another token when a weight changes', async () => {
    const one = await written(sumOf([1], 2));
    const same = await written(sumOf([1], 2));
    const other = await written(sumOf([1.5], 2));
    expect(same.source).toBe(one.source);
    const token = (source: string) => source.slice(source.lastIndexOf('{ {'));
    expect(token(other.source)).not.toBe(token(one.source));
  });
});

/** Sums of the input with weights that hold one number each. */
function sumOf(numbers: readonly number[], size: number): HandMade {
  let value: NnValue = { type: typed('TENSOR_FLOAT32', [size]) };
  const x = value;
  const operations = [...numbers, numbers[0] ?? 0].map((number, index) => {
    const result: NnValue = { type: x.type };
    const y = weight(x.type, 'f32', Array<number>(size).fill(number));
    const name = `/down_blocks.${index}/attentions.0/transformer_blocks.0/attn1/to_q/Add`;
    const sum = operation('ADD', [value, y, scalar('INT32', 0)], result, name);
    value = result;
    return sum;
  });
  const type = { dtype: 'f32', shape: [size] } as const;
  const model: NnModel = {
    featureLevel: 29,
    relaxed: false,
    remarks: [],
    inputs: [{ name: 'x', value: x }],
    outputs: [{ name: 'y', value }],
    operations,
  };
  return { model, interface: { inputs: [{ name: 'x', type }], outputs: [{ name: 'y', type }] } };
}

async function written(made: HandMade, maxPoolBytes = 1e9) {
  const sink = new MemorySink();
  const request = { library: 'Test', title: 'test', maxPoolBytes, encode: encodeConstant };
  const { figures } = await writeLibrary({ ...request, ...made, signal: undefined }, sink);
  const tables = tablesOf(made.model, planPools(made.model, maxPoolBytes), made.interface);
  const source = new TextDecoder().decode(sink.files.get('Test/src/tables.cpp'));
  return { ...made, sink, tables, source, bytes: figures.sourceBytes };
}

describe('names', () => {
  test('are literals and comments of one line, whatever they hold', () => {
    assert(
      property(string({ unit: 'binary' }), (name) => {
        expect(cppString(name)).toMatch(/^"(?:[ !#->@-[\]-~]|\\["\\?]|\\[0-7]{3})*"$/);
        expect(cppComment(name)).toMatch(/^[ -[\]-~]*$/);
        expect(cppComment(name)).not.toContain('*/');
      }),
    );
  });

  test('become distinct identifiers that no language or macro has', () => {
    expect(identifiers(['x', 'X', 'int', 'EOF', '2', 'é', 'a/b', 'a.b', 'Inputs', 'when'])).toEqual(
      [
        'x',
        'X_2',
        'int_tensor',
        'EOF_tensor',
        'tensor_2',
        'tensor',
        'a_b',
        'a_b_2',
        'Inputs_tensor',
        'when_tensor',
      ],
    );
  });

  test('of libraries are words in one', () => {
    expect(['unet fp16.onnx', 'VAE', 'std', '1', '', 'con'].map(libraryName)).toEqual([
      'UnetFp16',
      'VAELibrary',
      'StdLibrary',
      'Model1',
      'ModelLibrary',
      'ConLibrary',
    ]);
  });
});

test('a feature level needs the Android that came with it', () => {
  const levels = [29, 30, 31, 1_000_006, 1_000_007, 1_000_008];
  expect(levels.map(minimumSdk)).toEqual([29, 30, 31, 31, 33, 34]);
});

test('floats are those of 32 bits', () => {
  expect([1, 0.1, 1e-30].map(cppFloat)).toEqual([
    '1.0f',
    '0.10000000149011612f',
    '1.0000000031710769e-30f',
  ]);
});

test('the generated module is in step with the runtime', async () => {
  // Told as a boolean: the texts are long.
  const same = (await readFile(CPP_MODULE, 'utf8')) === cppModuleText();
  expect(same).toBe(true);
});
