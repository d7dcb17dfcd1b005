/** Draws with the module of a pipeline on a WebGPU adapter of this machine. */

import { join } from 'node:path';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import type { GenerateOptions } from '../../targets/webgpu/host/open-pictures.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import { drawn } from './draw-request.ts';
import type { DrawArguments, Drawn } from './draw.ts';
import { pathOf } from './files.ts';

export async function drawOnWebgpu(
  context: CommandContext,
  folder: string,
  given: DrawArguments,
  request: GenerateOptions,
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
    return await drawn(context, adapter, () => pipeline.generate(request));
  } finally {
    close();
  }
}
