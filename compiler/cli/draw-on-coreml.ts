/** Draws with the Core ML packages of a pipeline on the interpreter: what an iPhone draws, without one. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { drawInterpreted } from '../../targets/coreml/host/interpreted-pictures.ts';
import type { DataTable } from '../../targets/coreml/host/interpreted-pictures.ts';
import type { GenerateOptions } from '../../targets/webgpu/host/open-pictures.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { notAPipeline } from './draw-diagnostics.ts';
import { drawn } from './draw-request.ts';
import type { Drawn } from './draw.ts';
import { readNamedFile } from './files.ts';
import { COREML } from './packages.ts';
import type { PipelineTargets } from './pipeline-manifest.ts';
import { runPackages } from './run-package.ts';

const WHERE = 'the interpreter of Core ML packages';

export async function drawOnCoreml(
  context: CommandContext,
  folder: string,
  { description, parts, files }: PipelineTargets[string],
  request: GenerateOptions,
): Promise<Drawn> {
  const table = async (name: string): Promise<DataTable> => {
    const path = `${COREML}/${name}`;
    const hint = 'copy the folder of the pipeline again, as a whole';
    const bytes = take(context, await readNamedFile(context, join(folder, path), hint), 'usage');
    const file = files.find((one) => one.path === path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (file?.sha256 !== sha256) {
      return refuse(notAPipeline(folder, `${path} is not the one that was compiled`));
    }
    return { bytes, entry: { ...file, path: name } };
  };
  const pictures = {
    description,
    tokenizer: await table('tokenizer.bin'),
    steps: await table('steps.bin'),
    part: (part: string) => {
      const made = parts[part];
      if (made === undefined) return refuse(notAPipeline(folder, `it has no ${part}`));
      return {
        inputs: made.inputs,
        outputs: made.outputs,
        run: async (inputs: Parameters<typeof runPackages>[2]) =>
          runPackages(context, join(folder, COREML, part), inputs, {}),
      };
    },
  };
  context.progress.phase(`drawing on ${WHERE}`);
  return drawn(context, WHERE, () => drawInterpreted(pictures, request));
}
