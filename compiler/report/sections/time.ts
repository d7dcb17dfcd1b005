/** Kernels by the time they take: families first, then the longest, with what they are bound by. */

import type { ReportDevice } from '../data.ts';
import type { FamilyReport, KernelReport } from '../data-running.ts';
import { barTable } from '../draw/bars.ts';
import type { Bar } from '../draw/bars.ts';
import { legend } from '../draw/legend.ts';
import { bytes, count, milliseconds, percent } from '../draw/numbers.ts';
import { html, nameMarkup } from '../html.ts';
import type { Markup } from '../html.ts';
import { timeOf } from '../roofline.ts';
import { note, plainTable } from './section.ts';
import type { Section, Subject } from './section.ts';

const [FAMILIES, KERNELS] = [12, 20];

export function timeSection({ data, target, prefix }: Subject): Section {
  const { method, uses, kernels, families, profile } = target.time;
  const known = profile !== null || kernels.some(({ estimated }) => estimated !== null);
  const total = kernels.reduce((sum, kernel) => sum + timeOf(kernel), 0);
  const longest = kernels.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, KERNELS);
  const swatches = [
    { tone: 'estimated', text: `estimated: ${milliseconds(target.milliseconds.after)} in all` },
    ...(profile === null
      ? []
      : [
          {
            tone: 'measured',
            text: `measured: ${milliseconds(total)} in all, the median of ${profile.runs} runs on ${profile.on}`,
          },
        ]),
  ];
  const pictures = html`${legend(swatches)}${familyBars(families, total)}${kernelBars(longest, total)}`;
  const body = html`${note(method)} ${known ? pictures : ''}
  ${known ? note(boundWords(kernels)) : ''}
  ${profile === null && target.name === 'webgpu' ? note(html`Times that were measured are shown beside them with <code>--profile FILE</code>: what <code>snapc run DIR --profile --json</code> prints.`) : ''}
  ${figureTable(data.device, uses)}`;
  return { id: `${prefix}time`, title: 'Kernels by time', short: 'Kernels', body };
}

function familyBars(families: readonly FamilyReport[], total: number): Markup {
  const rest = families.length - FAMILIES;
  const shown = families.slice(0, FAMILIES);
  return html`${barTable({
    caption: 'Families of kernels, the longest first',
    columns: ['family', 'time', 'share', 'kernels', 'operations'],
    rows: shown.map((family) => ({
      head: nameMarkup(family.name, 48),
      bars: timeBars(family),
      cells: [percent(timeOf(family), total), String(family.kernels), count(family.flops)],
    })),
  })}${rest > 0 ? note(`and ${rest} more in report.json`) : ''}`;
}

function kernelBars(kernels: readonly KernelReport[], total: number): Markup {
  return barTable({
    caption: `The ${kernels.length} longest kernels`,
    columns: [
      'node of the model',
      'time',
      'share',
      'kernel',
      'block',
      'operations',
      'bytes',
      'bound by',
    ],
    rows: kernels.map((kernel) => ({
      head: nameMarkup(kernel.names[0] ?? '(no node)', 44),
      bars: timeBars(kernel),
      cells: [
        percent(timeOf(kernel), total),
        nameMarkup(kernel.label, 32),
        nameMarkup(kernel.block, 24),
        count(kernel.flops),
        bytes(kernel.bytes),
        kernel.bound ?? '–',
      ],
    })),
  });
}

function timeBars({
  estimated,
  measured,
}: Pick<KernelReport, 'estimated' | 'measured'>): readonly Bar[] {
  const bars: Bar[] = [{ value: estimated, text: milliseconds(estimated), tone: 'estimated' }];
  if (measured !== null)
    bars.push({ value: measured, text: milliseconds(measured), tone: 'measured' });
  return bars;
}

function boundWords(kernels: readonly KernelReport[]): string {
  const of = (bound: KernelReport['bound']): string =>
    milliseconds(
      kernels.reduce(
        (sum, kernel) => sum + (kernel.bound === bound ? (kernel.estimated ?? 0) : 0),
        0,
      ),
    );
  return `Of the estimate, ${of('arithmetic')} are in kernels bound by arithmetic, ${of('memory')} by memory, ${of('dispatch')} by the cost of dispatches.`;
}

function figureTable({ title, figures }: ReportDevice, uses: readonly string[]): Markup {
  if (figures.length === 0) return html``;
  const rows = figures.map(({ name, value, unit, source, from }) => [
    name,
    `${value} ${unit}`,
    html`<span class="source ${source}">${source}</span>`,
    from,
    uses.includes(name) ? 'yes' : 'no',
  ]);
  return plainTable(
    `Figures of ${title} and where they are known from`,
    ['figure', 'value', 'known as', 'from', 'used'],
    rows,
  );
}
