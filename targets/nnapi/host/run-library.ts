/** Runs an emitted library on this machine: builds its command-line tool, and gives that NumPy's files. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileEntry } from '../../../compiler/output.ts';
import { temporaryFolder } from '../../../compiler/host/node-temporary.ts';
import { readNpy, writeNpy } from '../../../compiler/npz.ts';
import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { buildOnce } from './cmake.ts';
import { noProject, runFailed, runWarned } from './diagnostics.ts';
import { HEADER, findNeuralNetworks } from './neural-networks.ts';
import type { NeuralNetworks } from './neural-networks.ts';
import { runProcess } from './process.ts';
import type { ProcessResult } from './process.ts';

export interface LibraryRun {
  /** The folder of the artifact's manifest. */
  readonly folder: string;
  /** The files of the artifact, as the manifest has them. */
  readonly files: readonly FileEntry[];
  /** By the names of the ONNX model, in its types. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly outputs: readonly string[];
  /** Where the header and the library of NNAPI are; the reference's when absent. */
  readonly neuralNetworks?: Partial<NeuralNetworks>;
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: string) => void;
}

type Outputs = ReadonlyMap<string, Tensor>;

/** Faults: SNAPC5340 to SNAPC5344. */
export async function runLibrary(request: LibraryRun): Promise<Result<Outputs>> {
  try {
    const tool = await buildTool(request);
    request.onPhase?.('running on NNAPI');
    return await runTool(tool, request);
  } catch (error) {
    if (error instanceof DiagnosticError) return failure(error.diagnostics);
    throw error;
  }
}

interface Tool {
  readonly executable: string;
  readonly weights: string;
}

async function buildTool(request: LibraryRun): Promise<Tool> {
  const { folder, files } = request;
  const project = files.find(({ path }) => /^nnapi\/[^/]+\/CMakeLists\.txt$/.test(path));
  if (project === undefined) throw new DiagnosticError(noProject(folder));
  const source = join(folder, project.path, '..');
  const executable = await buildEmitted(source, files, 'run_model', request);
  return { executable, weights: join(source, 'weights') };
}

/** The path of the command-line tool of an emitted project. Throws DiagnosticError where it cannot be built. */
export async function buildEmitted(
  source: string,
  files: readonly FileEntry[],
  tool: string,
  {
    neuralNetworks = {},
    signal,
    onPhase,
  }: Pick<LibraryRun, 'neuralNetworks' | 'signal' | 'onPhase'>,
): Promise<string> {
  const options = { signal, onPhase };
  const { include, library } = await findNeuralNetworks(neuralNetworks, options);
  const code = files.filter(({ path }) => !path.endsWith('.bin'));
  return buildOnce(
    {
      title: `the library ${basename(source)}`,
      source,
      content: [
        await readFile(join(include, HEADER), 'utf8'),
        ...code.map(({ path, sha256 }) => `${path} ${sha256}`),
      ],
      settings: { NNAPI_INCLUDE_DIR: include, NNAPI_LIBRARY: library },
      target: tool,
      product: tool,
    },
    options,
  );
}

/** Through files with names of their own, in a folder of their own. */
async function runTool(
  { executable, weights }: Tool,
  { inputs, outputs, signal }: LibraryRun,
): Promise<Result<Outputs>> {
  const folder = await temporaryFolder('nnapi');
  try {
    const given = [...inputs].map(([name, tensor], index) => {
      return { name, tensor, file: `input${index}.npy` };
    });
    for (const { file, tensor } of given) await writeFile(join(folder, file), writeNpy(tensor));
    const wanted = outputs.map((name, index) => ({ name, file: `output${index}.npy` }));
    const args = [
      '--weights',
      weights,
      ...given.flatMap(({ name, file }) => ['--input', `${name}=${file}`]),
      ...wanted.flatMap(({ name, file }) => ['--output', `${name}=${file}`]),
    ];
    const ran = await runProcess(executable, args, { folder, signal });
    const warnings = warningsOf(ran, 'run_model');
    if (!warnings.ok) return warnings;
    const found = new Map<string, Tensor>();
    for (const { name, file } of wanted) {
      found.set(name, readNpy(await readFile(join(folder, file)), file, name));
    }
    return success(found, warnings.diagnostics);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a tool had to say on standard error: warnings, or why it failed. */
export function warningsOf(
  { code, stderr }: Pick<ProcessResult, 'code' | 'stderr'>,
  tool: string,
): Result<undefined> {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  if (code !== 0) {
    const told = lines.findLast((line) => line.startsWith(`${tool}: `))?.slice(tool.length + 2);
    return failure([runFailed(told ?? lines.at(-1) ?? `it ended with ${code}`)]);
  }
  const warnings = lines.filter((line) => line.startsWith('warning: '));
  return success(
    undefined,
    warnings.map((line) => runWarned(line.slice('warning: '.length))),
  );
}
