/** Which layers get activations in integers, from which data, and how much is measured. */

import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../compiler/calibrate/calibration.ts';
import { defineCalibrationMethod } from '../../compiler/calibrate/method.ts';
import { observe } from '../../compiler/calibrate/observe.ts';
import { foldedConstants } from '../../compiler/invariants.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { createCorrectBiases } from '../../compiler/quantize/create-correct-biases.ts';
import { createQuantizeActivations } from '../../compiler/quantize/create-quantize-activations.ts';
import type { MeasuredRange } from '../../compiler/quantize/create-quantize-activations.ts';
import { createSmoothActivations } from '../../compiler/quantize/create-smooth-activations.ts';
import { quantizeWeights } from '../../compiler/quantize/quantize-weights.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { inlineValue, materialize } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { graphOf } from '../coreml/written-package.ts';

const WEIGHTS = quantizeWeights.with({ bits: 8, min_elements: 0 });

const dataFor = (graph: Graph, seeds: readonly number[]): readonly ReadonlyMap<string, Tensor>[] =>
  seeds.map(
    (seed) =>
      new Map(
        graph.inputs.map(({ name = '', type }, index) => [
          name,
          seededTensor(type.dtype, type.shape as readonly number[], 100 * seed + index),
        ]),
      ),
  );

async function passed(source: string | Graph, steps: readonly PassStep[]) {
  const graph = typeof source === 'string' ? graphOf(source) : cloneGraph(source);
  const done = await runPipeline(graph, steps, [foldedConstants]);
  return { graph, done, codes: done.diagnostics.map(({ code }) => code) };
}

/** The layers, by the names of the model, that read rounded activations. */
function roundedLayers(graph: Graph): readonly string[] {
  const found: string[] = [];
  for (const { op, operands, origin } of graph.nodes()) {
    if (!['conv', 'matmul', 'attention'].includes(op.name)) continue;
    const rounded = operands.some((value) => value?.producer?.op.name === 'dequantize_linear');
    if (rounded) found.push(origin.onnx[0] ?? '');
  }
  return found;
}

const count = (graph: Graph, op: string): number =>
  [...graph.nodes()].filter((node) => node.op.name === op).length;

/** Of activations, in order. */
const scalesIn = async (graph: Graph): Promise<readonly number[]> => {
  const found: number[] = [];
  for (const { op, operands } of graph.nodes()) {
    const scale = op.name === 'quantize_linear' ? operands[1]?.constant : undefined;
    if (scale !== undefined) found.push(toNumbers(await materialize(scale))[0] ?? 0);
  }
  return found;
};

const UNET = `graph @unet(%sample: f32[1,4,4,4], %timestep: f32[1], %context: f32[1,3,8]) {
  @in = seeded 1 0.5 : f32[8,4,1,1]
  @time = seeded 2 0.5 : f32[8,8]
  @mid = seeded 3 0.5 : f32[8,8,1,1]
  @key = seeded 4 0.5 : f32[8,8]
  @value = seeded 5 0.5 : f32[8,8]
  @out = seeded 6 0.5 : f32[4,8,1,1]
  %a = conv(%sample, @in) : f32[1,8,4,4]  // onnx: "/conv_in"
  %t0 = broadcast(%timestep) {shape=[1, 8]} : f32[1,8]
  %t = matmul(%t0, @time) : f32[1,8]  // onnx: "/time_proj"
  %u = reshape(%t) {shape=[1, 8, 1, 1]} : f32[1,8,1,1]
  %b = add(%a, %u) : f32[1,8,4,4]
  %c = conv(%b, @mid) : f32[1,8,4,4]  // onnx: "/mid"
  %q0 = reshape(%c) {shape=[1, 8, 16]} : f32[1,8,16]
  %q = transpose(%q0) {perm=[0, 2, 1]} : f32[1,16,8]
  %k = matmul(%context, @key) : f32[1,3,8]  // onnx: "/key"
  %v = matmul(%context, @value) : f32[1,3,8]  // onnx: "/value"
  %s = matmul(%q, %k) {transpose_b=true} : f32[1,16,3]  // onnx: "/scores"
  %p = softmax(%s) : f32[1,16,3]
  %o0 = matmul(%p, %v) : f32[1,16,8]  // onnx: "/read"
  %o1 = transpose(%o0) {perm=[0, 2, 1]} : f32[1,8,16]
  %o = reshape(%o1) {shape=[1, 8, 4, 4]} : f32[1,8,4,4]
  %y = conv(%o, @out) : f32[1,4,4,4]  // onnx: "/conv_out"
  return out_sample=%y
}`;

