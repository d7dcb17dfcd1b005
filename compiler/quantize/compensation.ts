/** What passes over weights do with measured layers: options, and the recipes of integers and of indices. */

import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import { compensated_indices } from '../../ir/ops/recipe/compensated-indices.ts';
import { compensated_integers } from '../../ir/ops/recipe/compensated-integers.ts';
import { noCalibration } from '../calibrate/diagnostics.ts';
import type { PassContext } from '../pass.ts';
import { notMeasured } from './compensation-diagnostics.ts';
import type { Feedback, LayerFeedback } from './layer-feedback.ts';
import { recipeOf } from './options.ts';
import type { LayerWeight } from './weights.ts';

/** What text cannot say. */
export interface FeedbackExtras {
  readonly feedback?: LayerFeedback | undefined;
}

export const COMPENSATE = {
  /** Rounds numbers so that they make good for the errors of those before them, measured on calibration data. */
  compensate: attr.bool(false),
};

const MOST_NAMES = 3;

/** Finds what was measured, and keeps account of what was not. */
export class Measured {
  readonly #feedback: LayerFeedback | undefined;
  readonly #missing: string[] = [];

  constructor({ feedback }: FeedbackExtras, asked: boolean) {
    this.#feedback = asked ? feedback : undefined;
  }

  of({ value, names }: LayerWeight): Feedback | undefined {
    const found = this.#feedback?.get(value);
    if (this.#feedback !== undefined && found === undefined) this.#missing.push(names[0] ?? '');
    return found;
  }

  tell({ report }: PassContext): void {
    if (this.#missing.length === 0) return;
    report(notMeasured(this.#missing.slice(0, MOST_NAMES), this.#missing.length));
  }
}

/** Whether what is asked for can be done; the fault is reported. */
export function canCompensate(
  option: string,
  asked: boolean,
  { feedback }: FeedbackExtras,
  { report }: PassContext,
): boolean {
  if (!asked || feedback !== undefined) return true;
  report(noCalibration(option));
  return false;
}

export function compensatedIntegers(
  { constant, output: rows }: LayerWeight,
  { block, factor, order }: Feedback,
  scale: Constant,
  zeroPoint: Constant | undefined,
  attributes: { readonly axis: number; readonly block_size: number; readonly dtype: string },
): Constant {
  const operands = [constant, scale, zeroPoint, factor, order];
  return recipeOf(compensated_integers, operands, { ...attributes, rows, block });
}

export function compensatedIndices(
  { constant, output: rows }: LayerWeight,
  { block, factor, order }: Feedback,
  table: Constant,
  axis: number,
): Constant {
  return recipeOf(compensated_indices, [constant, table, factor, order], { axis, rows, block });
}
