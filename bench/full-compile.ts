/** `--full-compile`: what it takes to compile the full SnapFusion UNet for each target, and how large it becomes. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseManifest } from '../compiler/manifest.ts';
import { formatDiagnostic } from '../ir/diagnostics.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import { writeModel } from '../models/node.ts';
import { measuredCommand } from '../test/support/measured-command.ts';
import { machine, versions } from './machine.ts';
import { machineLine } from './report/markdown.ts';
import { markdownTable, megabytes, significant } from './report/text.ts';

/** A target with a phone that has it. */
const TARGETS = [
  ['webgpu', 'pixel-9'],
  ['coreml', 'iphone-16-pro'],
  ['nnapi', 'pixel-9'],
] as const;

interface FullCompileSettings {
  readonly precision: 'fp32' | 'fp16';
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** A section of Markdown. Takes up to 6 GB of disk for a while. */
export async function fullCompileReport(settings: FullCompileSettings): Promise<string> {
  // The load before anything of this runs.
  const where = machineLine(new Date().toISOString(), machine());
  const root = await mkdtemp(join(tmpdir(), 'snapc-full-compile-'));
  try {
    settings.say('writing the full UNet, 3.0 GB');
    const model = join(root, 'model');
    const written = await writeModel(model, 'snapfusion-unet', { size: 'full' });
    if (!written.ok) throw faults(written.diagnostics);
    const rows: string[][] = [];
    for (const [target, device] of TARGETS) {
      settings.signal.throwIfAborted();
      settings.say(`compiling it for ${target} on ${device}`);
      rows.push(await compiledRow(join(model, 'model.onnx'), target, device, root, settings));
    }
    const { node = '', snapc = '' } = await versions();
    return [
      '# Compiling the full SnapFusion UNet',
      [
        where,
        `- node ${node}, snapc ${snapc}`,
        `- 759 M parameters, 3.0 GB of fp32 in ONNX, compiled in ${settings.precision} by the command line, from its start to its end`,
      ].join('\n'),
      markdownTable(COLUMNS, rows),
    ].join('\n\n');
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const COLUMNS = [
  'target',
  'device',
  'seconds',
  'CPU s',
  'peak MB',
  'weights MB',
  'files MB',
  'files over weights',
];

async function compiledRow(
  model: string,
  target: string,
  device: string,
  root: string,
  { precision }: FullCompileSettings,
): Promise<string[]> {
  const out = join(root, target);
  const options = ['--target', target, '--device', device, '--precision', precision];
  const took = await measuredCommand(['compile', model, ...options, '--out', out]);
  if (took.code !== 0) throw new Error(took.stderr.trim());
  const text = await readFile(join(out, 'manifest.json'), 'utf8');
  await rm(out, { recursive: true });
  const manifest = parseManifest(text, 'manifest.json');
  if (!manifest.ok) throw faults(manifest.diagnostics);
  const { files = [], figures = {} } = manifest.value.targets[target] ?? {};
  const weightBytes = figures['weightBytes'] ?? Number.NaN;
  const fileBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    target,
    device,
    significant(took.seconds),
    significant(took.processorSeconds),
    took.megabytes.toFixed(0),
    megabytes(weightBytes),
    megabytes(fileBytes),
    `${((100 * (fileBytes - weightBytes)) / weightBytes).toFixed(3)} %`,
  ];
}

function faults(diagnostics: readonly Diagnostic[]): Error {
  return new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'));
}
