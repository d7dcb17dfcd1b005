/** How the weights of a model are stored: rules by the names of nodes and weights, and the passes that follow them. */

import { eliminateDeadCode } from '../passes/eliminate-dead-code.ts';
import { foldConstants } from '../passes/fold-constants.ts';
import type { PassStep } from '../pass.ts';
import { createCorrectBiases } from './create-correct-biases.ts';
import { createQuantizeActivations } from './create-quantize-activations.ts';
import type { ActivationOptions, CalibrationExtras } from './create-quantize-activations.ts';
import { createSmoothActivations } from './create-smooth-activations.ts';
import { LayerFeedback } from './layer-feedback.ts';
import { createMeasureLayers } from './measure-layers.ts';
import { createPalettizeWeights } from './create-palettize-weights.ts';
import { createQuantizeWeights } from './create-quantize-weights.ts';
import type { Scratch } from './scratch.ts';
import { sparsifyWeights } from './sparsify-weights.ts';
import { SHARE, takesShare } from './weight-forms.ts';
import type { WeightForm } from './weight-forms.ts';

export { WEIGHT_FORMS } from './weight-forms.ts';
export type { WeightForm } from './weight-forms.ts';

export interface CompressionRule {
  /** Patterns with `*` and `?`; every weight when absent. */
  readonly match?: string | readonly string[];
  readonly form: WeightForm;
  /**
   * Inputs that share a scale, 32 for int4 when absent; outputs that share a palette; 0 for one for all. Inputs of
   * which `kept` stay.
   */
  readonly group?: number;
  /** Integers: no zero points; so when absent. */
  readonly symmetric?: boolean;
  /** Integers: whether scales hold all numbers. */
  readonly scales?: 'max' | 'mse';
  /** Bits of the first and the last layer, which are few and lose most: 8 for int4 when absent; 0 for no others. */
  readonly ends?: number;
  /** Whether numbers make good for the errors of others: where there is calibration data, when absent; not for w8a8. */
  readonly compensate?: boolean;
  /** Palettes: whether numbers count as much as what they are multiplied with. */
  readonly weighted?: boolean;
  /** The share of numbers that become 0, of a weight that is sparse or whose others are in few bits ... */
  readonly share?: number;
  /** ... or, sparse, how many of each `group` inputs stay. */
  readonly kept?: number;
}

export interface Compression {
  /** The first rule that fits a weight decides; one that none fits stays in floats. */
  readonly rules: readonly CompressionRule[];
  /** Weights of fewer elements stay in floats; 4096 when absent. */
  readonly min_elements?: number;
  /** Tables of embeddings are weights too. */
  readonly embeddings?: boolean;
  /** How activations are measured, for the form w8a8. */
  readonly activations?: ActivationForm;
}

export interface ActivationForm extends Partial<Omit<ActivationOptions, 'include' | 'exclude'>> {
  /** The share of the scale of large channels that moves into weights first; none when absent. */
  readonly smooth?: number;
  /** Whether biases take back what few bits shift means by; not when absent. */
  readonly correct_biases?: boolean;
}

/** Inputs that share a scale where nothing is said. */
export const GROUP_OF_INT4 = 32;

/** Bits of the first and the last layer where nothing is said. */
const ENDS_OF_INT4 = 8;

export interface CompressionExtras extends CalibrationExtras {
  /** For what is measured of layers; in memory when absent. */
  readonly scratch?: Scratch;
  /** What was measured before with the same data. */
  readonly feedback?: LayerFeedback;
}

/** A pass for each rule, in order, over a graph whose constants are folded; calibration data is for activations. */
export function compressionSteps(
  compression: Compression,
  extras: CompressionExtras = {},
): readonly PassStep[] {
  const { rules, min_elements = 4096, embeddings = false } = compression;
  const steps: PassStep[] = [foldConstants, eliminateDeadCode].map((pass) => ({
    pass,
    options: {},
  }));
  const { smooth = 0, correct_biases = false, ...measured } = compression.activations ?? {};
  if (smooth > 0) steps.push(createSmoothActivations(extras).with({ alpha: smooth }));
  const { calibration, scratch } = extras;
  const feedback = extras.feedback ?? (calibration && new LayerFeedback(calibration, scratch));
  // Numbers that become 0 cannot make good for the errors of others.
  const compensates = ({ form, compensate, share = 0 }: CompressionRule): boolean =>
    compensate ??
    (calibration !== undefined && form !== 'w8a8' && form !== 'sparse' && share === 0);
  const measures = rules.filter(
    (rule) => rule.form !== 'float' && (compensates(rule) || rule.weighted === true),
  );
  if (feedback !== undefined && measures.length > 0) {
    const include = measures.flatMap(({ match = '*' }) => match).join(',');
    steps.push(createMeasureLayers(feedback).with({ include, min_elements }));
  }
  const quantize = createQuantizeWeights({ feedback });
  const palettize = createPalettizeWeights({ feedback });
  const floats: string[] = [];
  for (const rule of rules) {
    const {
      form,
      match = '*',
      group = 0,
      symmetric = true,
      scales = 'auto' as const,
      weighted = false,
    } = rule;
    const include = [match].flat().join(',');
    const choice = { include, exclude: floats.join(','), min_elements, embeddings };
    const compensate = compensates(rule);
    const share = takesShare(form) ? (rule.share ?? 0) : 0;
    if (form === 'float') floats.push(include);
    else if (form === 'sparse') {
      const { kept = 0 } = rule;
      steps.push(sparsifyWeights.with({ share: rule.share ?? SHARE, group, kept, ...choice }));
    } else if (form === 'int8' || form === 'int4' || form === 'w8a8') {
      const own = rule.group ?? (form === 'int4' ? GROUP_OF_INT4 : 0);
      const bits = form === 'int4' ? 4 : 8;
      const ends = rule.ends ?? (form === 'int4' && share === 0 ? ENDS_OF_INT4 : 0);
      const integers = { bits, group: own, symmetric, scales, ends, share };
      steps.push(quantize.with({ ...integers, compensate, ...choice }));
    } else {
      const bits = Number(form.slice('palette'.length));
      steps.push(palettize.with({ bits, group, weighted, share, compensate, ...choice }));
    }
  }
  const activations = createQuantizeActivations(extras);
  const before: string[] = [];
  for (const { form, match = '*' } of rules) {
    const include = [match].flat().join(',');
    const choice = { ...measured, include, exclude: before.join(',') };
    if (form === 'w8a8') steps.push(activations.with(choice));
    before.push(include);
  }
  if (correct_biases) steps.push(createCorrectBiases(extras).with({}));
  return steps;
}
