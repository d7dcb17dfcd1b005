/** Seeded inputs for each model, with the ranges that a pipeline would feed. */

import type { ClipTextConfig } from './clip-text.ts';
import { tensorFrom } from '../ir/tensor.ts';
import type { Tensor } from '../ir/tensor.ts';
import type { InputOptions } from './definition.ts';
import { elementCount, fillSeeded, seedFor } from './onnx/index.ts';
import type { Distribution } from './onnx/index.ts';
import type { Dim } from './onnx/graph-writer.ts';
import type { UnetConfig } from './unet.ts';
import type { VaeConfig } from './vae.ts';
import { imageSize } from './vae-encoder.ts';

type Inputs = Readonly<Record<string, Tensor>>;

const UNIT: Distribution = { mean: 0, std: 1 };
/** Uniform between -1 and 1, the range of pixels. */
const PIXEL: Distribution = { mean: 0, std: 1 / Math.sqrt(3) };
const TIMESTEP = 501;

export function unetInputs(config: UnetConfig, options: InputOptions): Inputs {
  const { batch, channels, height, width, sequence, textWidth } = config;
  return {
    sample: seeded('sample', [batch, channels, height, width], UNIT, options),
    timestep: timestep(config, options),
    encoder_hidden_states: seeded(
      'encoder_hidden_states',
      [batch, sequence, textWidth],
      UNIT,
      options,
    ),
  };
}

export function vaeDecoderInputs(config: VaeConfig, options: InputOptions): Inputs {
  const shape = [config.batch, config.latentChannels, config.height, config.width];
  return { latent_sample: seeded('latent_sample', shape, UNIT, options) };
}

export function vaeEncoderInputs(config: VaeConfig, options: InputOptions): Inputs {
  const sides = [imageSize(config, 'height'), imageSize(config, 'width')];
  const shape = [config.batch, config.imageChannels, ...sides];
  return { sample: seeded('sample', shape, PIXEL, options) };
}

/** A start token, half the sequence of words, and end tokens to the end; the two highest ids, as in CLIP. */
export function clipTextInputs(config: ClipTextConfig, { seed }: InputOptions): Inputs {
  const shape = [config.batch, config.sequence].map(known);
  const [batch = 1, sequence = 1] = shape;
  const endToken = config.vocabulary - 1;
  const startToken = config.vocabulary - 2;
  const random = new Float32Array(batch * sequence);
  fillSeeded(random, seedFor('input_ids', seed), 0, { mean: 0.5, std: 1 / Math.sqrt(12) });
  const ids = Array.from(random, (value, index) => {
    const position = index % sequence;
    if (position === 0) return startToken;
    return position > sequence / 2 ? endToken : Math.floor(value * startToken);
  });
  return { input_ids: tensorFrom(config.inputIdsDtype, shape, ids) };
}

function timestep(config: UnetConfig, { float }: InputOptions): Tensor {
  const count = known(config.timesteps);
  const dtype = config.timestepDtype === 'i64' ? 'i64' : float;
  return tensorFrom(
    dtype,
    [count],
    Array.from({ length: count }, () => TIMESTEP),
  );
}

function seeded(
  name: string,
  dims: readonly Dim[],
  distribution: Distribution,
  { float, seed }: InputOptions,
): Tensor {
  const shape = dims.map(known);
  const values = new Float32Array(elementCount(shape));
  fillSeeded(values, seedFor(name, seed), 0, distribution);
  return tensorFrom(float, shape, values);
}

function known(dim: Dim): number {
  if (typeof dim === 'number') return dim;
  throw new RangeError(`inputs need a number for "${dim}"`);
}
