/** Reads the wishes of a compile back out of its passes: rules of compression, pruning, edits of blocks. */

import type { PassStep } from '../pass.ts';
import { WEIGHT_FORMS } from '../quantize/compression.ts';
import type {
  ActivationForm,
  Compression,
  CompressionRule,
  WeightForm,
} from '../quantize/compression.ts';
import { optionsText } from './options-text.ts';

const WEIGHT_PASSES = ['quantize-weights', 'palettize-weights', 'sparsify-weights'];

/** Whether it stores weights in another form. */
export function isWeightPass(name: string): boolean {
  return WEIGHT_PASSES.includes(name);
}

/** What passes were asked for by `--prune`, `--blocks` and `--guard`, in words of the command line. */
export function askedWords(steps: readonly PassStep[]): readonly string[] {
  return steps.flatMap((step) => {
    if (step.pass.name === 'prune-channels') return ['--prune', optionsText(step)];
    if (step.pass.name === 'set-precision') return guardWords(step);
    if (step.pass.name !== 'edit-blocks') return [];
    return ['--blocks', String(step.options['actions'])];
  });
}

/** It repairs where nothing is said. */
function guardWords({
  options: { precision, guard = 'off', ranges },
}: PassStep): readonly string[] {
  if (precision !== 'fp16' || typeof guard !== 'string') return [];
  const known = typeof ranges === 'string' && ranges !== '' ? ranges.split(',') : [];
  return [
    ...(guard === 'repair' ? [] : ['--guard', guard]),
    ...known.flatMap((one) => ['--range', one]),
  ];
}

/** Undefined where weights stay in floats. */
export function compressionOf(steps: readonly PassStep[]): Compression | undefined {
  const weights = steps.filter(({ pass }) => isWeightPass(pass.name));
  const [first] = weights;
  if (first === undefined) return undefined;
  const activations = steps.filter(({ pass }) => pass.name === 'quantize-activations');
  const floats = weights.at(-1)?.options['exclude'];
  const rules = weights.map((step) => ruleOf(step, activations));
  const { min_elements, embeddings } = first.options;
  const settings = activationForm(steps);
  return {
    rules: [
      ...(typeof floats !== 'string' || floats === ''
        ? []
        : [{ match: globsOf(floats), form: 'float' as const }]),
      ...rules,
    ],
    ...(typeof min_elements === 'number' && { min_elements }),
    ...(embeddings === true && { embeddings }),
    ...(settings !== undefined && { activations: settings }),
  };
}

function ruleOf({ pass, options }: PassStep, activations: readonly PassStep[]): CompressionRule {
  const { include, bits, group, share, kept, symmetric, scales, ends, weighted, compensate } =
    options;
  const match =
    String(include) === '' || include === '*' ? {} : { match: globsOf(String(include)) };
  const size = typeof group === 'number' ? { group } : {};
  if (pass.name === 'sparsify-weights') {
    const left = Number(group) > 0 ? { ...size, kept: Number(kept) } : { share: Number(share) };
    return { ...match, form: 'sparse', ...left };
  }
  const zeros = typeof share === 'number' && share > 0 ? { share } : {};
  const made = { ...match, ...size, ...zeros, compensate: compensate === true };
  if (pass.name === 'palettize-weights') {
    return { ...made, form: formOf(`palette${String(bits)}`), weighted: weighted === true };
  }
  const integers = activations.some((step) => step.options['include'] === include);
  return {
    ...made,
    form: integers ? 'w8a8' : formOf(`int${String(bits)}`),
    symmetric: symmetric === true,
    ends: Number(ends),
    ...((scales === 'max' || scales === 'mse') && { scales }),
  };
}

function formOf(word: string): WeightForm {
  return WEIGHT_FORMS.find((form) => form === word) ?? 'float';
}

function globsOf(text: string): readonly string[] {
  return text.split(',').map((glob) => glob.trim());
}

function activationForm(steps: readonly PassStep[]): ActivationForm | undefined {
  const found = steps.find(({ pass }) => pass.name === 'quantize-activations');
  const smooth = steps.find(({ pass }) => pass.name === 'smooth-activations')?.options['alpha'];
  const corrects = steps.some(({ pass }) => pass.name === 'correct-biases');
  const { include: _, exclude: __, ...measured } = found?.options ?? {};
  const form: ActivationForm = {
    ...measured,
    ...(typeof smooth === 'number' && { smooth }),
    ...(corrects && { correct_biases: true }),
  };
  return Object.keys(form).length === 0 ? undefined : form;
}
