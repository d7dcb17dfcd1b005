/** Vectors of the loop over a scheduler's table; what numpy has computed by the published formulas is close by. */

import { schedulers } from '../../../compiler/diffusion/schedulers/index.ts';
import { STEP_COLUMNS, encodeSteps } from '../../../compiler/diffusion/step-table.ts';
import { stepsOf } from '../../../runtime/web/pictures/step-table.ts';
import type { Step } from '../../../runtime/web/pictures/step-table.ts';
import { advance, denoise, guided, scaled } from '../../../runtime/web/pictures/update.ts';
import { model, noises, runs, settingsOf, start } from '../numpy-sequences.ts';
import { demand, double, fractions, line, single, singles } from './fields.ts';
import type { Lines } from './fields.ts';

type Run = (typeof runs)[number];

export function loopVectors(): Readonly<Record<string, Lines>> {
  return {
    'loop.txt': runs.filter(({ steps }) => steps <= 8).flatMap(runLines),
    'guided.txt': guidedLines(),
  };
}

function runLines(run: Run): Lines {
  const settings = settingsOf(run.case);
  const clip = Number.isFinite(settings.clip) ? settings.clip : null;
  const table = schedulers[run.case.name].table(settings, run.steps);
  const bytes = new Uint8Array(encodeSteps(table.steps).buffer);
  const initial = Math.fround(table.initialNoise);
  const noise = Float32Array.from(start);
  let latents = scaled(noise, initial);
  let earlier: Float32Array | undefined;
  const lines = [
    line('run', clip === null ? '-' : double(clip), single(initial)),
    line('noise', ...singles(noise)),
  ];
  for (const [at, step] of stepsOf(bytes, [run.steps], run.steps).entries()) {
    const input = scaled(latents, step.inputScale);
    const output = input.map((latent) => model(latent, step.timestep));
    const denoised = denoise(latents, output, step, clip);
    const fresh = step.noise === 0 ? undefined : Float32Array.from(noises[at] ?? []);
    latents = advance(step, latents, output, denoised, earlier, fresh);
    earlier = denoised;
    checkLatents(latents, run.latents[at] ?? []);
    lines.push(
      line('step', ...STEP_COLUMNS.map((column: keyof Step) => single(step[column]))),
      line('output', ...singles(output)),
      line('fresh', ...(fresh === undefined ? ['-'] : singles(fresh))),
      line('denoised', ...singles(denoised)),
      line('latents', ...singles(latents)),
    );
  }
  return lines;
}

/** Numpy computes in double precision. */
function checkLatents(latents: Float32Array, expected: readonly number[]): void {
  const largest = Math.max(1, ...expected.map(Math.abs));
  for (const [at, number] of expected.entries()) {
    demand(Math.abs((latents[at] ?? NaN) - number) / largest < 1e-3, 'numpy has other latents');
  }
}

function guidedLines(): Lines {
  const next = fractions(4);
  const number = (): number => Math.fround(8 * next() - 4);
  return Array.from({ length: 200 }, () => {
    const [guidance, without, told] = [number() * 4, number(), number()].map(Math.fround);
    const [found = NaN] = guided(
      Float32Array.of(without ?? 0),
      Float32Array.of(told ?? 0),
      guidance ?? 0,
    );
    return line(...singles([guidance ?? 0, without ?? 0, told ?? 0, found]));
  });
}
