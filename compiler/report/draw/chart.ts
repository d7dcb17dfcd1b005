/** A curve over steps as an area that takes the width there is; its words are HTML, so that they keep their size. */

import { html } from '../html.ts';
import type { Markup } from '../html.ts';

export interface ChartLine {
  readonly value: number;
  readonly tone: string;
}

export interface Chart {
  readonly title: string;
  readonly describe: string;
  readonly values: readonly number[];
  readonly lines: readonly ChartLine[];
  /** The step that is marked. */
  readonly mark?: number;
  readonly format: (value: number) => string;
  /** What a step is. */
  readonly unit: string;
}

const [WIDTH, HEIGHT] = [1000, 240];
/** More points than this are no sharper. */
const MOST_POINTS = 2000;

export function areaChart(chart: Chart): Markup {
  const { title, describe, values, lines, mark, format, unit } = chart;
  const top = niceTop(Math.max(0, ...values, ...lines.map(({ value }) => value)));
  const y = (value: number): string => (HEIGHT * (1 - value / top)).toFixed(1);
  const ticks = [1, 0.75, 0.5, 0.25, 0].map((share) => share * top);
  const x = (step: number): string => ((WIDTH * step) / Math.max(1, values.length)).toFixed(1);
  return html`<figure class="chart">
    <div class="y" aria-hidden="true">
      ${ticks.map((tick) => html`<span>${format(tick)}</span>`)}
    </div>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}: ${describe}"
    >
      <title>${title}</title>
      <desc>${describe}</desc>
      ${ticks.map((tick) => html`<line class="grid" x1="0" x2="${WIDTH}" y1="${y(tick)}" y2="${y(tick)}" />`)}
      <path class="area" d="${areaPath(values, x, y)}" />
      ${lines.map(({ value, tone }) => html`<line class="${tone}" x1="0" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}" />`)}
      ${mark === undefined ? '' : html`<line class="mark" x1="${x(mark + 0.5)}" x2="${x(mark + 0.5)}" y1="0" y2="${HEIGHT}" />`}
    </svg>
    <div class="x" aria-hidden="true"><span>${unit} 0</span><span>${values.length - 1}</span></div>
  </figure>`;
}

/** Steps as stairs; where there are many, the largest of each few. */
function areaPath(
  values: readonly number[],
  x: (step: number) => string,
  y: (value: number) => string,
): string {
  const width = Math.max(1, Math.ceil(values.length / MOST_POINTS));
  let path = `M0,${HEIGHT}`;
  for (let start = 0; start < values.length; start += width) {
    const own = values.slice(start, start + width);
    const at = y(Math.max(...own));
    path += `L${x(start)},${at}L${x(start + own.length)},${at}`;
  }
  return `${path}L${WIDTH},${HEIGHT}Z`;
}

/** A round number that all values fit below. */
function niceTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8].find((one) => most <= one * power);
  return (step ?? 10) * power;
}
