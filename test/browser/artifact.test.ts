/** An emitted folder in a real browser: the numbers are those of the reference, in a page and in a worker. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { seededInputs } from '../../compiler/validate.ts';
import { graphOf } from '../webgpu/artifact.ts';
import { HOSTILE_NAMES, hostileGraph } from '../webgpu/hostile-names.ts';
import { emitGraph } from '../webgpu/memory-sink.ts';
import { openPage } from './harness.ts';
import type { OpenPage } from './harness.ts';

const PERCEPTRON = `graph @perceptron(%x: f32[4,8]) {
  @w = seeded 3 1 : f32[8,12]
  @b = seeded 4 1 : f32[12]
  %0 = matmul(%x, @w) : f32[4,12]
  %1 = add(%0, @b) : f32[4,12]
  %2 = silu(%1) : f32[4,12]
  return y=%2
}`;

/** What page and worker do alike with `values`. */
const RUN = `
  const { load, requirements } = await import('/perceptron/index.js');
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter.requestDevice(requirements);
  const told = [];
  const model = await load(device, { onProgress: ({ phase }) => told.push(phase) });
  const { y } = await model.run({ x: Float32Array.from(values) });
  model.dispose();
  return { y: Array.from(y), told };
`;

let folder: string;
let opened: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-artifact-'));
  const perceptron = await emitGraph(graphOf(PERCEPTRON));
  await perceptron.sink.writeTo(join(folder, 'perceptron'));
  const hostile = await emitGraph(hostileGraph(), { modelName: HOSTILE_NAMES.join(' ') });
  await hostile.sink.writeTo(join(folder, 'hostile'));
  await writeFile(
    join(folder, 'worker.js'),
    `const run = async (values) => {${RUN}};
     onmessage = async ({ data }) => postMessage(await run(data).catch((fault) => String(fault)));`,
  );
  opened = await openPage(folder);
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

async function expected(): Promise<{ values: number[]; y: number[] }> {
  const graph = graphOf(PERCEPTRON);
  const inputs = seededInputs(graph);
  const list = (tensor: Tensor | undefined) => (tensor === undefined ? [] : [...numbers(tensor)]);
  const outputs = await evaluateGraph(graph, inputs);
  return { values: list(inputs.get('x')), y: list(outputs.get('y')) };
}

function expectClose(actual: readonly number[], reference: readonly number[]): void {
  expect(actual).toHaveLength(reference.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(reference[index] ?? NaN, 5));
}

interface Ran {
  readonly y: number[];
  readonly told: string[];
}

test('a page loads the module and computes', async () => {
  const { values, y } = await expected();
  const ran = await opened.page.evaluate<Ran>(
    `(async (values) => {${RUN}})(${JSON.stringify(values)})`,
  );
  expectClose(ran.y, y);
  expect(new Set(ran.told)).toEqual(new Set(['weights', 'pipelines']));
  expect(opened.log).toEqual([]);
});

test('a worker does as well', async () => {
  const { values, y } = await expected();
  const ran = await opened.page.evaluate<Ran>(`new Promise((resolve, reject) => {
    const worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => (typeof data === 'string' ? reject(new Error(data)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(${JSON.stringify(values)});
  })`);
  expectClose(ran.y, y);
});

test('names of a model that look like code stay names', async () => {
  const found = await opened.page.evaluate<{
    names: string;
    results: number[][];
    hacked: unknown;
  }>(`(async () => {
    const { load, requirements, inputs, outputs } = await import('/hostile/index.js');
    const adapter = await navigator.gpu.requestAdapter();
    const model = await load(await adapter.requestDevice(requirements));
    const given = Object.fromEntries(inputs.map(({ property }, at) => [property, Float32Array.of(at)]));
    const results = await model.run(given);
    return {
      names: JSON.stringify(inputs.map(({ name }) => name)),
      results: outputs.map(({ property }) => Array.from(results[property])),
      hacked: globalThis.hacked ?? null,
    };
  })()`);
  // As text, because half of a surrogate pair gets lost on the way from the page.
  expect(found.names === JSON.stringify(HOSTILE_NAMES)).toBe(true);
  expect(found.results).toEqual(HOSTILE_NAMES.map((_, index) => [2 * index]));
  expect(found.hacked).toBe(null);
  expect(opened.log).toEqual([]);
});
