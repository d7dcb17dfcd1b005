/** Every fault the converter can report: codes SNAPC2200 to SNAPC2499. */

import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';
import type { DiagnosticBody, Place } from '../../../ir/diagnostics.ts';

/** The first few of many names, for a message. */
function firstFew(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, limit).map((name) => JSON.stringify(printable(name, 80)));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function quoted(name: string): string {
  return JSON.stringify(printable(name, 80));
}

// ---- operators ----------------------------------------------------------------------------------

export interface UnsupportedOperator {
  /** With its domain: `com.microsoft.FusedConv`. */
  readonly op: string;
  readonly count: number;
  readonly nodes: readonly string[];
  readonly reason: string;
  readonly hint: string;
}

export const unsupportedOperator = defineDiagnostic(
  'SNAPC2200',
  'error',
  ({ op, count, nodes, reason, hint }: UnsupportedOperator): DiagnosticBody => ({
    message: `operator ${printable(op, 120)} ${reason}: ${count} ${count === 1 ? 'node' : 'nodes'} (${firstFew(nodes)})`,
    hint,
    place: { op: printable(op, 120) },
  }),
);

export const missingOpset = defineDiagnostic('SNAPC2201', 'error', (domain: string) => ({
  message: `the model does not say which version of operator set ${quoted(domain === '' ? 'ai.onnx' : domain)} it uses`,
  hint: 'export the model again; every domain that a node uses must be listed in opset_import',
}));

export const opsetTooNew = defineDiagnostic(
  'SNAPC2202',
  'error',
  (version: number, newest: number) => ({
    message: `operator set ${version} is newer than ${newest}, the newest that snapc knows`,
    hint: `export with opset ${newest} or below, or convert with onnx.version_converter.convert_version(model, ${newest})`,
  }),
);

// ---- nodes --------------------------------------------------------------------------------------

/** Something an operator allows and snapc does not, or that contradicts itself. */
export const refusedNode = defineDiagnostic(
  'SNAPC2210',
  'error',
  (message: string, hint: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: ${message}`,
    hint,
    place,
  }),
);

export const notConstant = defineDiagnostic(
  'SNAPC2211',
  'error',
  (what: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: ${what} must be known when the model is compiled`,
    hint: 'export the model with this value fixed (constant folding on), or bind the dims it comes from with --dim',
    place,
  }),
);

export const missingInput = defineDiagnostic(
  'SNAPC2212',
  'error',
  (index: number, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: input ${index} is missing`,
    hint: 'the file is not valid ONNX: export it again and run onnx.checker.check_model on it',
    place,
  }),
);

export const tooManyValues = defineDiagnostic(
  'SNAPC2213',
  'error',
  (kind: 'inputs' | 'outputs', given: number, most: number, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: ${given} ${kind}, of which snapc knows ${most}`,
    hint:
      kind === 'outputs'
        ? 'only the first outputs are supported: cut the readers of the others out of the model'
        : 'the file is not valid ONNX: run onnx.checker.check_model on it',
    place,
  }),
);

export const wrongAttribute = defineDiagnostic(
  'SNAPC2220',
  'error',
  (name: string, expected: string, given: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: attribute ${quoted(name)} must be ${expected}, not ${printable(given, 60)}`,
    hint: 'the file is not valid ONNX: export it again and run onnx.checker.check_model on it',
    place,
  }),
);

export const missingAttribute = defineDiagnostic(
  'SNAPC2221',
  'error',
  (name: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: attribute ${quoted(name)} is required`,
    hint: 'the file is not valid ONNX: export it again and run onnx.checker.check_model on it',
    place,
  }),
);

export const ignoredAttribute = defineDiagnostic(
  'SNAPC2222',
  'warning',
  (name: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: attribute ${quoted(name)} is unknown and was ignored`,
    hint: 'compare the numbers with `snapc diff` if the attribute changes what the operator computes',
    place,
  }),
);

export const widenedInputs = defineDiagnostic(
  'SNAPC2223',
  'warning',
  (given: readonly string[], taken: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'} reads ${given.join(' and ')}, which ONNX forbids; all are taken as ${taken}`,
    hint: 'other runtimes refuse this file: cast the inputs to one dtype before the export',
    place,
  }),
);

