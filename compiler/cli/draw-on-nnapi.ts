/** Draws with the library of a pipeline, built on this machine, on its NNAPI. */

import { join } from 'node:path';
import { drawWithLibrary } from '../../targets/nnapi/host/draw-library.ts';
import type { GenerateOptions } from '../../targets/webgpu/host/open-pictures.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import type { DrawArguments, Drawn } from './draw.ts';
import { pathOf } from './files.ts';
import type { PipelineTargets } from './pipeline-manifest.ts';
import { NNAPI, neuralNetworksOf } from './run-library.ts';

export async function drawOnNnapi(
  context: CommandContext,
  folder: string,
  { files, parts }: PipelineTargets[string],
  given: DrawArguments,
  { width, height, image, ...request }: GenerateOptions,
): Promise<Drawn> {
  const { signal, progress, timings } = context;
  const made = Object.values(parts).flatMap((part) => part.targets[NNAPI]?.files ?? []);
  const { steps, guidance, seed, strength, random } = request;
  const { memory } = given;
  const asked = { steps, guidance, seed, strength, random, memory, width, height };
  const choices = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const drawn = await timings.time('draw', () =>
    drawWithLibrary({
      source: join(pathOf(context, folder), NNAPI),
      files: [...files, ...made],
      prompt: request.prompt,
      ...(request.negativePrompt === undefined ? {} : { negativePrompt: request.negativePrompt }),
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
