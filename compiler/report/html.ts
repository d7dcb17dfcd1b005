/** Markup whose texts are always escaped: names out of a model can be anything. */

import { printable } from '../../ir/diagnostics.ts';

/** Text that is markup already. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = Markup | string | number | undefined | readonly Piece[];

/** A template whose values are escaped unless they are markup themselves; its lines lose their indentation. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  const pieces = parts.map((part, index) => {
    const text = part.replace(/\s*\n\s*/g, '\n');
    return index < values.length ? text + render(values[index]) : text;
  });
  return new Markup(pieces.join(''));
}

function render(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(render).join('');
  return escapeText(printable(String(piece), Infinity));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes. */
function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Longer names are cut in the middle: their ends tell them apart. */
export function shortened(name: string, longest = 64): string {
  const half = Math.floor((longest - 1) / 2);
  return name.length <= longest ? name : `${name.slice(0, half)}…${name.slice(-half)}`;
}

/** A name out of a model; letters written from right to left do not move what stands around it. */
export function nameMarkup(name: string, longest?: number): Markup {
  return html`<bdi>${shortened(name, longest)}</bdi>`;
}
