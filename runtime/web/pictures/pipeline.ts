/** From words to a picture: text encoder, a loop of the UNet, decoder; the same for all pipelines that the compiler emits. */

import { checkAborted } from '../errors.ts';
import { decode } from './codec.ts';
import { denoising } from './denoising.ts';
import { atSize } from './description.ts';
import type { PictureSize, PipelineDescription } from './description.ts';
import type { WithPart } from './parts.ts';
import type { Picture } from './picture.ts';
import { checkRequest } from './request.ts';
import type { GenerateOptions } from './request.ts';
import { stepsOf } from './step-table.ts';
import { stopwatch } from './stopwatch.ts';
import { encodeTexts } from './texts.ts';
import type { Tokenizer } from './tokenizer.ts';

/** What a pipeline has beside its models. */
export interface PipelineTables {
  readonly description: PipelineDescription;
  readonly tokenizer: Tokenizer;
  readonly steps: Uint8Array;
}

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

export async function generate(
  { description: whole, tokenizer, steps: tables }: PipelineTables,
  partsOf: (size: PictureSize) => WithPart,
  options: GenerateOptions,
): Promise<Generated> {
  const request = checkRequest(options, whole);
  const { signal } = options;
  const description = atSize(whole, request.size);
  const withPart = partsOf(request.size);
  checkAborted(signal);
  const clock = stopwatch();
  const texts = await encodeTexts(description, tokenizer, withPart, request, signal);
  const text = clock();
  const steps = stepsOf(tables, description.steps.counts, request.steps);
  const { latents, milliseconds } = await denoising(
    description,
    withPart,
    request,
    steps,
    texts,
    options,
  );
  clock();
  const picture = await decode(description, withPart, latents, signal);
  return {
    ...picture,
    seed: request.seed,
    steps: request.steps,
    guidance: request.guidance,
    droppedTokens: texts.dropped,
    milliseconds: { text, steps: milliseconds, decoder: clock() },
  };
}
