/** A pipeline of three small exported models, in a folder of its own. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { writeFiles } from '../support/folder.ts';

export const PARTS = {
  text_encoder: 'clip_tiny_op14',
  unet: 'unet_tiny_op14_dyn',
  vae_decoder: 'vae_dec_tiny_op17_dyn',
} as const;

export const DECLARATION = {
  text_encoder: 'text_encoder/model.onnx',
  unet: 'unet/model.onnx',
  vae_decoder: 'vae_decoder/model.onnx',
  tokenizer: 'tokenizer',
  scheduler: { config: 'scheduler/scheduler_config.json' },
  latent: { height: 16, width: 16 },
};

export const SCHEDULER = {
  _class_name: 'DDIMScheduler',
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  clip_sample: false,
  set_alpha_to_one: false,
  steps_offset: 1,
  prediction_type: 'epsilon',
  timestep_spacing: 'leading',
};

export function modelPath(part: keyof typeof PARTS): string {
  return fileURLToPath(new URL(`../fixtures/${PARTS[part]}/model.onnx`, import.meta.url));
}

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
export const MERGES = ['r e', 're d</w>', 'c i', 'ci r', 'c l', 'cl e</w>', 'cir cle</w>'];
const BEGIN = '<|startoftext|>';
const END = '<|endoftext|>';
export const VOCABULARY = [
  ...LETTERS,
  ...LETTERS.map((letter) => `${letter}</w>`),
  ...MERGES.map((merge) => merge.replace(' ', '')),
  BEGIN,
  END,
];

/** The id of a token of the small vocabulary, which the text encoder has a row for. */
export function idOf(token: string): number {
  return VOCABULARY.indexOf(token);
}

/** The folder's files; `declared` as PIPELINE.json, and others in place of the usual ones. */
export async function writePipeline(
  folder: string,
  declared: object = DECLARATION,
  others: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<void> {
  const files: Record<string, string | Uint8Array> = {
    'pipeline.json': JSON.stringify(declared),
    'scheduler/scheduler_config.json': JSON.stringify(SCHEDULER),
  };
  for (const part of ['text_encoder', 'unet', 'vae_decoder'] as const) {
    files[`${part}/model.onnx`] = await readFile(modelPath(part));
  }
  files['tokenizer/vocab.json'] = JSON.stringify(
    Object.fromEntries(VOCABULARY.map((token, id) => [token, id])),
  );
  files['tokenizer/merges.txt'] = `#version: 0.2\n${MERGES.join('\n')}\n`;
  await writeFiles(folder, { ...files, ...others });
}
