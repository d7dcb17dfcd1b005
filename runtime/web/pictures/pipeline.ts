/** From words to a picture: text encoder, a loop of the UNet, decoder; one class for all pipelines that the compiler emits. */

import type { RunOptions } from '../api.ts';
import type { Elements } from '../elements.ts';
import { SnapcError, checkAborted } from '../errors.ts';
import type { TensorInfo } from '../interface.ts';
import type { PipelineDescription, TensorUse } from './description.ts';
import { noiseSource } from './noise.ts';
import type { NoiseSource } from './noise.ts';
import { linearPreview, toPicture, toPlanes } from './picture.ts';
import type { Picture } from './picture.ts';
import { checkRequest } from './request.ts';
import type { CheckedRequest, GenerateOptions } from './request.ts';
import { stepsOf } from './step-table.ts';
import type { Step } from './step-table.ts';
import { Mosaic, cut, tileStarts } from './tiles.ts';
import type { Tokenizer } from './tokenizer.ts';
import { advance, denoise, guided, mixed, scaled } from './update.ts';

/** A loaded part. */
export interface PartModel {
  readonly inputs: readonly TensorInfo[];
  run(inputs: never, options?: RunOptions): Promise<object>;
  dispose(): void;
}

export type PartName = 'textEncoder' | 'unet' | 'decoder' | 'encoder';

/** Gives a part for as long as `use` takes. */
export type WithPart = <T>(
  part: PartName,
  signal: AbortSignal | undefined,
  use: (model: PartModel) => Promise<T>,
) => Promise<T>;

export interface Generated extends Picture {
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  /** How many tokens of the prompt the text encoder could not take. */
  readonly droppedTokens: number;
  /** Of the text encoder, each step, and the decoder. */
  readonly milliseconds: {
    readonly text: number;
    readonly steps: readonly number[];
    readonly decoder: number;
  };
}

interface TextStates {
  readonly told: Float32Array;
  readonly without: Float32Array | undefined;
  readonly dropped: number;
}

export class Pictures {
  readonly description: PipelineDescription;
  readonly #tokenizer: Tokenizer;
  readonly #tables: Uint8Array;
  readonly #with: WithPart;

  constructor(
    description: PipelineDescription,
    tokenizer: Tokenizer,
    tables: Uint8Array,
    withPart: WithPart,
  ) {
    this.description = description;
    this.#tokenizer = tokenizer;
    this.#tables = tables;
    this.#with = withPart;
  }

  async generate(options: GenerateOptions): Promise<Generated> {
    const { signal } = options;
    const request = checkRequest(options, this.description);
    checkAborted(signal);
    const clock = stopwatch();
    const texts = await this.#texts(request, signal);
    const text = clock();
    const { counts } = this.description.steps;
    const steps = stepsOf(this.#tables, counts, request.steps);
    const latents = await this.#loop(request, steps, texts, options);
    clock();
    const planes = await this.#decode(latents.latents, signal);
    const { width, height } = this.#size();
    return {
      ...toPicture(planes, width, height),
      seed: request.seed,
      steps: request.steps,
      guidance: request.guidance,
      droppedTokens: texts.dropped,
      milliseconds: { text, steps: latents.milliseconds, decoder: clock() },
    };
  }

  #size(): { readonly width: number; readonly height: number } {
    const { latent, scale } = this.description;
    return { width: latent.width * scale, height: latent.height * scale };
  }

