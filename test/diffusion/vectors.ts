/**
 * Writes what the web runtime computes, for the tests of the same in Swift and C++; what writes it asks the oracles of
 * the web's own tests first. `writeVectors(folder)` makes files of lines, fields with one blank between them. A
 * number is decimal where it is whole, else its bits in hexadecimal: 8 digits of single precision, 16 of double. A
 * text is its UTF-16 units, 4 digits each without anything between, or `-` where it is empty.
 *
 *     philox.txt     counter (4 words), key (2), words (4)
 *     mersenne.txt   seed, how many words come before, words …
 *     normals.txt    seed, stream, numbers (single) …
 *     torch.txt      seed, numbers (single) …; all that is drawn of a new generator at once
 *     elementary.txt `logarithm`, `sine`, `cosine` or `inverse`; argument and result (double)
 *     normalize.txt  text, normalized text
 *     words.txt      normalized text, its words (texts) …
 *     tokens-N.bin   the tables of a tokenizer, as a package has them
 *     tokens-N.txt   prompt (text), tokens that did not fit, ids …
 *     loop.txt       `run` clip (double, or `-`), first factor (single); `noise` numbers (single) …; then for each
 *                    step `step` 11 columns of steps.bin, `output` of the model, `fresh` noise (or `-`), `denoised` and
 *                    `latents` after the step, all single
 *     guided.txt     guidance, without the prompt, with it, result (single)
 *     tiles.txt      `starts` whole, tile, starts …; or `mosaic` channels, height, width, height and width of a tile;
 *                    `in` numbers (single) …, `out` numbers (single) …: tile k, from 0, is times 1 + k/8
 *     pictures.txt   `picture` width, height; `planes` numbers (single) …, `bytes` red, green, blue and opacity (2
 *                    digits each) …, `again` planes of those bytes (single) …
 *     preview.txt    channels, height, width; `factors` 3 of each channel and 3 of the bias (double), `latents` (single)
 *                    …, `bytes` as above
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loopVectors } from './vectors/loop.ts';
import { pictureVectors } from './vectors/pictures.ts';
import { randomVectors } from './vectors/randoms.ts';
import { textVectors } from './vectors/texts.ts';

export async function writeVectors(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = { ...randomVectors(), ...textVectors(), ...loopVectors(), ...pictureVectors() };
  for (const [name, content] of Object.entries(files)) {
    const text = content instanceof Uint8Array ? content : `${content.join('\n')}\n`;
    await writeFile(join(folder, name), text);
  }
}
