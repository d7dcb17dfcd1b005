/** Vectors of tiles, pixels and previews. */

import type { PipelineDescription } from '../../../runtime/web/pictures/description.ts';
import { linearPreview, toPicture, toPlanes } from '../../../runtime/web/pictures/picture.ts';
import { Mosaic, cut, tileStarts } from '../../../runtime/web/pictures/tiles.ts';
import { bytesText, double, fractions, line, singles } from './fields.ts';
import type { Lines } from './fields.ts';

export function pictureVectors(): Readonly<Record<string, Lines>> {
  return {
    'tiles.txt': [...startLines(), ...MOSAICS.flatMap(mosaicLines)],
    'pictures.txt': [...pictureLines(5, 3), ...pictureLines(16, 16)],
    'preview.txt': previewLines(),
  };
}

function startLines(): Lines {
  const sizes = Array.from({ length: 20 }, (_, at) => at + 1);
  return sizes.flatMap((whole) =>
    sizes.map((tile) => line('starts', whole, tile, ...tileStarts(whole, tile))),
  );
}

const MOSAICS = [
  [1, 8, 8, 4, 4],
  [3, 9, 7, 4, 6],
  [2, 5, 12, 5, 1],
  [3, 6, 6, 6, 6],
] as const;

function mosaicLines([channels, height, width, tall, wide]: (typeof MOSAICS)[number]): Lines {
  const next = fractions(channels * height);
  const planes = Float32Array.from({ length: channels * height * width }, () => 4 * next() - 2);
  const mosaic = new Mosaic(channels, height, width);
  let tile = 0;
  for (const top of tileStarts(height, tall)) {
    for (const left of tileStarts(width, wide)) {
      const area = { top, left, height: tall, width: wide };
      const factor = 1 + tile++ / 8;
      const part = cut(planes, channels, height, width, area).map((number) => number * factor);
      mosaic.add(part, area);
    }
  }
  return [
    line('mosaic', channels, height, width, tall, wide),
    line('in', ...singles(planes)),
    line('out', ...singles(mosaic.finish())),
  ];
}

/** Middles between two bytes, what is beyond them, and what is no number. */
const EDGES = [-1, 1, 0, -0, 1 / 255, 0.5 / 127.5, 1.5 / 127.5, -3, 7, NaN, Infinity, -Infinity];

function pictureLines(width: number, height: number): Lines {
  const next = fractions(width);
  const planes = Float32Array.from(
    { length: 3 * width * height },
    (_, at) => EDGES[at] ?? 2.4 * next() - 1.2,
  );
  const picture = toPicture(planes, width, height);
  return [
    line('picture', width, height),
    line('planes', ...singles(planes)),
    line('bytes', ...bytesText(picture.pixels)),
    line('again', ...singles(toPlanes(picture))),
  ];
}

function previewLines(): Lines {
  const next = fractions(5);
  const number = (): number => 2 * next() - 1 + next() / 2 ** 30;
  const latent = { channels: 4, height: 6, width: 5 };
  const factors = Array.from({ length: 4 }, () => [number(), number(), number()] as const);
  const bias = [0.5, 0.4 + number() / 10, 0.6] as const;
  const latents = Float32Array.from({ length: 4 * 6 * 5 }, number);
  // Of a description the preview reads nothing else.
  const description = { latent, preview: { factors, bias } } as unknown as PipelineDescription;
  return [
    line(latent.channels, latent.height, latent.width),
    line('factors', ...[...factors.flat(), ...bias].map(double)),
    line('latents', ...singles(latents)),
    line('bytes', ...bytesText(linearPreview(latents, description).pixels)),
  ];
}
