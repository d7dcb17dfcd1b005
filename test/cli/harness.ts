/** Runs the command line inside the test's process, or as a process of its own where that is the point. */

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { writeNpz } from '../../compiler/npz.ts';
import { main } from '../../compiler/cli/command-line.ts';
import type { Io } from '../../compiler/cli/io.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import type { FileDim, Model } from '../../models/onnx/index.ts';
import { writeFiles } from '../support/folder.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Where relative paths start. */
  readonly folder: string;
  readonly terminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Is given a function that interrupts the command as Ctrl-C does. */
  readonly interruptible?: (interrupt: () => void) => void;
}

export async function runCli(argv: readonly string[], options: RunOptions): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const isTerminal = options.terminal === true;
  const io: Io = {
    stdout: { write: (text) => void (stdout += text), isTerminal, columns: 80 },
    stderr: { write: (text) => void (stderr += text), isTerminal, columns: 80 },
    environment: options.environment ?? {},
    folder: options.folder,
    onInterrupt: (interrupted) => {
      options.interruptible?.(() => interrupted('SIGINT'));
      return () => undefined;
    },
  };
  const code = await main(argv, io);
  return { code, stdout, stderr };
}

/** The `--json` envelope of a run. */
export interface Envelope {
  readonly schemaVersion: number;
  readonly status: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly hint?: string;
  }[];
  readonly timings: Readonly<Record<string, number>>;
}

export function envelopeOf({ stdout }: Ran): Envelope {
  return JSON.parse(stdout) as Envelope;
}

export const CLI = fileURLToPath(new URL('../../compiler/cli/main.ts', import.meta.url));

export function startCli(
  argv: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const tsx = import.meta.resolve('tsx');
  return spawn(process.execPath, ['--import', tsx, CLI, ...argv], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function spawnCli(
  argv: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = startCli(argv, folder, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const code = await new Promise<number>((resolve) => {
    child.on('close', (exit) => resolve(exit ?? -1));
  });
  return { code, stdout, stderr };
}

export interface TinyNames {
  readonly input?: string;
  readonly output?: string;
  readonly node?: string;
  readonly rows?: FileDim;
}

/** y = x @ w + b with x of [rows, 4] and y of [rows, 3]. */
export function tinyModel({
  input = 'x',
  output = 'y',
  node = 'dense',
  rows = 2,
}: TinyNames = {}): Model {
  const weights = Array.from({ length: 12 }, (_, index) => (index - 5) / 4);
  return {
    opset: 17,
    inputs: [{ name: input, dtype: 'f32', shape: [rows, 4] }],
    outputs: [{ name: output, dtype: 'f32', shape: [rows, 3] }],
    nodes: [
      { op: 'MatMul', name: node, inputs: [input, 'w'], outputs: ['product'] },
      { op: 'Add', name: `${node}/bias`, inputs: ['product', 'b'], outputs: [output] },
    ],
    initializers: [tensor('w', 'f32', [4, 3], weights), tensor('b', 'f32', [3], [0.5, -0.25, 1])],
  };
}

/** The tiny model as `model.onnx` with `inputs.npz` beside it. */
export async function writeTinyModel(folder: string, names: TinyNames = {}): Promise<void> {
  const x = tensorFrom('f32', [2, 4], [1, 2, 3, 4, -1, 0.5, 0, 2]);
  await writeFiles(folder, {
    'model.onnx': onnxModel(tinyModel(names)),
    'inputs.npz': writeNpz([[names.input ?? 'x', x]]),
  });
}

export const COMPILE = [
  'compile',
  'model.onnx',
  '--target',
  'webgpu',
  '--device',
  'webgpu-default',
  '--precision',
  'fp32',
] as const;
