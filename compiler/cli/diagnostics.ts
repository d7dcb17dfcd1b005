/** The faults of the command line itself; codes SNAPC5400 to SNAPC5419 and SNAPC5440 to SNAPC5499. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

export const badUsage = defineDiagnostic(
  'SNAPC5400',
  'error',
  (message: string, command: string) => ({ message, hint: `see ${command} --help` }),
);

export const badDim = defineDiagnostic('SNAPC5401', 'error', (text: string) => ({
  message: `${JSON.stringify(printable(text))} does not bind a dim`,
  hint: 'write --dim NAME=VALUE with a whole number of at least 1, such as --dim batch=1; for WebGPU and Core ML also several, --dim height=64,96, and for Core ML a range, --dim sequence=1..77',
}));

export const mixedSizes = defineDiagnostic('SNAPC5425', 'error', () => ({
  message: 'some dims have several sizes and others a range',
  hint: 'give either lists (--dim height=64,96) or ranges (--dim height=64..96)',
}));

export const unequalSizes = defineDiagnostic('SNAPC5426', 'error', (names: readonly string[]) => ({
  message: `the lists of sizes of ${names.map((name) => printable(name)).join(' and ')} differ in length`,
  hint: 'the first sizes of all lists are one shape, the second ones another: give as many for each dim',
}));

export const repeatedSizes = defineDiagnostic('SNAPC5432', 'error', (sizes: string) => ({
  message: `the sizes ${printable(sizes)} are listed twice`,
  hint: 'the first sizes of all lists are one shape, the second ones another: list each shape once',
}));

export const badAdapter = defineDiagnostic('SNAPC5428', 'error', (text: string) => ({
  message: `${JSON.stringify(printable(text))} names no adapter`,
  hint: 'write --adapter NAME=FILE.onnx with a name of letters, digits and underscores other than main, each once',
}));

export const severalSizes = defineDiagnostic('SNAPC5427', 'error', () => ({
  message: 'this command takes one size for each dim',
  hint: 'give --dim NAME=VALUE with one whole number; snapc compile takes several',
}));

export const repeatedDim = defineDiagnostic('SNAPC5402', 'error', (name: string) => ({
  message: `dim ${JSON.stringify(printable(name))} is given twice`,
  hint: 'give each dim once',
}));

export const badTargetOption = defineDiagnostic(
  'SNAPC5403',
  'error',
  (text: string, reason: string, hint: string) => ({
    message: `target option ${JSON.stringify(printable(text))}: ${reason}`,
    hint,
  }),
);

export const noSuchInput = defineDiagnostic(
  'SNAPC5404',
  'error',
  (file: string, why: string, hint: string) => ({
    message: `${JSON.stringify(printable(file))} cannot be read: ${why}`,
    hint,
    place: { file },
  }),
);

export const cannotWrite = defineDiagnostic('SNAPC5405', 'error', (file: string, why: string) => ({
  message: `${JSON.stringify(printable(file))} cannot be written: ${why}`,
  hint: 'check the folder, its permissions and the free space',
  place: { file },
}));

export const nothingToRun = defineDiagnostic(
  'SNAPC5406',
  'error',
  (target: string, known: readonly string[]) => ({
    message: `the folder holds nothing that runs on target ${printable(target)}`,
    hint: `it holds ${known.join(', ')}; webgpu, coreml and nnapi run here`,
  }),
);

export const needsModel = defineDiagnostic('SNAPC5407', 'error', () => ({
  message: 'a compiled folder has no reference evaluator',
  hint: 'give the MODEL.onnx that it was compiled from, or leave --target out',
}));

export const needsArtifact = defineDiagnostic(
  'SNAPC5419',
  'error',
  (file: string, target: string) => ({
    message: `${JSON.stringify(printable(file))} is a model, and target ${target} runs what was compiled from it`,
    hint: `compile it with --target ${target} and name the folder`,
    place: { file },
  }),
);

export const needsFolder = defineDiagnostic('SNAPC5408', 'error', (file: string) => ({
  message: `${JSON.stringify(printable(file))} is not a folder that snapc compile wrote`,
  hint: 'name the folder that was given to --out',
  place: { file },
}));

export const otherModel = defineDiagnostic(
  'SNAPC5409',
  'warning',
  (model: string, compiled: string) => ({
    message: `${printable(model)} is not the file that the folder was compiled from (${printable(compiled)}): their SHA-256 differ`,
    hint: 'compile again, or compare with the right file',
  }),
);

/** Op by op the model is lowered once more, which says nothing of a folder that came from another model. */
export const otherModelByOps = defineDiagnostic(
  'SNAPC5414',
  'error',
  (model: string, compiled: string) => ({
    message: `${printable(model)} is not the file that the folder was compiled from (${printable(compiled)}): their SHA-256 differ, so the ops of the one tell nothing about the other`,
    hint: 'compile again, compare with the right file, or leave --ops out to compare the outputs',
  }),
);

export const outputsDiffer = defineDiagnostic(
  'SNAPC5410',
  'error',
  (names: readonly string[], tolerance: number, hint: string) => ({
    message: `${names.length === 1 ? 'an output differs' : `${names.length} outputs differ`} by more than ${tolerance}: ${names.map((name) => JSON.stringify(printable(name))).join(', ')}`,
    hint,
  }),
);

