/** What a picture is asked for with, checked as a whole: every fault is told at once. */

import { SnapcError } from '../errors.ts';
import type { PictureSize, PipelineDescription } from './description.ts';
import type { RandomNumbers } from './noise.ts';
import type { Picture } from './picture.ts';
import { LONGEST_PROMPT, tooLong } from './tokenizer.ts';

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
  /**
   * Of the picture in pixels: one of `description.sizes`. Where nothing is said it is that of `image`, or the first.
   */
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
  readonly size: PictureSize;
  readonly image: Picture | undefined;
  readonly strength: number;
  readonly preview: 'none' | 'fast' | 'decoded';
  readonly random: RandomNumbers;
}

const MOST_GUIDANCE = 1000;
const PREVIEWS = ['none', 'fast', 'decoded'];
const RANDOMS = ['philox', 'torch'];

/** What a request is checked against. */
export type RequestLimits = Pick<
  PipelineDescription,
  'sizes' | 'steps' | 'guidance' | 'preview'
> & {
  /** Absent where no picture can be drawn over. */
  readonly encoder?: object;
};

export function checkRequest(given: GenerateOptions, description: RequestLimits): CheckedRequest {
  if (typeof given !== 'object' || (given as unknown) === null) {
    throw new SnapcError('input', "generate takes an object, such as { prompt: 'a red circle' }");
  }
  const faults: string[] = [];
  const demand = (holds: boolean, message: string): void => {
    if (!holds) faults.push(message);
  };
  const { steps: tables } = description;
  const size = sizeOf(given, description);
  const {
    prompt,
    negativePrompt = '',
    steps = tables.usual,
    guidance = description.guidance,
    seed = drawnSeed(),
    strength = 0.8,
    preview = 'none',
    random = 'philox',
  } = given;
  // As JSON and forms have what is absent.
  const image = given.image ?? undefined;
  for (const [name, text] of Object.entries({ prompt, negativePrompt })) {
    if (typeof text !== 'string') faults.push(`${name} must be a text`);
    else demand(text.length <= LONGEST_PROMPT, tooLong(name, text));
  }
  demand(
    tables.counts.includes(steps),
    `steps is ${shown(steps)}; it can be ${countsText(tables.counts)}`,
  );
  demand(
    Number.isFinite(guidance) && Math.abs(guidance) <= MOST_GUIDANCE,
    `guidance is ${shown(guidance)}; it can be a number from -${MOST_GUIDANCE} to ${MOST_GUIDANCE}`,
  );
  demand(
    Number.isSafeInteger(seed) && seed >= 0,
    `seed is ${shown(seed)}; it can be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`,
  );
  demand(
    typeof strength === 'number' && strength >= 0 && strength <= 1,
    `strength is ${shown(strength)}; it can be a number from 0 to 1`,
  );
  demand(
    size !== undefined,
    `the size is ${edgeText(given.width)}x${edgeText(given.height)}; it can be ${sizesText(description)}`,
  );
  demand(PREVIEWS.includes(preview), `preview can be ${PREVIEWS.join(', ')}`);
  demand(
    preview !== 'fast' || description.preview !== undefined,
    'this pipeline has no fast preview; ask for "decoded"',
  );
  demand(RANDOMS.includes(random), `random can be ${RANDOMS.join(', ')}`);
  demand(
    given.onStep === undefined || typeof given.onStep === 'function',
    'onStep must be a function',
  );
  if (image !== undefined) {
    demand(
      description.encoder !== undefined,
      'an image needs a pipeline that was compiled with vae_encoder',
    );
    demand(
      size === undefined || (image.width === size.width && image.height === size.height),
      `the image is ${image.width}x${image.height}; it has to be ${size?.width}x${size?.height}`,
    );
    demand(
      image.pixels?.length === 4 * image.width * image.height,
      'the image needs four bytes for each pixel',
    );
  }
  if (faults.length > 0 || size === undefined) throw new SnapcError('input', faults.join('; '));
  return {
    prompt,
    negativePrompt,
    steps,
    guidance: Math.fround(guidance),
    seed,
    size,
    image,
    strength,
    preview,
    random,
  };
}

/** Of what is not said, nothing is demanded. */
function sizeOf(given: GenerateOptions, { sizes }: RequestLimits): PictureSize | undefined {
  const { width, height, image } = given;
  const fitting = (like: Pick<GenerateOptions, 'width' | 'height'>): PictureSize | undefined =>
    sizes.find(
      (size) =>
        (like.width ?? size.width) === size.width && (like.height ?? size.height) === size.height,
    );
  const ofImage = width === undefined && height === undefined && image ? fitting(image) : undefined;
  return ofImage ?? fitting(given);
}

/** What is no number is seen to be none. */
function shown(given: unknown): string {
  switch (typeof given) {
    case 'number':
      return String(given);
    case 'bigint':
      return `${given}n`;
    case 'string':
      return JSON.stringify(given.slice(0, 40));
    default:
      return given === null ? 'null' : `of type ${typeof given}`;
  }
}

function edgeText(edge: number | undefined): string {
  return edge === undefined ? 'any' : shown(edge);
}

function sizesText({ sizes }: RequestLimits): string {
  return sizes.map(({ width, height }) => `${width}x${height}`).join(', ');
}

function countsText(counts: readonly number[]): string {
  const sorted = counts.toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return sorted.length === last - first + 1 ? `${first} to ${last}` : sorted.join(', ');
}

function drawnSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
