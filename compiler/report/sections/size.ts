/** Bytes, operations and time of every block as bars. */

import type { BlockCosts, BlockReport } from '../data.ts';
import { barTable } from '../draw/bars.ts';
import type { Bar } from '../draw/bars.ts';
import { legend } from '../draw/legend.ts';
import { bytes, count, milliseconds } from '../draw/numbers.ts';
import { html, nameMarkup } from '../html.ts';
import type { Markup } from '../html.ts';
import { folded } from './section.ts';
import type { Section, Subject } from './section.ts';

type Figure = 'weightBytes' | 'flops' | 'milliseconds';

export function sizeSection({ target, prefix }: Subject): Section {
  const { blocks } = target;
  const body = html`${legend([
    { tone: 'before', text: 'before' },
    { tone: 'after', text: 'after' },
  ])}
  ${bars(blocks, 'Bytes of weights by block', 'weightBytes', bytes)}
  ${folded('Operations by block', bars(blocks, 'Floating-point operations by block', 'flops', count))}
  ${folded('Estimated time by block', bars(blocks, 'Estimated time by block', 'milliseconds', milliseconds))}`;
  return {
    id: `${prefix}size`,
    title: 'Size, operations and time by block',
    short: 'Blocks',
    body,
  };
}

function bars(
  blocks: readonly BlockReport[],
  caption: string,
  figure: Figure,
  format: (value: number | null) => string,
): Markup {
  const bar = (costs: BlockCosts | null, tone: string): Bar => {
    const value = costs === null ? 0 : costs[figure];
    return { value, text: costs === null ? '–' : format(value), tone };
  };
  return barTable({
    caption,
    columns: ['block', 'before and after'],
    rows: blocks.map(({ address, before, after }) => ({
      head: nameMarkup(address, 28),
      bars: [bar(before, 'before'), bar(after, 'after')],
    })),
  });
}
