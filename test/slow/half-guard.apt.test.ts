/**
 * Models that overflow in fp16 on WebGPU (lavapipe, whose shaders have it) and on NNAPI's reference: broken as they are,
 * right with the guard.
 */

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emit, lower } from '../../compiler/compile-target.ts';
import { Extremes } from '../../compiler/guard/extremes.ts';
import { guarded } from '../../compiler/guard/place-guard.ts';
import type { GuardReport } from '../../compiler/guard/report.ts';
import { WeightMeasures } from '../../compiler/guard/statistics.ts';
import { stageOutput } from '../../compiler/host/node.ts';
import { GENERATOR, MANIFEST } from '../../compiler/host/output.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { interfaceOf, prepareTargets } from '../../compiler/prepare.ts';
import { asDeclared } from '../../compiler/validate.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { findDevice } from '../../targets/devices/index.ts';
import { given, passesFor } from '../../targets/nnapi/pipeline.ts';
import { lowerGraph } from '../../targets/nnapi/lower.ts';
import { WIDE_SUMS_FROM } from '../../targets/nnapi/options.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { must } from '../coreml/run-program.ts';
import { errorOf, exact } from '../guard/in-halves.ts';
import type { Model } from '../guard/in-halves.ts';
import { OVERFLOWING } from '../guard/overflowing.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';
import { runMany } from '../nnapi-numbers/many-models.ts';
import type { EmittedModel } from '../nnapi-numbers/many-models.ts';
import { runCompiled } from '../numbers/product.ts';
import type { Tensors } from '../numbers/product.ts';

const scratch = await mkdtemp(join(tmpdir(), 'snapc-half-guard-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

beforeAll(() => {
  const script = fileURLToPath(new URL('../setup/lavapipe.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
});

const BROKEN = 0.1;
const RIGHT = 1e-2;
const LEVEL = 30;

type Mode = 'off' | 'repair';

const requestFor = (mode: Mode, { graph, inputs }: Model) => ({
  mode,
  measures: new WeightMeasures(),
  extremes: new Extremes([asDeclared(graph, inputs)]),
});

async function onWebGpu(model: Model, mode: Mode) {
  const graph = cloneGraph(model.graph);
  const request = {
    targets: [webgpu],
    device: must(findDevice('lavapipe')),
    precision: 'fp16',
    targetOptions: new Map([['webgpu', { residuals: 'fp16' }]]),
    guard: requestFor(mode, model),
  } as const;
  const [prepared] = must(prepareTargets(request, graph, 'model'));
  if (prepared === undefined) throw new Error('one target is prepared');
  const variants = [{ sizes: new Map<string, number>(), graph }] as const;
  const lowered = await lower(prepared, { variants }, {});
  const folder = await mkdtemp(join(scratch, 'webgpu-'));
  const stage = must(await stageOutput(join(folder, 'out')));
  await emit(lowered.target, lowered.graph, graph.size, stage, {});
  const manifest = stage.file(MANIFEST);
  await manifest.write(new TextEncoder().encode(JSON.stringify({ generator: GENERATOR })));
  await manifest.close();
  must(await stage.commit());
  const outputs = await runCompiled(join(folder, 'out'), model.inputs, 'lavapipe');
  return { outputs, report: prepared.guarded[0] };
}

/** Scores and squares are never stored there: kernels add up in fp32 and scale what they have before they round it. */
const STORED = /residual stream/;

it.each(OVERFLOWING)('$name, on WebGPU', async ({ name, model }) => {
  const own = await model();
  const expected = await exact(own);
  const broken = errorOf((await onWebGpu(own, 'off')).outputs, expected);
  const { outputs, report } = await onWebGpu(own, 'repair');
  if (STORED.test(name)) expect(broken).toBeGreaterThan(BROKEN);
  else expect(broken).toBeLessThan(RIGHT);
  expect(errorOf(outputs, expected)).toBeLessThan(RIGHT);
  expect(report?.left).toBe(0);
});

/** NNAPI's norms compute in fp32, but drivers may add up short sums in halves. */
const NNAPI_HALVES = {
  values: 'fp16',
  sums: 'fp16',
  wideSumsFrom: WIDE_SUMS_FROM,
  squares: 'fp16',
} as const;

it('on NNAPI', async () => {
  const models: EmittedModel[] = [];
  const left: (number | undefined)[] = [];
  const expected: Tensors[] = [];
  for (const { model } of OVERFLOWING) {
    const own = await model();
    expected.push(await exact(own));
    for (const mode of ['off', 'repair'] as const) {
      const graph = cloneGraph(own.graph);
      const context = contextAt(LEVEL);
      const passes = passesFor(context, 'fp16', { layers: 0 });
      const request = requestFor(mode, own);
      const onReport = (report: GuardReport) => void left.push(report.left);
      const steps = guarded(passes, request, NNAPI_HALVES, onReport);
      must(await runPipeline(graph, steps, given));
      const lowered = lowerGraph(graph, context);
      models.push({ model: lowered, interface: interfaceOf(own.graph), inputs: own.inputs });
    }
  }
  const ran = await runMany(models, LEVEL, join(scratch, 'nnapi'));
  for (const [index, want] of expected.entries()) {
    const [broken, mended] = ran.slice(2 * index, 2 * index + 2).map((outputs) => {
      if (typeof outputs === 'string') throw new Error(outputs);
      return errorOf(outputs, want);
    });
    expect(broken).toBeGreaterThan(BROKEN);
    expect(mended).toBeLessThan(RIGHT);
  }
  expect(left).toEqual(OVERFLOWING.map(() => 0));
});