export const tooLarge = defineDiagnostic(
  'SNAPC2230',
  'error',
  (what: string, elements: number, limit: number, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: ${what} would have ${elements} elements, more than ${limit}`,
    hint: 'check the shape inputs of this node and the values given with --dim',
    place,
  }),
);

// ---- the graph ----------------------------------------------------------------------------------

export const cycle = defineDiagnostic('SNAPC2240', 'error', (nodes: readonly string[]) => ({
  message: `nodes read each other's results in a circle: ${firstFew(nodes)}`,
  hint: 'the file is damaged or hand-made: export the model again',
}));

export const danglingInput = defineDiagnostic(
  'SNAPC2241',
  'error',
  (value: string, readers: readonly string[]): DiagnosticBody => ({
    message: `nothing produces tensor ${quoted(value)}, which ${firstFew(readers)} ${readers.length === 1 ? 'reads' : 'read'}`,
    hint: 'the file is damaged or was cut out of a larger graph: export it again, or make the tensor an input',
    place: { value },
  }),
);

export const twoProducers = defineDiagnostic(
  'SNAPC2242',
  'error',
  (value: string, nodes: readonly string[]): DiagnosticBody => ({
    message: `tensor ${quoted(value)} is produced more than once, by ${firstFew(nodes)}`,
    hint: 'every tensor of an ONNX graph has one producer: export the model again',
    place: { value },
  }),
);

export const missingOutput = defineDiagnostic(
  'SNAPC2243',
  'error',
  (value: string): DiagnosticBody => ({
    message: `nothing produces output ${quoted(value)}`,
    hint: 'the file is damaged or was cut out of a larger graph: export the model again',
    place: { value },
  }),
);

export const repeatedName = defineDiagnostic(
  'SNAPC2244',
  'error',
  (kind: 'input' | 'output', name: string): DiagnosticBody => ({
    message: `two ${kind}s are called ${quoted(name)}`,
    hint: `give each ${kind} its own name`,
    place: { value: name },
  }),
);

export const noOutputs = defineDiagnostic('SNAPC2245', 'error', () => ({
  message: 'the model has no outputs',
  hint: 'the file is damaged: export the model again',
}));

// ---- functions and control flow -----------------------------------------------------------------

export const recursiveFunction = defineDiagnostic(
  'SNAPC2250',
  'error',
  (names: readonly string[]) => ({
    message: `functions of the model call each other in a circle: ${firstFew(names)}`,
    hint: 'ONNX functions cannot be recursive: export the model again',
  }),
);

export const tooMuchInlining = defineDiagnostic(
  'SNAPC2251',
  'error',
  (what: string, limit: number) => ({
    message: `${what} expand to more than ${limit} nodes`,
    hint: 'export the model without functions and with its loops kept out of the graph',
  }),
);

export const dynamicControlFlow = defineDiagnostic(
  'SNAPC2252',
  'error',
  (what: string, place: Place): DiagnosticBody => ({
    message: `${place.op ?? 'node'}: ${what}`,
    hint: 'snapc compiles graphs without run-time control flow: export the model by tracing, or bind the dims that decide this with --dim',
    place,
  }),
);

// ---- interface ----------------------------------------------------------------------------------

export const unsupportedInput = defineDiagnostic(
  'SNAPC2260',
  'error',
  (name: string, what: string): DiagnosticBody => ({
    message: `input ${quoted(name)} is ${what}`,
    hint: 'only tensors of numbers can be inputs: export the model with tensor inputs',
    place: { value: name },
  }),
);

export const contradictedDType = defineDiagnostic(
  'SNAPC2261',
  'error',
  (name: string, declared: string, inferred: string): DiagnosticBody => ({
    message: `output ${quoted(name)} is declared as ${declared} but computed as ${inferred}`,
    hint: 'the file contradicts itself: export the model again',
    place: { value: name },
  }),
);

