/** Draws with an emitted pipeline on this machine: builds its command-line tool, and gives that files. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../../compiler/host/node-temporary.ts';
import { readNpy, writeNpy } from '../../../compiler/npz.ts';
import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { Picture } from '../../../runtime/web/pictures/picture.ts';
import { runProcess } from './process.ts';
import { buildEmitted, warningsOf } from './run-library.ts';
import type { LibraryRun } from './run-library.ts';

export type { Picture };

export interface LibraryDrawing extends Pick<
  LibraryRun,
  'neuralNetworks' | 'signal' | 'onPhase' | 'files'
> {
  /** The folder of the pipeline's CMakeLists.txt and weights. */
  readonly source: string;
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly image?: Picture;
  /** As the tool's own options, such as `['--steps', '8']`. */
  readonly choices: readonly string[];
  readonly onStep?: (step: number, steps: number) => void;
}

export interface LibraryPicture extends Picture {
  readonly seed: number;
  readonly milliseconds: {
    readonly text: number;
    readonly steps: number;
    readonly decoder: number;
  };
}

/** Faults: SNAPC5340 to SNAPC5344. */
export async function drawWithLibrary(request: LibraryDrawing): Promise<Result<LibraryPicture>> {
  const folder = await temporaryFolder('nnapi');
  try {
    const tool = await buildEmitted(request.source, request.files, 'draw', request);
    request.onPhase?.('drawing on NNAPI');
    const args = await argumentsOf(request, folder);
    const { signal, onStep } = request;
    const onOutput = onStep && stepsIn(onStep);
    const ran = await runProcess(tool, args, { folder, signal, onOutput });
    const warnings = warningsOf(ran, 'draw');
    if (!warnings.ok) return warnings;
    const picture = await readPicture(join(folder, 'out.npy'));
    return success({ ...picture, ...toldIn(ran.stdout) }, warnings.diagnostics);
  } catch (error) {
    if (error instanceof DiagnosticError) return failure(error.diagnostics);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Texts go through files: a command line takes neither zeros nor megabytes. */
async function argumentsOf(
  { source, prompt, negativePrompt, image, choices }: LibraryDrawing,
  folder: string,
): Promise<readonly string[]> {
  const args = ['--weights', source, '--prompt-file', 'prompt', '--out', 'out.npy'];
  await writeFile(join(folder, 'prompt'), prompt);
  if (negativePrompt !== undefined) {
    await writeFile(join(folder, 'negative'), negativePrompt);
    args.push('--negative-file', 'negative');
  }
  if (image !== undefined) {
    const { height, width, pixels } = image;
    await writeFile(
      join(folder, 'in.npy'),
      writeNpy(tensorFrom('u8', [height, width, 4], [...pixels])),
    );
    args.push('--image', 'in.npy');
  }
  return [...args, ...choices, '--time', '--progress'];
}

function stepsIn(onStep: (step: number, steps: number) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, step, steps] = /^step (\d+) of (\d+)$/.exec(line) ?? [];
      if (step !== undefined) onStep(Number(step), Number(steps));
    }
  };
}

async function readPicture(file: string): Promise<Picture> {
  const array = readNpy(await readFile(file), file, 'picture');
  const [height = 0, width = 0] = array.shape;
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (const [at, colour] of toNumbers(array).entries()) {
    pixels[4 * Math.floor(at / 3) + (at % 3)] = colour;
  }
  return { width, height, pixels };
}

function toldIn(stdout: string): Pick<LibraryPicture, 'seed' | 'milliseconds'> {
  const [, seed] = /^seed (\d+)$/m.exec(stdout) ?? [];
  const times = /^text encoder (\S+) ms, \d+ steps (\S+) ms, decoder (\S+) ms$/m.exec(stdout);
  const [, text, steps, decoder] = times ?? [];
  return {
    seed: Number(seed),
    milliseconds: { text: Number(text), steps: Number(steps), decoder: Number(decoder) },
  };
}
