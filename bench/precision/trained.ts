/** The miniature, whose weights are trained, on words and latents that calibration has not seen. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz } from '../../compiler/api/node.ts';
import { eachRun } from '../../compiler/calibrate/each-run.ts';
import { trajectory } from '../../compiler/calibrate/trajectory.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { inOnnxruntime, shapesOf } from './model.ts';
import type { PrecisionModel, Tensors } from './model.ts';

const MINIATURE = fileURLToPath(new URL('../../models/tiny/onnx', import.meta.url));
/** Archives beside each network; the last ones are for nothing but measuring. */
const ARCHIVES = 6;
const HELD = 2;
/** As the miniature is drawn with. */
const SCHEDULE = { steps: 8, runs: 1, prediction: 'v_prediction', spacing: 'trailing' } as const;
/** The steps of a held-out trajectory that are looked at: of much, some and little noise. */
const LOOKED_AT = [1, 4, 7];

function archive(part: string, index: number): Promise<Tensors> {
  return tensorsOf(join(MINIATURE, part, 'calibration', `${index}.npz`));
}

async function tensorsOf(path: string): Promise<Tensors> {
  const read = readNpz(await readFile(path));
  if (!read.ok) throw new Error(`${path} is no archive`);
  return read.value;
}

function spread(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

function part(name: string): PrecisionModel {
  return {
    name: `trained ${name}`,
    prepare: async () => ({
      file: join(MINIATURE, name, 'model.onnx'),
      shapes: shapesOf(await archive(name, 0)),
      data: async (_, runs) => {
        const measured = spread(0, Math.min(runs, ARCHIVES - HELD));
        const held = spread(ARCHIVES - HELD, HELD);
        return {
          held: await Promise.all(held.map((index) => archive(name, index))),
          calibration: await Promise.all(measured.map((index) => archive(name, index))),
        };
      },
    }),
  };
}

/** Latents along trajectories of its own, each with other words and other noise. */
const unet: PrecisionModel = {
  name: 'trained unet',
  prepare: async (_, signal) => {
    const example = await tensorsOf(join(MINIATURE, 'unet', 'inputs.npz'));
    const words = await archive('unet', 0);
    const [batch = 1] = words.get('encoder_hidden_states')?.shape ?? [];
    const shapes = Array.from(
      shapesOf(example),
      ([name, shape]) => [name, shape.length > 1 ? shape.with(0, batch) : shape] as const,
    );
    const file = join(MINIATURE, 'unet', 'model.onnx');
    return {
      file,
      shapes: new Map(shapes),
      data: async (graph, runs) => {
        const measured = spread(0, Math.min(runs, ARCHIVES - HELD));
        const own = await along(graph, file, ARCHIVES - 1, signal);
        return {
          held: LOOKED_AT.flatMap((step) => own[step] ?? []),
          calibration: (
            await Promise.all(measured.map((index) => along(graph, file, index, signal)))
          ).flat(),
        };
      },
    };
  },
};

/** All inputs of one trajectory of the model in fp32. */
async function along(
  graph: Graph,
  file: string,
  index: number,
  signal: AbortSignal,
): Promise<readonly Tensors[]> {
  const data = trajectory({ ...SCHEDULE, seed: index }, [await archive('unet', index)]);
  const report = (diagnostic: Diagnostic): never => {
    throw new Error(formatDiagnostic(diagnostic));
  };
  const inputs: Tensors[] = [];
  await eachRun(graph, data, { report }, async (run) => {
    signal.throwIfAborted();
    inputs.push(run.inputs);
    return inOnnxruntime(file, run.inputs);
  });
  return inputs;
}

export const TRAINED: readonly PrecisionModel[] = [part('text_encoder'), unet, part('vae_decoder')];
