/**
 * What happens to latents between two runs of the model, in single precision, each operation rounded: so every
 * language gets the same bits from the same output of the model.
 */

import type { Step } from './step-table.ts';

const { fround } = Math;

/** Each of `from` times `factor`. */
export function scaled(from: Float32Array, factor: number): Float32Array {
  return from.map((number) => number * factor);
}

/** one * factor + other * otherFactor */
export function mixed(
  one: Float32Array,
  factor: number,
  other: Float32Array,
  otherFactor: number,
): Float32Array {
  return one.map((number, at) => fround(number * factor) + fround((other[at] ?? 0) * otherFactor));
}

/** Classifier-free guidance (Ho and Salimans 2022): without the prompt, plus `guidance` times what the prompt changes. */
export function guided(without: Float32Array, told: Float32Array, guidance: number): Float32Array {
  return without.map((number, at) => number + fround(guidance * fround((told[at] ?? 0) - number)));
}

/** The clean latents that the model sees, clamped where the scheduler does so. */
export function denoise(
  latents: Float32Array,
  output: Float32Array,
  { cleanLatent, cleanOutput }: Step,
  clip: number | null,
): Float32Array {
  const clean = mixed(latents, cleanLatent, output, cleanOutput);
  return clip === null ? clean : clean.map((number) => Math.min(Math.max(number, -clip), clip));
}

/** The latents of the next step; terms whose coefficient is 0 are left out. */
export function advance(
  step: Step,
  latents: Float32Array,
  output: Float32Array,
  denoised: Float32Array,
  earlier: Float32Array | undefined,
  noise: Float32Array | undefined,
): Float32Array {
  let next = mixed(latents, step.latent, denoised, step.denoised);
  if (step.earlier !== 0 && earlier !== undefined) next = mixed(next, 1, earlier, step.earlier);
  if (step.output !== 0) next = mixed(next, 1, output, step.output);
  if (step.noise !== 0 && noise !== undefined) next = mixed(next, 1, noise, step.noise);
  return next;
}
