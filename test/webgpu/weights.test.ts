/** Weight files: read from every kind of source, slice by slice, and refused when they are not the compiled ones. */

import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../runtime/web/index.ts';
import type { LoadOptions, Program, WeightReader } from '../../runtime/web/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { fakeDevice } from './fake-device.ts';
import { breakAfter, fail, ignoreRange, serve, serveWeights, stall } from './weight-server.ts';

const SLICE = 64;
const WEIGHTS = Uint8Array.from({ length: 200 }, (_, index) => index * 7);
const HASHES = Buffer.concat([0, 64, 128, 192].map((at) => hash(WEIGHTS.subarray(at, at + SLICE))));
const PROGRAM = programOf(WEIGHTS);

function hash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function programOf(bytes: Uint8Array): Program {
  const file = (name: string, content: Uint8Array) => {
    return { file: name, bytes: content.length, sha256: hash(content).toString('hex') };
  };
  return {
    model: 'weights only',
    features: [],
    limits: {},
    buffers: [],
    shards: [file('weights-0.bin', bytes)],
    sliceBytes: SLICE,
    sliceHashes: file('weights-hashes.bin', HASHES),
    inputs: [],
    outputs: [],
    kernels: [],
    bindings: [],
    dispatches: [],
  };
}

/** Loads on a fake device and returns what arrived in the weight buffer. */
async function load(options: LoadOptions, program = PROGRAM) {
  const fake = fakeDevice();
  await loadProgram(fake.device, program, 'file:///nowhere/index.js', options);
  return { bytes: fake.buffers[0]?.bytes, writes: fake.writes };
}

describe('a reader', () => {
  it('gives the slices', async () => {
    const asked: unknown[] = [];
    const { bytes, writes } = await load({
      weights: async (file, offset, length) => {
        asked.push([file, offset, length]);
        return (file === 'weights-0.bin' ? WEIGHTS : HASHES).subarray(offset, offset + length);
      },
    });
    expect(bytes).toEqual(WEIGHTS);
    expect(writes).toEqual([64, 64, 64, 8]);
    expect(asked).toEqual([
      ['weights-0.bin', 0, 64],
      ['weights-hashes.bin', 0, 128],
      ...[64, 128, 192].map((at) => ['weights-0.bin', at, at < 192 ? 64 : 8]),
    ]);
  });

  it('that gives too little is refused', async () => {
    const weights = async () => WEIGHTS.subarray(0, 3);
    await expect(load({ weights })).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin: the reader gave 3 of 64 bytes at 0',
    });
  });

  it.each<[string, WeightReader]>([
    ['fails', async () => Promise.reject(new Error('no cache'))],
    [
      'throws at once',
      () => {
        throw new Error('no cache');
      },
    ],
  ])('that %s is quoted', async (_, weights) => {
    await expect(load({ weights })).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin: Error: no cache',
    });
  });

  it('that gives nothing is refused', async () => {
    const weights = (async () => undefined) as unknown as WeightReader;
    await expect(load({ weights })).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin: the reader gave undefined of 64 bytes at 0',
    });
  });

  it('gets a signal that ends with the load', async () => {
    const abort = new AbortController();
    let seen: AbortSignal | undefined;
    const loading = load({
      signal: abort.signal,
      weights: async (_file, _offset, _length, signal) => {
        seen = signal;
        abort.abort('changed my mind');
        return new Promise(() => undefined);
      },
    });
    await expect(loading).rejects.toMatchObject({ code: 'aborted', cause: 'changed my mind' });
    expect(seen?.aborted).toBe(true);
  });
});

describe('altered weights', () => {
  const altered = WEIGHTS.slice();
  altered[130] = 0;
  const weights: LoadOptions['weights'] = async (file, offset, length) =>
    (file === 'weights-0.bin' ? altered : HASHES).subarray(offset, offset + length);

  it('are refused by their hash', async () => {
    await expect(load({ weights })).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin is not the file that was compiled: bytes 128 to 192 differ',
    });
  });

  it('are taken without a check', async () => {
    expect((await load({ weights, verify: false })).bytes).toEqual(altered);
  });

  it('are refused by the hash of the file where that is one slice', async () => {
    const { sliceHashes: _, ...short } = { ...PROGRAM, sliceBytes: 256 };
    await expect(load({ weights }, short)).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin is not the file that was compiled: bytes 0 to 200 differ',
    });
  });

  it('are refused when their hashes are altered too', async () => {
    const forged = async (file: string, offset: number, length: number) =>
      (file === 'weights-0.bin' ? altered : hash(altered)).subarray(offset, offset + length);
    const sliceHashes = {
      file: 'weights-hashes.bin',
      bytes: 32,
      sha256: hash(HASHES).toString('hex'),
    };
    await expect(
      load({ weights: forged }, { ...PROGRAM, sliceBytes: 256, sliceHashes }),
    ).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-hashes.bin is not the file that was compiled: it differs',
    });
  });
});

