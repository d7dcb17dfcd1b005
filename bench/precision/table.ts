/** The table of one model: a line for each way to store weights, with what it loses on the reference and as each artifact. */

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compressionSteps, importOnnx, openModelFile } from '../../compiler/api/node.ts';
import type { NodeModelSource } from '../../compiler/api/node.ts';
import { LayerFeedback } from '../../compiler/quantize/layer-feedback.ts';
import type { Graph } from '../../ir/graph.ts';
import { cpuSecondsOfProcess } from '../measure/clock.ts';
import { markdownTable } from '../report/text.ts';
import { valueOf } from '../value-of.ts';
import type { Cell, Cells } from './cells.ts';
import { bitsIn, compileFor, runCompiled } from './emitted.ts';
import type { EmittedTarget } from './emitted.ts';
import { lossOf, signalToNoise } from './loss.ts';
import { inOnnxruntime } from './model.ts';
import type { Prepared, PrecisionModel, Tensors } from './model.ts';
import type { PrecisionRow } from './rows.ts';

export interface Settings {
  readonly rows: readonly PrecisionRow[];
  /** Of rows that are emitted. */
  readonly targetsOf: (row: PrecisionRow) => readonly EmittedTarget[];
  readonly targets: readonly EmittedTarget[];
  readonly runs: number;
  /** What is not known yet, too. */
  readonly measures: boolean;
  readonly root: string;
  readonly cells: Cells;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** What is needed as soon as one cell is not known yet. */
interface Measuring {
  readonly graph: Graph;
  readonly source: NodeModelSource;
  readonly held: readonly Tensors[];
  readonly calibration: readonly Tensors[];
  /** Rows measure layers once together. */
  readonly feedback: LayerFeedback;
  readonly expected: readonly Tensors[];
}

export async function tableOf(model: PrecisionModel, settings: Settings): Promise<string> {
  const { rows, targets, targetsOf, measures, cells, root, signal } = settings;
  const missing = rows.filter((row) =>
    [undefined, ...targetsOf(row)].some(
      (target) => cells.get(keyOf(model, row, target)) === undefined,
    ),
  );
  if (measures && missing.length > 0) {
    const folder = await mkdtemp(join(root, 'model-'));
    const prepared = await model.prepare(folder, signal);
    const source = valueOf(await openModelFile(prepared.file));
    try {
      const measuring = await begin(prepared, source, settings);
      for (const row of missing) await measure(model, row, prepared, measuring, settings);
    } finally {
      await source.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  const lines = rows.map((row) => {
    const emitted = targetsOf(row);
    const own = (target?: EmittedTarget) => cells.get(keyOf(model, row, target));
    const bits = [undefined, ...targets].map((target) => own(target)?.stored?.toFixed(2) ?? '-');
    return [
      row.name,
      row.bound === undefined ? '' : `${row.bound}`,
      textOf(own()),
      ...targets.map((target) => (emitted.includes(target) ? textOf(own(target)) : '')),
      row.compression === undefined ? '' : bits.join(' / '),
    ];
  });
  const columns = targets.map((target) => `${target} dB`);
  return markdownTable(['weights', 'asked dB', 'reference dB', ...columns, 'bits'], lines);
}

function keyOf(model: PrecisionModel, row: PrecisionRow, target?: EmittedTarget): string {
  return [model.name, row.name, target ?? 'reference'].join(' | ');
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : cell.decibel.toFixed(1);
}

async function begin(
  { file, shapes, data }: Prepared,
  source: NodeModelSource,
  { runs, say }: Settings,
): Promise<Measuring> {
  say(`${file}: fp32 in onnxruntime`);
  const { graph } = valueOf(await importOnnx(source, { inputShapes: shapes }));
  const { held, calibration } = await data(graph, runs);
  const expected: Tensors[] = [];
  for (const own of held) expected.push(await inOnnxruntime(file, own));
  return { graph, source, held, calibration, feedback: new LayerFeedback(calibration), expected };
}

/** The cells of a row that are not known yet. */
async function measure(
  model: PrecisionModel,
  row: PrecisionRow,
  { shapes }: Prepared,
  { graph, source, held, calibration, feedback, expected }: Measuring,
  { cells, targetsOf, root, signal, say }: Settings,
): Promise<void> {
  let before = cpuSecondsOfProcess();
  const put = async (target: EmittedTarget | undefined, cell: Cell): Promise<void> => {
    const key = keyOf(model, row, target);
    const took = (cpuSecondsOfProcess() - before).toFixed(1);
    say(`${key}: ${cell.decibel.toFixed(2)} dB, ${took} CPU s`);
    await cells.put(key, cell);
    before = cpuSecondsOfProcess();
  };
  const isMissing = (target?: EmittedTarget): boolean =>
    cells.get(keyOf(model, row, target)) === undefined;
  // The same passes for all, so that what they measure is measured once.
  const steps = row.compression && compressionSteps(row.compression, { calibration, feedback });
  if (isMissing()) {
    const { bits, outputs } = await lossOf(graph, steps, held, signal);
    await put(undefined, { decibel: signalToNoise(outputs, expected), stored: bits });
  }
  const targets = targetsOf(row).filter(isMissing);
  if (targets.length === 0) return;
  const folder = await mkdtemp(join(root, 'row-'));
  try {
    const to = join(folder, 'out');
    const manifest = await compileFor({ source, shapes, steps, targets, folder: to, signal });
    for (const target of targets) {
      const outputs = await runCompiled(target, { manifest, folder: to }, held, signal);
      const stored = bitsIn(manifest, target);
      await put(target, { decibel: signalToNoise(outputs, expected), stored });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
