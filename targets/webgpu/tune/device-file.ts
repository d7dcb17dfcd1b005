/** Writes what was measured into a device file that the next compile takes. */

import type { Device, KernelParameters } from '../../devices/device.ts';
import { tileText } from './candidates.ts';
import type { FamilyResult, Trial } from './search.ts';

const SUFFIX = '-tuned';
const MOST_NAME = 64;

/** The base with the best tiles, under a name of its own, because folders name the device that they are for. */
export function tunedDevice(
  base: Device,
  results: readonly FamilyResult[],
  adapter: string,
  model: string,
): Device {
  if (base.webgpu === null) throw new Error('a device without WebGPU has no tiles');
  const kernels: Partial<Record<keyof KernelParameters, unknown>> = { ...base.webgpu.kernels };
  for (const { family, best, trials, problems, distinct } of results) {
    if (best === undefined) continue;
    const from = `snapc tune on ${adapter}: best of ${trials.length} tiles for ${problems.length} of the ${distinct} problems of ${model}; ${comparison(best, trials)}`;
    kernels[family] = { value: best.tile, source: 'measured', from };
  }
  const { $schema: _, ...rest } = base;
  const isTuned = base.name.endsWith(SUFFIX);
  const name = isTuned ? base.name : base.name.slice(0, MOST_NAME - SUFFIX.length) + SUFFIX;
  return {
    ...rest,
    name,
    title: isTuned ? base.title : `${base.title}, tuned`,
    webgpu: { ...base.webgpu, kernels: kernels as KernelParameters },
  };
}

function comparison(best: Trial, trials: readonly Trial[]): string {
  const finished = trials.filter(
    (trial) => trial !== best && trial.fault === undefined && trial.milliseconds !== undefined,
  );
  const others = finished.map(
    ({ tile, milliseconds = 0 }) => `${tileText(tile)} ${milliseconds.toPrecision(3)} ms`,
  );
  return [`${tileText(best.tile)} ${(best.milliseconds ?? 0).toPrecision(3)} ms`, ...others].join(
    '; ',
  );
}
