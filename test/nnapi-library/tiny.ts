/** The tiny models as libraries for NNAPI, and their command-line tools. */

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { readNpy, readNpz, writeNpy } from '../../compiler/npz.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { runCli } from '../cli/harness.ts';
import { NNAPI_INCLUDE, run } from './build.ts';
import type { RunChoices, Settings } from './build.ts';

const TOOLS = fileURLToPath(new URL('tools', import.meta.url));

type Tensors = ReadonlyMap<string, Tensor>;

export interface TinyModel {
  /** Of the library. */
  readonly name: string;
  readonly inputs: Tensors;
  /** What the ONNX model gives on the evaluator. */
  readonly expected: Tensors;
}

const MODELS = [
  { source: 'clip-text', name: 'Text', precision: 'fp32' },
  { source: 'snapfusion-unet', name: 'Unet', precision: 'fp32' },
  { source: 'snapfusion-vae-decoder', name: 'Vae', precision: 'fp32' },
] as const;

/** Makes and compiles the models; the libraries lie in `libraries` below the folder. */
export async function makeTinyModels(folder: string): Promise<readonly TinyModel[]> {
  const models: TinyModel[] = [];
  for (const { source, name, precision } of MODELS) {
    const snapc = async (...words: readonly string[]) => {
      const { code, stderr } = await runCli(words, { folder });
      expect(code, stderr).toBe(0);
    };
    const npz = (file: string) => arraysOf(join(folder, source, file));
    await snapc('models', 'make', source, '--size', 'tiny', '--out', source);
    const model = `${source}/model.onnx`;
    const phone = ['--target', 'nnapi', '--device', 'pixel-8', '--precision', precision];
    const named = ['--target-option', `nnapi.name=${name}`, '--out', `${source}/compiled`];
    await snapc('compile', model, ...phone, ...named);
    const files = ['--inputs', `${source}/inputs.npz`, '--outputs', `${source}/expected.npz`];
    await snapc('run', model, ...files);
    const compiled = join(folder, source, 'compiled/nnapi', name);
    cpSync(compiled, join(folder, 'libraries', name), { recursive: true });
    models.push({ name, inputs: npz('inputs.npz'), expected: npz('expected.npz') });
  }
  return models;
}

function arraysOf(file: string): Tensors {
  const arrays = readNpz(readFileSync(file), file);
  if (!arrays.ok) throw new Error(`${file} is no archive of arrays`);
  return arrays.value;
}

/** Builds a CMake project; nothing is kept but in the folder. */
export function cmake(
  source: string,
  folder: string,
  settings: Settings,
  target: string,
  { environment = {} }: RunChoices = {},
): void {
  const defined = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  const configured = run('cmake', ['-S', source, '-B', folder, ...defined], { environment });
  expect(configured.status, configured.stderr).toBe(0);
  const choices = ['--build', folder, '--parallel', '2', '--target', target];
  const built = run('cmake', choices, { environment });
  expect(built.status, built.stdout + built.stderr).toBe(0);
}

export function buildTinyTools(
  folder: string,
  nnapi: string,
  settings: Settings,
  choices?: RunChoices,
): void {
  const files = { NNAPI_INCLUDE_DIR: NNAPI_INCLUDE, NNAPI_LIBRARY: nnapi };
  const libraries = join(folder, '../libraries');
  cmake(TOOLS, folder, { LIBRARIES: libraries, ...files, ...settings }, 'tools', choices);
}

/** Runs a model's tool, of those built in the folder, by a command such as an emulator. */
export function runTinyTool(
  { name, inputs, expected }: TinyModel,
  folder: string,
  command: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Tensors {
  const files = join(folder, name);
  mkdirSync(files, { recursive: true });
  const given = [...inputs].flatMap(([input, tensor], index) => {
    writeFileSync(join(files, `input${index}.npy`), writeNpy(tensor));
    return ['--input', `${input}=input${index}.npy`];
  });
  const outputs = [...expected.keys()];
  const wanted = outputs.flatMap((output, index) => ['--output', `${output}=output${index}.npy`]);
  const weights = join(folder, '../libraries', name, 'weights');
  const tool = join(folder, 'tools', `tool_${name}`);
  const [first = tool, ...rest] = [...command, tool, '--weights', weights, ...given, ...wanted];
  const { status, stdout, stderr } = run(first, rest, { folder: files, environment });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
  return new Map(
    outputs.map((output, index) => {
      const file = `output${index}.npy`;
      return [output, readNpy(readFileSync(join(files, file)), file, output)];
    }),
  );
}
