/** The loop: the UNet says what to take away, the scheduler's table how much. */

import { checkAborted } from '../errors.ts';
import { decode, encode } from './codec.ts';
import type { PipelineDescription } from './description.ts';
import { noiseSource } from './noise.ts';
import type { NoiseSource } from './noise.ts';
import { elementsOf, runPart } from './parts.ts';
import type { PartModel, WithPart } from './parts.ts';
import { linearPreview } from './picture.ts';
import type { Picture } from './picture.ts';
import type { CheckedRequest, GenerateOptions } from './request.ts';
import type { Step } from './step-table.ts';
import { stopwatch } from './stopwatch.ts';
import type { TextStates } from './texts.ts';
import { advance, denoise, guided, mixed, scaled } from './update.ts';

export interface Denoised {
  readonly latents: Float32Array;
  /** Of each step. */
  readonly milliseconds: readonly number[];
}

export async function denoising(
  description: PipelineDescription,
  withPart: WithPart,
  request: CheckedRequest,
  steps: readonly Step[],
  texts: TextStates,
  { onStep, signal }: GenerateOptions,
): Promise<Denoised> {
  const { latent, steps: tables } = description;
  const count = latent.channels * latent.height * latent.width;
  const noise = noiseSource(request.random, request.seed, count);
  const milliseconds: number[] = [];
  const skipped = request.image === undefined ? 0 : steps.length - taken(request);
  let latents = await start(description, withPart, request, steps[skipped], noise, signal);
  await withPart('unet', signal, async (unet) => {
    let earlier: Float32Array | undefined;
    for (const [at, step] of steps.entries()) {
      if (at < skipped) continue;
      checkAborted(signal);
      const clock = stopwatch();
      const output = await predict(description, unet, latents, step, texts, request, signal);
      const denoised = denoise(latents, output, step, tables.clip);
      const fresh = step.noise === 0 ? undefined : noise.afterStep(at);
      latents = advance(step, latents, output, denoised, earlier, fresh);
      earlier = denoised;
      const took = clock();
      milliseconds.push(took);
      if (onStep === undefined) continue;
      const shown = await preview(description, withPart, request, denoised, signal);
      await onStep({
        step: at + 1 - skipped,
        steps: steps.length - skipped,
        latents,
        milliseconds: took,
        ...(shown === undefined ? {} : { preview: shown }),
      });
    }
  });
  return { latents, milliseconds };
}

/** Of all steps, those that are taken when a picture is drawn over. */
function taken({ strength, steps }: CheckedRequest): number {
  return Math.min(Math.floor(steps * strength), steps);
}

/** Noise, or a picture's latents with noise of the first step that is taken. */
async function start(
  description: PipelineDescription,
  withPart: WithPart,
  { image, steps }: CheckedRequest,
  step: Step | undefined,
  noise: NoiseSource,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { counts, initialNoise } = description.steps;
  if (image === undefined) {
    return scaled(noise.first(), Math.fround(initialNoise[counts.indexOf(steps)] ?? 1));
  }
  const latents = await encode(description, withPart, image, noise, signal);
  if (step === undefined) return latents;
  return mixed(latents, step.startLatent, noise.first(), step.startNoise);
}

/** What the model says of the latents at a step, guided. */
async function predict(
  { unet: { sample, timestep, states, output, batch } }: PipelineDescription,
  unet: PartModel,
  latents: Float32Array,
  step: Step,
  { told, without }: TextStates,
  { guidance }: CheckedRequest,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const input = scaled(latents, step.inputScale);
  const times = elementsOf(timestep, Array<number>(timestep.count).fill(step.timestep));
  const ask = (samples: Float32Array, texts: Float32Array): Promise<Float32Array> => {
    const inputs = { [sample]: samples, [timestep.name]: times, [states]: texts };
    return runPart(unet, inputs, output, signal);
  };
  if (batch === 1) {
    const withPrompt = await ask(input, told);
    return without === undefined
      ? withPrompt
      : guided(await ask(input, without), withPrompt, guidance);
  }
  const { length } = latents;
  const both = await ask(joined(input, input), joined(without ?? told, told));
  const withPrompt = both.slice(length);
  return without === undefined ? withPrompt : guided(both.slice(0, length), withPrompt, guidance);
}

async function preview(
  description: PipelineDescription,
  withPart: WithPart,
  { preview: kind }: CheckedRequest,
  denoised: Float32Array,
  signal: AbortSignal | undefined,
): Promise<Picture | undefined> {
  if (kind === 'none') return undefined;
  if (kind === 'fast') return linearPreview(denoised, description);
  return decode(description, withPart, denoised, signal);
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
