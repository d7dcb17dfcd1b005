/** Draws with the module of a pipeline on a WebGPU adapter of this machine. */

import { join } from 'node:path';
import type { Picture } from '../../targets/nnapi/host/draw-library.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import { guarded } from '../../targets/webgpu/host/run.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import type { DrawArguments, Drawn } from './draw.ts';
import { pathOf } from './files.ts';

export async function drawOnWebgpu(
  context: CommandContext,
  folder: string,
  given: DrawArguments,
  image: Picture | undefined,
): Promise<Drawn> {
  const { signal, progress, timings } = context;
  progress.phase('opening a WebGPU device');
  const opening = await timings.time('load', () =>
    openPictures(join(pathOf(context, folder), 'webgpu'), {
      signal,
      ...(given.adapter === undefined ? {} : { adapter: given.adapter }),
      ...(given.memory === undefined ? {} : { memory: given.memory }),
      onProgress: ({ part, phase, done, total }) => {
        if (phase === 'weights') progress.bytes(`weights of ${part}`, done, total);
        else progress.count(`shaders of ${part}`, done, total);
      },
    }),
  );
  const { adapter, pipeline, close } = take(context, opening);
  try {
    progress.phase(`drawing on ${adapter}`);
    const request = {
      prompt: given.prompt,
      ...(given.negative === undefined ? {} : { negativePrompt: given.negative }),
      ...numbersOf(given),
      ...(given.random === undefined ? {} : { random: given.random }),
      ...(image === undefined ? {} : { image }),
      onStep: ({ step, steps }: { readonly step: number; readonly steps: number }) =>
        progress.count('steps', step, steps),
      signal,
    };
    const made = await timings.time('draw', () =>
      guarded(signal, () => pipeline.generate(request)),
    );
    const { milliseconds, ...picture } = take(context, made);
    const steps = milliseconds.steps.reduce((sum, one) => sum + one, 0);
    return { ...picture, on: adapter, milliseconds: { ...milliseconds, steps } };
  } finally {
    close();
  }
}

function numbersOf(given: DrawArguments): Readonly<Record<string, number>> {
  const numbers = (['steps', 'guidance', 'seed', 'strength'] as const).flatMap((name) => {
    const text = given[name];
    return text === undefined ? [] : [[name, text.trim() === '' ? NaN : Number(text)] as const];
  });
  return Object.fromEntries(numbers);
}
