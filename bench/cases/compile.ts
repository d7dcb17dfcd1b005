/** Compiles a model for the adapter under test and counts what a page would load. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  compile,
  findDevice,
  formatDiagnostic,
  sha256,
  stageOutput,
  targets,
} from '../../compiler/api/node.ts';
import type { Diagnostic, Manifest, NodeModelSource, Precision } from '../../compiler/api/node.ts';
import type { Case } from './case.ts';

export interface CompileSettings {
  /** A device file's name. */
  readonly device: string;
  readonly precision: Precision;
  readonly signal: AbortSignal;
}

/** What fails is part of the report, since the other peers can still run the model. */
export async function compileCase(
  source: NodeModelSource,
  folder: string,
  { device: deviceName, precision, signal }: CompileSettings,
): Promise<Case['compiled']> {
  const device = findDevice(deviceName);
  if (!device.ok) return failed(device.diagnostics);
  const before = performance.now();
  const webgpu = targets.filter(({ name }) => name === 'webgpu');
  const result = await compile(
    { source, targets: webgpu, device: device.value, precision, signal, sha256 },
    () => stageOutput(folder, { inputs: source.paths() }),
  );
  if (!result.ok) return failed(result.diagnostics);
  const seconds = (performance.now() - before) / 1000;
  const { manifest } = result.value;
  const figures = manifest.targets['webgpu']?.figures ?? {};
  return {
    seconds,
    weightBytes: figures['weightBytes'] ?? 0,
    arenaBytes: figures['arenaBytes'] ?? 0,
    kernels: figures['kernels'] ?? 0,
    dispatches: figures['dispatches'] ?? 0,
    downloadGzipBytes: await downloadBytes(folder, manifest),
  };
}

function failed(diagnostics: readonly Diagnostic[]): { readonly failure: string } {
  return { failure: diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n') };
}

/** Each file compressed by itself, as a server does: scripts, but no declarations and no weights. */
async function downloadBytes(folder: string, manifest: Manifest): Promise<number> {
  const scripts = Object.values(manifest.targets)
    .flatMap(({ files }) => files)
    .filter(({ path }) => path.endsWith('.js'));
  let total = 0;
  for (const { path } of scripts) {
    total += gzipSync(await readFile(join(folder, path)), { level: 9 }).length;
  }
  return total;
}
