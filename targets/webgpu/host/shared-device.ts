/** One opened WebGPU device per process and set of requirements: opening a software adapter takes a second. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { webgpuCoreLimits } from '../../devices/limits.ts';
import { openDevice } from './adapter.ts';
import type { AdapterChoice, OpenedDevice } from './adapter.ts';

export interface Needs {
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

const devices = new Map<string, Promise<OpenedDevice>>();

/** A device that satisfies the needs; throws a DiagnosticError where none can be opened. */
export async function sharedDevice(needs: Needs, adapter?: AdapterChoice): Promise<OpenedDevice> {
  const requiredLimits = beyondDefaults(needs.limits);
  const key = JSON.stringify([adapter ?? null, needs.features, requiredLimits]);
  const known = devices.get(key) ?? openFor(needs, requiredLimits, adapter);
  devices.set(key, known);
  const opened = await known;
  // A device that was lost must not be handed out again.
  void opened.device.lost.then(() => devices.delete(key));
  return opened;
}

/** Opens a device for one user. */
export async function ownDevice(needs: Needs, adapter?: AdapterChoice): Promise<OpenedDevice> {
  return openFor(needs, beyondDefaults(needs.limits), adapter);
}

async function openFor(
  { features }: Needs,
  requiredLimits: Readonly<Record<string, number>>,
  adapter: AdapterChoice | undefined,
): Promise<OpenedDevice> {
  const opened = await openDevice({
    requiredFeatures: features as readonly GPUFeatureName[],
    requiredLimits,
    ...(adapter === undefined ? {} : { adapter }),
  });
  if ('diagnostics' in opened) throw new DiagnosticError(...opened.diagnostics);
  return opened;
}

/** The limits that a device does not have unless they are asked for. */
function beyondDefaults(limits: Needs['limits']): Readonly<Record<string, number>> {
  const defaults: Readonly<Record<string, { readonly default: number } | undefined>> =
    webgpuCoreLimits;
  return Object.fromEntries(
    Object.entries(limits).filter(([name, value]) => {
      const base = defaults[name]?.default ?? Infinity;
      return name.startsWith('min') ? value < base : value > base;
    }),
  );
}
