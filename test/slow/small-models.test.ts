/**
 * Every model of models/ at tiny and small size: the reference evaluator and the compiled folder agree with
 * onnxruntime, whose graph optimisations are off. The folders of SnapFusion at small size also run in Chromium.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MODEL_NAMES } from '../../models/index.ts';
import type { ModelName, ModelSize } from '../../models/index.ts';
import { writeModel } from '../../models/node.ts';
import { openArtifact } from '../../targets/webgpu/host/run.ts';
import { runInChromium } from '../browser/run-folder.ts';
import { expectSame } from '../import/support/compare.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { compileModel, evaluateModel, readTensors, valueOf } from '../numbers/product.ts';
import type { Tensors } from '../numbers/product.ts';
import { largestError } from '../support/difference.ts';

const TOLERANCE = 1e-4;
/** Large tiles: those of phones run in Chromium below, the smallest in test/numbers. */
const DEVICE = 'swiftshader';
const PHONE = 'iphone-14-pro';
const SNAPFUSION: readonly ModelName[] = ['clip-text', 'snapfusion-unet', 'snapfusion-vae-decoder'];

const scratch = await mkdtemp(join(tmpdir(), 'snapc-models-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

interface Case {
  readonly title: string;
  readonly model: string;
  readonly inputs: Tensors;
  readonly expected: Tensors;
}

const cases = new Map<string, Promise<Case>>();

/** The model on disk with its inputs and onnxruntime's outputs, once for all tests. */
function caseOf(name: ModelName, size: ModelSize): Promise<Case> {
  const title = `${name} ${size}`;
  const known = cases.get(title) ?? makeCase(title, name, size);
  cases.set(title, known);
  return known;
}

async function makeCase(title: string, name: ModelName, size: ModelSize): Promise<Case> {
  const folder = join(scratch, title);
  valueOf(await writeModel(folder, name, { size }));
  const model = join(folder, 'model.onnx');
  const inputs = readTensors(join(folder, 'inputs.npz'));
  const expected = new Map(Object.entries(await runOnnx(model, Object.fromEntries(inputs))));
  return { title, model, inputs, expected };
}

describe.each(['tiny', 'small'] as const)('%s', (size) => {
  describe.each(MODEL_NAMES)('%s', (name) => {
    it('reference', async () => {
      const { title, model, inputs, expected } = await caseOf(name, size);
      const timer = stopwatch();
      const outputs = await evaluateModel(model, inputs);
      say(title, 'reference', timer(), outputs, expected);
      expectSame(outputs, expected, TOLERANCE);
    });

    it('WebGPU', async () => {
      const { title, model, inputs, expected } = await caseOf(name, size);
      const folder = join(scratch, `${title} compiled`);
      const timer = stopwatch();
      const { figures } = await compileModel(model, inputs, folder, { device: DEVICE });
      const times = [`compiled in ${timer()}`];
      const options = { adapter: 'swiftshader' } as const;
      const artifact = valueOf(await openArtifact(join(folder, 'webgpu'), options));
      times.push(`${figures['kernels']} kernels loaded in ${timer()}`);
      try {
        const outputs = valueOf(await artifact.run(inputs));
        times.push(`${figures['dispatches']} dispatches run in ${timer()}`);
        say(title, 'WebGPU', times.join(', '), outputs, expected);
        expectSame(outputs, expected, TOLERANCE);
      } finally {
        artifact.close();
      }
    });
  });
});

describe('SnapFusion at small size, compiled for a phone, in Chromium', () => {
  it.each(SNAPFUSION)('%s', async (name) => {
    const { title, model, inputs, expected } = await caseOf(name, 'small');
    const folder = join(scratch, `${title} phone`);
    await compileModel(model, inputs, folder, { device: PHONE });
    const timer = stopwatch();
    const { outputs, log } = await runInChromium(folder, inputs, expected);
    say(title, 'Chromium', timer(), outputs, expected);
    expectSame(outputs, expected, TOLERANCE);
    expect(log).toEqual([]);
  });
});

/** The time since it was last asked, or since it was made. */
function stopwatch(): () => string {
  let last = performance.now();
  return () => {
    const before = last;
    last = performance.now();
    return `${((last - before) / 1000).toFixed(1)} s`;
  };
}

function say(
  title: string,
  what: string,
  times: string,
  outputs: Tensors,
  expected: Tensors,
): void {
  console.log(
    `${title}, ${what}: ${times}, error ${largestError(outputs, expected).toExponential(1)}`,
  );
}
