/** Reads the folder layout that diffusers and optimum write, as the declaration that says the same. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { PipelineDeclaration } from './declaration.ts';
import { badModelConfig, notAFolderOfModels } from './diagnostics.ts';
import type { PipelineFolder } from './folder.ts';
import { jsonObject, jsonWord } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export const MODEL_INDEX = 'model_index.json';
const MODEL = 'model.onnx';
/** As a declaration takes them. */
const MOST_FACTOR = 1e6;
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
  const unet = await configOf(folder, 'unet', found);
  const vae = await configOf(folder, 'vae', found);
  const decoder = await configOf(folder, 'vae_decoder', found);
  const [height, width] = edgesOf(unet);
  const channels = unet.number('in_channels', isChannels, 'a whole number from 1 to 64');
  const factor = (...field: Parameters<ModelConfig['number']>): number | undefined =>
    decoder.number(...field) ?? vae.number(...field);
  const scaling = factor('scaling_factor', isScaling, 'a number above 0, to a million');
  const shift = factor('shift_factor', isShift, 'a number from minus to plus a million');
  if (found.length > 0) return failure(found);
  return success({
    text_encoder: `text_encoder/${MODEL}`,
    unet: `unet/${MODEL}`,
    vae_decoder: `vae_decoder/${MODEL}`,
    ...((await folder.has(`vae_encoder/${MODEL}`)) && { vae_encoder: `vae_encoder/${MODEL}` }),
    tokenizer: 'tokenizer',
    scheduler: { config: 'scheduler/scheduler_config.json' },
    ...(height !== undefined &&
      width !== undefined && {
        latent: { height, width, ...(channels !== undefined && { channels }) },
      }),
    ...(scaling !== undefined && { scaling_factor: scaling }),
    ...(shift !== undefined && { shift_factor: shift }),
  });
}

/** The fields of a model's config.json; what is absent or null says nothing. */
class ModelConfig {
  readonly #file: string;
  readonly #fields: JsonObject;
  readonly #found: Diagnostic[];

  constructor(file: string, fields: JsonObject, found: Diagnostic[]) {
    this.#file = file;
    this.#fields = fields;
    this.#found = found;
  }

  field(name: string): unknown {
    return this.#fields[name] ?? undefined;
  }

  number(
    name: string,
    allowed: (number: number) => boolean,
    words: string,
    given = this.field(name),
  ): number | undefined {
    if (given === undefined) return undefined;
    if (typeof given === 'number' && allowed(given)) return given;
    this.#found.push(badModelConfig(this.#file, name, `is ${jsonWord(given)}, not ${words}`));
    return undefined;
  }
}

async function configOf(
  folder: PipelineFolder,
  part: string,
  found: Diagnostic[],
): Promise<ModelConfig> {
  const file = `${part}/config.json`;
  const text = await folder.textIfThere(file);
  found.push(...text.diagnostics);
  const fields = text.ok && text.value !== undefined ? jsonObject(text.value) : {};
  if (fields === undefined) found.push(badModelConfig(file, 'the file', 'is no JSON object'));
  return new ModelConfig(file, fields ?? {}, found);
}

/** One number for both, or height and width. */
function edgesOf(unet: ModelConfig): readonly (number | undefined)[] {
  const given = unet.field('sample_size');
  const edges: readonly unknown[] = Array.isArray(given) && given.length === 2 ? given : [given];
  const words = 'one or two whole numbers from 1 to 1024';
  const [height, width = height] = edges.map((edge) =>
    unet.number('sample_size', isEdge, words, edge ?? given),
  );
  return [height, width];
}

function isEdge(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 1024;
}

function isChannels(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 64;
}

function isScaling(number: number): boolean {
  return number > 0 && number <= MOST_FACTOR;
}

function isShift(number: number): boolean {
  return Math.abs(number) <= MOST_FACTOR;
}
