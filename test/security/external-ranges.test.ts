/** External data by offset and length: what lies in the file is read, exactly, also beyond 4 GB. */

import { mkdir, open, symlink, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import { materialize } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { codesAt, opened } from '../support/model-folder.ts';
import type { Entries } from '../support/model-folder.ts';
import {
  externalTensor,
  floatInitializer,
  graph,
  join as joined,
  modelWith,
  opset,
} from '../support/onnx-wire.ts';
import { initializerOf, read, refusal, refusalCodes, valuesOf } from '../support/reading.ts';
import { concat, floats, integer, promise, text } from '../support/wire.ts';

const UINT8 = 2;

describe('ranges', () => {
  const at = (offset: string, length?: string): Entries => [
    ['location', 'weights.bin'],
    ['offset', offset],
    ...(length === undefined ? [] : [['length', length] as const]),
  ];

  it.each([
    ['60'],
    ['64'],
    ['9007199254740991'],
    ['9007199254740993'],
    ['9223372036854775807'],
    ['9999999999999999999'],
  ])('38: the offset %s is outside of the file', async (offset) => {
    expect(await codesAt(at(offset))).toEqual(['SNAPC2073']);
  });

  it.each([
    ['-1'],
    ['1e3'],
    ['0x10'],
    ['007'],
    [' 1'],
    ['1 '],
    ['+1'],
    ['1.0'],
    ['1_000'],
    [''],
    ['NaN'],
    ['Infinity'],
    ['\u0661'],
    ['18446744073709551616'],
    ['1'.repeat(10_000)],
  ])('38: the offset and the length %j are no numbers', async (words) => {
    expect(await codesAt(at(words))).toEqual(['SNAPC2072']);
    expect(await codesAt(at('0', words))).toEqual(['SNAPC2072']);
  });

  it('38: lengths that are not those of the tensor', async () => {
    for (const length of ['0', '7', '9', '9223372036854775807']) {
      expect(await codesAt(at('0', length))).toEqual(['SNAPC2074']);
    }
    expect(await codesAt([['location', 'weights.bin']], 17)).toEqual(['SNAPC2073']);
  });

  it('39: keys twice, and keys that are names of JavaScript', async () => {
    const twice: Entries = [...at('0'), ['location', 'sub/weights.bin']];
    expect(await codesAt(twice)).toEqual(['SNAPC2071']);
    const odd: Entries = [...at('4'), ['__proto__', 'x'], ['constructor', 'y'], ['checksum', 'z']];
    const source = await opened(await temporaryFolder(), odd);
    const result = await readOnnx(source);
    expect(result.ok).toBe(true);
    expect(result.diagnostics.map((d) => [d.code, d.severity])).toEqual([['SNAPC2075', 'warning']]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('40: overlapping tensors share the bytes, odd offsets are read as they are', async () => {
    const folder = await temporaryFolder();
    const source = await opened(folder, at('8'));
    expect(await valuesOf(await initializerOf(source, 'w'))).toEqual([3, 4]);
    await writeFiles(folder, { 'model/odd.bin': Uint8Array.of(0, ...floats([5, 6])) });
    const odd = await opened(folder, [
      ['location', 'odd.bin'],
      ['offset', '1'],
    ]);
    expect(await valuesOf(await initializerOf(odd, 'w'))).toEqual([5, 6]);
  });

  it('one file, many files, subfolders, missing lengths, 4 KiB alignment', async () => {
    const folder = await temporaryFolder();
    const page = new Uint8Array(8192);
    page.set(floats([7, 8]), 4096);
    await writeFiles(folder, { 'deep/er/aligned.bin': page, 'a.bin': floats([1, 2]) });
    await writeFiles(folder, {
      'model.onnx': modelWith(
        externalTensor('a', [2], [['location', 'a.bin']]),
        externalTensor(
          'b',
          [2],
          [
            ['location', './a.bin'],
            ['length', '8'],
          ],
        ),
        externalTensor(
          'c',
          [1, 2],
          [
            ['location', 'deep/er/aligned.bin'],
            ['offset', '4096'],
          ],
        ),
        externalTensor(
          'none',
          [0],
          [
            ['location', 'a.bin'],
            ['offset', '8'],
          ],
        ),
      ),
    });
    const result = await openModelFile(join(folder, 'model.onnx'));
    if (!result.ok) throw new Error('the model cannot be opened');
    const source = result.value;
    const { initializers } = (await read(source)).graph;
    const values = [];
    for (const constant of initializers.values()) values.push(await valuesOf(constant));
    expect(values).toEqual([[1, 2], [1, 2], [7, 8], []]);
    expect(source.paths()).toEqual([
      join(folder, 'model.onnx'),
      join(folder, 'a.bin'),
      join(folder, 'deep', 'er', 'aligned.bin'),
    ]);
    await source.close();
  });

  it('weights in five thousand files', async () => {
    const folder = await temporaryFolder();
    const tensors = Array.from({ length: 5000 }, (_, index) =>
      externalTensor('w', [2], [['location', `w${index}.bin`]]),
    );
    await writeFiles(folder, { 'model.onnx': modelWith(joined(tensors)) });
    const source = await openModelFile(join(folder, 'model.onnx'));
    if (!source.ok) throw new Error('the model cannot be opened');
    const codes = await refusalCodes(source.value);
    expect([codes[0], codes.at(-1)]).toEqual(['SNAPC2076', 'SNAPC2013']);
    await source.value.close();
  });

  it('a file that is missing is told once for all its tensors', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, {
      'model.onnx': modelWith(
        ...['a', 'b', 'c'].map((name) => externalTensor(name, [2], [['location', 'gone.bin']])),
      ),
    });
    const source = await openModelFile(join(folder, 'model.onnx'));
    if (!source.ok) throw new Error('the model cannot be opened');
    const [only, ...more] = await refusal(source.value);
    expect(more).toEqual([]);
    expect(only?.message).toContain('needed by "a" and 2 more');
    await source.value.close();
  });
});

describe('large files', () => {
  it('17: weights beyond 2 GB and 4 GB, in a model file and beside it', async () => {
    const folder = await temporaryFolder();
    const far = 5 * 2 ** 30;
    const path = join(folder, 'model', 'far.bin');
    await mkdir(join(folder, 'model'));
    const handle = await open(path, 'w');
    await handle.write(floats([11, 12]), 0, 8, far);
    await handle.close();
    const source = await opened(folder, [
      ['location', 'far.bin'],
      ['offset', String(far)],
      ['length', '8'],
    ]);
    const constant = await initializerOf(source, 'w');
    expect(constant.source).toMatchObject({ kind: 'bytes', offset: far });
    expect(await valuesOf(constant)).toEqual([11, 12]);
    const beyond = await opened(folder, [
      ['location', 'far.bin'],
      ['offset', String(far + 4)],
    ]);
    expect(await refusalCodes(beyond)).toEqual(['SNAPC2073']);
  });

  it('17: a model file of 5 GB, with a tensor of 5 GB inside and another one behind it', async () => {
    const path = join(await temporaryFolder(), 'model.onnx');
    const size = 5 * 2 ** 30;
    const name = text(8, 'huge');
    const head = concat(integer(1, size), integer(2, UINT8), name, promise(9, size));
    const behind = floatInitializer('small', [1, 2]);
    const ending = concat(opset(17), integer(1, 8));
    const tensorField = promise(5, head.length + size);
    const before = graph();
    const graphSize = before.length + tensorField.length + head.length + size + behind.length;
    const start = concat(promise(7, graphSize), before, tensorField, head);
    const handle = await open(path, 'w');
    await handle.write(start);
    await handle.write(Uint8Array.of(7, 8), 0, 2, start.length + size - 2);
    await handle.write(concat(behind, ending), 0, undefined, start.length + size);
    await handle.close();
    const source = await openModelFile(path);
    if (!source.ok) throw new Error('the model cannot be opened');
    const heap = process.memoryUsage().arrayBuffers;
    const found = await read(source.value);
    expect(process.memoryUsage().arrayBuffers - heap).toBeLessThan(8 << 20);
    expect(found.opsets.get('')).toBe(17);
    expect(await valuesOf(found.graph.initializers.get('small'))).toEqual([1, 2]);
    const huge = found.graph.initializers.get('huge');
    expect(huge?.source).toMatchObject({ kind: 'bytes', offset: start.length, length: size });
    if (huge?.source.kind !== 'bytes') return;
    const { store, offset } = huge.source;
    expect(await store.read(offset + size - 2, 2)).toEqual(Uint8Array.of(7, 8));
    await source.value.close();
  });

  it('files that change while they are read are told as that', async () => {
    const folder = await temporaryFolder();
    const source = await opened(folder, [['location', 'weights.bin']]);
    const constant = await initializerOf(source, 'w');
    await truncate(join(folder, 'model', 'weights.bin'), 4);
    await expect(materialize(constant)).rejects.toThrow(DiagnosticError);
    await expect(materialize(constant)).rejects.toThrow(/changed while/);
  });

  it('an open file stays the same file when its name is given to another', async () => {
    const folder = await temporaryFolder();
    const source = await opened(folder, [['location', 'weights.bin']]);
    const constant = await initializerOf(source, 'w');
    await unlink(join(folder, 'model', 'weights.bin'));
    await symlink('../secret.bin', join(folder, 'model', 'weights.bin'));
    expect(await valuesOf(constant)).toEqual([1, 2]);
  });
});