  async #texts(request: CheckedRequest, signal: AbortSignal | undefined): Promise<TextStates> {
    const { ids, states } = this.description.text;
    const read = this.#tokenizer.encode(request.prompt);
    const isGuided = request.guidance !== 1;
    const other = isGuided ? this.#tokenizer.encode(request.negativePrompt) : undefined;
    return this.#with('textEncoder', signal, async (model) => {
      const statesOf = async (tokens: Int32Array): Promise<Float32Array> =>
        floats(await run(model, { [ids.name]: elements(ids, [...tokens]) }, signal), states);
      return {
        told: await statesOf(read.ids),
        without: other && (await statesOf(other.ids)),
        dropped: read.dropped,
      };
    });
  }

  async #loop(
    request: CheckedRequest,
    steps: readonly Step[],
    texts: TextStates,
    { onStep, signal }: GenerateOptions,
  ): Promise<{ readonly latents: Float32Array; readonly milliseconds: readonly number[] }> {
    const { latent, steps: tables } = this.description;
    const count = latent.channels * latent.height * latent.width;
    const noise = noiseSource(request.random, request.seed, count);
    const milliseconds: number[] = [];
    const skipped = request.image === undefined ? 0 : steps.length - taken(request, steps.length);
    let latents = await this.#start(request, steps[skipped], noise, signal);
    await this.#with('unet', signal, async (unet) => {
      let earlier: Float32Array | undefined;
      for (const [at, step] of steps.entries()) {
        if (at < skipped) continue;
        checkAborted(signal);
        const clock = stopwatch();
        const output = await this.#predict(unet, latents, step, texts, request.guidance, signal);
        const denoised = denoise(latents, output, step, tables.clip);
        const fresh = step.noise === 0 ? undefined : noise.afterStep(at);
        latents = advance(step, latents, output, denoised, earlier, fresh);
        earlier = denoised;
        milliseconds.push(clock());
        const preview = onStep && (await this.#preview(request, denoised, signal));
        await onStep?.({
          step: at + 1 - skipped,
          steps: steps.length - skipped,
          latents,
          milliseconds: milliseconds.at(-1) ?? 0,
          ...(preview === undefined ? {} : { preview }),
        });
      }
    });
    return { latents, milliseconds };
  }

  /** Noise, or a picture's latents with noise of the first step that is taken. */
  async #start(
    { image, steps }: CheckedRequest,
    step: Step | undefined,
    noise: NoiseSource,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    const { counts, initialNoise } = this.description.steps;
    if (image === undefined)
      return scaled(noise.first(), Math.fround(initialNoise[counts.indexOf(steps)] ?? 1));
    const latents = await this.#encode(image, noise, signal);
    return step === undefined
      ? latents
      : mixed(latents, step.startLatent, noise.first(), step.startNoise);
  }

  async #encode(
    image: Picture,
    noise: NoiseSource,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    const { encoder, scalingFactor, shiftFactor } = this.description;
    if (encoder === undefined) throw new SnapcError('input', 'the pipeline has no encoder');
    const found = await this.#with('encoder', signal, async (model) =>
      floats(await run(model, { [encoder.picture]: toPlanes(image) }, signal), encoder.latent),
    );
    const half = found.length / 2;
    const latents = encoder.isDistribution
      ? sampled(found.subarray(0, half), found.subarray(half), noise.ofEncoder())
      : found;
    return latents.map((number) => (number - shiftFactor) * scalingFactor);
  }

  async #predict(
    unet: PartModel,
    latents: Float32Array,
    step: Step,
    { told, without }: TextStates,
    guidance: number,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    const { sample, timestep, states, output, batch } = this.description.unet;
    const input = scaled(latents, step.inputScale);
    const times = elements(timestep, Array<number>(timestep.count).fill(step.timestep));
    const ask = async (samples: Float32Array, texts: Float32Array): Promise<Float32Array> => {
      const inputs = { [sample]: samples, [timestep.name]: times, [states]: texts };
      return floats(await run(unet, inputs, signal), output);
    };
    const { length } = latents;
    if (batch === 2) {
      const both = await ask(joined(input, input), joined(without ?? told, told));
      const second = both.subarray(length);
      return without === undefined
        ? second.slice()
        : guided(both.subarray(0, length), second, guidance);
    }
    const withPrompt = await ask(input, told);
    return without === undefined
      ? withPrompt
      : guided(await ask(input, without), withPrompt, guidance);
  }

  async #preview(
    { preview }: CheckedRequest,
    denoised: Float32Array,
    signal: AbortSignal | undefined,
  ): Promise<Picture | undefined> {
    if (preview === 'none') return undefined;
    if (preview === 'fast') return linearPreview(denoised, this.description);
    const { width, height } = this.#size();
    return toPicture(await this.#decode(denoised, signal), width, height);
  }

  /** Planes of -1 to 1. */
  async #decode(latents: Float32Array, signal: AbortSignal | undefined): Promise<Float32Array> {
    const { decoder, latent, tile, scale, scalingFactor, shiftFactor } = this.description;
    const unscaled = latents.map((number) => number / scalingFactor + shiftFactor);
    return this.#with('decoder', signal, async (model) => {
      const decodeTile = async (part: Float32Array): Promise<Float32Array> =>
        floats(await run(model, { [decoder.latent]: part }, signal), decoder.picture);
      const { channels, height, width } = latent;
      if (tile.height === height && tile.width === width) return decodeTile(unscaled);
      const mosaic = new Mosaic(3, height * scale, width * scale);
      for (const top of tileStarts(height, tile.height)) {
        for (const left of tileStarts(width, tile.width)) {
          checkAborted(signal);
          const planes = await decodeTile(
            cut(unscaled, channels, height, width, { top, left, ...tile }),
          );
          mosaic.add(planes, {
            top: top * scale,
            left: left * scale,
            height: tile.height * scale,
            width: tile.width * scale,
          });
        }
      }
      return mosaic.finish();
    });
  }
}

/** Of all steps, those that are taken when a picture is drawn over. */
function taken({ strength }: CheckedRequest, steps: number): number {
  return Math.min(Math.floor(steps * strength), steps);
}

function sampled(mean: Float32Array, logVariance: Float32Array, noise: Float32Array): Float32Array {
  return mean.map((number, at) => {
    const bounded = Math.min(Math.max(logVariance[at] ?? 0, -30), 20);
    return number + Math.exp(bounded / 2) * (noise[at] ?? 0);
  });
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

async function run(
  model: PartModel,
  inputs: Readonly<Record<string, Elements>>,
  signal: AbortSignal | undefined,
): Promise<object> {
  // The inputs are those that the compiler has found on this very model.
  return model.run(inputs as never, signal === undefined ? {} : { signal });
}

function floats(outputs: object, name: string): Float32Array {
  const found = (outputs as Readonly<Record<string, unknown>>)[name];
  if (!(found instanceof Float32Array)) throw new RangeError(`no output ${name} of floats`);
  return found;
}

function elements({ dtype }: TensorUse, numbers: readonly number[]): Elements {
  switch (dtype) {
    case 'i64':
      return BigInt64Array.from(numbers, (number) => BigInt(Math.round(number)));
    case 'i32':
      return Int32Array.from(numbers);
    default:
      return Float32Array.from(numbers);
  }
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let since = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - since;
    since = now;
    return passed;
  };
}