describe('over http', () => {
  it('one request fetches a file', async () => {
    const { url, ranges, paths } = await serveWeights(WEIGHTS, HASHES, serve);
    expect((await load({ weights: url })).bytes).toEqual(WEIGHTS);
    expect(ranges).toEqual([undefined]);
    expect(paths).toEqual(['/models/weights-0.bin']);
  });

  it('a folder needs no slash, and its query goes with the file', async () => {
    const { url, paths } = await serveWeights(WEIGHTS, HASHES, serve);
    await load({ weights: `${url.slice(0, -1)}?key=1` });
    await load({ weights: new URL('?key=2', url) });
    expect(paths).toEqual(['/models/weights-0.bin?key=1', '/models/weights-0.bin?key=2']);
  });

  it('the rest is asked for where the connection breaks', async () => {
    const { url, ranges } = await serveWeights(
      WEIGHTS,
      HASHES,
      breakAfter(100),
      breakAfter(50),
      serve,
    );
    expect((await load({ weights: url })).bytes).toEqual(WEIGHTS);
    expect(ranges).toEqual([undefined, 'bytes=100-', 'bytes=150-']);
  });

  it('a server may lack ranges', async () => {
    const { url, ranges } = await serveWeights(WEIGHTS, HASHES, breakAfter(100), ignoreRange);
    expect((await load({ weights: url })).bytes).toEqual(WEIGHTS);
    expect(ranges).toEqual([undefined, 'bytes=100-']);
  });

  it('a busy server is asked again', async () => {
    const { url, ranges } = await serveWeights(WEIGHTS, HASHES, fail(503), serve);
    expect((await load({ weights: url })).bytes).toEqual(WEIGHTS);
    expect(ranges).toHaveLength(2);
  });

  it('a missing file is missing at once', async () => {
    const { url, ranges } = await serveWeights(WEIGHTS, HASHES, fail(404));
    await expect(load({ weights: `${url}?secret=1` })).rejects.toMatchObject({
      code: 'weights',
      message: `weights-0.bin: the server answers 404 (${url}weights-0.bin)`,
    });
    expect(ranges).toHaveLength(1);
  });

  it('a file that is cut off is refused', async () => {
    const { url } = await serveWeights(WEIGHTS.subarray(0, 150), HASHES, serve);
    await expect(load({ weights: url })).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin is not the file that was compiled: it ends after 150 of 200 bytes',
    });
  });

  it('a file that is too long is refused', async () => {
    const { url } = await serveWeights(Uint8Array.of(...WEIGHTS, 0), HASHES, serve);
    await expect(load({ weights: url })).rejects.toMatchObject({
      code: 'weights',
      message: 'weights-0.bin is not the file that was compiled: it is longer',
    });
  });

  it('an abort ends a stalled download', async () => {
    const { url } = await serveWeights(WEIGHTS, HASHES, stall);
    const signal = AbortSignal.timeout(100);
    await expect(load({ weights: url, signal })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('from the file system', () => {
  it('the folder of the module is the default', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'weights-0.bin': WEIGHTS, 'weights-hashes.bin': HASHES });
    const fake = fakeDevice();
    await loadProgram(fake.device, PROGRAM, pathToFileURL(`${folder}/index.js`).href);
    expect(fake.buffers[0]?.bytes).toEqual(WEIGHTS);
  });

  it('another folder is a file address', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'weights-0.bin': WEIGHTS, 'weights-hashes.bin': HASHES });
    expect((await load({ weights: pathToFileURL(folder) })).bytes).toEqual(WEIGHTS);
  });

  it.each([
    ['missing', {}, 'no such file'],
    ['cut off', { 'weights-0.bin': WEIGHTS.subarray(0, 199) }, 'it ends after 199 of 200 bytes'],
    ['too long', { 'weights-0.bin': Uint8Array.of(...WEIGHTS, 1) }, 'it is longer'],
  ])('a file that is %s is refused', async (_, files, message) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'weights-hashes.bin': HASHES, ...files });
    await expect(load({ weights: pathToFileURL(folder) })).rejects.toMatchObject({
      code: 'weights',
      message: expect.stringContaining(message) as unknown,
    });
  });
});

it('a program without weights reads nothing', async () => {
  const weights = async () => Promise.reject(new Error('asked'));
  const program = { ...PROGRAM, shards: [] };
  expect((await load({ weights }, program)).writes).toEqual([]);
});
