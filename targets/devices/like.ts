/** A device file for a new phone out of the file of a similar one. */

import type { Device } from './device.ts';
import { titleOf } from './skeleton.ts';

/** Whatever was known of the other phone is an estimate for this one. */
export function likeDevice(name: string, device: Device): Device {
  const { $schema: _, note: __, ...other } = device;
  const copied = estimated(other, `as on ${other.title}: `) as typeof other;
  return { ...copied, name, title: titleOf(name), soc: null };
}

function estimated(value: unknown, prefix: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('source' in value && 'from' in value) {
    return { ...value, source: 'estimated', from: `${prefix}${String(value.from)}` };
  }
  const entries = Object.entries(value).map(([key, child]) => [key, estimated(child, prefix)]);
  return Object.fromEntries(entries);
}
