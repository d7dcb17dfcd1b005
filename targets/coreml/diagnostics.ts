/** What the Core ML target refuses or warns of; codes SNAPC4400 to SNAPC4449. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';
import { ATTENTION_FORMS } from './lowering.ts';
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
    hint: 'phones may refuse to load it: compile with --precision fp16, or raise --target-option coreml.max_package_bytes=BYTES for a Mac',
  }),
);

export const attentionForm = defineDiagnostic(
  'SNAPC4406',
  'note',
  (form: AttentionForm, opset: string, units: string) => ({
    message: `attention is written in the form ${form}, for ${opset} on ${units}`,
    hint: `--target-option coreml.attention=FORM chooses another one: ${ATTENTION_FORMS.join(', ')}`,
  }),
);

export const differentPrograms = defineDiagnostic(
  'SNAPC4410',
  'error',
  (operation: { readonly type: string; readonly origin: Origin } | undefined) => ({
    message: `the model is another program at other sizes${operation === undefined ? '' : `: its ${operation.type} operations differ`}`,
    hint: 'a size of 1 is often simpler than others: begin at 2; else write a function for each size (--target-option coreml.shapes=functions, from iOS 18 on), or compile once for each size',
    ...placeOf(operation?.origin),
  }),
);

export const differentLiterals = defineDiagnostic(
  'SNAPC4411',
  'error',
  ({ type, origin }: { readonly type: string; readonly origin: Origin }, input: string) => ({
    message: `the input ${input} of an operation ${type} is a constant that depends on the size, and follows from no input's shape`,
    hint: 'write a function for each size (--target-option coreml.shapes=functions, from iOS 18 on), or compile once for each size',
    ...placeOf(origin),
  }),
);

export const functionsNeedOpset = defineDiagnostic('SNAPC4412', 'error', (opset: string) => ({
  message: `packages of several functions need iOS 18; the device has ${opset}`,
  hint: 'leave the option shapes at flexible, compile adapters on their own, or raise the opset in the device file',
}));

export const rangesNeedFlexible = defineDiagnostic('SNAPC4413', 'error', () => ({
  message: 'a range of sizes cannot be a function for each size',
  hint: 'list the sizes (--dim height=64,96), or leave the option shapes at flexible',
}));

export const oneFlexibleInput = defineDiagnostic(
  'SNAPC4414',
  'error',
  (opset: string, inputs: readonly string[]) => ({
    message: `before iOS 18 one input may have several shapes, and here ${inputs.length} have: ${inputs.join(', ')} (the device has ${opset})`,
    hint: 'bind dims so that only one input changes, give ranges, or raise the opset in the device file',
  }),
);

export const imageOfOneSize = defineDiagnostic('SNAPC4415', 'error', () => ({
  message: 'an image output has one size',
  hint: 'write a function for each size (--target-option coreml.shapes=functions), or leave image_output out',
}));

export const emptyPort = defineDiagnostic(
  'SNAPC4416',
  'error',
  (name: string, shape: readonly number[]) => ({
    message: `"${printable(name)}" has the shape [${shape.join(', ')}], and multi-arrays have at least one element`,
    hint: 'bind the dims to greater sizes, or cut this input or output out of the model',
  }),
);

const OLD_FORMS =
  'before iOS 18 integers take 8 bits and have scales along one axis, and a weight has one palette';

export const storedAsFloats = defineDiagnostic(
  'SNAPC4417',
  'warning',
  (count: number, form: string, opset: string) => ({
    message: `${count} ${count === 1 ? 'weight' : 'weights'} of ${form} cannot stay so in ${opset} and ${count === 1 ? 'is' : 'are'} stored as floats`,
    hint: `${OLD_FORMS}; blocks must divide a weight: use int8 or a palette for these, or raise the opset in the device file`,
  }),
);

export const storedWider = defineDiagnostic(
  'SNAPC4418',
  'note',
  (count: number, form: string, opset: string, bits: number) => ({
    message: `${count} ${count === 1 ? 'weight' : 'weights'} of ${form} ${count === 1 ? 'takes' : 'take'} ${bits} bits for each element in ${opset}, with the same numbers`,
    hint: `${OLD_FORMS}; indices of 3 bits came with it: raise the opset in the device file for smaller packages`,
  }),
);

function placeOf(origin: Origin | undefined): { readonly place?: { readonly node: string } } {
  const node = origin?.onnx[0];
  return node === undefined ? {} : { place: { node } };
}
