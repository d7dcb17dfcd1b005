/** Bars in the rows of a table: the picture and its numbers are one. */

import { html } from '../html.ts';
import type { Markup, Piece } from '../html.ts';

export interface Bar {
  readonly value: number | null;
  readonly text: string;
  /** A class that colours it. */
  readonly tone: string;
}

export interface BarRow {
  readonly head: Piece;
  readonly bars: readonly Bar[];
  /** Cells behind the bars. */
  readonly cells?: readonly Piece[];
  readonly id?: string;
}

export interface BarTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly BarRow[];
}

/** Bars of one table share a scale. */
export function barTable({ caption, columns, rows }: BarTable): Markup {
  const most = Math.max(...rows.flatMap(({ bars }) => bars.map(({ value }) => value ?? 0)));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="bars${columns.length > 2 ? '' : ' few'}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column, index) => html`<th scope="col" ${classOf(index)}>${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowMarkup(row, most))}
      </tbody>
    </table>
  </div>`;
}

function classOf(index: number): Markup {
  return index === 1 ? html` class="wide"` : html``;
}

function rowMarkup({ head, bars, cells = [] }: BarRow, most: number): Markup {
  return html`<tr>
    <th scope="row">${head}</th>
    <td class="wide">${bars.map((bar) => barMarkup(bar, most))}</td>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr> `;
}

function barMarkup({ value, text, tone }: Bar, most: number): Markup {
  const share = value === null || most === 0 ? 0 : (100 * value) / most;
  return html`<span class="bar"
    ><span class="track"><i class="${tone}" style="width:${share.toFixed(2)}%"></i></span
    ><span class="value">${text}</span></span
  >`;
}
