/** What a picture is asked for with, checked as a whole: every fault is told at once. */

import { SnapcError } from '../errors.ts';
import type { PipelineDescription } from './description.ts';
import type { RandomNumbers } from './noise.ts';
import type { Picture } from './picture.ts';

export interface StepReport {
  /** From 1 to `steps`. */
  readonly step: number;
  readonly steps: number;
  /** Channels x height x width. */
  readonly latents: Float32Array;
  readonly milliseconds: number;
  /** Where one was asked for. */
  readonly preview?: Picture;
}

export interface GenerateOptions {
  readonly prompt: string;
  /** What the picture should not show; counts where guidance is not 1. */
  readonly negativePrompt?: string;
  readonly steps?: number;
  /** How much the prompt counts; 1 takes the model's word for it and halves the work where the model runs twice. */
  readonly guidance?: number;
  /** A whole number from 0 on; drawn where there is none, and told with the picture. */
  readonly seed?: number;
  /** Of the picture in pixels; those that the pipeline was compiled for. */
  readonly width?: number;
  readonly height?: number;
  /** A picture to begin with, of the same size. */
  readonly image?: Picture;
  /** How much of that picture is drawn anew, from 0 to 1. */
  readonly strength?: number;
  /** `fast` maps latents to colours, one pixel for each; `decoded` runs the decoder at each step. */
  readonly preview?: 'none' | 'fast' | 'decoded';
  readonly random?: RandomNumbers;
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** The options with their defaults. */
export interface CheckedRequest {
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
  readonly image: Picture | undefined;
  readonly strength: number;
  readonly preview: 'none' | 'fast' | 'decoded';
  readonly random: RandomNumbers;
}

const MOST_GUIDANCE = 1000;
const PREVIEWS = ['none', 'fast', 'decoded'];
const RANDOMS = ['philox', 'torch'];

export function checkRequest(
  given: GenerateOptions,
  description: PipelineDescription,
): CheckedRequest {
  const faults: string[] = [];
  const demand = (holds: boolean, message: string): void => {
    if (!holds) faults.push(message);
  };
  const { latent, scale, steps: tables } = description;
  const [width, height] = [latent.width * scale, latent.height * scale];
  const {
    prompt,
    negativePrompt = '',
    steps = tables.usual,
    guidance = description.guidance,
    seed = drawnSeed(),
    strength = 0.8,
    image,
    preview = 'none',
    random = 'philox',
  } = given;
  demand(typeof prompt === 'string', 'prompt must be a text');
  demand(typeof negativePrompt === 'string', 'negativePrompt must be a text');
  demand(
    tables.counts.includes(steps),
    `steps is ${String(steps)}; it can be ${countsText(tables.counts)}`,
  );
  demand(
    Number.isFinite(guidance) && Math.abs(guidance) <= MOST_GUIDANCE,
    `guidance is ${String(guidance)}; it can be a number from -${MOST_GUIDANCE} to ${MOST_GUIDANCE}`,
  );
  demand(
    Number.isSafeInteger(seed) && seed >= 0,
    `seed is ${String(seed)}; it can be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`,
  );
  demand(
    strength >= 0 && strength <= 1,
    `strength is ${String(strength)}; it can be a number from 0 to 1`,
  );
  for (const [name, wanted, size] of [
    ['width', given.width ?? width, width],
    ['height', given.height ?? height, height],
  ] as const) {
    demand(wanted === size, `${name} is ${String(wanted)}; this pipeline was compiled for ${size}`);
  }
  demand(PREVIEWS.includes(preview), `preview can be ${PREVIEWS.join(', ')}`);
  demand(
    preview !== 'fast' || description.preview !== undefined,
    'this pipeline has no fast preview; ask for "decoded"',
  );
  demand(RANDOMS.includes(random), `random can be ${RANDOMS.join(', ')}`);
  if (image !== undefined) {
    demand(
      description.encoder !== undefined,
      'an image needs a pipeline that was compiled with vae_encoder',
    );
    demand(
      image.width === width && image.height === height,
      `the image is ${image.width}x${image.height}; this pipeline takes ${width}x${height}`,
    );
    demand(
      image.pixels?.length === 4 * image.width * image.height,
      'the image needs four bytes for each pixel',
    );
  }
  if (faults.length > 0) throw new SnapcError('input', faults.join('; '));
  return {
    prompt,
    negativePrompt,
    steps,
    guidance: Math.fround(guidance),
    seed,
    image,
    strength,
    preview,
    random,
  };
}

function countsText(counts: readonly number[]): string {
  const sorted = counts.toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return sorted.length === last - first + 1 ? `${first} to ${last}` : sorted.join(', ');
}

function drawnSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
