/** What lowering to NNAPI refuses; codes SNAPC4500 to SNAPC4529. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';

export const cannotLower = defineDiagnostic(
  'SNAPC4500',
  'error',
  (op: string, reason: string, cure: string, origin: Origin) => ({
    message: `${op}: ${reason}`,
    hint: cure,
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const noCarrier = defineDiagnostic(
  'SNAPC4501',
  'error',
  (dtype: string, name: string | undefined, origin: Origin | undefined) => ({
    message: `NNAPI has no ${dtype}${name === undefined ? '' : ` for the tensor ${JSON.stringify(name)}`}`,
    hint: 'convert it before: --precision turns floats into fp32 or fp16, integers need 32 bits',
    ...(origin?.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
  }),
);

export const noLowering = defineDiagnostic(
  'SNAPC4502',
  'error',
  (op: string, count: number, origin: Origin) => ({
    message: `the op ${op} has no lowering for NNAPI; ${count} ${count === 1 ? 'node uses' : 'nodes use'} it`,
    hint: 'a pass that decomposes it must run before, or the model must avoid it',
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const emptyPort = defineDiagnostic('SNAPC4503', 'error', (name: string) => ({
  message: `the tensor ${JSON.stringify(name)} at the model's border has no elements`,
  hint: 'in NNAPI a size of 0 means that it is not known: bind its dims to sizes of 1 or more (--dim)',
}));

export const noNnapi = defineDiagnostic('SNAPC4504', 'error', (device: string) => ({
  message: `the device ${device} has no NNAPI of feature level 3 (Android 10) or newer`,
  hint: 'compile for an Android phone ("snapc devices" lists the devices), or correct the nnapi section of the device file',
}));

export const deprecated = defineDiagnostic('SNAPC4505', 'warning', (device: string) => ({
  message: `Android 15 deprecates NNAPI, and ${device} runs it: drivers are optional, and without one the processor computes`,
  hint: 'the library tells at start what devices there are; compile for webgpu as well, or use LiteRT with a GPU or vendor delegate',
}));

export const noInputs = defineDiagnostic('SNAPC4506', 'error', () => ({
  message: 'the model has no inputs, and NNAPI takes none without',
  hint: 'what it gives is constant: keep it in a file, or make one of its weights an input',
}));

export const weightTooLarge = defineDiagnostic(
  'SNAPC4507',
  'error',
  (bytes: number, most: number, op: string, origin: Origin) => ({
    message: `${op}: a weight takes ${bytes} bytes, and NNAPI takes ${most} at most`,
    hint: 'compile in fp16, or split the weight in the model, such as the table of an embedding by its rows',
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const storedInMoreBits = defineDiagnostic(
  'SNAPC4508',
  'warning',
  (count: number, form: string, bits: number) => ({
    message: `${count === 1 ? 'a weight' : `${count} weights`} of ${form} ${count === 1 ? 'takes' : 'take'} ${bits} bits for each number: NNAPI stores numbers of 8 bits and floats, and those of 8 bits with one scale for each output or run of inputs`,
    hint: 'the numbers stay the same; --compress int8 takes 8 bits',
  }),
);

export const computesInFloats = defineDiagnostic(
  'SNAPC4509',
  'warning',
  (count: number, origin: Origin) => ({
    message: `${count} ${count === 1 ? 'layer has activations of 8 bits and computes' : 'layers have activations of 8 bits and compute'} in floats: NNAPI's operations on 8 bits give 8 bits too, take one scale for an activation, and weights of 8 bits`,
    hint: 'quantise what the layers give as well (activations: full=true), concatenations with one scale (concats=whole), and weights with a scale for each output',
    ...(origin.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
  }),
);

export const biasTooLarge = defineDiagnostic(
  'SNAPC4510',
  'error',
  (op: string, origin: Origin) => ({
    message: `${op}: its weights are so small beside its bias that the bias is no 32-bit integer in their scale`,
    hint: 'leave the layer out of the 8 bits by a rule of the compression, or prune outputs whose weights vanish',
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const relaxedAngles = defineDiagnostic(
  'SNAPC4511',
  'warning',
  (count: number, origin: Origin) => ({
    message: `${count} ${count === 1 ? 'angle' : 'angles'} of sines may be computed in halves by a driver, since the model is relaxed; at a step of 1000 they are off by up to 0.5`,
    hint: 'compile with --precision fp16 in the place of relaxed, where angles stay in fp32',
    ...(origin.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
  }),
);
