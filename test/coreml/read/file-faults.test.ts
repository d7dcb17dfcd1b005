/** Packages whose files are damaged or lead elsewhere are refused with the place that is wrong. */

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPackageFolder } from '../../../targets/coreml/host/package-files.ts';
import { packageFromBytes, readPackage } from '../../../targets/coreml/read/index.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { TestPackage, manifestOf, packageFiles, problemsOf } from '../../support/mil-package.ts';
import { blobValue, rawBytes, weightFile } from '../../support/mil-wire.ts';
import type { TestBlob } from '../../support/mil-wire.ts';
import { bytes, concat, integer, nest, promise, text } from '../../support/wire.ts';
import { f32 } from './operation-case.ts';

const MODEL = 'Data/com.apple.CoreML/model.mlmodel';
const WEIGHTS = 'Data/com.apple.CoreML/weights/weight.bin';

/** y = x + a constant of twelve floats in the file of weights. */
function withWeights(change: (file: Uint8Array) => Uint8Array = (file) => file): TestPackage {
  const p = new TestPackage();
  const type = f32(12);
  const { file, offsets } = weightFile([
    { code: 2, data: rawBytes('fp32', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) },
  ]);
  p.weights = change(file);
  p.input('x', type);
  const w = p.constant(type, blobValue(type, offsets[0] ?? 0));
  p.output(p.op('add', { x: 'x', y: w }, type), type);
  return p;
}

function changed(file: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = file.slice();
  copy.set(values, at);
  return copy;
}

it('a sound package has no problem, and its weights are read', async () => {
  const p = withWeights();
  expect(await p.problems()).toEqual([]);
  expect(await p.run({ x: [f32(12), Array<number>(12).fill(1)] })).toEqual([
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
  ]);
});

describe('the manifest', () => {
  const model = withWeights().model();
  const good = JSON.parse(manifestOf(false)) as Record<string, object>;
  const item = { author: 'com.apple.CoreML', description: '', name: 'model.mlmodel' };
  const at = (path: string): object => ({ a: { ...item, path } });
  const text = (changes: object): string => JSON.stringify({ ...good, ...changes });

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['no object', '[]', 'it is not an object'],
    ['another version', text({ fileFormatVersion: '1.0.1' }), 'version 1.0.1 is not known'],
    ['no version', text({ fileFormatVersion: 1 }), 'no version of three numbers'],
    ['no items', text({ itemInfoEntries: null }), 'no map of items'],
    ['an unknown root', text({ rootModelIdentifier: 'b' }), 'it names no item'],
    ['a prototype as root', text({ rootModelIdentifier: 'constructor' }), 'it names no item'],
    ['an item without a path', text({ itemInfoEntries: { a: item } }), 'needs the texts'],
    ['a path upwards', text({ itemInfoEntries: at('../model.mlmodel') }), 'leads upwards'],
    ['an absolute path', text({ itemInfoEntries: at('/etc/passwd') }), 'absolute path'],
    ['a backslash', text({ itemInfoEntries: at('com.apple.CoreML\\x') }), 'backslash'],
    ['another folder', text({ itemInfoEntries: at('other/model.mlmodel') }), 'not the author'],
  ])('with %s', async (_, manifest, words) => {
    const found = await problemsOf(packageFiles(model, undefined, manifest));
    expect(found.map(({ code }) => code)).toContain('SNAPC4420');
    expect(found.map(({ message }) => message).join()).toContain(words);
  });

  it('that names a file which is not there', async () => {
    const files = packageFiles(model);
    delete files[MODEL];
    const found = await problemsOf(files);
    expect(found.map(({ code }) => code)).toEqual(['SNAPC4421', 'SNAPC4420']);
  });

  it('that is missing', async () => {
    const found = await problemsOf({ [MODEL]: model });
    expect(found.map(({ code }) => code)).toEqual(['SNAPC4421']);
  });

  it('with thousands of items', async () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [String(n), item]));
    const found = await problemsOf(packageFiles(model, undefined, text({ itemInfoEntries: many })));
    expect(found.map(({ message }) => message).join()).toContain('over 1000 items');
  });
});

