/** Puts what the page of `snapc devices page` measured on a phone into its device file. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { isRecord } from '../../ir/record.ts';
import type { AnyRecord } from '../../ir/record.ts';
import type { Device, DeviceWebgpu } from './device.ts';
import schema from './device.schema.json' with { type: 'json' };
import { notJson, notMeasured } from './diagnostics.ts';
import { isWorseThanDefault, limitRules } from './limits.ts';
import type { Measured } from './page/measured.ts';

/** The text that the page offers; what its figures hold is for `parseDevice` to check, as part of a device. */
export function parseMeasured(text: string, file: string): Result<Measured> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return failure([notJson(error instanceof Error ? error.message : String(error), { file })]);
  }
  const { webgpu, costs } = recordOf(json);
  const { limits, features } = recordOf(webgpu);
  const isWhole = Array.isArray(recordOf(features)['value']) && limits !== undefined;
  if (!isWhole || costs === undefined) return failure([notMeasured({ file })]);
  return success(json as Measured);
}

function recordOf(value: unknown): AnyRecord {
  return isRecord(value) ? value : {};
}

/** Measured figures take the place of others; what only some units have is known of this one. */
export function withMeasured(base: Device, { webgpu, costs }: Measured): Device {
  const made: DeviceWebgpu = {
    ...webgpu,
    limits: knownLimits(webgpu.limits),
    features: knownFeatures(webgpu.features),
    kernels: { ...base.webgpu?.kernels, ...webgpu.kernels },
  };
  const neuralTops = base.costs?.neuralTops ?? null;
  return { ...base, webgpu: made, costs: { ...costs, neuralTops } };
}

/** Those that the schema has, as far as they are better than the default. */
function knownLimits(measured: Measured['webgpu']['limits']): DeviceWebgpu['limits'] {
  const entries = Object.entries(measured).filter(([name, limit]) => {
    const rule = limitRules.get(name as keyof DeviceWebgpu['limits']);
    if (rule === undefined || limit.value === rule.default) return false;
    return !isWorseThanDefault(name as keyof DeviceWebgpu['limits'], limit.value);
  });
  return Object.fromEntries(entries);
}

/** A browser may be newer than the schema. */
function knownFeatures(measured: DeviceWebgpu['features']): DeviceWebgpu['features'] {
  const known: readonly string[] = schema.definitions.features.properties.value.items.enum;
  return { ...measured, value: measured.value.filter((name) => known.includes(name)) };
}
