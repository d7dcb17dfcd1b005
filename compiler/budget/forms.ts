/** What a budget chooses from: each form as `--compress` makes it. */

import { GROUP_OF_INT4 } from '../quantize/compression.ts';
import type { WeightForm } from '../quantize/compression.ts';
import type { LayerFeedback } from '../quantize/layer-feedback.ts';
import { palettizedWeight } from '../quantize/create-palettize-weights.ts';
import { quantizedWeight } from '../quantize/create-quantize-weights.ts';
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

/** With compensation for layers that were measured. */
export function makeForm(form: BudgetForm, feedback: LayerFeedback | undefined): MakeForm {
  if (form === 'float') return ({ constant }) => constant;
  if (form === 'int8' || form === 'int4') {
    const [bits, group] = form === 'int8' ? [8, 0] : [4, GROUP_OF_INT4];
    const integers = { bits, group, symmetric: true, search: bits === 4 };
    return (weight) => quantizedWeight(weight, integers, feedback?.get(weight.value));
  }
  const bits = Number(form.slice('palette'.length));
  const palettes = { bits, group: 0, weighted: false, compensate: true };
  return (weight) => palettizedWeight(weight, palettes, feedback?.get(weight.value));
}
