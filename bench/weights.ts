/** `weights`: the UNet with weights of two bytes and of few bits on one adapter: time of a run, memory, and what rounding changes. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseManifest } from '../compiler/manifest.ts';
import { costOfGraph, importOnnx, openModelFile } from '../compiler/api/node.ts';
import type { Tensor } from '../ir/tensor.ts';
import { onnxFiles } from '../models/onnx/index.ts';
import { openArtifact } from '../targets/webgpu/host/run.ts';
import type { OpenArtifact } from '../targets/webgpu/host/run.ts';
import { largestDifference } from './errors.ts';
import { measuredCommand } from '../test/support/measured-command.ts';
import { CLASSES, TINY_CLASSES } from './cases/classes.ts';
import { writeModelFile } from './cases/prepare.ts';
import { cpuSecondsOfProcess } from './measure/clock.ts';
import { markdownTable, megabytes, significant, times } from './report/text.ts';
import { spreadOf } from './statistics.ts';
import { valueOf } from './value-of.ts';

const FORMS = ['fp16', 'int8', 'int4'] as const;

interface Opened {
  readonly form: string;
  readonly parameters: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly artifact: OpenArtifact;
  readonly first: ReadonlyMap<string, Tensor>;
  readonly seconds: number[];
}

/** The table as Markdown. CPU seconds, because they hold on a busy machine too. */
export async function weightsTable(
  args: readonly string[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<string> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      adapter: { type: 'string', default: 'swiftshader' },
      rounds: { type: 'string', default: '5' },
      quick: { type: 'boolean', default: false },
    },
  });
  const adapter = values.adapter === 'lavapipe' ? 'lavapipe' : 'swiftshader';
  const root = await mkdtemp(join(tmpdir(), 'snapc-weights-'));
  const opened: Opened[] = [];
  try {
    const unet = (values.quick ? TINY_CLASSES : CLASSES).find(({ name }) => name.includes('unet'));
    if (unet === undefined) throw new Error('there is no UNet');
    for (const file of onnxFiles(unet.make().model)) await writeModelFile(root, file, signal);
    const inputs = new Map(Object.entries(unet.inputs()));
    for (const form of FORMS) {
      say(`compiling and loading ${form}`);
      opened.push(await open(root, form, adapter, inputs));
    }
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const { artifact, seconds } of opened) {
        signal.throwIfAborted();
        const before = cpuSecondsOfProcess();
        valueOf(await artifact.run(inputs, signal));
        seconds.push(cpuSecondsOfProcess() - before);
      }
    }
    const [base] = opened;
    return markdownTable(
      COLUMNS,
      opened.map((one) => rowOf(one, base ?? one)),
    );
  } finally {
    for (const { artifact } of opened) artifact.close();
    await rm(root, { recursive: true, force: true });
  }
}

const COLUMNS = [
  'weights',
  'adapter',
  'CPU s of a run',
  'beside fp16',
  'weights MB',
  'bits a parameter',
  'arena MB',
  'GPU MB',
  'largest difference from fp16',
];

function rowOf({ form, figures, artifact, first, seconds, parameters }: Opened, base: Opened) {
  const { median } = spreadOf(seconds);
  const weightBytes = figures['weightBytes'] ?? Number.NaN;
  return [
    form,
    artifact.adapter,
    significant(median),
    times(median / spreadOf(base.seconds).median),
    megabytes(weightBytes),
    significant((8 * weightBytes) / parameters),
    megabytes(figures['arenaBytes']),
    megabytes(figures['gpuBytes']),
    form === base.form ? '' : significant(largestDifference(first, base.first)),
  ];
}

async function open(
  root: string,
  form: (typeof FORMS)[number],
  adapter: 'swiftshader' | 'lavapipe',
  inputs: ReadonlyMap<string, Tensor>,
): Promise<Opened> {
  const out = join(root, form);
  const few = form === 'fp16' ? [] : ['--compress', form];
  const options = ['--target', 'webgpu', '--device', adapter, '--precision', 'fp16', ...few];
  const took = await measuredCommand([
    'compile',
    join(root, 'model.onnx'),
    ...options,
    '--out',
    out,
  ]);
  if (took.code !== 0) throw new Error(took.stderr.trim());
  const text = await readFile(join(out, 'manifest.json'), 'utf8');
  const { figures } = valueOf(parseManifest(text, 'manifest.json')).targets['webgpu'] ?? {};
  const artifact = valueOf(await openArtifact(join(out, 'webgpu'), { adapter }));
  // What drivers put off until the first run is not counted.
  const first = valueOf(await artifact.run(inputs));
  const parameters = await parametersOf(join(root, 'model.onnx'));
  return { form, parameters, figures: figures ?? {}, artifact, first, seconds: [] };
}

async function parametersOf(model: string): Promise<number> {
  const source = valueOf(await openModelFile(model));
  try {
    return costOfGraph(valueOf(await importOnnx(source)).graph).parameters;
  } finally {
    await source.close();
  }
}