describe('quantize-activations', () => {
  const data = dataFor(graphOf(UNET), [1, 2]);
  const choose = (options: Parameters<ReturnType<typeof createQuantizeActivations>['with']>[0]) =>
    passed(UNET, [WEIGHTS, createQuantizeActivations({ calibration: data }).with(options)]);

  it.each([
    [{}, ['/mid', '/key', '/value']],
    [{ ends: true }, ['/conv_in', '/mid', '/key', '/value', '/conv_out']],
    [{ time: true }, ['/time_proj', '/mid', '/key', '/value']],
    [{ include: '/mid*' }, ['/mid']],
    [{ exclude: '/key,/val*' }, ['/mid']],
  ])('with %o takes %o', async (options, layers) => {
    const { graph, codes } = await choose(options);
    expect(roundedLayers(graph)).toEqual(layers);
    expect(codes).toEqual(['SNAPC3477']);
  });

  it('with attention rounds queries, keys and values', async () => {
    const { graph } = await choose({ attention: true });
    expect(roundedLayers(graph).slice(0, 3)).toEqual(['/mid', '/key', '/value']);
    expect(count(graph, 'attention')).toBe(1);
    // The context once for two layers; what /mid reads; a query, a key and a value.
    expect(count(graph, 'quantize_linear')).toBe(5);
  });

  it('tells why layers stay in floats', async () => {
    const { done } = await choose({});
    const [note] = done.diagnostics;
    expect(note?.message).toContain('/conv_in (the first layer');
    expect(note?.message).toContain('/conv_out (the last layer');
    expect(note?.message).toContain('/time_proj (layers of the timestep');
  });

  it.each([
    [{ percentile: 0 }, 'SNAPC3475'],
    [{ percentile: 101 }, 'SNAPC3475'],
    [{ bands: 0 }, 'SNAPC3476'],
    [{ bands: 2, band: 2 }, 'SNAPC3476'],
    [{ method: 'none' }, 'SNAPC3453'],
  ])('refuses %o', async (options, code) => {
    expect((await choose(options)).codes).toEqual([code]);
  });

  it('without data is refused', async () => {
    const { codes } = await passed(UNET, [WEIGHTS, createQuantizeActivations().with({})]);
    expect(codes).toEqual(['SNAPC3452']);
  });

  it('warns where nothing is named so, and where there is no timestep', async () => {
    expect((await choose({ include: 'nothing' })).codes).toEqual(['SNAPC3478']);
    const graph =
      'graph @g(%x: f32[1,4]) {\n  @w = seeded 1 0.5 : f32[4,4]\n  %y = matmul(%x, @w) : f32[1,4]\n  return y=%y\n}';
    const calibration = dataFor(graphOf(graph), [1]);
    const pass = createQuantizeActivations({ calibration });
    const { codes } = await passed(graph, [WEIGHTS, pass.with({ bands: 2, ends: true })]);
    expect(codes).toEqual(['SNAPC3454', 'SNAPC3479', 'SNAPC3477']);
  });

  it('uses a method of the user', async () => {
    const tens = defineCalibrationMethod({
      name: 'tens',
      describe: 'from -10 to 10',
      begin: () => ({ add: () => undefined, range: () => ({ low: -10, high: 10 }) }),
    });
    const pass = createQuantizeActivations({ calibration: data, methods: [tens] });
    const { graph } = await passed(UNET, [WEIGHTS, pass.with({ method: 'tens', symmetric: true })]);
    for (const scale of await scalesIn(graph)) expect(scale).toBeCloseTo(10 / 127, 6);
  });

  it('tells ranges of bands apart', async () => {
    const at = (time: number, size: number): ReadonlyMap<string, Tensor> =>
      new Map([
        ['sample', tensorFrom('f32', [1, 4, 4, 4], Array(64).fill(size))],
        ['timestep', tensorFrom('f32', [1], [time])],
        ['context', tensorFrom('f32', [1, 3, 8], Array(24).fill(size))],
      ]);
    const told: (readonly MeasuredRange[])[] = [];
    const scaleOf = async (band: number): Promise<number> => {
      const calibration = [at(10, 1), at(990, 4)];
      const onRanges = (ranges: readonly MeasuredRange[]) => void told.push(ranges);
      const pass = createQuantizeActivations({ calibration, onRanges });
      const options = { method: 'min-max', symmetric: true, bands: 4, band, include: '/key' };
      const { graph } = await passed(UNET, [WEIGHTS, pass.with(options)]);
      const [scale = 0] = await scalesIn(graph);
      return scale;
    };
    expect(await scaleOf(0)).toBeCloseTo(1 / 127, 6);
    expect(await scaleOf(3)).toBeCloseTo(4 / 127, 6);
    expect(await scaleOf(-1)).toBeCloseTo(4 / 127, 6);
    expect(told[0]).toEqual([
      {
        names: ['context'],
        bands: [{ low: 0, high: 1 }, undefined, undefined, { low: 0, high: 4 }],
        grid: { scale: Math.fround(1 / 127), zeroPoint: 0 },
      },
    ]);
    // No run fell into the second band.
    expect(await scaleOf(1)).toBeCloseTo(4 / 127, 6);
  });

  it('measures once for graphs of one form with the same weights', async () => {
    let runs = 0;
    const counted: Calibration = () => {
      runs++;
      return data.values();
    };
    const step = createQuantizeActivations({ calibration: counted }).with({});
    const first = await passed(UNET, [WEIGHTS, step]);
    const second = await passed(UNET, [WEIGHTS, step]);
    expect(runs).toBe(1);
    expect(count(second.graph, 'quantize_linear')).toBe(count(first.graph, 'quantize_linear'));
    await passed(UNET.replace('seeded 3', 'seeded 7'), [WEIGHTS, step]);
    expect(runs).toBe(2);
  });

  it('measures one shape for all', async () => {
    const step = createQuantizeActivations({ calibration: data }).with({ method: 'min-max' });
    const first = await passed(UNET, [WEIGHTS, step]);
    // The context is longer: inputs of the data would not fit it.
    const longer = UNET.replaceAll('[1,3,8]', '[1,5,8]').replaceAll('[1,16,3]', '[1,16,5]');
    const second = await passed(longer, [WEIGHTS, step]);
    expect(second.codes).toEqual(['SNAPC3477']);
    expect(await scalesIn(second.graph)).toEqual(await scalesIn(first.graph));
  });

  it('rounds what it has seen by half a step at most', async () => {
    const step = createQuantizeActivations({ calibration: data }).with({ method: 'min-max' });
    const { graph } = await passed(UNET, [WEIGHTS, step]);
    const values = new Map<unknown, Tensor>();
    let pairs = 0;
    await observe(graph, data, { report: () => undefined, signal: undefined }, (value, tensor) => {
      values.set(value, tensor);
      const back = value.producer;
      const [integers, scale] = back?.operands ?? [];
      if (back?.op.name !== 'dequantize_linear' || scale?.constant === undefined) return;
      const before = values.get(integers?.producer?.operands[0]);
      const step = Number(inlineValue(scale.constant)?.data[0]);
      if (before === undefined) throw new Error('rounded before it is known');
      const rounded = toNumbers(tensor);
      pairs++;
      for (const [at, x] of toNumbers(before).entries()) {
        expect(Math.abs((rounded[at] ?? 0) - x)).toBeLessThanOrEqual(0.5 * step * 1.001);
      }
    });
    expect(pairs).toBe(2 * data.length);
  });

  it('leaves layers that only ever read 0', async () => {
    const zeros = [
      new Map(
        [...(data[0] ?? [])].map(([name, { dtype, shape }]) => [
          name,
          seededTensor(dtype, shape, 1, [0, 0]),
        ]),
      ),
    ];
    const pass = createQuantizeActivations({ calibration: zeros });
    const { graph, done } = await passed(UNET, [WEIGHTS, pass.with({})]);
    expect(count(graph, 'quantize_linear')).toBe(0);
    expect(done.diagnostics[0]?.message).toContain('always 0');
  });
});

