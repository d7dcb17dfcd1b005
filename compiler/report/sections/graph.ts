/** The graph before and after, block by block, each to be opened for its ops. */

import type { BlockCosts, BlockReport, OpCount } from '../data.ts';
import { blockMap, scaleOf } from '../draw/block-map.ts';
import { legend } from '../draw/legend.ts';
import { bytes, milliseconds } from '../draw/numbers.ts';
import { HEAT_STEPS } from '../draw/tones.ts';
import { html, nameMarkup } from '../html.ts';
import type { Markup } from '../html.ts';
import { note } from './section.ts';
import type { Section, Subject } from './section.ts';

const LEVELS = {
  blocks:
    'Blocks have the addresses of snapc inspect --blocks. Those side by side work at the same resolution; dashed lines are skip connections.',
  scopes: 'The model is no UNet: blocks are the scopes of its node names, in order.',
  whole: 'The model is no UNet and its nodes have no scopes, so it is one block.',
} as const;

export function graphSection({ data, target, prefix }: Subject): Section {
  const { blocks } = target;
  const scale = scaleOf(blocks);
  const ids = `${prefix}block`;
  const removed = blocks.some(({ after }) => after === null);
  const steps = HEAT_STEPS.map((limit, index) => ({
    tone: `h-${index}`,
    text: `up to ${milliseconds(limit * scale.milliseconds)}`,
  }));
  const body = html`${note(LEVELS[data.level])}
    <div class="pair">
      <figure>
        <figcaption>Before: ${data.before.nodes} nodes</figcaption>
        ${blockMap(blocks, data.level, 'before', scale, ids)}
      </figure>
      <figure>
        <figcaption>After: ${target.after.nodes} nodes</figcaption>
        ${blockMap(blocks, data.level, 'after', scale, ids)}
      </figure>
    </div>
    ${scale.milliseconds === 0 ? legend([{ tone: 'h-none', text: 'no time is known' }]) : legend(steps)}
    ${note(`Width grows with the square root of the bytes of weights; the widest has ${bytes(scale.bytes)}. `, removed ? 'Dashed blocks are not there on that side.' : '')}
    <div class="blocks">
      ${blocks.map((block, index) => blockDetails(block, `${ids}${index}`))}
    </div>`;
  return { id: `${prefix}graph`, title: 'The graph before and after', short: 'Graph', body };
}

function blockDetails(block: BlockReport, id: string): Markup {
  const { address, name, original, channels, resolution, before, after } = block;
  const facts = [
    ...(channels.length > 0 ? [`${[...new Set(channels)].join(' → ')} channels`] : []),
    ...(resolution.length > 0 ? [`at ${resolution.join(' × ')}`] : []),
  ].join(' ');
  const origin = original === null ? '' : html` <small>from ${nameMarkup(original)}</small>`;
  return html`<details id="${id}">
    <summary>
      ${nameMarkup(address)}${origin} <small>${facts}</small
      ><span class="counts">${before?.nodes ?? 0} → ${after?.nodes ?? 0} nodes</span>
    </summary>
    ${name === null ? '' : html`<p>In the model: ${nameMarkup(name)}</p>`}
    <div class="pair">${side('Before', before)}${side('After', after)}</div>
  </details> `;
}

function side(title: string, costs: BlockCosts | null): Markup {
  if (costs === null)
    return html`<div>
      <h4>${title}</h4>
      <p>Nothing.</p>
    </div>`;
  return html`<div>
    <h4>${title}</h4>
    <p>${bytes(costs.weightBytes)} of weights, ${milliseconds(costs.milliseconds)}</p>
    ${opChips(costs.ops)}
  </div>`;
}

export function opChips(ops: readonly OpCount[]): Markup {
  return html`<ul class="chips">
    ${ops.map(({ op, count }) => html`<li>${op}<b>${count}</b></li>`)}
  </ul>`;
}
