/** Seeded inputs for each model, with the ranges that a pipeline would feed. */

import type { ClipTextConfig } from './clip-text.ts';
import type { InputOptions, SampleTensor } from './definition.ts';
import { elementCount, fillSeeded, seedFor } from './onnx/index.ts';
import type { Distribution } from './onnx/index.ts';
import { float16Bits } from './onnx/float16.ts';
import type { Dim } from './onnx/graph-writer.ts';
import type { UnetConfig } from './unet.ts';
import type { VaeConfig } from './vae.ts';
import { imageSize } from './vae-encoder.ts';

type Inputs = Readonly<Record<string, SampleTensor>>;

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
  const data =
    config.inputIdsDtype === 'i32' ? Int32Array.from(ids) : BigInt64Array.from(ids, BigInt);
  return { input_ids: { dtype: config.inputIdsDtype, shape, data } };
}

function timestep(config: UnetConfig, { float }: InputOptions): SampleTensor {
  const count = known(config.timesteps);
  const values = Array.from({ length: count }, () => TIMESTEP);
  if (config.timestepDtype === 'i64') {
    return { dtype: 'i64', shape: [count], data: BigInt64Array.from(values, BigInt) };
  }
  return { dtype: float, shape: [count], data: floats(Float32Array.from(values), float) };
}

function seeded(
  name: string,
  dims: readonly Dim[],
  distribution: Distribution,
  { float, seed }: InputOptions,
): SampleTensor {
  const shape = dims.map(known);
  const values = new Float32Array(elementCount(shape));
  fillSeeded(values, seedFor(name, seed), 0, distribution);
  return { dtype: float, shape, data: floats(values, float) };
}

function floats(values: Float32Array, float: InputOptions['float']): Float32Array | Uint16Array {
  return float === 'f32' ? values : Uint16Array.from(values, float16Bits);
}

function known(dim: Dim): number {
  if (typeof dim === 'number') return dim;
  throw new RangeError(`inputs need a number for "${dim}"`);
}
