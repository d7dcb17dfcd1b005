/** External data: everything that lies in the model's folder is read, nothing else is. */

import { execFileSync } from 'node:child_process';
import { link, mkdir, open, rename, symlink, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openModelBlob } from '../../compiler/host/browser.ts';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { openModelFile, sha256 } from '../../compiler/host/node.ts';
import type { NodeModelSource } from '../../compiler/host/node.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import { materialize } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { externalTensor, floatInitializer, graph, modelWith, opset } from '../support/onnx-wire.ts';
import { initializerOf, read, refusal, refusalCodes, valuesOf } from '../support/reading.ts';
import { concat, floats, integer, promise, text } from '../support/wire.ts';

const UINT8 = 2;
const NUMBERS = Array.from({ length: 16 }, (_, index) => index + 1);
const SECRET = floats(NUMBERS.map((value) => -value));

type Entries = readonly (readonly [string, string])[];

/** A model of one external tensor of `count` floats, in a folder of its own below `folder`. */
async function opened(folder: string, entries: Entries, count = 2): Promise<NodeModelSource> {
  await writeFiles(folder, {
    'model/model.onnx': modelWith(externalTensor('w', [count], entries)),
    'model/weights.bin': floats(NUMBERS),
    'model/sub/weights.bin': floats(NUMBERS),
    'secret.bin': SECRET,
  });
  const result = await openModelFile(join(folder, 'model', 'model.onnx'));
  if (!result.ok) throw new Error('the model cannot be opened');
  onTestFinished(() => result.value.close());
  return result.value;
}

async function codesAt(entries: Entries, count = 2): Promise<readonly string[]> {
  return refusalCodes(await opened(await temporaryFolder(), entries, count));
}

describe('locations that leave the folder', () => {
  it.each([
    ['../secret.bin'],
    ['sub/../../secret.bin'],
    ['sub/../weights.bin'],
    ['..'],
    ['/etc/passwd'],
    ['//host/share'],
    ['C:\\secret.bin'],
    ['C:secret.bin'],
    ['\\\\?\\C:\\secret.bin'],
    ['..\\secret.bin'],
    ['file:///etc/passwd'],
    ['http://example.com/weights.bin'],
    ['weights.bin:stream'],
    ['weights.bin::$DATA'],
    ['\uff0e\uff0e/secret.bin'],
    ['\u2025/secret.bin'],
    ['..\uff0fsecret.bin'],
    ['weights.bin.'],
    ['weights.bin '],
    ['... /secret.bin'],
    ['sub//weights.bin'],
    ['sub/'],
    ['.'],
    ['CON'],
    ['nul.bin'],
    ['sub/COM1.txt'],
    ['*/_ORT_MEM_ADDR_/*'],
    ['weights.bin\n'],
    ['\u202eweights.bin'],
    ['x'.repeat(5000)],
  ])('34, 43: %j', async (location) => {
    expect(await codesAt([['location', location]])).toEqual(['SNAPC5010']);
  });

  it('34: escapes of addresses are names like others, and no such file is there', async () => {
    expect(await codesAt([['location', '%2e%2e/secret.bin']])).toEqual(['SNAPC5000']);
    expect(await codesAt([['location', '']])).toEqual(['SNAPC2070']);
    expect(await codesAt([])).toEqual(['SNAPC2070']);
  });

  it('35: a symbolic link, as the file, as its folder, and as a folder on the way', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'model'), { recursive: true });
    await symlink('../secret.bin', join(folder, 'model', 'link.bin'));
    await symlink('weights.bin', join(folder, 'model', 'inner.bin'));
    await symlink('..', join(folder, 'model', 'up'));
    await symlink('sub', join(folder, 'model', 'sideways'));
    for (const location of ['link.bin', 'inner.bin', 'up/secret.bin', 'sideways/weights.bin']) {
      const source = await opened(folder, [['location', location]]);
      expect(await refusalCodes(source)).toEqual(['SNAPC5011']);
    }
  });

  it('36: a hard link', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'secret.bin': SECRET, 'model/x': '' });
    await link(join(folder, 'secret.bin'), join(folder, 'model', 'hard.bin'));
    const source = await opened(folder, [['location', 'hard.bin']]);
    expect(await refusalCodes(source)).toEqual(['SNAPC5012']);
  });

  it('37: a pipe, a folder, a part of the path that is a file, nothing at all', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'model'));
    execFileSync('mkfifo', [join(folder, 'model', 'pipe')]);
    for (const [location, code] of [
      ['pipe', 'SNAPC5001'],
      ['sub', 'SNAPC5001'],
      ['weights.bin/more', 'SNAPC5000'],
      ['nothing.bin', 'SNAPC5000'],
    ] as const) {
      expect(await refusalCodes(await opened(folder, [['location', location]]))).toEqual([code]);
    }
  });

  it('41: a file that is swapped for a link while it is opened, a thousand times', async () => {
    const folder = await temporaryFolder();
    await opened(folder, []);
    const model = join(folder, 'model');
    await symlink('../secret.bin', join(model, 'bad'));
    await symlink('..', join(model, 'bad-folder'));
    await writeFiles(model, { 'good-folder/secret.bin': floats(NUMBERS), good: floats(NUMBERS) });
    const end = new AbortController();
    const swap = async (good: string, bad: string, name: string): Promise<void> => {
      while (!end.signal.aborted) {
        await rename(join(model, good), join(model, name));
        await sleep(Math.random());
        await rename(join(model, name), join(model, good));
        await rename(join(model, bad), join(model, name));
        await rename(join(model, name), join(model, bad));
      }
    };
    const swaps = [swap('good', 'bad', 'file'), swap('good-folder', 'bad-folder', 'dir')];
    let successes = 0;
    for (let round = 0; round < 500; round++) {
      for (const location of ['file', 'dir/secret.bin']) {
        const source = await openModelFile(join(model, 'model.onnx'));
        if (!source.ok) throw new Error('the model cannot be opened');
        const result = await source.value.openExternal(location);
        if (result.ok) {
          successes++;
          expect(await result.value.read(0, 64)).toEqual(floats(NUMBERS));
        } else {
          expect(result.diagnostics[0]?.code).toMatch(/^SNAPC50(00|01|11|13)$/);
        }
        await source.value.close();
      }
    }
    end.abort();
    await Promise.all(swaps);
    expect(successes).toBeGreaterThan(0);
  });

  it('42: the model itself', async () => {
    expect(await codesAt([['location', 'model.onnx']])).toEqual(['SNAPC5014']);
  });

  it('44: a model given as bytes has no folder', async () => {
    for (const location of ['weights.bin', '/etc/passwd', '../x']) {
      const bytes = modelWith(externalTensor('w', [2], [['location', location]]));
      expect(await refusalCodes(modelFromBytes(bytes))).toEqual(['SNAPC5015']);
    }
  });
});

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

