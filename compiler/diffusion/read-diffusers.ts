/** Reads the folder layout that diffusers and optimum write, as the declaration that says the same. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { PipelineDeclaration } from './declaration.ts';
import { notAFolderOfModels } from './diagnostics.ts';
import type { PipelineFolder } from './folder.ts';
import { jsonObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export const MODEL_INDEX = 'model_index.json';
const MODEL = 'model.onnx';
const NEEDED = ['text_encoder', 'unet', 'vae_decoder'] as const;

export async function readDiffusersFolder(
  folder: PipelineFolder,
): Promise<Result<PipelineDeclaration>> {
  const found: Diagnostic[] = [];
  const needed = [
    ...NEEDED.map((part) => `${part}/${MODEL}`),
    'tokenizer/vocab.json',
    'tokenizer/merges.txt',
    'scheduler/scheduler_config.json',
  ];
  for (const path of needed) {
    if (!(await folder.has(path))) found.push(notAFolderOfModels(MODEL_INDEX, path));
  }
  if (found.length > 0) return failure(found);
  const unet = await configOf(folder, 'unet');
  const vae = { ...(await configOf(folder, 'vae')), ...(await configOf(folder, 'vae_decoder')) };
  const edge = positive(unet['sample_size']);
  const channels = positive(unet['in_channels']);
  const scaling = Number(vae['scaling_factor']);
  const shift = Number(vae['shift_factor']);
  return success({
    text_encoder: `text_encoder/${MODEL}`,
    unet: `unet/${MODEL}`,
    vae_decoder: `vae_decoder/${MODEL}`,
    ...((await folder.has(`vae_encoder/${MODEL}`)) && { vae_encoder: `vae_encoder/${MODEL}` }),
    tokenizer: 'tokenizer',
    scheduler: { config: 'scheduler/scheduler_config.json' },
    ...(edge !== undefined && {
      latent: { height: edge, width: edge, ...(channels !== undefined && { channels }) },
    }),
    ...(scaling > 0 && { scaling_factor: scaling }),
    ...(Number.isFinite(shift) && { shift_factor: shift }),
  });
}

/** Empty where there is none, or where it says nothing. */
async function configOf(folder: PipelineFolder, part: string): Promise<JsonObject> {
  const text = await folder.textIfThere(`${part}/config.json`);
  return (text.ok && jsonObject(text.value ?? '')) || {};
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 1024
    ? value
    : undefined;
}