const LINEAR = `graph @linear(%x: f32[32,16]) {
  @w = seeded 1 0.5 : f32[16,8]
  %y = matmul(%x, @w) : f32[32,8]
  return y=%y
}`;

describe('correct-biases', () => {
  it('brings the means of results back, exactly for the inputs it has seen', async () => {
    const calibration = dataFor(graphOf(LINEAR), [1, 2, 3]);
    const steps = [quantizeWeights.with({ bits: 4, min_elements: 0 })];
    const rounded = await passed(LINEAR, steps);
    const { graph } = await passed(LINEAR, [
      ...steps,
      createCorrectBiases({ calibration }).with({}),
    ]);
    const meansOf = async (of: Graph): Promise<readonly number[]> => {
      const sums = Array(8).fill(0) as number[];
      for (const inputs of calibration) {
        const y = (await evaluateGraph(of, inputs)).get('y');
        if (y !== undefined)
          toNumbers(y).forEach((value, at) => (sums[at % 8] = (sums[at % 8] ?? 0) + value / 96));
      }
      return sums;
    };
    const wanted = await meansOf(graphOf(LINEAR));
    const [before, after] = [await meansOf(rounded.graph), await meansOf(graph)];
    const worst = (means: readonly number[]): number =>
      Math.max(...means.map((mean, at) => Math.abs(mean - (wanted[at] ?? 0))));
    expect(worst(before)).toBeGreaterThan(1e-3);
    expect(worst(after)).toBeLessThan(1e-5);
  });

  it('without data is refused', async () => {
    expect((await passed(LINEAR, [createCorrectBiases().with({})])).codes).toEqual(['SNAPC3452']);
  });
});

