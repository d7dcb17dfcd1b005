/** What is alive in memory while the model runs. */

import { barTable } from '../draw/bars.ts';
import { areaChart } from '../draw/chart.ts';
import { legend } from '../draw/legend.ts';
import { bytes } from '../draw/numbers.ts';
import { html, nameMarkup } from '../html.ts';
import { formatBytes } from '../../units.ts';
import { note } from './section.ts';
import type { Section, Subject } from './section.ts';

export function memorySection({ target, prefix }: Subject): Section {
  const { kind, live, peak, tensors, planned, lowerBound } = target.memory;
  const isPlan = kind === 'plan';
  const unit = isPlan ? 'dispatch' : 'node';
  const lines = [
    { value: lowerBound, tone: 'bound' },
    ...(planned === null ? [] : [{ value: planned, tone: 'planned' }]),
  ];
  const over = planned === null || lowerBound === 0 ? 0 : planned / lowerBound - 1;
  const named = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  const describe = `${live.length} steps, at most ${bytes(peak.bytes)} at ${unit} ${peak.step}`;
  const body = html`${areaChart({ title: 'Live bytes', describe, values: live, lines, mark: peak.step, format: formatBytes, unit })}
  ${legend([
    { tone: 'area', text: 'alive' },
    { tone: 'mark', text: `peak at ${unit} ${peak.step}: ${bytes(peak.bytes)}` },
    { tone: 'bound', text: `lower bound: ${bytes(lowerBound)}` },
    ...(planned === null ? [] : [{ tone: 'planned', text: `planned: ${bytes(planned)}` }]),
  ])}
  ${
    isPlan
      ? note(
          `The plan of offsets takes ${over === 0 ? 'exactly the lower bound' : `${(100 * over).toFixed(1)} % more than the lower bound`}, which no plan of this order of dispatches goes below (sizes are rounded up to the alignment of the device). Inputs, outputs and weights have buffers of their own.`,
        )
      : note(
          'This platform plans memory on its own and does not say how. The curve is what must be alive between the nodes in this order, with inputs and outputs; it cannot do with less unless it changes the order or fuses nodes.',
        )
  }
  ${barTable({
    caption: `Alive at the peak${named < peak.bytes ? `, the largest of them (${bytes(named)} of ${bytes(peak.bytes)})` : ''}`,
    columns: ['tensor', 'bytes', 'written by', 'block', `from, to ${unit}`],
    rows: tensors.map((tensor) => ({
      head: nameMarkup(tensor.name === '' ? '(no name)' : tensor.name, 44),
      bars: [{ value: tensor.bytes, text: bytes(tensor.bytes), tone: 'area' }],
      cells: [
        nameMarkup(tensor.by, 28),
        nameMarkup(tensor.block, 24),
        `${tensor.first} – ${tensor.last}`,
      ],
    })),
  })}`;
  return { id: `${prefix}memory`, title: 'Memory while it runs', short: 'Memory', body };
}
