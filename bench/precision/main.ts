/** `npm run bench -- precision`: what models lose by how their weights are stored. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { importOnnx, openModelFile } from '../../compiler/api/node.ts';
import { LayerFeedback } from '../../compiler/quantize/layer-feedback.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { markdownTable } from '../report/text.ts';
import { Cells } from './cells.ts';
import { EMITTED, emittedOutputs } from './emitted.ts';
import type { EmittedTarget } from './emitted.ts';
import { lossOf, outputsOf, signalToNoise } from './loss.ts';
import type { PrecisionModel } from './model.ts';
import { modelsOf } from './models.ts';
import { ROWS } from './rows.ts';
import type { PrecisionRow } from './rows.ts';

interface PrecisionOptions {
  readonly size: 'tiny' | 'small';
  readonly only: readonly string[];
  readonly rows: readonly string[];
  readonly targets: readonly string[];
  readonly runs: number;
  readonly resume?: string;
  readonly write: boolean;
}

const RESULTS = fileURLToPath(new URL('../RESULTS-precision.md', import.meta.url));

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
    .option('--runs <number>', 'inputs, or trajectories, that models are calibrated on', Number, 4)
    .option('--resume <file.json>', 'figures measured before, to which new ones are added')
    .option('--write', 'write bench/RESULTS-precision.md too', false)
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
  const cells = await Cells.open(options.resume);
  const root = await mkdtemp(join(tmpdir(), 'snapc-precision-'));
  try {
    const tables: string[] = [];
    for (const model of modelsOf(options.size)) {
      if (!fits(model.name, options.only)) continue;
      const settings = { rows, targets, runs: options.runs, root, cells, signal, say };
      const table = await tableOf(model, settings);
      tables.push(`### ${model.name}\n\n${table}`);
    }
    const text = tables.join('\n\n');
    if (options.write) await writeFile(RESULTS, `${HEADING}\n\n${text}\n`);
    return text;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const HEADING = `# Precision

\`npm run bench -- precision --write\`: signal to noise in dB of the outputs against fp32, on inputs that calibration has not seen.
In brackets where a target stores floats.`;

interface Settings {
  readonly rows: readonly PrecisionRow[];
  readonly targets: readonly EmittedTarget[];
  readonly runs: number;
  readonly root: string;
  readonly cells: Cells;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

async function tableOf(
  model: PrecisionModel,
  { rows, targets, runs, root, cells, signal, say }: Settings,
): Promise<string> {
  const folder = await mkdtemp(join(root, 'model-'));
  const { file, shapes: inputShapes, data: dataOf } = await model.prepare(folder, signal);
  const opened = await openModelFile(file);
  if (!opened.ok) throw new Error(opened.diagnostics.map(formatDiagnostic).join('\n'));
  try {
    const imported = await importOnnx(opened.value, { inputShapes });
    if (!imported.ok) throw new Error(imported.diagnostics.map(formatDiagnostic).join('\n'));
    const { graph } = imported.value;
    const data = await dataOf(graph, runs);
    // Rows measure layers once together.
    const feedback = new LayerFeedback(data.calibration);
    const expected = await outputsOf(graph, data.held, signal);
    const table: string[][] = [];
    for (const row of rows) {
      const reference = await cells.of([model.name, row.name], async () => {
        say(`${model.name}: ${row.name}`);
        const { bits, outputs } = await lossOf(graph, row, { ...data, feedback }, signal);
        return { decibel: signalToNoise(outputs, expected), stored: bits };
      });
      const line = [row.name, reference.stored?.toFixed(2) ?? '', reference.decibel.toFixed(1)];
      for (const target of targets) {
        const { decibel, stored = 0 } = await cells.of([model.name, row.name, target], async () => {
          say(`${model.name}: ${row.name}, ${target}`);
          const own = join(folder, `${target}-${table.length}`);
          const made = await emittedOutputs(target, { file, data, row, folder: own });
          return { decibel: signalToNoise(made.outputs, expected), stored: made.compressed };
        });
        const text = decibel.toFixed(1);
        line.push(stored > 0 || row.compression === undefined ? text : `(${text})`);
      }
      table.push(line);
    }
    return markdownTable(
      ['weights', 'bits', 'reference dB', ...targets.map((name) => `${name} dB`)],
      table,
    );
  } finally {
    await opened.value.close();
  }
}