export const contradictedShape = defineDiagnostic(
  'SNAPC2262',
  'warning',
  (names: readonly string[], declared: string, inferred: string): DiagnosticBody => ({
    message: `the declared shape of ${firstFew(names)} is not what the graph computes: ${declared} against ${inferred}`,
    hint: 'the computed shape is used; export the model again if this is unexpected',
    ...(names[0] === undefined ? {} : { place: { value: names[0] } }),
  }),
);

// ---- dims ---------------------------------------------------------------------------------------

/** Words of a command that binds the dims. */
function bindCommand(names: readonly string[]): string {
  const few = names.slice(0, 8).map((name) => `--dim ${shellWord(`${printable(name, 60)}=VALUE`)}`);
  const rest = names.length > few.length ? ' ...' : '';
  return `bind them: ${few.join(' ')}${rest}, or --dims-from IN.npz with sample inputs`;
}

function shellWord(text: string): string {
  return /^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Dims without a number: importing goes on without them, compiling does not. */
export const unboundDims = defineDiagnostic('SNAPC2270', 'error', (names: readonly string[]) => ({
  message: `${names.length === 1 ? 'a dim has' : `${names.length} dims have`} no value yet: ${firstFew(names, 8)}`,
  hint: bindCommand(names),
}));

export const needsBoundDims = defineDiagnostic(
  'SNAPC2271',
  'error',
  (nodes: readonly string[], dims: readonly string[], reason: string | undefined) => ({
    message: `${nodes.length === 1 ? 'a node depends' : `${nodes.length} nodes depend`} on the numbers behind ${firstFew(dims, 8)}: ${firstFew(nodes)}${reason === undefined ? '' : ` (without them: ${printable(reason)})`}`,
    hint: bindCommand(dims),
  }),
);

export const unknownDim = defineDiagnostic(
  'SNAPC2272',
  'error',
  (name: string, known: readonly string[]) => ({
    message: `the model has no dim called ${quoted(name)}`,
    hint:
      known.length === 0
        ? 'all its shapes are fixed: leave --dim away'
        : `its dims are ${firstFew(known, 12)}`,
  }),
);

export const badDimValue = defineDiagnostic(
  'SNAPC2273',
  'error',
  (name: string, value: number) => ({
    message: `${value} is no size for dim ${quoted(name)}`,
    hint: 'give a whole number of at least 1',
  }),
);

export const dimConflict = defineDiagnostic(
  'SNAPC2274',
  'error',
  (name: string, first: number, second: number, where: string) => ({
    message: `dim ${quoted(name)} is ${first} in one place and ${second} in ${where}`,
    hint: 'make the values given with --dim and the shapes in the npz agree',
  }),
);

export const inputShapeMismatch = defineDiagnostic(
  'SNAPC2275',
  'error',
  (name: string, declared: string, given: string): DiagnosticBody => ({
    message: `input ${quoted(name)} is declared as ${declared}, but the sample has shape ${given}`,
    hint: 'give a sample that fits the model',
    place: { value: name },
  }),
);

export const unknownRank = defineDiagnostic(
  'SNAPC2276',
  'error',
  (names: readonly string[]): DiagnosticBody => ({
    message: `the model does not say how many axes ${firstFew(names)} ${names.length === 1 ? 'has' : 'have'}`,
    hint: 'give sample inputs with --dims-from IN.npz',
    ...(names[0] === undefined ? {} : { place: { value: names[0] } }),
  }),
);

export const unknownSample = defineDiagnostic(
  'SNAPC2277',
  'warning',
  (name: string, known: readonly string[]) => ({
    message: `the sample ${quoted(name)} is no input of the model and was left aside`,
    hint: known.length === 0 ? 'the model has no inputs' : `its inputs are ${firstFew(known, 12)}`,
  }),
);

export const moreFaults = defineDiagnostic('SNAPC2299', 'error', (count: number) => ({
  message: `${count} more faults were found`,
  hint: 'correct the first ones and run the command again',
}));