describe('the model file', () => {
  it.each([['nothing.onnx'], [''], ['a\0b']])('%j is not there', async (name) => {
    const result = await openModelFile(name);
    expect(result.diagnostics.map((d) => d.code)).toEqual(['SNAPC5000']);
  });

  it('is no folder, pipe or device', async () => {
    const folder = await temporaryFolder();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const path of [folder, join(folder, 'pipe'), '/dev/zero']) {
      const result = await openModelFile(path);
      expect(result.diagnostics.map((d) => d.code)).toEqual(['SNAPC5001']);
    }
  });

  it('may be a link, since the user named it; its folder is where the name lies', async () => {
    const folder = await temporaryFolder();
    await opened(folder, [['location', 'weights.bin']]);
    await writeFiles(folder, { 'cache/weights.bin': floats([21, 22]) });
    await symlink('../model/model.onnx', join(folder, 'cache', 'model.onnx'));
    const source = await openModelFile(join(folder, 'cache', 'model.onnx'));
    if (!source.ok) throw new Error('the model cannot be opened');
    expect(await valuesOf(await initializerOf(source.value, 'w'))).toEqual([21, 22]);
    await source.value.close();
  });

  it('has the SHA-256 of its bytes', async () => {
    const store = modelFromBytes(new TextEncoder().encode('abc')).model;
    expect(await sha256(store)).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('in a browser', () => {
  it('external data is what was chosen with the model, by its path', async () => {
    const bytes = modelWith(externalTensor('w', [2], [['location', 'sub/w.bin']]));
    const file = new File([Uint8Array.from(bytes)], 'm.onnx');
    const weights = new Blob([Uint8Array.from(floats([3, 4]))]);
    const source = openModelBlob(file, new Map([['sub/w.bin', weights]]));
    const found = await read(source);
    expect(found.file).toBe('m.onnx');
    expect(await valuesOf(found.graph.initializers.get('w'))).toEqual([3, 4]);
    expect(await refusalCodes(openModelBlob(file))).toEqual(['SNAPC5016']);
    const outside = modelWith(externalTensor('w', [2], [['location', '../w.bin']]));
    const blob = new Blob([Uint8Array.from(outside)]);
    expect(await refusalCodes(openModelBlob(blob, new Map([['../w.bin', weights]])))).toEqual([
      'SNAPC5010',
    ]);
  });
});
