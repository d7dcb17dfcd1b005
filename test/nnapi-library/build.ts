/** Emits libraries and builds them, and the reference that they run against, each once for its content. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { buildOnce } from '../../targets/nnapi/host/cmake.ts';
import type { CmakeProject } from '../../targets/nnapi/host/cmake.ts';
import { textsBelow } from '../../targets/nnapi/host/texts-below.ts';
import { writeLibrary } from '../../targets/nnapi/library.ts';
import { MemorySink } from '../webgpu/memory-sink.ts';
import { convAndAdd, matmul } from './models.ts';

const REFERENCE = fileURLToPath(new URL('../nnapi/reference', import.meta.url));
export const NNAPI_INCLUDE = fileURLToPath(new URL('../nnapi/include', import.meta.url));

/** What a compiler must have nothing to say about. */
export const WARNINGS = '-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror';
/** With lines in what they report, and little else of what takes time to build. */
export const SANITIZERS = '-g1 -fsanitize=address,undefined -fno-sanitize-recover=all';
/** As ONNX would allow it, and C++ would not. */
export const TITLE = 'x"*/\n#error\\\n??/\u2028';

export type Settings = Readonly<Record<string, string>>;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunChoices {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export function run(command: string, args: readonly string[], choices: RunChoices = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, LC_ALL: 'C', ...choices.environment },
    ...(choices.folder === undefined ? {} : { cwd: choices.folder }),
  });
  return { status, stdout, stderr: error === undefined ? stderr : error.message };
}

/** The commands that are not there, with a word on what is left out for them. */
export function missingTools(what: string, ...tools: readonly string[]): readonly string[] {
  const missing = tools.filter((tool) => spawnSync(tool, ['--version']).status !== 0);
  if (missing.length > 0) process.stdout.write(`No ${what} here: no ${missing.join()}\n`);
  return missing;
}

/** The reference `libneuralnetworks.so`. */
export async function referenceLibrary(settings: Settings): Promise<string> {
  return buildOnce({
    title: 'the reference of NNAPI',
    source: REFERENCE,
    content: await textsBelow([REFERENCE, NNAPI_INCLUDE]),
    settings: { SNAPC_NNAPI_TESTS: 'OFF', ...settings },
    target: 'neuralnetworks',
    product: 'libneuralnetworks.so',
  });
}

/** The same under AddressSanitizer and UndefinedBehaviorSanitizer. */
export const sanitizedReference = (): Promise<string> =>
  referenceLibrary({ SNAPC_NNAPI_SANITIZE: 'ON', CMAKE_BUILD_TYPE: 'None' });

/** The command-line tool of the emitted library in a folder. */
export function buildTool(source: string, nnapi: string, settings: Settings): Promise<string> {
  return build(source, nnapi, settings, { target: 'run_model', product: 'run_model' });
}

/** What a compiler says of the library's sources, of which it keeps nothing. */
export function compiledOnly(compiler: string, library: string, flags: readonly string[]): Ran {
  const sources = ['src', 'src/runtime', 'tools'].flatMap((folder) =>
    readdirSync(join(library, folder))
      .filter((file) => file.endsWith('.cpp'))
      .map((file) => join(folder, file)),
  );
  const folders = ['include', 'src', 'tools', NNAPI_INCLUDE].map((folder) => `-I${folder}`);
  const own = ['-std=c++17', '-fsyntax-only', `-DSNAPC_MODEL=${basename(library)}`];
  const args = [...WARNINGS.split(' '), ...own, ...flags, ...folders, ...sources];
  return run(compiler, args, { folder: library });
}

/** A project over emitted libraries, which lie in `LIBRARIES`. */
export async function build(
  source: string,
  nnapi: string,
  settings: Settings,
  product: Pick<CmakeProject, 'target' | 'product'>,
): Promise<string> {
  const libraries = settings['LIBRARIES'];
  return buildOnce({
    title: source,
    source,
    content: await textsBelow([source, ...(libraries === undefined ? [] : [libraries])]),
    settings: {
      CMAKE_BUILD_TYPE: 'None',
      NNAPI_INCLUDE_DIR: NNAPI_INCLUDE,
      NNAPI_LIBRARY: nnapi,
      ...settings,
    },
    ...product,
  });
}

/** The hand-made models as libraries: `ConvAdd` and `Matmul` below the folder. */
export async function emitHandMade(folder: string): Promise<void> {
  const sink = new MemorySink();
  // Small enough for each weight to have a pool of its own.
  const request = { title: TITLE, maxPoolBytes: 64, encode: encodeConstant, signal: undefined };
  await writeLibrary({ ...request, ...convAndAdd(), library: 'ConvAdd' }, sink);
  await writeLibrary({ ...request, ...matmul(), library: 'Matmul' }, sink);
  for (const [path, bytes] of sink.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
