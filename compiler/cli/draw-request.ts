/** What the command line says of a picture, as pipelines take it; what they refuse is the command line's fault. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { Picture } from '../../targets/nnapi/host/draw-library.ts';
import type { Generated, GenerateOptions } from '../../targets/webgpu/host/open-pictures.ts';
import { guarded } from '../../targets/webgpu/host/run.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import { badRequest } from './draw-diagnostics.ts';
import type { DrawArguments, Drawn } from './draw.ts';
import { readSize } from './sizes.ts';

/** Numbers are read as they are: the pipeline says which ones it takes. */
export function drawRequest(
  { signal, progress }: CommandContext,
  given: DrawArguments,
  image: Picture | undefined,
): GenerateOptions {
  return {
    prompt: given.prompt,
    ...(given.negative === undefined ? {} : { negativePrompt: given.negative }),
    ...numbersOf(given),
    ...readSize(given.size),
    ...(given.random === undefined ? {} : { random: given.random }),
    ...(image === undefined ? {} : { image }),
    onStep: ({ step, steps }) => progress.count('steps', step, steps),
    signal,
  };
}

/** Draws and takes the time; `on` is for people. */
export async function drawn(
  context: CommandContext,
  on: string,
  generate: () => Promise<Generated>,
): Promise<Drawn> {
  const { signal, timings } = context;
  const made: Result<Generated> = await timings.time('draw', () =>
    guarded(signal, () => generate().catch(refuseRequest)),
  );
  const { milliseconds, ...picture } = take(context, made);
  const steps = milliseconds.steps.reduce((sum, one) => sum + one, 0);
  return { ...picture, on, milliseconds: { ...milliseconds, steps } };
}

/** The class of the error is that of the emitted runtime. */
function refuseRequest(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'input') {
    throw new DiagnosticError(badRequest(error.message));
  }
  throw error;
}

function numbersOf(given: DrawArguments): Readonly<Record<string, number>> {
  const numbers = (['steps', 'guidance', 'seed', 'strength'] as const).flatMap((name) => {
    const text = given[name];
    return text === undefined ? [] : [[name, text.trim() === '' ? NaN : Number(text)] as const];
  });
  return Object.fromEntries(numbers);
}
