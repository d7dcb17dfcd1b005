/** The contact sheet: pictures beside each other, each above the words that it was drawn from. */

import { Image } from './image.ts';
import type { Colour, Picture } from './image.ts';
import { LETTER_HEIGHT, LETTER_WIDTH, brokenInto } from './letters.ts';

const COLUMNS = 4;
const SCALE = 3;
const LETTERS = 2;
const GAP = 16;
const PAPER: Colour = [255, 255, 255];
const INK: Colour = [40, 40, 44];

export interface Captioned {
  readonly prompt: string;
  readonly picture: Picture;
}

export function contactSheet(pictures: readonly Captioned[]): Image {
  const columns = Math.min(COLUMNS, pictures.length);
  const width = SCALE * Math.max(...pictures.map(({ picture }) => picture.width));
  const height = SCALE * Math.max(...pictures.map(({ picture }) => picture.height));
  const perLine = Math.floor((width + LETTERS) / (LETTERS * LETTER_WIDTH));
  const captions = pictures.map(({ prompt }) => brokenInto(prompt, perLine));
  const lineHeight = LETTERS * (LETTER_HEIGHT + 1);
  const rows = Array.from({ length: Math.ceil(pictures.length / columns) }, (_, row) => {
    const own = captions.slice(row * columns, (row + 1) * columns);
    return height + GAP / 2 + lineHeight * Math.max(...own.map((lines) => lines.length)) + GAP;
  });
  const whole = rows.reduce((sum, one) => sum + one, GAP);
  const sheet = new Image(GAP + columns * (width + GAP), whole, PAPER);
  for (const [at, { picture }] of pictures.entries()) {
    const row = Math.floor(at / columns);
    const left = GAP + (at % columns) * (width + GAP);
    const top = rows.slice(0, row).reduce((sum, one) => sum + one, GAP);
    sheet.draw(picture, SCALE, left, top);
    for (const [line, words] of (captions[at] ?? []).entries()) {
      sheet.write(words, LETTERS, left, top + height + GAP / 2 + line * lineHeight, INK);
    }
  }
  return sheet;
}
