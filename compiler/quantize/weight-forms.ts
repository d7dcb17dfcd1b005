/** The forms that weights are stored in, by the names that the command line and rules have for them. */

import type { CompressionRule } from './compression.ts';

export const WEIGHT_FORMS = [
  'float',
  'int8',
  'int4',
  'w8a8',
  'palette1',
  'palette2',
  'palette3',
  'palette4',
  'palette6',
  'palette8',
  'sparse',
] as const;
export type WeightForm = (typeof WEIGHT_FORMS)[number];

/**
 * A rule for all weights: `int8`, `sparse=0.75`, both as `sparse=0.75,int8`, or `sparse=2:4` for two of each four
 * inputs. Undefined for other words.
 */
export function ruleOf(words: string): CompressionRule | undefined {
  const form = formOf(words);
  if (form !== undefined) return { form };
  const [, kept, group] = /^sparse=(\d+):([1-9]\d*)$/.exec(words) ?? [];
  if (group !== undefined) return { form: 'sparse', kept: Number(kept), group: Number(group) };
  const match = /^sparse(?:=([0-9.]+))?(?:,(.+))?$/.exec(words);
  if (match === null) return undefined;
  const [, share = SHARE, rest = 'sparse'] = match;
  const [left, other] = [Number(share), formOf(rest)];
  if (!(left >= 0 && left <= 1) || other === undefined || !takesShare(other)) return undefined;
  return { form: other, share: left };
}

/** Of the numbers of a sparse weight that become 0, where nothing is said. */
export const SHARE = 0.5;

/** Whether what stays of a weight after a share became 0 can be stored in the form. */
export function takesShare(form: WeightForm): boolean {
  return form !== 'float' && form !== 'w8a8';
}

function formOf(word: string): WeightForm | undefined {
  return WEIGHT_FORMS.find((form) => form === word);
}