describe('the file of weights', () => {
  it.each<[string, (file: Uint8Array) => Uint8Array, string]>([
    ['shorter than its header', (file) => file.subarray(0, 63), 'too few for its header'],
    ['of another version', (file) => changed(file, 4, 1), 'version 1, not 2'],
    ['with something in its header', (file) => changed(file, 9, 1), 'reserved bytes'],
    ['with too many blobs', (file) => changed(file, 0, 2), '2 blobs, more than it holds'],
    ['with four billion blobs', (file) => changed(file, 0, 255, 255, 255, 255), 'more than it'],
    ['with another sentinel', (file) => changed(file, 64, 0), 'begins with 0xdeadbe00'],
    ['with an unknown type', (file) => changed(file, 68, 99), 'element type 99'],
    ['cut', (file) => file.subarray(0, file.length - 1), 'end beyond'],
    ['with data elsewhere', (file) => changed(file, 80, 0), 'not right behind'],
    ['with endless data', (file) => changed(file, 72, 0, 0, 0, 0, 0, 0, 0, 255), 'end beyond'],
    ['with padding in whole bytes', (file) => changed(file, 88, 3), 'no whole fp32 elements'],
    ['with something in a record', (file) => changed(file, 100, 1), 'reserved bytes'],
    ['with something behind', (file) => concat(file, Uint8Array.of(0)), '1 bytes follow'],
  ])('%s', async (_, change, words) => {
    const found = await withWeights(change).problems();
    expect(found.map(({ code }) => code)).toEqual(['SNAPC4424']);
    expect(found[0]?.message).toContain(words);
    expect(found[0]?.place?.file).toBe(WEIGHTS);
  });

  it('with something in the gap between blobs', async () => {
    const p = withWeights();
    const blobs: TestBlob[] = [
      { code: 3, data: Uint8Array.of(1) },
      { code: 2, data: rawBytes('fp32', [1]) },
    ];
    p.weights = changed(weightFile(blobs).file, 130, 1);
    expect((await p.problems()).map(({ message }) => message).join()).toContain('gap');
  });

  it('takes sub-byte elements with their padding', async () => {
    const p = new TestPackage('CoreML8');
    const type = { dtype: 'uint3', shape: [5] } as const;
    const data = rawBytes('uint3', [1, 2, 3, 4, 5]);
    const { file, offsets } = weightFile([{ code: 12, data, padding: 1 }]);
    p.weights = file;
    const lut = p.constant(f32(1, 8, 1), [0, 10, 20, 30, 40, 50, 60, 70]);
    const indices = p.constant(type, blobValue(type, offsets[0] ?? 0));
    p.output(p.op('constexpr_lut_to_dense', { indices, lut }, f32(5)), f32(5));
    expect(await p.problems()).toEqual([]);
    expect(await p.run()).toEqual([10, 20, 30, 40, 50]);
  });

  it.each<[string, (type: ReturnType<typeof f32>, at: number) => Uint8Array, string]>([
    ['beside its records', (type) => blobValue(type, 65), 'no blob of weight.bin'],
    ['at its data', (type, at) => blobValue(type, at + 64), 'no blob of weight.bin'],
    ['beyond its end', (type) => blobValue(type, 2 ** 40), 'no blob of weight.bin'],
    ['in another file', (type, at) => blobValue(type, at, '/etc/passwd'), 'its file is'],
    ['in a file above', (type, at) => blobValue(type, at, '@model_path/../w'), 'its file is'],
    ['of another type', (_, at) => blobValue({ dtype: 'int32', shape: [12] }, at), 'is of fp32'],
    ['of another length', (_, at) => blobValue(f32(13), at), 'holds 12 elements'],
  ])('has no blob %s', async (_, value, words) => {
    const p = withWeights();
    const type = f32(12);
    p.constant(type, value(type, 64));
    const found = await p.problems();
    expect(found.map(({ code }) => code)).toContain('SNAPC4432');
    expect(found.map(({ message }) => message).join()).toContain(words);
  });

  it('is missed where a constant lies in it', async () => {
    const p = withWeights();
    p.weights = undefined;
    expect((await p.problems()).map(({ code }) => code)).toEqual(['SNAPC4432']);
  });
});

