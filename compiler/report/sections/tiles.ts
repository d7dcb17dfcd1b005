/** The figures at a glance, before and after. */

import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { bytes, count, milliseconds } from '../draw/numbers.ts';
import type { Section, Subject } from './section.ts';
import { note } from './section.ts';

export function tiles({ data, target, prefix }: Subject): Section {
  const { before } = data;
  const { after, memory, precision, figures } = target;
  const stored = precision.layers.reduce((sum, layer) => sum + layer.bytes, precision.others.bytes);
  const folder = target.files.reduce((sum, file) => sum + file.bytes, 0);
  const weights = figures['weightBytes'] ?? stored;
  const peak = memory.planned ?? memory.peak.bytes;
  const body = html`<dl class="tiles">
      ${tile('weights', bytes(before.weightBytes), bytes(weights), ratio(before.weightBytes, weights))}
      ${tile('parameters', count(before.parameters), count(after.parameters))}
      ${tile('operations', `${count(before.flops)}FLOP`, `${count(after.flops)}FLOP`)}
      ${tile(memory.kind === 'plan' ? 'memory of activations' : 'activations alive at once', bytes(before.peakActivationBytes), bytes(peak), ratio(before.peakActivationBytes, peak))}
      ${tile('estimated time', milliseconds(target.milliseconds.before), milliseconds(target.milliseconds.after), ratio(target.milliseconds.before, target.milliseconds.after))}
      ${tile('nodes of the graph', String(before.nodes), String(after.nodes))}
      ${tile('all files', '', bytes(folder), `${target.files.length} files`)}
    </dl>
    ${note('Before: the model as imported, each node computed alone in fp32 on the same device. After: what the target runs. Times are the least that the device’s figures allow, see ', html`<a href="#${prefix}time">kernels</a>`, '.')}`;
  return { id: `${prefix}summary`, title: 'At a glance', short: 'Summary', body };
}

function tile(name: string, before: string, after: string, aside = ''): Markup {
  const from =
    before === ''
      ? ''
      : html`<span class="from"
          >${before} <span aria-hidden="true">→</span><span class="hidden"> to </span></span
        >`;
  return html`<div>
    <dt>${name}</dt>
    <dd>${from}<strong>${after}</strong>${aside === '' ? '' : html`<small>${aside}</small>`}</dd>
  </div>`;
}

/** `1.75 × less` */
function ratio(before: number | null, after: number | null): string {
  if (before === null || after === null || before <= 0 || after <= 0) return '';
  const factor = before >= after ? before / after : after / before;
  if (factor < 1.01) return 'the same';
  return `${factor.toPrecision(3)} × ${before > after ? 'less' : 'more'}`;
}
