/** Writes what was measured into a device file that the next compile takes. */

import type { Device } from '../../devices/device.ts';
import { candidateText, withCandidate } from './candidates.ts';
import type { FamilyResult, Trial } from './trial.ts';

const SUFFIX = '-tuned';
const MOST_NAME = 64;

/** The base with the best tiles, under a name of its own, because folders name the device that they are for. */
export function tunedDevice(
  base: Device,
  results: readonly FamilyResult[],
  adapter: string,
  model: string,
): Device {
  let device = base;
  for (const { family, best, trials, problems, distinct } of results) {
    if (best === undefined) continue;
    const from = `snapc tune on ${adapter}: best of ${trials.length} ways for ${problems.length} of the ${distinct} problems of ${model}; ${comparison(best, trials)}`;
    device = withCandidate(device, family, best, from);
  }
  const { $schema: _, ...rest } = device;
  const isTuned = base.name.endsWith(SUFFIX);
  const name = isTuned ? base.name : base.name.slice(0, MOST_NAME - SUFFIX.length) + SUFFIX;
  return {
    ...rest,
    name,
    title: isTuned ? base.title : `${base.title}, tuned`,
  };
}

function comparison(best: Trial, trials: readonly Trial[]): string {
  const finished = trials.filter((trial) => trial !== best && trial.milliseconds !== undefined);
  return [best, ...finished]
    .map((trial) => `${candidateText(trial)} ${(trial.milliseconds ?? 0).toPrecision(3)} ms`)
    .join('; ');
}
