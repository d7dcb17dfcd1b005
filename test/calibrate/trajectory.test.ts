/** The trajectory of a diffusion UNet: what inputs it has, and that its own outputs lead it on. */

import { describe, expect, it } from 'vitest';
import type { CalibrationInputs } from '../../compiler/calibrate/calibration.ts';
import { observe } from '../../compiler/calibrate/observe.ts';
import { trajectory } from '../../compiler/calibrate/trajectory.ts';
import type { TrajectoryOptions } from '../../compiler/calibrate/trajectory.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { graphOf } from '../coreml/written-package.ts';

/** Predicts half of its latent, whatever else it is told. */
const HALF = `graph @unet(%sample: f32[1,4,2,2], %timestep: i64[1], %context: f32[1,3,5]) {
  @half = dense [0.5] : f32[1]
  %out = mul(%sample, @half) : f32[1,4,2,2]
  return out_sample=%out
}`;

const OPTIONS: TrajectoryOptions = {
  steps: 3,
  runs: 1,
  seed: 5,
  prediction: 'epsilon',
  spacing: 'leading',
};

async function runsOf(
  graph: Graph,
  options: Partial<TrajectoryOptions> = {},
  others: readonly CalibrationInputs[] = [],
) {
  const found: Diagnostic[] = [];
  const runs: CalibrationInputs[] = [];
  const data = trajectory({ ...OPTIONS, ...options }, others);
  const context = { report: (fault: Diagnostic) => found.push(fault), signal: undefined };
  await observe(graph, data, context, (_, __, run) => {
    runs[run.index] = run.inputs;
  });
  return { runs, codes: found.map(({ code }) => code), data };
}

const numbersIn = (inputs: CalibrationInputs | undefined, name: string): number[] => {
  const tensor = inputs?.get(name);
  if (tensor === undefined) throw new Error(`no ${name}`);
  return toNumbers(tensor);
};

describe('a trajectory', () => {
  it('visits the timesteps from the noisiest on, by the steps of DDIM', async () => {
    const { runs } = await runsOf(graphOf(HALF));
    // 1000 / 3 = 333, leading spacing, and 1 on top.
    expect(runs.map((run) => numbersIn(run, 'timestep'))).toEqual([[667], [334], [1]]);
    const late = await runsOf(graphOf(HALF), { spacing: 'trailing' });
    expect(late.runs.map((run) => numbersIn(run, 'timestep'))).toEqual([[999], [666], [332]]);
    const kept = (timestep: number): number => {
      let product = 1;
      for (let step = 0; step <= timestep; step++) {
        const root = Math.sqrt(0.00085) + (step * (Math.sqrt(0.012) - Math.sqrt(0.00085))) / 999;
        product *= 1 - root ** 2;
      }
      return product;
    };
    const [from, to] = [kept(667), kept(334)];
    const expected = numbersIn(runs[0], 'sample').map((x) => {
      const noise = x / 2;
      const clean = (x - Math.sqrt(1 - from) * noise) / Math.sqrt(from);
      return Math.sqrt(to) * clean + Math.sqrt(1 - to) * noise;
    });
    numbersIn(runs[1], 'sample').forEach((x, index) => {
      expect(x).toBeCloseTo(expected[index] ?? Number.NaN, 4);
    });
  });

  it('begins with normal noise of its seed, each run with its own', async () => {
    const { runs } = await runsOf(graphOf(HALF), { steps: 1, runs: 2 });
    const again = await runsOf(graphOf(HALF), { steps: 1, runs: 2 });
    const other = await runsOf(graphOf(HALF), { steps: 1, seed: 6 });
    expect(again.runs).toEqual(runs);
    expect(runs[1]).not.toEqual(runs[0]);
    // The second run's seed is one more than the first's.
    expect(numbersIn(other.runs[0], 'sample')).toEqual(numbersIn(runs[1], 'sample'));
  });

  it('takes a context that is given, one for each run', async () => {
    const contexts = [1, 2].map(
      (value) => new Map([['context', tensorFrom('f32', [1, 3, 5], Array(15).fill(value))]]),
    );
    const { runs } = await runsOf(graphOf(HALF), { steps: 2 }, contexts);
    expect(runs.map((run) => numbersIn(run, 'context')[0])).toEqual([1, 1, 2, 2]);
  });

  it('is the same for a graph that computes something else afterwards', async () => {
    const { runs, data } = await runsOf(graphOf(HALF));
    const seen: CalibrationInputs[] = [];
    const rounded = graphOf(HALF.replace('0.5', '0.25'));
    const context = { report: () => undefined, signal: undefined };
    await observe(rounded, data, context, (_, __, run) => {
      seen[run.index] = run.inputs;
    });
    expect(seen).toEqual(runs);
  });

  it.each([
    [
      'has no latent',
      'sample: f32[1,4,2,2]',
      'sample: f32[4,4]',
      'f32[1,4,2,2]',
      'f32[4,4]',
      'SNAPC3455',
    ],
    ['has no timestep', 'timestep', 'speed', '', '', 'SNAPC3455'],
    ['has an input of words', 'context: f32[1,3,5]', 'ids: i64[1,3]', '', '', 'SNAPC3455'],
    ['goes to infinity', 'dense [0.5]', 'dense [-3e38]', '', '', 'SNAPC3456'],
  ])('is refused where the model %s', async (_, from, to, also, then, code) => {
    const text = HALF.replace(from, to).replaceAll(
      also === '' ? from : also,
      also === '' ? to : then,
    );
    const { codes } = await runsOf(graphOf(text));
    expect(codes).toEqual([code]);
  });
});

