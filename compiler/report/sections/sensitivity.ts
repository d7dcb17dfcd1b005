/** How much each layer loses in each form, where that was measured. */

import { legend } from '../draw/legend.ts';
import { bytes } from '../draw/numbers.ts';
import { noiseTone } from '../draw/tones.ts';
import { html, nameMarkup } from '../html.ts';
import { note } from './section.ts';
import type { Section, Subject } from './section.ts';

/** The most sensitive ones; report.json has all. */
const MOST = 60;

export function sensitivitySection({ data, target, prefix }: Subject): Section {
  const title = 'Sensitivity of layers';
  const id = `${prefix}sensitivity`;
  const { sensitivity } = target;
  if (sensitivity === null) {
    const body = html`<p>
      Nobody measured it for this folder.
      <code>snapc compile … --budget "sqnr&gt;40"</code> measures each layer in each form and writes
      it beside the folder, as <code>OUT.sensitivity.json</code>;
      <code>snapc report … --sensitivity FILE</code> shows it here.
    </p>`;
    return { id, title, short: 'Sensitivity', body };
  }
  const { layers, forms, file } = sensitivity;
  const left = layers.length - MOST;
  const body = html`${legend([
      { tone: 'h-0', text: 'over 60 dB' },
      { tone: 'h-1', text: '50 to 60' },
      { tone: 'h-2', text: '40 to 50' },
      { tone: 'h-3', text: '30 to 40' },
      { tone: 'h-4', text: 'below 30 dB' },
      { tone: 'h-none', text: 'nothing is lost' },
    ])}
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="heat">
        <caption>
          Signal to noise of the outputs in dB, that layer alone in the form, the most sensitive
          first; framed: what the artifact has
        </caption>
        <thead>
          <tr>
            <th scope="col">layer</th>
            ${forms.map((form) => html`<th scope="col">${form}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${layers.slice(0, MOST).map(
            ({ name, decibels, bytes: sizes, chosen }) =>
              html`<tr>
                <th scope="row">${nameMarkup(name, 72)}</th>
                ${forms.map((form, index) => {
                  const own = decibels[index] ?? null;
                  const mark =
                    chosen === form || (form === 'float' && chosen?.startsWith('fp') === true)
                      ? ' chosen'
                      : '';
                  return html`<td
                    class="${noiseTone(own)}${mark}"
                    title="${bytes(sizes[index] ?? null)}"
                  >
                    ${own === null ? '–' : own.toFixed(1)}
                  </td>`;
                })}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${note(left > 0 ? `${left} less sensitive layers are in report.json. ` : '', 'Measured by ', html`<code>${file}</code>`, ` for ${data.model.file}.`)}`;
  return { id, title, short: 'Sensitivity', body };
}
