/** What lowering to Core ML refuses; codes SNAPC4450 to SNAPC4469. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';

export const cannotLower = defineDiagnostic(
  'SNAPC4450',
  'error',
  (op: string, reason: string, cure: string, origin: Origin) => ({
    message: `${op}: ${reason}`,
    hint: cure,
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

export const noCarrier = defineDiagnostic(
  'SNAPC4451',
  'error',
  (dtype: string, name: string | undefined, origin: Origin | undefined) => ({
    message: `Core ML has no ${dtype}${name === undefined ? '' : ` for the tensor ${JSON.stringify(name)}`}`,
    hint: 'convert it before: --precision turns floats into fp32 or fp16, integers need 32 bits',
    ...(origin?.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
  }),
);

export const widePort = defineDiagnostic('SNAPC4452', 'error', (name: string, axes: number) => ({
  message: `${JSON.stringify(printable(name))} has ${axes} axes and several sizes; Core ML's tensors have five axes at most`,
  hint: 'bind its dims to one size each (--dim NAME=VALUE), or export the model with at most five axes there',
}));