export const opDiffers = defineDiagnostic(
  'SNAPC5411',
  'error',
  (op: string, error: string, tolerance: number, node: string | undefined) => ({
    message: `${op} is the first op that differs by more than ${tolerance}: ${error}`,
    hint: 'compile with --validate-each to see whether a pass brought it in; if none did, the target is at fault: report it with the model',
    place: node === undefined ? { op } : { op, node },
  }),
);

export const differentInterface = defineDiagnostic(
  'SNAPC5412',
  'error',
  (name: string, model: string, artifact: string) => ({
    message: `output ${JSON.stringify(printable(name))} is ${model} in the model and ${artifact} in the folder`,
    hint: 'the folder was compiled from another model: compile again',
    place: { value: name },
  }),
);

export const passesDiffer = defineDiagnostic(
  'SNAPC5413',
  'warning',
  (names: readonly string[], tolerance: number) => ({
    message: `the passes alone change ${names.map((name) => JSON.stringify(printable(name))).join(', ')} by more than ${tolerance}`,
    hint: 'compile with --validate-each to see which pass',
  }),
);

export const damagedFolder = defineDiagnostic(
  'SNAPC5415',
  'error',
  (folder: string, file: string, what: string) => ({
    message: `${JSON.stringify(printable(file))} ${what}`,
    hint: 'the folder was changed after snapc wrote it: compile again',
    place: { file: folder },
  }),
);

export const nothingToTune = defineDiagnostic('SNAPC5416', 'error', (folder: string) => ({
  message: `the trace of ${JSON.stringify(printable(folder))} tells of no matrix product, convolution or attention`,
  hint: 'compile the model again, if an older snapc compiled it; else there is nothing to tune',
  place: { file: folder },
}));

export const nothingTuned = defineDiagnostic('SNAPC5417', 'error', (reason: string) => ({
  message: `no tile could be timed: ${printable(reason)}`,
  hint: 'give another --adapter or a longer --budget, or compile for a device whose features the adapter has',
}));

export const noBaseDevice = defineDiagnostic('SNAPC5418', 'error', (name: string) => ({
  message: `the folder was compiled for ${JSON.stringify(printable(name))}, which is no built-in device`,
  hint: 'give its file with --device',
}));

export const noConfigFile = defineDiagnostic('SNAPC5440', 'error', (file: string) => ({
  message: `there is no config ${JSON.stringify(printable(file))}`,
  hint: 'check the path given with --config',
  place: { file },
}));

export const configThrew = defineDiagnostic(
  'SNAPC5441',
  'error',
  (file: string, reason: string) => ({
    message: `the config cannot be loaded: ${printable(reason, 400)}`,
    hint: 'a config is an ES module with a default export: export default defineConfig({ ... })',
    place: { file },
  }),
);

export const otherConfigKind = defineDiagnostic('SNAPC5442', 'error', (file: string) => ({
  message: 'a config ends in .ts, .mts, .js, .mjs or .json',
  hint: 'rename it, or convert it',
  place: { file },
}));

export const unknownModel = defineDiagnostic(
  'SNAPC5443',
  'error',
  (name: string, guess: string | undefined, known: readonly string[]) => ({
    message: `there is no model ${JSON.stringify(printable(name))}`,
    hint: guess === undefined ? `the models are ${known.join(', ')}` : `did you mean ${guess}?`,
  }),
);

export const badRuns = defineDiagnostic(
  'SNAPC5444',
  'error',
  (option: string, given: string, least: number) => ({
    message: `${option} does not take ${JSON.stringify(printable(given))}`,
    hint: `give a whole number of at least ${least}`,
  }),
);

export const nothingToTest = defineDiagnostic('SNAPC5445', 'error', (file: string) => ({
  message: 'the config adds no passes',
  hint: 'add them to "passes", or name a built-in one with --pass',
  place: { file },
}));

export const noOpToTest = defineDiagnostic(
  'SNAPC5448',
  'error',
  (file: string | undefined, name?: string) => ({
    message:
      name === undefined
        ? 'there is no op to try'
        : `there is no op "${printable(name)}" that has samples`,
    hint: 'name a config that adds ops to "ops", or a built-in op with --op; "snapc ops" lists them',
    ...(file === undefined ? {} : { place: { file } }),
  }),
);

export const ownCodeTooLong = defineDiagnostic(
  'SNAPC5446',
  'error',
  (what: string, seconds: number) => ({
    message: `${printable(what)} did not end within ${seconds} s and was stopped; nothing was written`,
    hint: 'it loops, or needs longer: give it more by --time-limit SECONDS',
  }),
);

export const ownCodeEnded = defineDiagnostic('SNAPC5447', 'error', (what: string, how: string) => ({
  message: `${printable(what)} ended the process (${printable(how)}); nothing was written`,
  hint: 'it ran out of memory, left by process.exit, or left a promise that failed alone (what failed stands above): report it to its author',
}));

export const ownCodeSpoiled = defineDiagnostic(
  'SNAPC5449',
  'error',
  (what: string, names: readonly string[]) => ({
    message: `${printable(what)} changed ${printable(names.join(', '), 300)}, which all code shares; nothing was written`,
    hint: 'let it keep what it needs in variables of its own',
  }),
);

export const internalError = defineDiagnostic(
  'SNAPC5499',
  'error',
  (reason: string, command: string, versions: string) => ({
    message: `internal error of snapc: ${printable(reason, 400)}`,
    hint: `this is a fault of snapc; report it with the lines above and this command, which repeats it:\n    ${command}\n  ${versions}`,
  }),
);
