/** Draws one picture for each caption through a compiled pipeline, and takes the time. */

import { join } from 'node:path';
import { withoutOpacity } from '../../compiler/cli/png-pictures.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { AdapterChoice } from '../../targets/webgpu/host/adapter.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import type { PictureSet } from './python.ts';

export interface DrawOptions {
  readonly adapter?: AdapterChoice;
  readonly steps?: number;
  readonly guidance?: number;
  /** Of the first picture; each has the next one. */
  readonly seed: number;
  readonly onPicture?: (done: number) => void;
}

export interface Drawn {
  readonly adapter: string;
  readonly pictures: PictureSet;
  /** Of the first picture, in which an adapter may still compile shaders. */
  readonly secondsFirst: number;
  /** The median of all others. */
  readonly secondsEach: number;
  /** Of all processors, the mean of the same pictures. */
  readonly processorSecondsEach: number;
}

/** `folder` is what `snapc pipeline` wrote. */
export async function drawAll(
  folder: string,
  captions: readonly string[],
  { adapter, seed, onPicture, ...options }: DrawOptions,
): Promise<Drawn> {
  const opened = await openPictures(
    join(folder, 'webgpu'),
    adapter === undefined ? {} : { adapter },
  );
  if (!opened.ok) throw new Error(opened.diagnostics.map(formatDiagnostic).join('\n'));
  const { pipeline, adapter: name, close } = opened.value;
  const seconds: number[] = [];
  const colours: Uint8Array[] = [];
  let since = process.cpuUsage();
  let size: readonly [number, number] = [0, 0];
  try {
    for (const [index, prompt] of captions.entries()) {
      if (index === 1) since = process.cpuUsage();
      const start = performance.now();
      const { width, height, pixels } = await pipeline.generate({
        ...options,
        prompt,
        seed: seed + index,
      });
      seconds.push((performance.now() - start) / 1000);
      colours.push(withoutOpacity(pixels));
      size = [height, width];
      onPicture?.(index + 1);
    }
  } finally {
    close();
  }
  const { user, system } = process.cpuUsage(since);
  return {
    adapter: name,
    pictures: { shape: [captions.length, ...size, 3], bytes: Buffer.concat(colours) },
    secondsFirst: seconds[0] ?? NaN,
    secondsEach: median(seconds.slice(1)),
    processorSecondsEach: (user + system) / 1e6 / Math.max(1, captions.length - 1),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
