/** The faults of an ONNX file as a container: wire format, header, graphs, attributes; codes SNAPC2000 to SNAPC2049. */

import { defineDiagnostic, printable } from '../../../../ir/diagnostics.ts';
import type { Place } from '../../../../ir/diagnostics.ts';

const DAMAGED =
  'the file is cut off or damaged, or is no ONNX model: fetch or export it again and compare its size';

export const emptyFile = defineDiagnostic('SNAPC2000', 'error', (file: string) => ({
  message: 'the file is empty',
  hint: 'export the model again; the disk may have been full',
  place: { file },
}));

export const notOnnx = defineDiagnostic(
  'SNAPC2001',
  'error',
  (kind: string, cure: string, file: string) => ({
    message: `this is ${kind}, not an ONNX model`,
    hint: cure,
    place: { file },
  }),
);

export const brokenWire = defineDiagnostic(
  'SNAPC2002',
  'error',
  (message: string, found: string, place: Place) => ({
    message: `${message} is broken: ${found}`,
    hint: DAMAGED,
    place,
  }),
);

export const groupField = defineDiagnostic(
  'SNAPC2003',
  'error',
  (message: string, place: Place) => ({
    message: `${message} contains a group, a coding that ONNX does not have`,
    hint: DAMAGED,
    place,
  }),
);

const WIRE_NAMES = ['a varint', '8 bytes', 'a run of bytes', 'a group', 'a group', '4 bytes'];

export const wrongWireType = defineDiagnostic(
  'SNAPC2004',
  'error',
  (message: string, field: string, found: number, expected: number, place: Place) => ({
    message: `${field} of ${message} is ${WIRE_NAMES[found] ?? found}, not ${WIRE_NAMES[expected] ?? expected}`,
    hint: DAMAGED,
    place,
  }),
);

export const fieldTwice = defineDiagnostic(
  'SNAPC2005',
  'error',
  (message: string, field: string, place: Place) => ({
    message: `${field} of ${message} is given twice`,
    hint: 'tools read such a file differently: save the model again with the onnx package',
    place,
  }),
);

export const badText = defineDiagnostic(
  'SNAPC2006',
  'error',
  (message: string, field: string, found: string, place: Place) => ({
    message: `${field} of ${message} contains ${found}`,
    hint: 'names must be text: export the model again, or rename what is named so',
    place,
  }),
);

export const nameTooLong = defineDiagnostic(
  'SNAPC2007',
  'error',
  (message: string, field: string, length: number, most: number, place: Place) => ({
    message: `${field} of ${message} is ${length} bytes long; at most ${most} are read`,
    hint: 'rename it',
    place,
  }),
);

export const tooDeep = defineDiagnostic(
  'SNAPC2008',
  'error',
  (message: string, most: number, place: Place) => ({
    message: `${message} is nested more than ${most} deep`,
    hint: 'flatten the model: inline its subgraphs before the export',
    place,
  }),
);

export const tooManyFields = defineDiagnostic(
  'SNAPC2009',
  'error',
  (message: string, most: number, place: Place) => ({
    message: `${message} has more than ${most} entries`,
    hint: 'such a graph is beyond what any target runs: simplify or split the model',
    place,
  }),
);

export const tooManyScalars = defineDiagnostic(
  'SNAPC2010',
  'error',
  (message: string, place: Place) => ({
    message: `the names and numbers of one ${message} take more than a megabyte`,
    hint: 'keep large data in tensors',
    place,
  }),
);

export const tooManyElements = defineDiagnostic(
  'SNAPC2011',
  'error',
  (list: string, most: number, place: Place) => ({
    message: `${list} has more than ${most} elements`,
    hint: 'keep large data in tensors',
    place,
  }),
);

export const tooManyRecords = defineDiagnostic(
  'SNAPC2012',
  'error',
  (most: number, place: Place) => ({
    message: `the model has more than ${most} nodes, tensors and attributes`,
    hint: 'such a model is beyond what any target runs: simplify or split it',
    place,
  }),
);

export const moreProblems = defineDiagnostic('SNAPC2013', 'error', (count: number) => ({
  message: `${count} more problems are not listed`,
  hint: 'cure the first ones and repeat the command',
}));

export const tooManyProblems = defineDiagnostic('SNAPC2014', 'error', (file: string) => ({
  message: 'the reading was ended, since almost everything in the file is faulty',
  hint: DAMAGED,
  place: { file },
}));

