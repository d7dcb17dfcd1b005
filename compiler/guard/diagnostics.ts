/** What the guard of fp16 tells; codes SNAPC3160 to SNAPC3169. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { GuardReport, GuardSite, GuardWeight } from './report.ts';

/** Names in a message. */
const NAMED = 5;

function listed(items: readonly string[], count = items.length): string {
  const more = count - NAMED;
  return `${items.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const WORDS = {
  value: 'the result of',
  read: 'what is read by',
  sum: 'sums in',
  square: 'squares in',
  score: 'scores in',
  weight: 'a weight of',
} as const;

function describe({ node, kind, bound, observed }: GuardSite): string {
  const size =
    observed === undefined ? `up to ${bound ?? 'an unknown size'}` : `${observed} observed`;
  return `${WORDS[kind]} "${printable(node)}" (${size})`;
}

const places = (count: number): string => `${count} ${count === 1 ? 'place' : 'places'}`;

export const guardSummary = defineDiagnostic('SNAPC3160', 'note', (report: GuardReport) => {
  const { counts, left, islands, sites } = report;
  const total = counts.interval + counts.calibration + counts.risk;
  const repaired = sites.filter(({ repair }) => repair !== undefined).length;
  const parts = [
    `${counts.interval} safe by intervals`,
    ...(report.calibrated ? [`${counts.calibration} by calibration`] : []),
    ...(repaired > 0 ? [`${repaired} repaired`] : []),
    ...(islands > 0 ? [`${islands} ${islands === 1 ? 'node' : 'nodes'} in fp32`] : []),
  ];
  return {
    message: `fp16: ${left} ${left === 1 ? 'site' : 'sites'} left of ${places(total)} (${parts.join(', ')})`,
    hint:
      left === 0
        ? 'the manifest lists what was repaired and what comes nearest to the limit'
        : 'a site is left where nothing shows that its numbers stay within fp16; the manifest lists them, and what was repaired',
  };
});

export const guardUndecided = defineDiagnostic(
  'SNAPC3161',
  'note',
  (left: readonly GuardSite[], count: number, unbounded: readonly string[]) => {
    const inputs = unbounded.map((name) => `"${printable(name)}"`);
    const unknown =
      inputs.length === 0
        ? ''
        : `; nothing is known of the ${inputs.length === 1 ? 'input' : 'inputs'} ${listed(inputs)}`;
    const ranges =
      unbounded.length === 0
        ? ''
        : ` or bounds of inputs (--range ${unbounded[0] ?? 'x'}=LOW..HIGH)`;
    return {
      message: `intervals alone do not show ${places(count)} to be within fp16: ${listed(left.map(describe), count)}${unknown}`,
      hint: `give calibration data (--calibrate)${ranges}, or compute all of them in fp32 (--guard strict); in a pipeline's file these are fields of the part: "calibrate", "range", "guard"`,
      ...placeOf(left),
    };
  },
);

export const guardLeft = defineDiagnostic(
  'SNAPC3162',
  'warning',
  (left: readonly GuardSite[], count: number) => ({
    message: `${places(count)} may overflow in fp16: ${listed(left.map(describe), count)}`,
    hint: 'let the guard repair them (--guard repair), or compile with --precision fp32',
    ...placeOf(left),
  }),
);

const DONE = {
  scores: 'scores are scaled before the product',
  norm: 'norms are rescaled',
  factor: 'values are scaled, and what reads them makes up for it',
  island: 'nodes compute in fp32',
} as const;

export const guardRepaired = defineDiagnostic(
  'SNAPC3163',
  'note',
  (repair: keyof typeof DONE, sites: readonly GuardSite[]) => ({
    message: `fp16 would overflow at ${places(sites.length)}, so ${DONE[repair]}: ${listed(sites.map(describe))}`,
    hint: 'results stay the same within rounding; --guard report leaves the model as it is',
    ...placeOf(sites),
  }),
);

const share = ({ elements }: GuardWeight, count: number): string =>
  `${count} of ${elements}, ${Number(((100 * count) / elements).toPrecision(2))} %`;

export const weightsBeyond = defineDiagnostic(
  'SNAPC3164',
  'warning',
  (weights: readonly GuardWeight[]) => ({
    message: `weights hold numbers beyond fp16: ${listed(weights.map((one) => `"${printable(one.name)}" (${share(one, one.beyond)}, the largest ${one.largest})`))}`,
    hint: 'the guard keeps these in fp32 (--guard repair); else they become infinite',
  }),
);

export const weightsVanish = defineDiagnostic(
  'SNAPC3165',
  'note',
  (weights: readonly GuardWeight[]) => ({
    message: `numbers of ${weights.length} ${weights.length === 1 ? 'weight' : 'weights'} are so small that fp16 makes them 0: ${listed(weights.map((one) => `"${printable(one.name)}" (${share(one, one.vanished)})`))}`,
    hint: 'few such numbers do not matter; for a weight that is small as a whole, multiply it by a power of two in the model and divide what it gives',
  }),
);

export const badRange = defineDiagnostic('SNAPC3166', 'error', (text: string, reason: string) => ({
  message: `the range ${JSON.stringify(printable(text))} ${reason}`,
  hint: 'write the name of an input and its bounds, as sample=-8..8, with commas between several',
}));

function placeOf([first]: readonly GuardSite[]): { readonly place?: { readonly node: string } } {
  return first?.origin[0] === undefined ? {} : { place: { node: first.origin[0] } };
}
