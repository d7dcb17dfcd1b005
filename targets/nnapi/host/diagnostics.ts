/** The faults of building and running a library on this machine; codes SNAPC5340 to SNAPC5349. */

import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';

const INSTALL =
  'install CMake 3.18 or newer and a compiler of C++17 (on Debian: apt install cmake g++)';

export const toolMissing = defineDiagnostic('SNAPC5340', 'error', (tool: string) => ({
  message: `running on NNAPI here builds the library, and there is no ${printable(tool)}`,
  hint: INSTALL,
}));

export const noNeuralNetworks = defineDiagnostic('SNAPC5341', 'error', (missing: string) => ({
  message: `running on NNAPI here needs NNAPI's header and library, and there is no ${printable(missing)}`,
  hint: 'give both: --nnapi-include DIR, above android/NeuralNetworks.h, and --nnapi-library FILE, a libneuralnetworks.so; a checkout of snapc has its own',
}));

export const noProject = defineDiagnostic('SNAPC5342', 'error', (folder: string) => ({
  message: 'this folder holds no library for NNAPI',
  hint: 'name the folder that "snapc compile --target nnapi --out DIR" wrote',
  place: { file: folder },
}));

export const buildFailed = defineDiagnostic(
  'SNAPC5343',
  'error',
  (what: string, command: string, reason: string) => ({
    message: `${what} cannot be built; ${printable(command, 1000)} says: ${printable(reason, 4000)}`,
    hint: 'see whether the compiler builds C++17; if it does, report it with the model',
  }),
);

export const runFailed = defineDiagnostic('SNAPC5344', 'error', (reason: string) => ({
  message: `the library refuses to run: ${printable(reason, 4000)}`,
  hint: 'if a file is damaged, compile again; if NNAPI refuses an operation, compile for a device of a lower feature level, or give a newer --nnapi-library',
}));

export const runWarned = defineDiagnostic('SNAPC5345', 'warning', (warning: string) => ({
  message: `the library warns: ${printable(warning, 1000)}`,
  hint: 'on a phone it would say the same',
}));
