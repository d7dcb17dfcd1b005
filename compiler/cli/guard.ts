/** `--guard` and `--range`: what is done against overflow in fp16, and what is known of inputs. */

import { Option } from 'commander';
import type { Command } from 'commander';
import type { Calibration } from '../calibrate/calibration.ts';
import { Extremes } from '../guard/extremes.ts';
import { GUARD_MODES } from '../guard/halves.ts';
import type { GuardMode } from '../guard/halves.ts';
import { parseRanges } from '../guard/input-ranges.ts';
import type { MeasureWeight } from '../guard/measure-weight.ts';
import type { GuardRequest } from '../guard/place-guard.ts';
import { WeightMeasures } from '../guard/statistics.ts';
import type { Precision } from '../target.ts';
import { gather } from './options.ts';

export interface GuardArguments {
  readonly guard: GuardMode;
  readonly range?: readonly string[];
}

export function guardOption(what: string): Option {
  const modes =
    'repair what calibration shows to be at risk (and what costs nothing), strict repairs whatever is not shown to be safe, report changes nothing';
  return new Option('--guard <mode>', `${what}: ${modes}`)
    .choices([...GUARD_MODES])
    .default('repair');
}

export function declareGuard(command: Command): Command {
  return command
    .addOption(guardOption('of fp16 against overflow'))
    .option(
      '--range <input=low..high>',
      'between which numbers an input lies, for the guard of fp16: sample=-8..8; may be repeated',
      gather,
    );
}

/** Undefined where there is nothing to guard. */
export function readGuard(
  { guard, range = [] }: GuardArguments,
  precision: Precision,
  calibration: Calibration | undefined,
  measure: MeasureWeight,
): GuardRequest | undefined {
  const ranges = range.join(',');
  parseRanges(ranges);
  if (guard === 'off' || precision !== 'fp16') return undefined;
  const extremes = calibration && new Extremes(calibration);
  return { mode: guard, ranges, measures: new WeightMeasures(measure), extremes };
}
