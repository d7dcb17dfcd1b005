/** Swatches with what they stand for. */

import { html } from '../html.ts';
import type { Markup } from '../html.ts';

export interface Swatch {
  readonly tone: string;
  readonly text: string;
}

export function legend(swatches: readonly Swatch[]): Markup {
  return html`<ul class="legend">
    ${swatches.map(({ tone, text }) => html`<li><i class="${tone}"></i>${text}</li>`)}
  </ul>`;
}
