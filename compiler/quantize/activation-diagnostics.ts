/** What a user is told of quantised activations; codes SNAPC3475 to SNAPC3499. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { BandRanges } from '../calibrate/record.ts';
import type { Reason } from './sites.ts';

export const badPercentile = defineDiagnostic('SNAPC3475', 'error', (percentile: number) => ({
  message: `a range cannot hold ${percentile} per cent of the numbers`,
  hint: 'give a number above 0 up to 100, such as 99.99',
}));

export const badBands = defineDiagnostic('SNAPC3476', 'error', (bands: number, band: number) => ({
  message: `of ${bands} bands of timesteps, band ${band} cannot be used`,
  hint: 'give 1 or more bands, and a band from 0 up to below that, or -1 for all of them',
}));

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const WORDS: Readonly<Record<Reason, string>> = {
  first: 'the first layer loses most',
  last: 'the last layer loses most',
  time: 'layers of the timestep have few numbers',
  weights: 'their weights are in floats or in other integers',
};

function reasons(left: ReadonlyMap<Reason, readonly string[]>): string {
  return Array.from(left, ([reason, names]) => {
    const some = names
      .slice(0, 3)
      .map((name) => printable(name))
      .join(', ');
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `${some}${more} (${WORDS[reason]})`;
  }).join('; ');
}

export const activationsQuantized = defineDiagnostic(
  'SNAPC3477',
  'note',
  (
    values: number,
    layers: number,
    left: ReadonlyMap<Reason, readonly string[]>,
    zeros: readonly string[],
  ) => ({
    message: [
      `integers of 8 bits: ${counted(values, 'activation')}, for ${counted(layers, 'layer')}`,
      ...(left.size > 0 ? [`these stay in floats: ${reasons(left)}`] : []),
      ...(zeros.length > 0
        ? [
            `always 0: ${zeros
              .slice(0, 3)
              .map((name) => printable(name))
              .join(', ')}`,
          ]
        : []),
    ].join('; '),
    hint: 'in a file for --compress, "activations": {"ends": true, "time": true} takes the first, last and timestep layers too, and a rule {"match": NAME, "form": "float"} before the others leaves a layer out',
  }),
);

export const noSuchLayer = defineDiagnostic(
  'SNAPC3478',
  'warning',
  (include: string, left: ReadonlyMap<Reason, readonly string[]>) => ({
    message: `no layer computes in integers${['', '*'].includes(include) ? '' : ` among ${printable(include)}`}${left.size > 0 ? `; these stay in floats: ${reasons(left)}` : ''}`,
    hint: 'its weights must be integers of 8 bits, as by quantize-weights before or --compress w8a8',
  }),
);

/** How much wider the widest band is than the narrowest, for the median value and the one that differs most. */
export const bandsDiffer = defineDiagnostic(
  'SNAPC3479',
  'note',
  (values: readonly BandRanges[]) => {
    const ratios = values
      .map((ranges) => {
        const widths = ranges.flatMap((range) =>
          range === undefined ? [] : [range.high - range.low],
        );
        const least = Math.min(...widths);
        return least > 0 ? Math.max(...widths) / least : 1;
      })
      .sort((a, b) => a - b);
    const median = ratios[ratios.length >> 1] ?? 1;
    return {
      message: `the ranges of ${values.length} activations differ between bands of timesteps by a factor of ${median.toFixed(2)} in the median, ${(ratios.at(-1) ?? 1).toFixed(2)} at most`,
      hint: 'band=0 uses those of the least noisy band alone; what all bands cover is used otherwise',
    };
  },
);

export const biasesCorrected = defineDiagnostic('SNAPC3480', 'note', (layers: number) => ({
  message: `biases take back what few bits shift the means of results by, in ${counted(layers, 'layer')}`,
  hint: 'measure the gain by snapc diff on inputs other than those of --calibrate',
}));

export const badAlpha = defineDiagnostic('SNAPC3481', 'error', (alpha: number) => ({
  message: `a share of ${alpha} of the scale cannot move`,
  hint: 'give alpha from 0 to 1, such as 0.5',
}));

export const activationsSmoothed = defineDiagnostic('SNAPC3482', 'note', (values: number) => ({
  message: `scale moved into the weights that read it, from ${counted(values, 'activation')}`,
  hint: 'alpha=0 evens out the weights alone, alpha=1 the activations',
}));
