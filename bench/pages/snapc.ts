/** The page that runs a folder which snapc compiled. */

import { loadModel } from './load-snapc.ts';
import type { EmittedModel, EmittedModule } from './load-snapc.ts';
import { adapterName, arrayOf, elapsed, toBase64 } from './page.ts';
import type { PageModule, PageTensor } from './page.ts';

let model: EmittedModel | undefined;
let inputs: Readonly<Record<string, unknown>> = {};

export const load: PageModule['load'] = async ({ address, inputs: given }) => {
  const before = performance.now();
  const module = (await import(`${address}/index.js`)) as EmittedModule;
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('the browser has no WebGPU adapter');
  const device = await adapter.requestDevice({
    requiredFeatures: [...module.requirements.requiredFeatures],
    requiredLimits: { ...module.requirements.requiredLimits },
  });
  const opened = { name: 'device', ms: performance.now() - before };
  const loaded = await loadModel(module, device);
  model = loaded.model;
  const byName = new Map(given.map((tensor) => [tensor.name, arrayOf(tensor)]));
  inputs = Object.fromEntries(
    loaded.model.inputs.map(({ name, property }) => [property, byName.get(name)]),
  );
  return { adapter: adapterName(adapter.info), parts: [opened, ...loaded.parts] };
};

function once(): Promise<Readonly<Record<string, unknown>>> {
  if (model === undefined) throw new Error('nothing is loaded');
  return model.run(inputs);
}

export const run: PageModule['run'] = async () => {
  let results: Readonly<Record<string, unknown>> = {};
  const wallMs = await elapsed(1, async () => {
    results = await once();
  });
  const outputs = (model?.outputs ?? []).map(({ name, property, dtype, shape }): PageTensor => {
    const data = results[property] as ArrayBufferView;
    // The runtime gives halves as a Float32Array.
    const stored = data instanceof Float32Array ? 'f32' : dtype;
    return { name, dtype: stored, shape, base64: toBase64(data) };
  });
  return { wallMs, outputs };
};

export const measure: PageModule['measure'] = (runs) => elapsed(runs, once);
