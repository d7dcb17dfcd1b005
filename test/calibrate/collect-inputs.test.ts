/** Inputs of calibration data: the model runs for them only where its outputs lead on. */

import { describe, expect, it } from 'vitest';
import type { Calibration, CalibrationInputs } from '../../compiler/calibrate/calibration.ts';
import { collectInputs } from '../../compiler/calibrate/collect-inputs.ts';
import { trajectory } from '../../compiler/calibrate/trajectory.ts';
import { calibrationFromFiles } from '../../compiler/host/node-calibration.ts';
import { writeNpz } from '../../compiler/npz.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { graphOf } from '../coreml/written-package.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const DOUBLE = graphOf(`graph @double(%x: f32[2]) {
  %out = add(%x, %x) : f32[2]
  return y=%out
}`);

const UNET = graphOf(`graph @unet(%sample: f32[1,4,2,2], %timestep: i64[1], %context: f32[1,3,5]) {
  %out = neg(%sample) : f32[1,4,2,2]
  return out_sample=%out
}`);

const inputsOf = (...values: number[]): CalibrationInputs =>
  new Map([['x', tensorFrom('f32', [values.length], values)]]);

async function collected(graph: Graph, calibration: Calibration) {
  const found: Diagnostic[] = [];
  const context = { report: (fault: Diagnostic) => found.push(fault), signal: undefined };
  return { inputs: await collectInputs(graph, calibration, context), found };
}

/** Two runs, and what it was told between them. */
function telling(marks: object) {
  const told: unknown[] = [];
  const begin = function* (): Generator<CalibrationInputs, void, CalibrationInputs | undefined> {
    told.push(yield inputsOf(1, 2));
    told.push(yield inputsOf(3, 4));
  };
  return { told, data: Object.assign(begin, marks) };
}

describe('the inputs of calibration data', () => {
  it('of a function that may depend on outputs are had by running the model', async () => {
    const { told, data } = telling({});
    const { inputs } = await collected(DOUBLE, data);
    expect(inputs).toEqual([inputsOf(1, 2), inputsOf(3, 4)]);
    expect(told).toEqual([2, 6].map((y) => new Map([['y', tensorFrom('f32', [2], [y, y + 2])]])));
  });

  it('of a function that needs no outputs are had without running it', async () => {
    const { told, data } = telling({ needsNoOutputs: () => true });
    const { inputs } = await collected(DOUBLE, data);
    expect(inputs).toEqual([inputsOf(1, 2), inputsOf(3, 4)]);
    expect(told).toEqual([undefined, undefined]);
  });

  it('of a trajectory are those of its first run, again', async () => {
    const data = trajectory({
      steps: 3,
      runs: 1,
      seed: 5,
      prediction: 'epsilon',
      spacing: 'leading',
    });
    const first = await collected(UNET, data);
    expect(typeof data === 'function' && data.needsNoOutputs?.(UNET)).toBe(true);
    const again = await collected(UNET, data);
    expect(again.inputs).toEqual(first.inputs);
    expect(first.inputs).toHaveLength(3);
  });

  it('are checked as if the model ran, and the file is named', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'wrong.npz': writeNpz(inputsOf(1, 2, 3)) });
    const files = [{ path: `${folder}/wrong.npz`, name: 'wrong.npz' }];
    const { inputs, found } = await collected(DOUBLE, calibrationFromFiles(files));
    expect(inputs).toBeUndefined();
    expect(found).toMatchObject([{ code: 'SNAPC1203', place: { file: 'wrong.npz', value: 'x' } }]);
  });

  it('are cast to what the model declares', async () => {
    const { inputs } = await collected(DOUBLE, [new Map([['x', tensorFrom('f64', [2], [1, 2])]])]);
    expect(inputs?.[0]?.get('x')?.dtype).toBe('f32');
    expect(toNumbers(inputs?.[0]?.get('x') ?? tensorFrom('f32', [0], []))).toEqual([1, 2]);
  });

  it('that are none at all are refused', async () => {
    const { inputs, found } = await collected(DOUBLE, []);
    expect(inputs).toBeUndefined();
    expect(found).toHaveLength(1);
  });
});
