/** The faults of tensors and of external data in an ONNX file; codes SNAPC2050 to SNAPC2099. */

import { defineDiagnostic, printable } from '../../../../ir/diagnostics.ts';
import type { Place } from '../../../../ir/diagnostics.ts';

export const unsupportedData = defineDiagnostic(
  'SNAPC2050',
  'error',
  (type: string, place: Place) => ({
    message: `tensors of ${type} are not supported`,
    hint: 'convert the tensor to a type of ordinary numbers before the export',
    place,
  }),
);

export const negativeDim = defineDiagnostic(
  'SNAPC2051',
  'error',
  (dim: number | bigint, place: Place) => ({
    message: `a dimension of the tensor is ${dim}`,
    hint: 'stored tensors have fixed dimensions of 0 or more: export the model again',
    place,
  }),
);

export const tooManyValues = defineDiagnostic('SNAPC2052', 'error', (place: Place) => ({
  message: 'the dimensions of the tensor multiply to more elements than can be counted exactly',
  hint: 'export the model again',
  place,
}));

export const wrongSize = defineDiagnostic(
  'SNAPC2053',
  'error',
  (field: string, found: number, expected: number, type: string, place: Place) => ({
    message: `${field} holds ${found} bytes, and ${type} needs ${expected}`,
    hint: 'dimensions and data belong to different tensors: export the model again',
    place,
  }),
);

export const wrongCount = defineDiagnostic(
  'SNAPC2054',
  'error',
  (field: string, found: string, expected: number, type: string, place: Place) => ({
    message: `${field} holds ${found} elements, and ${type} needs ${expected}`,
    hint: 'dimensions and data belong to different tensors: export the model again',
    place,
  }),
);

export const severalData = defineDiagnostic(
  'SNAPC2055',
  'error',
  (fields: readonly string[], place: Place) => ({
    message: `the tensor has its data twice: ${fields.join(' and ')}`,
    hint: 'keep one of them',
    place,
  }),
);

export const noData = defineDiagnostic(
  'SNAPC2056',
  'error',
  (type: string, bytes: number, place: Place) => ({
    message: `the tensor has no data, and ${type} needs ${bytes} bytes`,
    hint: 'the weights were left out when the model was saved: save it with its weights',
    place,
  }),
);

export const segmented = defineDiagnostic('SNAPC2057', 'error', (place: Place) => ({
  message: 'the tensor is stored in segments',
  hint: 'segments are not supported by any tool: save the model again with the onnx package',
  place,
}));

export const wrongField = defineDiagnostic(
  'SNAPC2058',
  'error',
  (type: string, found: string, expected: string, place: Place) => ({
    message: `the data of a tensor of ${type} is in ${found}, where ONNX has it in ${expected}`,
    hint: 'save the model again with the onnx package',
    place,
  }),
);

export const outOfRange = defineDiagnostic(
  'SNAPC2059',
  'error',
  (value: number | bigint, type: string, place: Place) => ({
    message: `the tensor holds ${value}, which is no ${type}`,
    hint: 'type and data belong to different tensors: export the model again',
    place,
  }),
);

export const typedTooLarge = defineDiagnostic(
  'SNAPC2060',
  'error',
  (field: string, bytes: number, most: number, place: Place) => ({
    message: `${field} takes ${bytes} bytes; at most ${most} are read in this form`,
    hint: 'save the model again with raw_data or external data (the onnx package does)',
    place,
  }),
);

export const sparseTooLarge = defineDiagnostic(
  'SNAPC2061',
  'error',
  (bytes: number, most: number, place: Place) => ({
    message: `the sparse tensor takes ${bytes} bytes once dense; at most ${most} are supported`,
    hint: 'store it as a dense tensor',
    place,
  }),
);

export const sparseShape = defineDiagnostic(
  'SNAPC2062',
  'error',
  (reason: string, place: Place) => ({
    message: `the sparse tensor is not well formed: ${reason}`,
    hint: 'store it as a dense tensor',
    place,
  }),
);

export const noLocation = defineDiagnostic('SNAPC2070', 'error', (place: Place) => ({
  message: 'the tensor is external and does not say where (no location)',
  hint: 'save the model again with external data',
  place,
}));

export const keyTwice = defineDiagnostic('SNAPC2071', 'error', (key: string, place: Place) => ({
  message: `external_data gives "${printable(key)}" twice`,
  hint: 'keep one of them',
  place,
}));

export const badNumber = defineDiagnostic(
  'SNAPC2072',
  'error',
  (key: string, text: string, place: Place) => ({
    message: `the external ${key} is "${printable(text, 60)}", not a whole number`,
    hint: 'offset and length are plain decimal numbers of bytes',
    place,
  }),
);

export const outsideFile = defineDiagnostic(
  'SNAPC2073',
  'error',
  (location: string, offset: bigint, length: number, size: number, place: Place) => ({
    message: `the tensor lies at bytes ${offset} to ${offset + BigInt(length)} of "${printable(location)}", which has ${size}`,
    hint: 'the file is cut off, or belongs to another model: fetch both again',
    place,
  }),
);

export const wrongLength = defineDiagnostic(
  'SNAPC2074',
  'error',
  (length: bigint, expected: number, type: string, place: Place) => ({
    message: `the external length is ${length}, and ${type} needs ${expected} bytes`,
    hint: 'dimensions and data belong to different tensors: export the model again',
    place,
  }),
);

export const unknownKeys = defineDiagnostic(
  'SNAPC2075',
  'warning',
  (keys: readonly string[], file: string) => ({
    message: `external_data has keys that are not known: ${keys.map((key) => `"${printable(key, 40)}"`).join(', ')}; they are ignored`,
    hint: 'the keys of ONNX are location, offset, length and checksum; look for a spelling error',
    place: { file },
  }),
);

export const tooManyFiles = defineDiagnostic(
  'SNAPC2076',
  'error',
  (most: number, file: string) => ({
    message: `the tensors lie in more than ${most} external files`,
    hint: 'save the model again with all its weights in one file',
    place: { file },
  }),
);
