/** In which form every layer's weight is stored, and why. */

import { grouped } from '../blocks.ts';
import type { LayerReport } from '../data-layers.ts';
import { barTable } from '../draw/bars.ts';
import { legend } from '../draw/legend.ts';
import { bytes, count } from '../draw/numbers.ts';
import { toneOfForm } from '../draw/tones.ts';
import { html, nameMarkup, shortened } from '../html.ts';
import type { Markup } from '../html.ts';
import { folded, note, plainTable } from './section.ts';
import type { Section, Subject } from './section.ts';

export function precisionSection({ target, prefix }: Subject): Section {
  const { layers, others, activations } = target.precision;
  const forms = [...grouped(layers, ({ form }) => form)].sort(
    ([, a], [, b]) => bytesOf(b) - bytesOf(a),
  );
  const swatches = forms.map(([form, own]) => ({
    tone: toneOfForm(form),
    text: `${form}: ${own.length} layers`,
  }));
  const rows = forms.map(([form, own]) => ({
    head: form,
    bars: [{ value: bytesOf(own), text: bytes(bytesOf(own)), tone: toneOfForm(form) }],
    cells: [String(own.length), count(elementsOf(own)), bitsOf(own)],
  }));
  const rest = {
    head: 'no layer’s',
    bars: [{ value: others.bytes, text: bytes(others.bytes), tone: 'f-other' }],
    cells: ['–', '–', '–'],
  };
  const body = html`${legend(swatches)}
    <div class="strips">
      ${target.blocks.flatMap(({ address }) => {
        const own = layers.filter(({ block }) => block === address);
        return own.length === 0 ? [] : [strip(address, own)];
      })}
    </div>
    ${note('A cell is a layer, in the order in which it runs; taller cells have more numbers. ', 'Bytes are those of the artifact, with the scales, zero points and palettes of a layer; on WebGPU also with its bias.')}
    ${barTable({ caption: 'Weights by form', columns: ['form', 'bytes', 'layers', 'numbers', 'bits per number'], rows: [...rows, rest] })}
    ${note(`Results of nodes: ${activations.map(({ dtype, count: own }) => `${own} in ${dtype}`).join(', ')}.`)}
    ${folded(`All ${layers.length} layers with their reasons`, layerTable(layers))}`;
  return { id: `${prefix}precision`, title: 'Precision of layers', short: 'Precision', body };
}

function strip(block: string, layers: readonly LayerReport[]): Markup {
  return html`<div class="strip">
    <span class="name">${nameMarkup(block, 24)}</span
    ><span class="cells" role="img" aria-label="${layers.map(({ form }) => form).join(', ')}"
      >${layers.map(cell)}</span
    >
  </div> `;
}

function cell({ names, form, elements, bytes: own, reason }: LayerReport): Markup {
  const height = Math.min(28, Math.max(8, 4 * Math.log10(Math.max(elements, 1))));
  const title = `${shortened(names[0] ?? 'no name', 60)}: ${form}, ${count(elements)} numbers, ${bytes(own)}; ${reason}`;
  return html`<i
    class="${toneOfForm(form)}"
    style="height:${height.toFixed(0)}px"
    title="${title}"
  ></i>`;
}

function layerTable(layers: readonly LayerReport[]): Markup {
  return plainTable(
    'Weights of layers',
    ['layer', 'block', 'op', 'form', 'numbers', 'bytes', 'why'],
    layers.map(({ names, block, op, form, elements, bytes: own, reason }) => [
      nameMarkup(names[0] ?? '', 60),
      nameMarkup(block, 24),
      op,
      html`<i class="dot ${toneOfForm(form)}"></i>${form}`,
      count(elements),
      bytes(own),
      shortened(reason, 160),
    ]),
  );
}

function bytesOf(layers: readonly LayerReport[]): number {
  return layers.reduce((sum, layer) => sum + layer.bytes, 0);
}

function elementsOf(layers: readonly LayerReport[]): number {
  return layers.reduce((sum, { bytes: own, elements }) => sum + (own > 0 ? elements : 0), 0);
}

function bitsOf(layers: readonly LayerReport[]): string {
  const elements = elementsOf(layers);
  return elements === 0 ? '–' : ((8 * bytesOf(layers)) / elements).toFixed(2);
}
