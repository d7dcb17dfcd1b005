/** What the Core ML target refuses or warns of; codes SNAPC4400 to SNAPC4449. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';
import type { AttentionForm } from './lowering.ts';

export const noCoreml = defineDiagnostic('SNAPC4400', 'error', (device: string) => ({
  message: `the device ${device} has no Core ML section`,
  hint: 'compile for an iPhone ("snapc devices" lists the devices), or add a coreml section to the device file',
}));

export const opsetTooOld = defineDiagnostic(
  'SNAPC4401',
  'error',
  (device: string, opset: string) => ({
    message: `the device ${device} runs the opset ${opset}; packages need CoreML6 (iOS 16) or newer`,
    hint: 'raise specificationVersion and opset in the device file, or compile for another device',
  }),
);

export const noLowering = defineDiagnostic(
  'SNAPC4402',
  'error',
  (op: string, count: number, origin: Origin) => ({
    message: `the op ${op} has no lowering for Core ML; ${count} ${count === 1 ? 'node uses' : 'nodes use'} it`,
    hint: 'a pass that decomposes it must run before, or the model must avoid it',
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const unknownImageOutput = defineDiagnostic(
  'SNAPC4403',
  'error',
  (name: string, outputs: readonly string[]) => ({
    message: `the option image_output names ${JSON.stringify(name)}, which is no output of the model`,
    hint: `its outputs are ${outputs.map((output) => JSON.stringify(output)).join(', ')}`,
  }),
);

export const notAnImage = defineDiagnostic(
  'SNAPC4404',
  'error',
  (name: string, shape: readonly (number | undefined)[]) => ({
    message: `the output ${JSON.stringify(name)} of shape [${shape.join(', ')}] is no image`,
    hint: 'an image has the shape [1, 3, height, width]: set the batch to 1 (--dim), or leave image_output out',
  }),
);

export const packageTooLarge = defineDiagnostic(
  'SNAPC4405',
  'warning',
  (bytes: number, limit: number) => ({
    message: `the package takes ${Math.ceil(bytes / 1e6)} MB, more than ${Math.floor(limit / 1e6)} MB, and cannot be cut there`,
    hint: 'phones may refuse to load it: compile with --precision fp16, or raise max_package_bytes for a Mac',
  }),
);

export const attentionForm = defineDiagnostic(
  'SNAPC4406',
  'note',
  (form: AttentionForm, opset: string, units: string) => ({
    message: `attention is written in the form ${form}, for ${opset} on ${units}`,
    hint: 'the option attention=FORM chooses another one',
  }),
);
