/** `npm run bench -- precision`: what models lose by how their weights are stored. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { importOnnx, openModelFile } from '../../compiler/api/node.ts';
import { qualityOf } from '../../compiler/budget/quality.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { markdownTable } from '../report/text.ts';
import { EMITTED, emittedOutputs } from './emitted.ts';
import type { EmittedTarget } from './emitted.ts';
import { drawnLike } from './inputs.ts';
import { lossOf } from './loss.ts';
import { modelsOf } from './models.ts';
import type { PrecisionModel } from './models.ts';
import { ROWS } from './rows.ts';
import type { PrecisionRow } from './rows.ts';

interface PrecisionOptions {
  readonly size: 'tiny' | 'small';
  readonly only: readonly string[];
  readonly rows: readonly string[];
  readonly targets: readonly string[];
  readonly runs: number;
}

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

function readOptions(args: readonly string[]): PrecisionOptions {
  return new Command('npm run bench -- precision')
    .description(
      'signal to noise of outputs against fp32, for each way to store weights, as Markdown',
    )
    .addOption(
      new Option('--size <size>', 'of our own models').choices(['tiny', 'small']).default('small'),
    )
    .option('--only <words>', 'models with one of these words in their names', list, [])
    .option('--rows <words>', 'rows with one of these words in their names', list, [])
    .option('--targets <names>', `emitted too, for: ${EMITTED.join(', ')}`, list, [...EMITTED])
    .option('--runs <number>', 'inputs that models are calibrated on', Number, 4)
    .parse([...args], { from: 'user' })
    .opts<PrecisionOptions>();
}

export async function precisionTables(
  args: readonly string[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<string> {
  const options = readOptions(args);
  const fits = (name: string, words: readonly string[]): boolean =>
    words.length === 0 || words.some((word) => name.includes(word));
  const targets = EMITTED.filter((target) => options.targets.includes(target));
  const rows = ROWS.filter(({ name }) => fits(name, options.rows));
  const root = await mkdtemp(join(tmpdir(), 'snapc-precision-'));
  try {
    const tables: string[] = [];
    for (const model of modelsOf(options.size)) {
      if (!fits(model.name, options.only)) continue;
      const table = await tableOf(model, { rows, targets, runs: options.runs, root, signal, say });
      tables.push(`### ${model.name}\n\n${table}`);
    }
    return tables.join('\n\n');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Settings {
  readonly rows: readonly PrecisionRow[];
  readonly targets: readonly EmittedTarget[];
  readonly runs: number;
  readonly root: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

async function tableOf(
  model: PrecisionModel,
  { rows, targets, runs, root, signal, say }: Settings,
): Promise<string> {
  const folder = await mkdtemp(join(root, 'model-'));
  const { file, inputs } = await model.prepare(folder, signal);
  const opened = await openModelFile(file);
  if (!opened.ok) throw new Error(opened.diagnostics.map(formatDiagnostic).join('\n'));
  try {
    const inputShapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape]));
    const imported = await importOnnx(opened.value, { inputShapes });
    if (!imported.ok) throw new Error(imported.diagnostics.map(formatDiagnostic).join('\n'));
    const { graph } = imported.value;
    const expected = await evaluateGraph(graph, inputs, { signal });
    const calibration = Array.from({ length: runs }, (_, index) => drawnLike(inputs, index + 1));
    const table: string[][] = [];
    for (const row of rows) {
      say(`${model.name}: ${row.name}`);
      const loss = await lossOf(graph, row, { inputs, expected, calibration }, signal);
      const cells = [row.name, loss.bits?.toFixed(2) ?? '', loss.signalToNoise.toFixed(1)];
      for (const target of targets) {
        const request = {
          file,
          inputs,
          calibration,
          row,
          folder: join(folder, `${target}-${table.length}`),
        };
        const { outputs, compressed } = await emittedOutputs(target, request);
        const decibel = qualityOf(outputs, expected).sqnr.toFixed(1);
        cells.push(compressed > 0 || row.compression === undefined ? decibel : `(${decibel})`);
      }
      table.push(cells);
    }
    return markdownTable(
      ['weights', 'bits', 'reference dB', ...targets.map((name) => `${name} dB`)],
      table,
    );
  } finally {
    await opened.value.close();
  }
}