/** One channel of the norm is 200 times the others, as in trained transformers. */
const OUTLIERS = `graph @outliers(%x: f32[16,32]) {
  @scale = dense [200, ${Array(31).fill(1).join(', ')}] : f32[32]
  @bias = splat 0 : f32[32]
  %n = layer_norm(%x, @scale, @bias) : f32[16,32]
  @w = seeded 1 0.5 : f32[32,32]
  @small = dense [0.001, ${Array(31).fill(1).join(', ')}] : f32[32,1]
  @v = mul(@w, @small) : f32[32,32]
  %y = matmul(%n, @v) : f32[16,32]
  return y=%y
}`;

describe('smooth-activations', () => {
  const calibration = dataFor(graphOf(OUTLIERS), [1, 2]);
  const held = dataFor(graphOf(OUTLIERS), [3]);

  async function loss(steps: readonly PassStep[]): Promise<number> {
    const { graph } = await passed(OUTLIERS, steps);
    let [signal, noise] = [0, 0];
    for (const inputs of held) {
      const wanted = (await evaluateGraph(graphOf(OUTLIERS), inputs)).get('y');
      const given = (await evaluateGraph(graph, inputs)).get('y');
      if (wanted === undefined || given === undefined) throw new Error('no output');
      const other = toNumbers(given);
      toNumbers(wanted).forEach((value, at) => {
        signal += value ** 2;
        noise += (value - (other[at] ?? 0)) ** 2;
      });
    }
    return 10 * Math.log10(signal / noise);
  }

  it('gains where a channel is far larger than others', async () => {
    const round = createQuantizeActivations({ calibration }).with({ ends: true });
    const smooth = createSmoothActivations({ calibration }).with({});
    const [plain, moved] = [await loss([WEIGHTS, round]), await loss([smooth, WEIGHTS, round])];
    expect(moved).toBeGreaterThan(plain + 6);
    expect(await loss([smooth])).toBeGreaterThan(100);
  });

  it.each([
    [{ alpha: -0.1 }, 'SNAPC3481'],
    [{ alpha: 1.5 }, 'SNAPC3481'],
  ])('refuses %o', async (options, code) => {
    const { codes } = await passed(OUTLIERS, [
      createSmoothActivations({ calibration }).with(options),
    ]);
    expect(codes).toEqual([code]);
  });

  it('without data is refused', async () => {
    const { codes } = await passed(OUTLIERS, [createSmoothActivations().with({})]);
    expect(codes).toEqual(['SNAPC3452']);
  });
});
