/** A part of the page about one target. */

import type { ReportData, TargetReport } from '../data.ts';
import { html } from '../html.ts';
import type { Markup, Piece } from '../html.ts';

export interface Subject {
  readonly data: ReportData;
  readonly target: TargetReport;
  /** Before the ids of its elements; from counters, never from names. */
  readonly prefix: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  /** In the list of sections. */
  readonly short: string;
  readonly body: Markup;
}

export function section({ id, title, body }: Omit<Section, 'short'>): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}</h3>
    ${body}
  </section> `;
}

export function note(...words: readonly Piece[]): Markup {
  return html`<p class="note">${words}</p>`;
}

/** What not everybody wants to see at once. */
export function folded(summary: string, body: Piece): Markup {
  return html`<details>
    <summary>${summary}</summary>
    ${body}
  </details>`;
}

export function plainTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Piece[])[],
): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
