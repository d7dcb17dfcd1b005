/** What `snapc tune` says of a family of kernels, to people and as JSON. */

import type { Device } from '../../targets/devices/index.ts';
import { candidateText, tileOf } from '../../targets/webgpu/tune/candidates.ts';
import type { FamilyResult, Trial } from '../../targets/webgpu/tune/trial.ts';

export const COLUMNS = [
  'kernels',
  '% of FLOP',
  'problems',
  'tiles',
  'best',
  'ms',
  'ms before',
] as const;

export function whyNot(results: readonly FamilyResult[]): string {
  const faults = results.flatMap(({ trials }) => trials.map(({ fault }) => fault));
  return faults.find((fault) => fault !== undefined) ?? 'there was no time';
}

export function rowOf(
  { family, share, problems, distinct, best, trials }: FamilyResult,
  base: Device,
) {
  const own = JSON.stringify(tileOf(family, base));
  const before = trials.find(({ tile }) => JSON.stringify(tile) === own);
  return [
    family,
    (100 * share).toFixed(1),
    `${problems.length} of ${distinct}`,
    String(trials.length),
    best === undefined ? 'as before' : candidateText(best),
    milliseconds(best?.milliseconds),
    timeOf(before),
  ];
}

/** Of a tile that was given up before all was timed, what it had taken by then. */
function timeOf(trial: Trial | undefined): string {
  const { slower } = trial ?? {};
  if (slower === undefined) return milliseconds(trial?.milliseconds);
  return `${milliseconds(slower.milliseconds)}${slower.whole ? '' : ' or more'}`;
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(2);
}

export function toldOf({ family, share, distinct, problems, best, trials }: FamilyResult) {
  return { family, share, distinct, timed: problems.length, best: best ?? null, trials };
}
