/** A cache of weights: what was read once is not read again, and a broken download goes on where it ended. */

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../runtime/web/index.ts';
import type { LoadOptions, Program, ProgramShard, WeightCache } from '../../runtime/web/index.ts';
import { fakeDevice } from './fake-device.ts';
import { breakAfter, fail, serve, serveWeights } from './weight-server.ts';

const SLICE = 64;
const WEIGHTS = Uint8Array.from({ length: 200 }, (_, index) => index * 7);

const hash = (part: Uint8Array) => createHash('sha256').update(part).digest();

/** Hashes of the slices of files that hold the same. */
function hashesOf(count: number): Uint8Array {
  const slices = [0, 64, 128, 192].map((at) => hash(WEIGHTS.subarray(at, at + SLICE)));
  return Buffer.concat(Array.from({ length: count }, () => slices).flat());
}

function shardOf(file: string, bytes: Uint8Array): ProgramShard {
  return { file, bytes: bytes.length, sha256: hash(bytes).toString('hex') };
}

function programOf(count: number): Program {
  const files = Array.from({ length: count }, (_, index) => `weights-${index}.bin`);
  return {
    model: 'weights only',
    features: [],
    limits: {},
    buffers: [],
    // Names instead of hashes: equal shards would be one.
    shards: files.map((file) => ({ ...shardOf(file, WEIGHTS), sha256: `hash of ${file}` })),
    sliceBytes: SLICE,
    sliceHashes: shardOf('weights-hashes.bin', hashesOf(count)),
    inputs: [],
    outputs: [],
    kernels: [],
    bindings: [],
    dispatches: [],
  };
}

function memoryCache() {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const cache: WeightCache = {
    get: async (key) => kept.get(key),
    put: async (key, bytes) => void kept.set(key, bytes.slice()),
  };
  return { kept, cache };
}

async function load(options: LoadOptions, program = programOf(1)) {
  const fake = fakeDevice();
  await loadProgram(fake.device, program, 'file:///nowhere/index.js', options);
  return fake.buffers.map(({ bytes }) => bytes).slice(0, program.shards.length);
}

describe('a cache', () => {
  it('is asked first and given what was read', async () => {
    const { cache, kept } = memoryCache();
    const { url, ranges } = await serveWeights(WEIGHTS, hashesOf(1), serve);
    expect(await load({ weights: url, cache })).toEqual([WEIGHTS]);
    expect([...kept.values()].map(({ length }) => length)).toEqual([64, 64, 64, 8]);
    expect(await load({ weights: url, cache })).toEqual([WEIGHTS]);
    expect(ranges).toEqual([undefined]);
  });

  it('lets a download that broke in an earlier load go on', async () => {
    const { cache, kept } = memoryCache();
    const broken = await serveWeights(WEIGHTS, hashesOf(1), breakAfter(140), fail(404));
    await expect(load({ weights: broken.url, cache })).rejects.toMatchObject({ code: 'weights' });
    expect(kept.size).toBe(2);
    const { url, ranges } = await serveWeights(WEIGHTS, hashesOf(1), serve);
    expect(await load({ weights: url, cache })).toEqual([WEIGHTS]);
    expect(ranges).toEqual(['bytes=128-']);
  });

  it('with a gap, or with something else in it, is mended', async () => {
    const { cache, kept } = memoryCache();
    const { url, ranges } = await serveWeights(WEIGHTS, hashesOf(1), serve);
    await load({ weights: url, cache });
    const [first = '', second = '', third = ''] = kept.keys();
    kept.delete(first);
    kept.set(third, new Uint8Array(SLICE));
    expect(await load({ weights: url, cache })).toEqual([WEIGHTS]);
    expect(ranges).toEqual([undefined, undefined, 'bytes=128-']);
    kept.set(second, new Uint8Array(3));
    expect(await load({ weights: url, cache, verify: false })).toEqual([WEIGHTS]);
    expect(kept.get(third)).toEqual(WEIGHTS.slice(128, 192));
  });

  it('that fails is left aside', async () => {
    const refuse = async () => Promise.reject(new Error('no room'));
    const { url } = await serveWeights(WEIGHTS, hashesOf(1), serve);
    expect(await load({ weights: url, cache: { get: refuse, put: refuse } })).toEqual([WEIGHTS]);
  });
});

describe('many files', () => {
  it('are read three at a time, a slice of each, and the progress only grows', async () => {
    const now = { reading: 0, most: 0 };
    const told: number[] = [];
    const program = programOf(7);
    const buffers = await load(
      {
        weights: async (file, offset, length) => {
          if (file === 'weights-hashes.bin') return hashesOf(7).subarray(offset, offset + length);
          now.most = Math.max(now.most, ++now.reading);
          await new Promise((resolve) => setTimeout(resolve, (offset + file.length) % 5));
          now.reading--;
          return WEIGHTS.subarray(offset, offset + length);
        },
        onProgress: ({ phase, done, total }) => {
          expect([phase, total]).toEqual(['weights', 1400]);
          told.push(done);
        },
      },
      program,
    );
    expect(buffers).toEqual(Array.from({ length: 7 }, () => WEIGHTS));
    expect(now.most).toBe(3);
    expect(told).toHaveLength(28);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1400);
  });

  it('are read into the memory of three slices', async () => {
    const memories = new Set<ArrayBuffer>();
    const program = programOf(7);
    const buffers = await load(
      {
        verify: false,
        weights: async (_file, offset, length) => WEIGHTS.subarray(offset, offset + length),
        cache: {
          get: async () => undefined,
          put: async (_key, { buffer }) => void memories.add(buffer),
        },
      },
      program,
    );
    expect(buffers).toEqual(Array.from({ length: 7 }, () => WEIGHTS));
    expect(Array.from(memories, ({ byteLength }) => byteLength)).toEqual([SLICE, SLICE, SLICE]);
  });

  it('end together when one of them fails', async () => {
    let signalled: AbortSignal | undefined;
    const loading = load(
      {
        verify: false,
        weights: async (file, _offset, length, signal) => {
          signalled = signal;
          if (file === 'weights-1.bin') throw new Error('gone');
          await new Promise((resolve) => setTimeout(resolve, 5));
          return new Uint8Array(length);
        },
      },
      programOf(7),
    );
    await expect(loading).rejects.toMatchObject({ message: 'weights-1.bin: Error: gone' });
    expect(signalled?.aborted).toBe(true);
  });
});
