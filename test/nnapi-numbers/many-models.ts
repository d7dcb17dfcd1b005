/** Many emitted models in one process: their tables in one library, loaded by a program that is built once. */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelInterface } from '../../compiler/output.ts';
import { readNpy, writeNpy } from '../../compiler/npz.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { buildOnce } from '../../targets/nnapi/host/cmake.ts';
import { findNeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import { runProcess } from '../../targets/nnapi/host/process.ts';
import { textsBelow } from '../../targets/nnapi/host/texts-below.ts';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import { writeLibrary } from '../../targets/nnapi/library.ts';
import type { NnModel } from '../../targets/nnapi/syntax.ts';
import { SANITIZERS, sanitizedReference } from '../nnapi-library/build.ts';
import { MemorySink } from '../webgpu/memory-sink.ts';

type Tensors = ReadonlyMap<string, Tensor>;

/** As the reference counts them. */
const ORDINALS: Readonly<Record<FeatureLevel, number>> = {
  29: 3,
  30: 4,
  31: 5,
  1000006: 6,
  1000007: 7,
  1000008: 8,
};
const HERE = fileURLToPath(new URL('.', import.meta.url));
const RUNTIME = fileURLToPath(new URL('../../runtime/cpp', import.meta.url));

export interface EmittedModel {
  readonly model: NnModel;
  /** As the ONNX model declares it. */
  readonly interface: ModelInterface;
  readonly inputs: Tensors;
  readonly maxPoolBytes?: number;
}

/** Outputs by their names, or what went wrong, in the order of the models, which are all of one level. */
export async function runMany(
  models: readonly EmittedModel[],
  level: FeatureLevel,
  folder: string,
  { sanitized = false }: { readonly sanitized?: boolean } = {},
): Promise<readonly (Tensors | string)[]> {
  const program = await programOf(sanitized);
  await mkdir(folder, { recursive: true });
  for (const [index, made] of models.entries()) await emit(made, index, folder);
  const library = await buildTables(models.length, folder);
  const jobs = models.map((_, index) => `${index} ${join(folder, String(index))}\n`);
  await writeFile(join(folder, 'jobs'), jobs.join(''));
  const ordinal = String(ORDINALS[level]);
  const levels = ['RUNTIME', 'DEVICE'].map((name) => `SNAPC_NNAPI_${name}_LEVEL=${ordinal}`);
  await must('env', [...levels, program, library, join(folder, 'jobs')]);
  const found = await Promise.all(
    models.map(({ interface: { outputs } }, index) =>
      outcomeOf(
        join(folder, String(index)),
        outputs.map(({ name }) => name),
      ),
    ),
  );
  await rm(folder, { recursive: true });
  return found;
}

/** The program, built once for all models. */
export async function programOf(sanitized: boolean): Promise<string> {
  const { include, library } = await findNeuralNetworks(
    sanitized ? { library: await sanitizedReference() } : {},
  );
  const texts = await textsBelow([RUNTIME, HERE], (name) => /\.(cpp|h|txt)$/.test(name));
  return buildOnce({
    title: 'run_many',
    source: HERE,
    content: texts,
    settings: {
      ...(sanitized
        ? { CMAKE_BUILD_TYPE: 'None', CMAKE_CXX_FLAGS: SANITIZERS }
        : { CMAKE_BUILD_TYPE: 'Release' }),
      NNAPI_INCLUDE_DIR: include,
      NNAPI_LIBRARY: library,
    },
    target: 'run_many',
    product: 'run_many',
  });
}

/** The tables, the weights and the inputs. */
async function emit(made: EmittedModel, index: number, folder: string): Promise<void> {
  const sink = new MemorySink();
  const library = `M${index}`;
  const { model, interface: ports, maxPoolBytes = 1e9 } = made;
  const settings = { title: library, maxPoolBytes, encode: encodeConstant, signal: undefined };
  await writeLibrary({ library, model, interface: ports, ...settings }, sink);
  const own = join(folder, String(index));
  await mkdir(own, { recursive: true });
  for (const [path, bytes] of sink.files) {
    const name = /\/(?:src\/(?=tables\.)|weights\/)(\w+\.\w+)$/.exec(path)?.[1];
    if (name !== undefined) await writeFile(join(own, name), bytes);
  }
  const given = made.interface.inputs.map(({ name }) => made.inputs.get(name));
  for (const [at, tensor] of given.entries()) {
    if (tensor === undefined) throw new Error('an input is not given');
    await writeFile(join(own, `input${at}.npy`), writeNpy(tensor));
  }
}

async function buildTables(count: number, folder: string): Promise<string> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return libraryOf(
    numbers.map((index) => ({ tables: join(folder, `${index}/tables.cpp`), name: `M${index}` })),
    folder,
  );
}

/** The library that the program loads, of tables of models and the names of their libraries. */
export async function libraryOf(
  models: readonly { readonly tables: string; readonly name: string }[],
  folder: string,
): Promise<string> {
  const source = [
    ...models.map(({ tables }) => `#include "${tables}"`),
    'extern "C" const snapc::ModelTables* tablesAt(unsigned index) {',
    '  const snapc::ModelTables& (*const all[])() = {',
    ...models.map(({ name }) => `    ${name}::modelTables,`),
    '  };',
    '  return &all[index]();',
    '}',
  ];
  await writeFile(join(folder, 'models.cpp'), `${source.join('\n')}\n`);
  const library = join(folder, 'models.so');
  const flags = ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared'];
  await must('g++', [
    ...flags,
    `-I${join(RUNTIME, 'include')}`,
    join(folder, 'models.cpp'),
    '-o',
    library,
  ]);
  return library;
}

export async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await runProcess(command, args);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr.slice(-4000)}`);
}

/** Of one run of the program. */
export async function outcomeOf(
  folder: string,
  names: readonly string[],
): Promise<Tensors | string> {
  try {
    return await readFile(join(folder, 'error'), 'utf8');
  } catch {
    const files = names.map(async (name, index) => {
      const file = `output${index}.npy`;
      return [name, readNpy(await readFile(join(folder, file)), file, name)] as const;
    });
    return new Map(await Promise.all(files));
  }
}
