/**
 * A sampler as a table of coefficients. Every scheduler here is linear in the latent, the model's output and what it
 * has denoised one step before, so one short loop serves them all, in every language:
 *
 *     output   = model(inputScale * latent, timestep), guided
 *     denoised = clamp(cleanLatent * latent + cleanOutput * output)
 *     latent   = latent' * latent + denoised' * denoised + earlier * denoised one step before
 *                + output' * output + noise * normal
 */

/** One step; the fields are the columns of the table, in this order, as f32. */
export interface Step {
  readonly timestep: number;
  readonly inputScale: number;
  readonly cleanLatent: number;
  readonly cleanOutput: number;
  readonly latent: number;
  readonly denoised: number;
  readonly earlier: number;
  readonly output: number;
  readonly noise: number;
  /** A picture's latent, noised to where this step begins: startLatent * latent + startNoise * normal. */
  readonly startLatent: number;
  readonly startNoise: number;
}

export const STEP_COLUMNS = [
  'timestep',
  'inputScale',
  'cleanLatent',
  'cleanOutput',
  'latent',
  'denoised',
  'earlier',
  'output',
  'noise',
  'startLatent',
  'startNoise',
] as const satisfies readonly (keyof Step)[];

export interface StepTable {
  readonly steps: readonly Step[];
  /** A run without a picture begins with this many times normal numbers. */
  readonly initialNoise: number;
}

/** Rows of f32, the steps one after another. */
export function encodeSteps(steps: readonly Step[]): Float32Array {
  return Float32Array.from(steps.flatMap((step) => STEP_COLUMNS.map((column) => step[column])));
}
