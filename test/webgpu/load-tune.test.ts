/** Choosing between tiles at load, on a device whose times the test makes up: what is chosen, remembered and compiled. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadProgram } from '../../runtime/web/index.ts';
import type { LoadOptions, Program, WeightCache } from '../../runtime/web/index.ts';
import { fakeDevice } from './fake-device.ts';
import type { FakeChoices } from './fake-device.ts';

/** Two kinds of kernels: `heavy` in two dispatches, of which one is timed, and `light`. */
const PROGRAM: Program = {
  model: 'two kinds',
  features: [],
  limits: {},
  buffers: [16, 16],
  shards: [],
  sliceBytes: 4,
  inputs: [],
  outputs: [],
  kernels: ['heavy', 'light', 'heavy wide', 'heavy tall', 'light wide', 'other'],
  bindings: [
    [0, 0, 16],
    [1, 0, 16],
  ],
  dispatches: [
    [0, 4, 1, 1, 0, 0, 1],
    [1, 4, 1, 1, 0, 1, 0],
    [0, 4, 1, 1, 0, 1, 0],
    [5, 4, 1, 1, 0, 1, 0],
  ],
  variants: {
    key: 'abc',
    groups: [
      {
        name: 'heavy',
        samples: [[0, 2]],
        options: [
          { name: 'wide', instead: [[0, 2, 2, 1, 1, 0]] },
          { name: 'tall', instead: [[0, 3, 2, 1, 1, 0]] },
        ],
      },
      {
        name: 'light',
        samples: [[1, 1]],
        options: [{ name: 'wide', instead: [[1, 4, 2, 1, 1, 0]] }],
      },
    ],
  },
};

/** Milliseconds of a dispatch of each kernel. */
type Times = Readonly<Record<string, number>>;
const TALL_IS_BEST: Times = { heavy: 4, 'heavy wide': 12, 'heavy tall': 1, light: 1, other: 1 };

function memoryCache(kept = new Map<string, Uint8Array<ArrayBuffer>>()) {
  const cache: WeightCache = {
    get: async (key) => kept.get(key),
    put: async (key, bytes) => void kept.set(key, bytes.slice()),
  };
  return { kept, cache };
}

