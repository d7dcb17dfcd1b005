/** What the WebGPU target refuses; codes SNAPC4200 to SNAPC4399. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';

export const noWebgpu = defineDiagnostic('SNAPC4200', 'error', (device: string) => ({
  message: `the device ${device} has no WebGPU section`,
  hint: 'compile for another device ("snapc devices" lists them), or add a webgpu section to the device file',
}));

export const noLowering = defineDiagnostic(
  'SNAPC4201',
  'error',
  (op: string, count: number, origin: Origin) => ({
    message: `the op ${op} has no lowering for WebGPU; ${count} ${count === 1 ? 'node uses' : 'nodes use'} it`,
    hint: 'a pass that decomposes it must run before, or the model must avoid it',
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const beyondLimit = defineDiagnostic(
  'SNAPC4301',
  'error',
  (
    what: string,
    limit: string,
    needed: number,
    has: number,
    device: string,
    origin: Origin | undefined,
  ) => ({
    message: `${what} needs ${limit} ${needed}, the device ${device} has ${has}`,
    hint: cureFor(limit),
    ...(origin?.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
  }),
);

export const missingFeature = defineDiagnostic(
  'SNAPC4302',
  'error',
  (feature: string, device: string) => ({
    message: `the program needs the WebGPU feature ${feature}, which the device ${device} does not guarantee`,
    hint: 'compile with --precision fp32, or for a device that has the feature',
  }),
);

export const beyondBudget = defineDiagnostic(
  'SNAPC4303',
  'warning',
  (needed: number, weights: number, budget: number, device: string) => ({
    message: `the model takes ${megabytes(needed)} on the GPU, ${megabytes(weights)} of it weights; a page on ${device} may use ${megabytes(budget)}`,
    hint: 'the browser may end the page: compile with --precision fp16, for smaller inputs (--dim, --dims-from), or load and dispose of models one after another',
  }),
);

export const storedAsFloats = defineDiagnostic(
  'SNAPC4304',
  'note',
  (count: number, form: string, origin: Origin) => ({
    message: `${count === 1 ? 'one weight' : `${count} weights`} of ${form} ${count === 1 ? 'is' : 'are'} stored as floats: kernels unpack what a layer multiplies a dense image of 4n channels or a matrix with, with scales along n-fold inputs or outputs and tables along outputs, and where that takes less than 16 bits`,
    hint: 'the numbers stay the same; a rule with the form "float" keeps such a layer as exact as the model has it',
    ...(origin.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
  }),
);

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

function cureFor(limit: string): string {
  switch (limit) {
    case 'maxStorageBufferBindingSize':
    case 'maxBufferSize':
      return 'compile for smaller inputs (--dim, --dims-from), with --precision fp16, or for a device with a higher limit';
    default:
      return 'compile for a device with a higher limit, or for smaller inputs (--dim, --dims-from)';
  }
}
