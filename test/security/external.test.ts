/** External data: everything that lies in the model's folder is read, nothing else is. */

import { execFileSync } from 'node:child_process';
import { link, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openModelBlob } from '../../compiler/host/browser.ts';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { openModelFile, sha256 } from '../../compiler/host/node.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { NUMBERS, SECRET, codesAt, opened } from '../support/model-folder.ts';
import { externalTensor, modelWith } from '../support/onnx-wire.ts';
import { initializerOf, read, refusalCodes, valuesOf } from '../support/reading.ts';
import { floats } from '../support/wire.ts';

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
