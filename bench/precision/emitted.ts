/** The same loss through emitted artifacts: WebGPU on a software adapter, Core ML's interpreter, NNAPI's reference. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compile,
  findDevice,
  openArtifact,
  readNpz,
  sha256,
  stageOutput,
  targets as builtInTargets,
  writeNpz,
} from '../../compiler/api/node.ts';
import type { Device, Manifest, NodeModelSource, PassStep } from '../../compiler/api/node.ts';
import { runCli } from '../../test/cli/harness.ts';
import { valueOf } from '../value-of.ts';
import type { Tensors } from './model.ts';
import { runOnNnapi } from './nnapi.ts';

export const EMITTED = ['webgpu', 'coreml', 'nnapi'] as const;
export type EmittedTarget = (typeof EMITTED)[number];

export interface CompileRequest {
  readonly source: NodeModelSource;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** In fp32 with these passes first; in fp16 when absent. */
  readonly steps: readonly PassStep[] | undefined;
  readonly targets: readonly EmittedTarget[];
  /** Is made. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** For all targets at once: what one of them measures on calibration data is known to the next. */
export async function compileFor(request: CompileRequest): Promise<Manifest> {
  const { source, shapes, steps, folder, signal } = request;
  const result = await compile(
    {
      source,
      inputShapes: shapes,
      targets: builtInTargets.filter(({ name }) => request.targets.some((own) => own === name)),
      device: everything(),
      precision: steps === undefined ? 'fp16' : 'fp32',
      passes: (steps ?? []).map((step) => ({ step })),
      signal,
      sha256,
    },
    () => stageOutput(folder, { inputs: source.paths() }),
  );
  return valueOf(result).manifest;
}

/** One device for all targets; numbers do not depend on it. */
function everything(): Device {
  const { coreml } = valueOf(findDevice('iphone-16-pro'));
  const { nnapi } = valueOf(findDevice('pixel-9'));
  return { ...valueOf(findDevice('webgpu-default')), coreml, nnapi };
}

/** What the artifact computes from each set of inputs. */
export async function runCompiled(
  target: EmittedTarget,
  { manifest, folder }: { readonly manifest: Manifest; readonly folder: string },
  inputs: readonly Tensors[],
  signal: AbortSignal,
): Promise<readonly Tensors[]> {
  if (target === 'nnapi') return runOnNnapi(manifest, folder, inputs);
  const outputs: Tensors[] = [];
  if (target === 'webgpu') {
    // Its shaders are compiled once.
    const artifact = valueOf(await openArtifact(join(folder, target), { signal }));
    try {
      for (const own of inputs) outputs.push(valueOf(await artifact.run(own, signal)));
    } finally {
      artifact.close();
    }
    return outputs;
  }
  for (const own of inputs) {
    await writeFile(join(folder, 'inputs.npz'), writeNpz(own));
    const argv = ['run', folder, '--target', target, '--inputs', 'inputs.npz'];
    const { code, stderr } = await runCli([...argv, '--outputs', 'outputs.npz'], { folder });
    if (code !== 0) throw new Error(stderr.trim());
    outputs.push(valueOf(readNpz(await readFile(join(folder, 'outputs.npz')))));
  }
  return outputs;
}

/** Bits that a weight takes on average, with its scales or palettes; of those that have few bits. */
export function bitsIn(manifest: Manifest, target: EmittedTarget): number | undefined {
  const weights = manifest.targets[target]?.weights ?? [];
  const elements = weights.reduce((sum, weight) => sum + weight.elements, 0);
  const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0);
  return elements === 0 ? undefined : (8 * bytes) / elements;
}
