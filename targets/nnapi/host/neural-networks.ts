/** NNAPI's header and library for this machine: those that the user names, or the reference of a checkout, built once. */

import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { buildOnce } from './cmake.ts';
import type { BuildOptions } from './cmake.ts';
import { noNeuralNetworks } from './diagnostics.ts';
import { textsBelow } from './texts-below.ts';

/** What the CMake variables NNAPI_INCLUDE_DIR and NNAPI_LIBRARY say. */
export interface NeuralNetworks {
  /** The folder above android/NeuralNetworks.h. */
  readonly include: string;
  /** A libneuralnetworks.so. */
  readonly library: string;
}

export const HEADER = join('android', 'NeuralNetworks.h');

/** From the sources and from what the compiler makes of them. */
const CHECKOUTS = ['../../../test/nnapi', '../../../../test/nnapi'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Throws DiagnosticError where one is missing. */
export async function findNeuralNetworks(
  given: Partial<NeuralNetworks>,
  options: BuildOptions = {},
): Promise<NeuralNetworks> {
  const include = given.include ?? (await firstWith(CHECKOUTS, join('include', HEADER), 'include'));
  const library = given.library ?? (await reference(options));
  if (include === undefined || !(await isThere(join(include, HEADER)))) {
    throw new DiagnosticError(noNeuralNetworks(include ? join(include, HEADER) : 'header'));
  }
  if (library === undefined || !(await isThere(library))) {
    throw new DiagnosticError(noNeuralNetworks(library ?? 'library'));
  }
  return { include: resolve(include), library: resolve(library) };
}

async function reference(options: BuildOptions): Promise<string | undefined> {
  const source = await firstWith(CHECKOUTS, join('reference', 'CMakeLists.txt'), 'reference');
  if (source === undefined) return undefined;
  return buildOnce(
    {
      title: 'the reference of NNAPI',
      source,
      content: await textsBelow([source, join(source, '../include')]),
      settings: { SNAPC_NNAPI_TESTS: 'OFF', CMAKE_BUILD_TYPE: 'Release' },
      target: 'neuralnetworks',
      product: 'libneuralnetworks.so',
    },
    options,
  );
}

async function firstWith(
  folders: readonly string[],
  file: string,
  result: string,
): Promise<string | undefined> {
  for (const folder of folders) if (await isThere(join(folder, file))) return join(folder, result);
  return undefined;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