describe('what is observed', () => {
  const context = (found: string[]) => ({
    report: ({ code }: Diagnostic) => void found.push(code),
    signal: undefined,
  });

  it('are inputs and results, run by run', async () => {
    const graph = graphOf('graph @g(%x: f32[1]) {\n  %y = neg(%x) : f32[1]\n  return y=%y\n}');
    const seen: (readonly [string | undefined, number])[] = [];
    const data = [1, 2].map((value) => new Map([['x', tensorFrom('f32', [1], [value])]]));
    const any = await observe(graph, data, context([]), (value, tensor) => {
      seen.push([value.name, toNumbers(tensor)[0] ?? 0]);
    });
    expect(any).toBe(true);
    expect(seen).toEqual([
      ['x', 1],
      ['y', -1],
      ['x', 2],
      ['y', -2],
    ]);
  });

  it.each([
    ['no runs', [], 'SNAPC3451'],
    ['an input that is missing', [new Map()], 'SNAPC1201'],
    ['an input of another shape', [new Map([['x', tensorFrom('f32', [2], [1, 2])]])], 'SNAPC1203'],
  ])('%s is reported', async (_, data, code) => {
    const graph = graphOf('graph @g(%x: f32[1]) {\n  %y = neg(%x) : f32[1]\n  return y=%y\n}');
    const found: string[] = [];
    expect(await observe(graph, data, context(found), () => undefined)).toBe(false);
    expect(found).toEqual([code]);
  });

  it('ends at once with a signal', async () => {
    const graph = graphOf(
      'graph @g(%x: f32[1]) {\n  %y = neg(%x) : f32[1]\n  %z = neg(%y) : f32[1]\n  return z=%z\n}',
    );
    const controller = new AbortController();
    const data = [new Map([['x', tensorFrom('f32', [1], [1])]])];
    const seen: unknown[] = [];
    const running = observe(
      graph,
      data,
      { report: () => undefined, signal: controller.signal },
      (value) => {
        seen.push(value.name);
        if (value.name === 'y') controller.abort(new Error('interrupted'));
      },
    );
    await expect(running).rejects.toThrow('interrupted');
    expect(seen).toEqual(['x', 'y']);
  });
});
