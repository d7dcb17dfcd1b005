/** The timestep as a vector: a sinusoid [cos, sin] of geometric frequencies, then two linear layers. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { silu } from '../layers/activations.ts';
import { vectorLinear } from '../layers/linear.ts';
import { cast, cosine, multiply, sine } from '../operators/elementwise.ts';
import type { Extent } from '../operators/extent.ts';
import { concat, expand, slice, unsqueeze } from '../operators/shape.ts';

const MAX_PERIOD = 10_000;

export interface TimestepEmbeddingOptions {
  readonly batch: Extent;
  /** Channels of the sinusoid. */
  readonly channels: number;
  /** Channels of the result. */
  readonly width: number;
}

export function timestepEmbedding(
  g: GraphWriter,
  timestep: Value,
  { batch, channels, width }: TimestepEmbeddingOptions,
): Value {
  const timesteps = expand(g, timestep, [batch]);
  const waves = cast(g, sinusoid(g.module('time_proj'), timesteps, channels), g.float);
  const embedding = g.module('time_embedding');
  const first = vectorLinear(embedding.module('linear_1'), waves, width);
  return vectorLinear(embedding.module('linear_2'), silu(embedding.module('act'), first), width);
}

/** Computed in f32 whatever the model's precision; [sin, cos] is made first and then swapped. */
function sinusoid(g: GraphWriter, timesteps: Value, channels: number): Value {
  const half = channels / 2;
  const frequencies = Array.from({ length: half }, (_, index) => MAX_PERIOD ** (-index / half));
  const column = cast(g, unsqueeze(g, timesteps, 1), 'f32');
  const phases = multiply(g, column, g.constant('f32', [1, half], frequencies));
  const waves = concat(g, [sine(g, phases), cosine(g, phases)], -1);
  const swapped = [slice(g, waves, 1, half, channels), slice(g, waves, 1, 0, half)];
  return concat(g, swapped, -1);
}
