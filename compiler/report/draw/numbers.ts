/** Numbers of a report as people read them. */

import { formatBytes, formatCount } from '../../units.ts';

const UNKNOWN = '?';

export function milliseconds(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (value === 0) return '0 ms';
  if (value < 0.1) return `${(1000 * value).toPrecision(3)} µs`;
  return value >= 1000 ? `${(value / 1000).toPrecision(3)} s` : `${value.toPrecision(3)} ms`;
}

export function count(value: number | null): string {
  return value === null ? UNKNOWN : formatCount(value);
}

export function bytes(value: number | null): string {
  return value === null ? UNKNOWN : formatBytes(value);
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}
