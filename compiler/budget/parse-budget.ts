/** Reads bounds for the size and the loss of a model, such as `size<600MB,psnr>45`. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { badBound, noBounds, repeatedBound } from './diagnostics.ts';

/** One bound at least. */
export interface Budget {
  /** Bytes of all weights. */
  readonly size?: number;
  /** Of outputs against fp32, in dB: from the largest magnitude of the reference ... */
  readonly psnr?: number;
  /** ... or from its mean square. */
  readonly sqnr?: number;
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
};

export function parseBudget(text: string): Result<Budget> {
  const found: Diagnostic[] = [];
  const bounds: { size?: number; psnr?: number; sqnr?: number } = {};
  for (const part of text.split(',').map((item) => item.trim())) {
    if (part === '') continue;
    const [, name = '', sign = '', number = '', unit = ''] =
      /^([A-Za-z]+)\s*([<>]=?)\s*([0-9.eE+-]+)\s*([A-Za-z]*)$/.exec(part) ?? [];
    const key = name.toLowerCase();
    const value = Number(number);
    const fault = (reason: string): void => void found.push(badBound(part, reason));
    if (key !== 'size' && key !== 'psnr' && key !== 'sqnr') {
      fault(name === '' ? 'it compares nothing with a number' : `there is no ${name} to bound`);
    } else if (number === '' || !Number.isFinite(value) || value <= 0) {
      fault('its number is none above 0');
    } else if (bounds[key] !== undefined) found.push(repeatedBound(key));
    else if (key === 'size') {
      const bytes = UNITS[unit.toUpperCase()];
      if (!sign.startsWith('<')) fault('a size is bounded from above, by <');
      else if (bytes === undefined) fault('its unit is none of B, kB, MB, GB, KiB, MiB, GiB');
      else bounds.size = value * bytes;
    } else if (!sign.startsWith('>')) fault('a quality is bounded from below, by >');
    else if (unit !== '' && unit.toUpperCase() !== 'DB') fault('its unit is dB');
    else bounds[key] = value;
  }
  if (found.length === 0 && Object.keys(bounds).length === 0) found.push(noBounds());
  return found.length > 0 ? failure(found) : success(bounds);
}