/** Time passes by the work of the device alone. */
let clock = 0;
beforeAll(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
afterAll(() => void vi.restoreAllMocks());

function working(times: Times): NonNullable<FakeChoices['work']> {
  return async (_, codes) => {
    clock += codes.reduce((sum, code) => sum + (times[code] ?? 1), 0);
  };
}

async function load(options: LoadOptions, choices: FakeChoices = {}) {
  const fake = fakeDevice({ work: working(TALL_IS_BEST), ...choices });
  const home = 'file:///nowhere/index.js';
  const model = await loadProgram(fake.device, PROGRAM, home, options);
  return { ...fake, model };
}

const COMPILED = ['heavy', 'light', 'other'];

describe('a load that tunes', () => {
  it('takes what is faster by more than luck, and says so', async () => {
    const told: string[] = [];
    const { model, pipelines } = await load({
      tune: true,
      onProgress: ({ phase, done, total }) => told.push(`${phase} ${done}/${total}`),
    });
    expect(model.tuned).toMatchObject([
      { kernels: 'heavy', tile: 'tall' },
      { kernels: 'light', tile: 'as compiled' },
    ]);
    const [heavy] = model.tuned;
    expect(Object.keys(heavy?.milliseconds ?? {})).toEqual(['as compiled', 'wide', 'tall']);
    expect(heavy?.milliseconds).toMatchObject({ 'as compiled': 8, tall: 2 });
    expect([...pipelines].sort()).toEqual([...PROGRAM.kernels].sort());
    expect(told.filter((text) => text.startsWith('tuning'))).toEqual([
      'tuning 0/2',
      'tuning 1/2',
      'tuning 2/2',
    ]);
    expect(told.at(-1)).toBe('tuning 2/2');
  });

  it('runs what it chose, in every dispatch that is alike', async () => {
    const ran: string[] = [];
    const { model } = await load(
      { tune: true },
      {
        work: async (count, codes) => {
          ran.push(...codes);
          await working(TALL_IS_BEST)(count, codes);
        },
      },
    );
    ran.length = 0;
    await model.run({});
    expect(ran).toEqual(['heavy tall', 'light', 'heavy tall', 'other']);
  });

  it('remembers it in the cache, so that the next load compiles nothing else', async () => {
    const { cache, kept } = memoryCache();
    const first = await load({ tune: true, cache });
    expect([...kept.keys()].map((key) => key.startsWith('tuned-abc-'))).toEqual([true]);
    const again = await load({ tune: true, cache });
    expect([...again.pipelines].sort()).toEqual(['heavy tall', 'light', 'other']);
    expect(again.submits).toEqual([]);
    expect(again.model.tuned).toEqual(first.model.tuned);
  });

  it('remembers it for a reload of the model', async () => {
    const { model, pipelines } = await load({ tune: true });
    const before = pipelines.length;
    await model.reload();
    expect(pipelines.slice(before).sort()).toEqual(['heavy tall', 'light', 'other']);
    expect(model.tuned).toHaveLength(2);
  });

  it('asks again on another adapter', async () => {
    const { cache, kept } = memoryCache();
    await load({ tune: true, cache }, { adapter: { vendor: 'one', description: 'a b/c' } });
    const other = await load({ tune: true, cache }, { adapter: { vendor: 'two' } });
    expect(other.pipelines).toContain('heavy wide');
    expect([...kept.keys()].sort()).toEqual(['tuned-abc-one___a-b-c', 'tuned-abc-two___']);
  });

  it.each(['', 'null', '{}', '[[9,[]],[7]]', '[["x",[]],null]'])(
    'works with %j in the cache',
    async (text) => {
      const { cache, kept } = memoryCache();
      kept.set('tuned-abc-___', new TextEncoder().encode(text));
      const { model } = await load({ tune: true, cache });
      await model.run({});
      expect(model.tuned.map(({ kernels }) => kernels)).toEqual(['heavy', 'light']);
    },
  );

  it('leaves out what the device refuses', async () => {
    const { model } = await load({ tune: true }, { shaderFault: { code: 'heavy tall' } });
    expect(model.tuned[0]).toMatchObject({ kernels: 'heavy', tile: 'as compiled' });
    expect(Object.keys(model.tuned[0]?.milliseconds ?? {})).toEqual(['as compiled', 'wide']);
  });

  it('goes back to what was compiled where the device refuses what was chosen', async () => {
    const { cache } = memoryCache();
    await load({ tune: true, cache });
    const refusing = { shaderFault: { code: 'heavy tall' } };
    const { model, pipelines } = await load({ tune: true, cache }, refusing);
    await model.run({});
    // Some were under way when the one failed.
    expect([...new Set(pipelines)].sort()).toEqual(COMPILED);
    expect(model.tuned[0]).toMatchObject({ kernels: 'heavy', tile: 'as compiled' });
    const again = await load({ tune: true, cache });
    expect([...again.pipelines].sort()).toEqual(COMPILED);
  });

  it('goes on in the next load where there was no time', async () => {
    const { cache } = memoryCache();
    const options = { tune: { milliseconds: 0 }, cache };
    const first = await load(options);
    expect(first.model.tuned.map(({ kernels }) => kernels)).toEqual(['heavy']);
    const second = await load(options);
    expect(second.model.tuned.map(({ kernels }) => kernels)).toEqual(['heavy', 'light']);
    const third = await load(options);
    expect(third.submits).toEqual([]);
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    const loading = load({
      tune: true,
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'tuning') controller.abort(new Error('enough'));
      },
    });
    await expect(loading).rejects.toMatchObject({ name: 'SnapcError', code: 'aborted' });
  });

  it('remembers nothing of a device that is lost', async () => {
    const { cache, kept } = memoryCache();
    const fake = fakeDevice({ work: working(TALL_IS_BEST) });
    const loading = loadProgram(fake.device, PROGRAM, 'file:///nowhere/index.js', {
      tune: true,
      cache,
      onProgress: ({ phase }) => {
        if (phase === 'tuning') fake.lose('unplugged');
      },
    });
    await expect(loading).rejects.toMatchObject({ code: 'lost' });
    expect(kept.size).toBe(0);
  });
});

describe('a load that does not tune', () => {
  it('compiles no variant and times nothing, whatever is remembered', async () => {
    const { cache } = memoryCache();
    await load({ tune: true, cache });
    const { model, pipelines, submits } = await load({ cache });
    expect([...pipelines].sort()).toEqual(COMPILED);
    expect(submits).toEqual([]);
    expect(model.tuned).toEqual([]);
  });
});
