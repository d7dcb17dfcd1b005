/** Pictures to latents and back. */

import { SnapcError, checkAborted } from '../errors.ts';
import type { PipelineDescription } from './description.ts';
import type { NoiseSource } from './noise.ts';
import { runPart } from './parts.ts';
import type { WithPart } from './parts.ts';
import { toPicture, toPlanes } from './picture.ts';
import type { Picture } from './picture.ts';
import { Mosaic, cut, tileStarts } from './tiles.ts';

export async function decode(
  description: PipelineDescription,
  withPart: WithPart,
  latents: Float32Array,
  signal: AbortSignal | undefined,
): Promise<Picture> {
  const { decoder, latent, tile, scale, scalingFactor, shiftFactor } = description;
  const { channels, height, width } = latent;
  const unscaled = latents.map((number) => number / scalingFactor + shiftFactor);
  const planes = await withPart('decoder', signal, async (model) => {
    const decodeTile = (part: Float32Array): Promise<Float32Array> =>
      runPart(model, { [decoder.latent]: part }, decoder.picture, signal);
    if (tile.height === height && tile.width === width) return decodeTile(unscaled);
    const mosaic = new Mosaic(3, height * scale, width * scale);
    for (const top of tileStarts(height, tile.height)) {
      for (const left of tileStarts(width, tile.width)) {
        checkAborted(signal);
        const part = cut(unscaled, channels, height, width, { top, left, ...tile });
        mosaic.add(await decodeTile(part), {
          top: top * scale,
          left: left * scale,
          height: tile.height * scale,
          width: tile.width * scale,
        });
      }
    }
    return mosaic.finish();
  });
  return toPicture(planes, width * scale, height * scale);
}

export async function encode(
  { encoder, scalingFactor, shiftFactor }: PipelineDescription,
  withPart: WithPart,
  image: Picture,
  noise: NoiseSource,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  if (encoder === undefined) throw new SnapcError('input', 'the pipeline has no encoder');
  const found = await withPart('encoder', signal, (model) =>
    runPart(model, { [encoder.picture]: toPlanes(image) }, encoder.latent, signal),
  );
  const half = found.length / 2;
  const latents = encoder.isDistribution
    ? sampled(found.subarray(0, half), found.subarray(half), noise.ofEncoder())
    : found;
  return latents.map((number) => (number - shiftFactor) * scalingFactor);
}

/** Bounds of the logarithm of the variance, as AutoencoderKL has them. */
const [LEAST, GREATEST] = [-30, 20];

function sampled(mean: Float32Array, logVariance: Float32Array, noise: Float32Array): Float32Array {
  return mean.map((number, at) => {
    const bounded = Math.min(Math.max(logVariance[at] ?? 0, LEAST), GREATEST);
    return number + Math.exp(bounded / 2) * (noise[at] ?? 0);
  });
}
