/** What the command line says of a picture, as pipelines take it; what they refuse is the command line's fault. */

import { DiagnosticError, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { faultOfRequest } from '../../targets/pictures-request.ts';
import type { GenerateOptions, RequestLimits } from '../../targets/pictures-request.ts';
import type { Generated } from '../../targets/webgpu/host/open-pictures.ts';
import { guarded } from '../../targets/webgpu/host/run.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { badRequest } from './draw-diagnostics.ts';
import type { DrawArguments, Drawn } from './draw.ts';
import { readPng } from './png-pictures.ts';
import { readSize } from './sizes.ts';

/** Everything that is wrong with it is told at once, before a model is opened or a library built. */
export async function drawRequest(
  context: CommandContext,
  given: DrawArguments,
  limits: RequestLimits,
): Promise<GenerateOptions> {
  const { signal, progress } = context;
  const size = readSize(given.size);
  const image =
    given.image === undefined
      ? success(undefined)
      : await readPng(context, given.image, limits.sizes);
  const request: GenerateOptions = {
    prompt: given.prompt,
    ...(given.negative === undefined ? {} : { negativePrompt: given.negative }),
    ...numbersOf(given),
    ...(size.ok ? size.value : {}),
    ...(given.random === undefined ? {} : { random: given.random }),
    ...(image.ok && image.value !== undefined ? { image: image.value } : {}),
    onStep: ({ step, steps }) => progress.count('steps', step, steps),
    signal,
  };
  const fault = faultOfRequest(request, limits);
  const found = [
    ...size.diagnostics,
    ...image.diagnostics,
    ...(fault === undefined ? [] : [badRequest(fault)]),
  ];
  return found.length > 0 ? refuse(...found) : request;
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

/** Numbers are read as they are: the pipeline says which ones it takes. */
function numbersOf(given: DrawArguments): Readonly<Record<string, number>> {
  const numbers = (['steps', 'guidance', 'seed', 'strength'] as const).flatMap((name) => {
    const text = given[name];
    return text === undefined ? [] : [[name, text.trim() === '' ? NaN : Number(text)] as const];
  });
  return Object.fromEntries(numbers);
}
