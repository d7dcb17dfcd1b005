/** Draws with the library of a pipeline, built on this machine, on its NNAPI. */

import { join } from 'node:path';
import { drawWithLibrary } from '../../targets/nnapi/host/draw-library.ts';
import type { Picture } from '../../targets/nnapi/host/draw-library.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import type { DrawArguments, Drawn } from './draw.ts';
import { pathOf } from './files.ts';
import { readSize } from './sizes.ts';
import type { PipelineTargets } from './pipeline-manifest.ts';
import { NNAPI, neuralNetworksOf } from './run-library.ts';

export async function drawOnNnapi(
  context: CommandContext,
  folder: string,
  { files, parts }: PipelineTargets[string],
  given: DrawArguments,
  image: Picture | undefined,
): Promise<Drawn> {
  const { signal, progress, timings } = context;
  const made = Object.values(parts).flatMap((part) => part.targets[NNAPI]?.files ?? []);
  const choices = (['steps', 'guidance', 'seed', 'strength', 'random', 'memory'] as const).flatMap(
    (name) => (given[name] === undefined ? [] : [`--${name}`, given[name]]),
  );
  const size = readSize(given.size);
  if (size) choices.push('--width', String(size.width), '--height', String(size.height));
  const drawn = await timings.time('draw', () =>
    drawWithLibrary({
      source: join(pathOf(context, folder), NNAPI),
      files: [...files, ...made],
      prompt: given.prompt,
      ...(given.negative === undefined ? {} : { negativePrompt: given.negative }),
      ...(image === undefined ? {} : { image }),
      choices,
      neuralNetworks: neuralNetworksOf(context, given),
      signal,
      onPhase: progress.phase,
      onStep: (step, steps) => progress.count('steps', step, steps),
    }),
  );
  return { ...take(context, drawn), on: given.nnapiLibrary ?? "snapc's reference of NNAPI" };
}
