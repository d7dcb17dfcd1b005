/** How far outputs lie from those of the reference: signal to noise, in dB. */

import { toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';

type Tensors = ReadonlyMap<string, Tensor>;

/** Of the output that differs most. */
export interface Quality {
  /** The square of the error as a share of that of the reference. */
  readonly noise: number;
  /** In dB. */
  readonly sqnr: number;
  readonly psnr: number;
}

export function qualityOf(actual: Tensors, expected: Tensors): Quality {
  let worst: Quality = { noise: 0, sqnr: Infinity, psnr: Infinity };
  for (const [name, wanted] of expected) {
    const tensor = actual.get(name);
    const numbers = tensor === undefined ? [] : toNumbers(tensor);
    let [signal, error] = [0, 0];
    for (const [index, value] of toNumbers(wanted).entries()) {
      signal += value * value;
      error += (value - (numbers[index] ?? NaN)) ** 2;
    }
    const noise = Number.isNaN(error) ? Infinity : error === 0 ? 0 : error / signal;
    const own = withPeak(noise, peakGain(wanted));
    if (own.sqnr < worst.sqnr) worst = own;
  }
  return worst;
}

/** In dB: how much further the largest magnitude lies above the noise than the mean square. */
export function peakGain(reference: Tensor): number {
  const values = toNumbers(reference);
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return square === 0 ? 0 : decibel((peak * peak) / square);
}

export function withPeak(noise: number, gain: number): Quality {
  const sqnr = -decibel(noise);
  return { noise, sqnr, psnr: sqnr + gain };
}

function decibel(ratio: number): number {
  return 10 * Math.log10(ratio);
}

export function fromDecibel(decibels: number): number {
  return 10 ** (decibels / 10);
}
