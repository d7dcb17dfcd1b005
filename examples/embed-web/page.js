/** Loads the compiled text encoder, encodes one prompt, and shows how far the result is from the expected one. */

import { load, requirements } from './model/index.js';
import { openWeightCache } from './model/runtime/cache.js';

const status = document.querySelector('#status');
const result = document.querySelector('#result');

try {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) throw new Error('this browser has no WebGPU');
  const device = await adapter.requestDevice(requirements);
  const model = await load(device, {
    cache: await openWeightCache(),
    onProgress: ({ phase, done, total }) => {
      status.textContent = `${phase}: ${Math.round((100 * done) / total)} %`;
    },
  });

  const sample = await (await fetch('sample.json')).json();
  const { last_hidden_state: encoded } = await model.run({
    input_ids: Int32Array.from(sample.input_ids),
  });
  const errors = sample.last_hidden_state.map(
    (expected, index) => Math.abs(encoded[index] - expected) / (1 + Math.abs(expected)),
  );
  const error = Math.max(...errors);
  result.textContent = `${encoded.length} numbers, largest error ${error.toExponential(1)}`;
  model.dispose();
  status.textContent = 'done';
} catch (error) {
  status.textContent = `failed: ${error.message}`;
}
