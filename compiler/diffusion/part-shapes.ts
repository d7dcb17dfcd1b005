/** The shapes of the parts' inputs, by which their named dims are bound. */

import type { OnnxValueInfo } from '../import/onnx/model.ts';
import { fixedSize } from './roles.ts';
import type { PipelinePlan } from './plan.ts';
import type { Size } from './sizes.ts';

type Shapes = ReadonlyMap<string, readonly number[]>;

export function textShapes({ text_encoder }: PipelinePlan, tokens: number): Shapes {
  return new Map([[text_encoder.roles.ids.name, [1, tokens]]]);
}

export function decoderShapes({ vae_decoder, latent }: PipelinePlan, tile: Size): Shapes {
  return new Map([[vae_decoder.roles.latent.name, [1, latent.channels, tile.height, tile.width]]]);
}

export function encoderShapes(
  { vae_encoder }: PipelinePlan,
  { height, width }: Size,
  scale: number,
): Shapes {
  if (vae_encoder === undefined) return new Map();
  const size = [height * scale, width * scale];
  return new Map([[vae_encoder.roles.picture.name, [1, 3, ...size]]]);
}

/** `width` is that of the text states. */
export function unetShapes(
  { unet, latent }: PipelinePlan,
  { height, width: columns }: Size,
  batch: number,
  tokens: number,
  width: number,
): Shapes {
  const { sample, timestep, states } = unet.roles;
  return new Map([
    [sample.name, [batch, latent.channels, height, columns]],
    [states.name, [batch, tokens, width]],
    [timestep.name, timestepShape(timestep, sample, batch)],
  ]);
}

/** An axis that goes with the batch has its size, and so has one that is free to be anything else: 1. */
function timestepShape(
  timestep: OnnxValueInfo,
  sample: OnnxValueInfo,
  batch: number,
): readonly number[] {
  const batchName = sample.shape?.[0];
  return (timestep.shape ?? []).map(
    (axis, at) => fixedSize(timestep, at) ?? (axis !== undefined && axis === batchName ? batch : 1),
  );
}
