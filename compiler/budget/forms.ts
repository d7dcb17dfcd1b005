/** What a budget chooses from: each form as `--compress` makes it without calibration data. */

import { GROUP_OF_INT4 } from '../quantize/compression.ts';
import type { WeightForm } from '../quantize/compression.ts';
import { palettizedWeight } from '../quantize/palettize-weights.ts';
import { quantizedWeight } from '../quantize/quantize-weights.ts';
import type { MakeForm } from './measure.ts';

/** From the most to the fewest bits. */
export const BUDGET_FORMS = [
  'float',
  'int8',
  'palette6',
  'int4',
  'palette4',
  'palette3',
  'palette2',
] as const satisfies readonly WeightForm[];
export type BudgetForm = (typeof BUDGET_FORMS)[number];

export function makeForm(form: BudgetForm): MakeForm {
  if (form === 'float') return ({ constant }) => constant;
  if (form === 'int8' || form === 'int4') {
    const [bits, group] = form === 'int8' ? [8, 0] : [4, GROUP_OF_INT4];
    const integers = { bits, group, symmetric: true, search: bits === 4 };
    return (weight) => quantizedWeight(weight, integers);
  }
  const bits = Number(form.slice('palette'.length));
  const palettes = { bits, group: 0, weighted: false, compensate: false };
  return (weight) => palettizedWeight(weight, palettes);
}
