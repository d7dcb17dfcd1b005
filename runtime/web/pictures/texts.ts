/** A prompt, and the one against it, as the states that the UNet attends to. */

import type { PipelineDescription } from './description.ts';
import { elementsOf, runPart } from './parts.ts';
import type { WithPart } from './parts.ts';
import type { CheckedRequest } from './request.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface TextStates {
  readonly told: Float32Array;
  /** Absent without guidance. */
  readonly without: Float32Array | undefined;
  /** Tokens of the prompt that did not fit. */
  readonly dropped: number;
}

export async function encodeTexts(
  { text: { ids, states } }: PipelineDescription,
  tokenizer: Tokenizer,
  withPart: WithPart,
  { prompt, negativePrompt, guidance }: CheckedRequest,
  signal: AbortSignal | undefined,
): Promise<TextStates> {
  const read = tokenizer.encode(prompt);
  const other = guidance === 1 ? undefined : tokenizer.encode(negativePrompt);
  return withPart('textEncoder', signal, async (model) => {
    const statesOf = (tokens: Int32Array): Promise<Float32Array> =>
      runPart(model, { [ids.name]: elementsOf(ids, [...tokens]) }, states, signal);
    return {
      told: await statesOf(read.ids),
      without: other && (await statesOf(other.ids)),
      dropped: read.dropped,
    };
  });
}
