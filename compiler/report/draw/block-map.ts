/** The blocks of a graph in the order of its flow: the U of a UNet, or a chain; width is size, colour is time. */

import { formatBytes } from '../../units.ts';
import type { BlockCosts, BlockLevel, BlockReport } from '../data.ts';
import { html, shortened } from '../html.ts';
import type { Markup } from '../html.ts';
import { BETWEEN, COLUMN, ROW, WIDTH, placedAsChain, placedAsU } from './block-layout.ts';
import type { Placed } from './block-layout.ts';
import { milliseconds } from './numbers.ts';
import { heatTone } from './tones.ts';

export type Side = 'before' | 'after';

export interface MapScale {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Of a letter of a label. */
const LETTER = 4.9;

/** Both sides of one scale, so that they can be compared. */
export function scaleOf(blocks: readonly BlockReport[]): MapScale {
  const most = (pick: (cost: BlockCosts) => number): number =>
    Math.max(
      0,
      ...blocks.flatMap(({ before, after }) =>
        [before, after].map((cost) => (cost ? pick(cost) : 0)),
      ),
    );
  return {
    bytes: most(({ weightBytes }) => weightBytes),
    milliseconds: most((cost) => cost.milliseconds ?? 0),
  };
}

export function blockMap(
  blocks: readonly BlockReport[],
  level: BlockLevel,
  side: Side,
  scale: MapScale,
  prefix: string,
): Markup {
  const { placed, captions, height, skips } =
    level === 'blocks' ? placedAsU(blocks) : placedAsChain(blocks);
  const title = side === 'before' ? 'the model as imported' : 'what the target runs';
  const shown = placed.filter(({ block }) => block.before !== null || block.after !== null);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="blocks of ${title}">
    <svg class="map" viewBox="0 0 ${WIDTH} ${height}" role="group" aria-label="Blocks of ${title}">
      <title>Blocks of ${title}</title>
      <desc>
        Width grows with the square root of the bytes of weights, colour with the estimated time.
        The table of blocks has the same numbers.
      </desc>
      ${skips.map((y) => html`<path class="skip" d="M${COLUMN + 3},${y}H${COLUMN + BETWEEN + 6}" />`)}
      ${captions.map(({ text, x, y }) => html`<text class="stage" x="${x}" y="${y + 8}">${text}</text>`)}
      ${shown.map((one) => blockMarkup(one, side, scale, prefix))}
    </svg>
  </div>`;
}

function blockMarkup(
  { block, index, x, y, label: room }: Placed,
  side: Side,
  scale: MapScale,
  prefix: string,
): Markup {
  const cost = block[side];
  const share = cost === null || scale.bytes === 0 ? 0 : Math.sqrt(cost.weightBytes / scale.bytes);
  const width = Math.max(3, (COLUMN - room) * share).toFixed(1);
  const tone = cost === null ? 'gone' : heatTone(cost.milliseconds, scale.milliseconds);
  const label = block.stage === '' ? block.address : block.address.slice(block.stage.length + 1);
  const words =
    cost === null
      ? `${block.address}: not there`
      : `${block.address}: ${formatBytes(cost.weightBytes)}, ${milliseconds(cost.milliseconds)}, ${cost.nodes} nodes`;
  return html`<a href="#${prefix}${index}"
    ><title>${shortened(words, 160)}</title
    ><text x="${x + room - 6}" y="${y + 11}" text-anchor="end"
      >${shortened(label, Math.floor(room / LETTER))}</text
    ><rect class="${tone}" x="${x + room}" y="${y + 2}" width="${width}" height="${ROW - 5}" rx="2"
  /></a> `;
}