describe('the model file', () => {
  const model = withWeights().model();

  it('is refused where it is cut anywhere', async () => {
    for (let length = 0; length < model.length; length += 7) {
      const found = await problemsOf(packageFiles(model.subarray(0, length)));
      expect(found.length, `${length} bytes`).toBeGreaterThan(0);
    }
  });

  it.each<[string, Uint8Array, string]>([
    ['of another kind', concat(integer(1, 4), bytes(2)), 'SNAPC4423'],
    ['that says nothing', new Uint8Array(), 'SNAPC4423'],
    ['of a program without a function', concat(integer(1, 7), bytes(2), bytes(502)), 'SNAPC4422'],
    ['with a length beyond its end', concat(model, promise(502, 2 ** 31)), 'SNAPC4480'],
    [
      'with nested types',
      concat(model, bytes(502, nest([2, 2, 3, 2, 3], 5000, model))),
      'SNAPC4480',
    ],
  ])('%s', async (_, file, code) => {
    expect((await problemsOf(packageFiles(file))).map((found) => found.code)).toContain(code);
  });

  it('is refused by its size alone', async () => {
    const size = 2 ** 40;
    const files = packageFromBytes(packageFiles(model));
    const read = await readPackage({
      ...files,
      open: async (path) => {
        const opened = await files.open(path);
        return opened.ok && path === MODEL
          ? { ...opened, value: { ...opened.value, size } }
          : opened;
      },
    });
    expect(read.diagnostics.map(({ code }) => code)).toEqual(['SNAPC4422']);
  });

  it('may hold fields that the schema does not have', async () => {
    expect(await problemsOf({ ...withWeights().files(concat(model, text(77, 'new'))) })).toEqual(
      [],
    );
  });
});

describe('a folder', () => {
  const problemsIn = async (folder: string): Promise<string[]> => {
    const opened = await openPackageFolder(folder);
    if (!opened.ok) return opened.diagnostics.map(({ code }) => code);
    const read = await readPackage(opened.value);
    await opened.value.close();
    return read.diagnostics.map(({ code }) => code);
  };

  it('is read', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, withWeights().files());
    expect(await problemsIn(folder)).toEqual([]);
  });

  it('may have an empty folder of weights', async () => {
    const folder = await temporaryFolder();
    const p = new TestPackage();
    p.output(p.op('relu', { x: p.input('x', f32(1)) }, f32(1)), f32(1));
    await writeFiles(folder, packageFiles(p.model(), undefined, manifestOf(true)));
    await mkdir(join(folder, 'Data/com.apple.CoreML/weights'));
    expect(await problemsIn(folder)).toEqual([]);
  });

  it('is refused where a link leads out of it', async () => {
    const folder = await temporaryFolder();
    const outside = await temporaryFolder();
    const files = withWeights().files();
    await writeFile(join(outside, 'weight.bin'), files[WEIGHTS] ?? '');
    delete files[WEIGHTS];
    await writeFiles(folder, files);
    await mkdir(join(folder, 'Data/com.apple.CoreML/weights'), { recursive: true });
    await symlink(join(outside, 'weight.bin'), join(folder, WEIGHTS));
    expect(await problemsIn(folder)).not.toEqual([]);
  });

  it('is refused where the folder of weights is a link', async () => {
    const folder = await temporaryFolder();
    const outside = await temporaryFolder();
    const files = withWeights().files();
    await writeFile(join(outside, 'weight.bin'), files[WEIGHTS] ?? '');
    delete files[WEIGHTS];
    await writeFiles(folder, files);
    await symlink(outside, join(folder, 'Data/com.apple.CoreML/weights'));
    expect(await problemsIn(folder)).toEqual(['SNAPC4421']);
  });

  it('is refused where the manifest is a link', async () => {
    const folder = await temporaryFolder();
    const outside = await temporaryFolder();
    const files = withWeights().files();
    await writeFile(join(outside, 'Manifest.json'), files['Manifest.json'] ?? '');
    delete files['Manifest.json'];
    await writeFiles(folder, files);
    await symlink(join(outside, 'Manifest.json'), join(folder, 'Manifest.json'));
    expect(await problemsIn(folder)).toEqual(['SNAPC4421']);
  });

  it('without a manifest is none', async () => {
    expect(await problemsIn(await temporaryFolder())).toHaveLength(1);
  });
});
