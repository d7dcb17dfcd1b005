/** Which colour stands for what: forms of weights, shares of time, sides of a comparison. */

const FORMS: readonly (readonly [pattern: RegExp, tone: string])[] = [
  [/sparse/, 'f-sparse'],
  [/^fp32$/, 'f-fp32'],
  [/^(fp16|bf16)$/, 'f-fp16'],
  [/^u?int8$/, 'f-int8'],
  [/^u?int4$/, 'f-int4'],
  [/^palette[68]$/, 'f-pal6'],
  [/^palette/, 'f-pal4'],
];

export function toneOfForm(form: string): string {
  return FORMS.find(([pattern]) => pattern.test(form))?.[1] ?? 'f-other';
}

/** Up to which share of the largest each step of the scale goes. */
export const HEAT_STEPS = [0.05, 0.2, 0.4, 0.7, 1];

/** Of a value between 0 and the largest; none where the value is not known. */
export function heatTone(value: number | null, most: number): string {
  if (value === null || most === 0) return 'h-none';
  const step = HEAT_STEPS.findIndex((limit) => value <= limit * most);
  return `h-${step < 0 ? HEAT_STEPS.length - 1 : step}`;
}

/** Signal to noise: the more noise the hotter. */
export function noiseTone(decibels: number | null): string {
  if (decibels === null) return 'h-none';
  const step = [60, 50, 40, 30].findIndex((limit) => decibels >= limit);
  return `h-${step < 0 ? 4 : step}`;
}