export const noGraph = defineDiagnostic('SNAPC2020', 'error', (file: string) => ({
  message: 'the file has no graph',
  hint: DAMAGED,
  place: { file },
}));

export const badIrVersion = defineDiagnostic(
  'SNAPC2021',
  'error',
  (version: number | bigint, oldest: number, newest: number, file: string) => ({
    message: `IR version ${version} is not supported`,
    hint: `snapc reads IR versions ${oldest} to ${newest}: convert the model with the onnx package, or export it again`,
    place: { file },
  }),
);

export const newIrVersion = defineDiagnostic(
  'SNAPC2022',
  'warning',
  (version: number, tested: number, file: string) => ({
    message: `IR version ${version} is newer than ${tested}, the newest that snapc is tested with`,
    hint: 'if something is refused or looks wrong, export the model with an older version of the onnx package',
    place: { file },
  }),
);

export const noOpset = defineDiagnostic('SNAPC2023', 'error', (owner: string, place: Place) => ({
  message: `${printable(owner)} does not say which operator set it uses`,
  hint: 'add opset_import: without it the meaning of the nodes is unknown',
  place,
}));

export const badOpset = defineDiagnostic(
  'SNAPC2024',
  'error',
  (domain: string, version: number | bigint, place: Place) => ({
    message: `opset ${version} of domain "${printable(domain)}" is no version`,
    hint: 'a version is a whole number from 1 upwards',
    place,
  }),
);

export const opsetTwice = defineDiagnostic(
  'SNAPC2025',
  'error',
  (domain: string, first: number, second: number, place: Place) => ({
    message: `domain "${printable(domain)}" is imported with opset ${first} and with opset ${second}`,
    hint: 'keep one of them',
    place,
  }),
);

export const functionTwice = defineDiagnostic(
  'SNAPC2026',
  'error',
  (name: string, file: string) => ({
    message: `the function ${printable(name)} is defined twice`,
    hint: 'keep one of them, or give them different overload names',
    place: { file },
  }),
);

export const unnamed = defineDiagnostic('SNAPC2027', 'error', (what: string, place: Place) => ({
  message: `${what} has no name`,
  hint: 'export the model again',
  place,
}));

export const nameTwice = defineDiagnostic(
  'SNAPC2028',
  'error',
  (what: string, name: string, file: string) => ({
    message: `two ${what} are named "${printable(name)}"`,
    hint: 'names must be unique: rename one of them',
    place: { file, value: name },
  }),
);

export const inputDiffers = defineDiagnostic(
  'SNAPC2029',
  'error',
  (name: string, declared: string, stored: string, file: string) => ({
    message: `the input "${printable(name)}" is declared as ${declared}, and its initializer is ${stored}`,
    hint: 'make both the same, or remove the input',
    place: { file, value: name },
  }),
);

export const badDimension = defineDiagnostic(
  'SNAPC2030',
  'error',
  (name: string, dim: number | bigint, file: string) => ({
    message: `the type of "${printable(name)}" has the dimension ${dim}`,
    hint: 'a dimension is 0 or more, or has a name',
    place: { file, value: name },
  }),
);

export const badRank = defineDiagnostic(
  'SNAPC2031',
  'error',
  (name: string, rank: number, most: number, file: string) => ({
    message: `the type of "${printable(name)}" has ${rank} dimensions; at most ${most} are read`,
    hint: DAMAGED,
    place: { file, value: name },
  }),
);

export const attributeTwice = defineDiagnostic(
  'SNAPC2032',
  'error',
  (name: string, place: Place) => ({
    message: `the attribute "${printable(name)}" is given twice`,
    hint: 'keep one of them',
    place,
  }),
);

export const attributeMixed = defineDiagnostic(
  'SNAPC2033',
  'error',
  (name: string, type: string, found: readonly string[], place: Place) => ({
    message: `the attribute "${printable(name)}" says ${type} and holds ${found.join(' and ') || 'nothing'}`,
    hint: 'an attribute has one value, of the type that it says',
    place,
  }),
);

export const strayReference = defineDiagnostic(
  'SNAPC2034',
  'error',
  (name: string, target: string, place: Place) => ({
    message: `the attribute "${printable(name)}" refers to "${printable(target)}" outside of a function`,
    hint: 'only the nodes of a function can refer to the attributes of its caller',
    place,
  }),
);
