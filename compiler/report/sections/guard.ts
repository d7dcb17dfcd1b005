/** What the guard of fp16 found: places by how they are known to be safe, repairs, and what is left. */

import type { GuardReport, GuardSite } from '../../guard/report.ts';
import { barTable } from '../draw/bars.ts';
import { html, nameMarkup, shortened } from '../html.ts';
import type { Markup } from '../html.ts';
import { folded, note, plainTable } from './section.ts';

/** Of each list; the manifest has more. */
const MOST = 40;

export function guardMarkup(guard: GuardReport | null): Markup {
  if (guard === null) return html``;
  const { counts, left, sites, weights, islands, calibrated, unbounded, mode } = guard;
  const repaired = sites.filter(({ repair }) => repair !== undefined);
  const open = sites.filter(({ verdict, repair }) => verdict === 'risk' && repair === undefined);
  const nearest = sites.filter(({ verdict, repair }) => verdict !== 'risk' && repair === undefined);
  const row = (head: string, value: number, tone: string) => ({
    head,
    bars: [{ value, text: String(value), tone }],
  });
  return html`<h4>Guard of fp16: ${left === 0 ? '0 sites left' : `${left} sites left`}</h4>
    ${barTable({
      caption: `Places whose numbers or sums could leave fp16 (mode ${mode})`,
      columns: ['place', 'how many'],
      rows: [
        row('safe by intervals', counts.interval, 'f-int8'),
        row('safe on calibration data', counts.calibration, 'f-fp16'),
        row('repaired', repaired.length, 'f-pal6'),
        row('not shown to be safe', left, 'h-4'),
      ],
    })}
    ${note(
      `${islands} nodes compute in fp32 because of the guard. `,
      calibrated ? '' : 'It had no calibration data: --calibrate shows more places to be safe. ',
      unbounded.length === 0 ? '' : `Of ${unbounded.length} inputs no range is known (--range).`,
    )}
    ${siteTable('Repaired', repaired)} ${siteTable('Not shown to be safe', open)}
    ${siteTable('Nearest to the limit of those that are safe', nearest)}
    ${
      weights.length === 0
        ? ''
        : plainTable(
            'Weights that fp16 does not hold as they are',
            ['weight', 'numbers', 'beyond fp16', 'become 0', 'largest'],
            weights
              .slice(0, MOST)
              .map(({ name, elements, beyond, vanished, largest }) => [
                nameMarkup(name, 60),
                String(elements),
                String(beyond),
                String(vanished),
                largest.toPrecision(4),
              ]),
          )
    }`;
}

function siteTable(title: string, sites: readonly GuardSite[]): Markup {
  if (sites.length === 0) return html``;
  const number = (value: number | null | undefined): string =>
    value === null || value === undefined ? '?' : value.toPrecision(3);
  const rows = sites
    .slice(0, MOST)
    .map(({ node, op, kind, bound, observed, repair, reason = '' }) => [
      nameMarkup(node, 60),
      op,
      kind,
      number(bound),
      number(observed),
      shortened([repair ?? '', reason].filter((word) => word !== '').join(': '), 200),
    ]);
  const more = sites.length > MOST ? `, the first ${MOST} of ${sites.length}` : `: ${sites.length}`;
  const head = ['node of the model', 'op', 'what', 'bound', 'observed', 'repair'];
  return folded(`${title}${more}`, plainTable(title, head, rows));
}
