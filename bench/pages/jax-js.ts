/** The page that runs an ONNX file by jax-js: traced once, compiled by its jit, on its WebGPU backend. */

import { defaultDevice, getWebGPUDevice, init, jit, numpy } from '@jax-js/jax';
import { ONNXModel } from '@jax-js/onnx';
import { adapterName, arrayOf, elapsed, toBase64 } from './page.ts';
import type { PageModule, PageTensor } from './page.ts';

type Arrays = Record<string, numpy.Array>;

let call: ((inputs: Arrays) => Arrays) | undefined;
let inputs: readonly PageTensor[] = [];

export const load: PageModule['load'] = async ({ address, inputs: given }) => {
  const before = performance.now();
  const available = await init('webgpu');
  if (!available.includes('webgpu')) throw new Error('jax-js finds no WebGPU adapter');
  defaultDevice('webgpu');
  const device = { name: 'device', ms: performance.now() - before };
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const model = new ONNXModel(bytes);
  call = jit(model.run);
  inputs = given;
  const loaded = { name: 'weights', ms: performance.now() - before - device.ms };
  return { adapter: adapterName(getWebGPUDevice().adapterInfo), parts: [device, loaded] };
};

/** Arrays are consumed by the call, so that each run makes them anew, as an application does. */
async function once(): Promise<readonly (readonly [string, numpy.Array, Float32Array])[]> {
  if (call === undefined) throw new Error('nothing is loaded');
  const values = inputs.map((tensor) => [tensor.name, toArray(tensor)] as const);
  const results = call(Object.fromEntries(values));
  const read = [];
  for (const [name, array] of Object.entries(results)) {
    const data = await array.ref.data();
    read.push([name, array, data as Float32Array] as const);
  }
  return read;
}

const decoded = new WeakMap<PageTensor, Float32Array | Int32Array>();

function toArray(tensor: PageTensor): numpy.Array {
  const data = decoded.get(tensor) ?? narrow(arrayOf(tensor));
  decoded.set(tensor, data);
  const dtype = data instanceof Int32Array ? numpy.int32 : numpy.float32;
  return numpy.array(data, { shape: [...tensor.shape], dtype });
}

/** jax-js computes with 32-bit integers. */
function narrow(data: ReturnType<typeof arrayOf>): Float32Array | Int32Array {
  return data instanceof BigInt64Array ? Int32Array.from(data, Number) : data;
}

export const run: PageModule['run'] = async () => {
  let results: Awaited<ReturnType<typeof once>> = [];
  const wallMs = await elapsed(1, async () => {
    results = await once();
  });
  const outputs = results.map(([name, array, data]): PageTensor => {
    return { name, dtype: 'f32', shape: array.shape, base64: toBase64(data) };
  });
  for (const [, array] of results) array.dispose();
  return { wallMs, outputs };
};

export const measure: PageModule['measure'] = (runs) =>
  elapsed(runs, async () => {
    for (const [, array] of await once()) array.dispose();
  });
