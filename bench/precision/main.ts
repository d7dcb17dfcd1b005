/** `npm run bench -- precision`: what models lose by how their weights are stored. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { Cells } from './cells.ts';
import { EMITTED } from './emitted.ts';
import { modelsOf } from './models.ts';
import { FURTHER_ROWS, ROWS } from './rows.ts';
import { tableOf } from './table.ts';

interface PrecisionOptions {
  readonly size: 'tiny' | 'small';
  readonly only: readonly string[];
  readonly rows: readonly string[];
  readonly further: boolean;
  readonly targets: readonly string[];
  readonly runs: number;
  readonly resume?: string;
  readonly known: boolean;
  readonly write: boolean;
}

const RESULTS = {
  tiny: fileURLToPath(new URL('../RESULTS-precision.md', import.meta.url)),
  small: fileURLToPath(new URL('../RESULTS-precision-small.md', import.meta.url)),
};

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
    .option('--further', 'rows beyond those that something is asked of, on the reference', false)
    .option('--targets <names>', `emitted too, for: ${EMITTED.join(', ')}`, list, [...EMITTED])
    .option('--runs <number>', 'inputs, or trajectories, that models are calibrated on', Number, 4)
    .option('--resume <file.json>', 'figures measured before, to which new ones are added')
    .option('--known', 'only figures of --resume, others left empty', false)
    .option('--write', 'write bench/RESULTS-precision.md too, or RESULTS-precision-small.md', false)
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
  const cells = await Cells.open(options.resume);
  const root = await mkdtemp(join(tmpdir(), 'snapc-precision-'));
  try {
    const tables: string[] = [];
    for (const model of modelsOf(options.size)) {
      if (!fits(model.name, options.only)) continue;
      const table = await tableOf(model, {
        rows: [...ROWS, ...(options.further ? FURTHER_ROWS : [])].filter(({ name }) =>
          fits(name, options.rows),
        ),
        targets,
        targetsOf: (row) => (ROWS.includes(row) ? targets : []),
        runs: options.runs,
        measures: !options.known,
        root,
        cells,
        signal,
        say,
      });
      tables.push(`## ${model.name}\n\n${table}`);
    }
    const text = tables.join('\n\n');
    if (options.write) await writeFile(RESULTS[options.size], `${HEADING}\n\n${text}\n`);
    return text;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const HEADING = `# Precision

\`npm run bench -- precision --write\`: signal to noise in dB of the outputs against fp32 (onnxruntime), on inputs that calibration has not seen.
"asked" is what a form should keep at least. Bits: of a weight on average, with its scales or palettes, on the reference (scales in halves)
and as each target stores it here (scales in floats of 32 bits, since all but "float16" is compiled in fp32); "-" where the manifest names no
weights of few bits. \`--compress int4\` is as "ends in int8" where first and last layers are few. Activations of the "float16" artifacts are halves too. Models called "trained" are the miniature; all others have seeded
weights, white noise, and "one layer" shows what a single layer of white noise keeps.`;
