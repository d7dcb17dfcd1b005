/** The same loss through emitted artifacts: WebGPU on a software adapter, Core ML's interpreter, NNAPI's reference. */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readNpz, writeNpz } from '../../compiler/api/node.ts';
import { runCli } from '../../test/cli/harness.ts';
import type { PrecisionData, Tensors } from './model.ts';
import type { PrecisionRow } from './rows.ts';

export const EMITTED = ['webgpu', 'coreml', 'nnapi'] as const;
export type EmittedTarget = (typeof EMITTED)[number];

/** A device with the target, of which the numbers do not depend. */
const DEVICES: Readonly<Record<EmittedTarget, string>> = {
  webgpu: 'webgpu-default',
  coreml: 'iphone-16-pro',
  nnapi: 'pixel-9',
};

export interface EmittedRequest {
  readonly file: string;
  readonly data: PrecisionData;
  readonly row: PrecisionRow;
  /** Is made, and removed in the end. */
  readonly folder: string;
}

/** What the artifact computes, and how many of its weights are stored in few bits. */
export async function emittedOutputs(
  target: EmittedTarget,
  { file, data: { held, calibration }, row, folder }: EmittedRequest,
): Promise<{ readonly outputs: readonly Tensors[]; readonly compressed: number }> {
  await mkdir(join(folder, 'calibration'), { recursive: true });
  try {
    for (const [index, set] of held.entries()) {
      await writeFile(join(folder, inputsOf(index)), writeNpz(set));
    }
    for (const [index, set] of calibration.entries()) {
      await writeFile(join(folder, 'calibration', `${index}.npz`), writeNpz(set));
    }
    const { compression } = row;
    const how: string[] = compression === undefined ? ['--precision', 'fp16'] : [];
    if (compression !== undefined) {
      await writeFile(join(folder, 'rules.json'), JSON.stringify(compression));
      how.push('--compress', 'rules.json');
    }
    if (row.calibrated) how.push('--calibrate', 'calibration');
    const to = ['--target', target, '--device', DEVICES[target], '--out', 'out'];
    await snapc(['compile', file, ...to, '--dims-from', inputsOf(0), ...how], folder);
    const outputs: Tensors[] = [];
    for (const index of held.keys()) {
      const from = ['--inputs', inputsOf(index), '--outputs', 'outputs.npz'];
      await snapc(['run', 'out', '--target', target, ...from], folder);
      const own = readNpz(await readFile(join(folder, 'outputs.npz')));
      if (!own.ok) throw new Error('no outputs');
      outputs.push(own.value);
    }
    const manifest: { readonly targets: Record<string, { readonly weights?: readonly object[] }> } =
      JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8'));
    return { outputs, compressed: manifest.targets[target]?.weights?.length ?? 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function inputsOf(index: number): string {
  return `inputs-${index}.npz`;
}

async function snapc(argv: readonly string[], folder: string): Promise<void> {
  const { code, stderr } = await runCli(argv, { folder });
  if (code !== 0) throw new Error(stderr.trim());
}
