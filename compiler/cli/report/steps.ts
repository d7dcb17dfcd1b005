/** The passes that a manifest lists, with their options, as a pipeline that can run again. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { TokenReader } from '../../../ir/token-reader.ts';
import { Extremes } from '../../guard/extremes.ts';
import { WeightMeasures } from '../../guard/statistics.ts';
import type { ManifestTarget } from '../../manifest.ts';
import { definePass } from '../../pass.ts';
import type { Pass, PassStep } from '../../pass.ts';
import { passes as builtIn } from '../../passes/index.ts';
import { readOption } from '../../passes/parse-steps.ts';
import { createSetPrecision } from '../../passes/set-precision/create.ts';
import { createPruneChannels } from '../../prune/create-prune-channels.ts';
import { createCorrectBiases } from '../../quantize/create-correct-biases.ts';
import { createQuantizeActivations } from '../../quantize/create-quantize-activations.ts';
import type { CalibrationExtras } from '../../quantize/create-quantize-activations.ts';
import { createSmoothActivations } from '../../quantize/create-smooth-activations.ts';
import { CHOICE } from '../../quantize/options.ts';
import { isWeightPass } from '../../report/recipe.ts';
import { refuse } from '../command.ts';
import { badPassOption, noSuchPass, wantsCalibration } from './diagnostics.ts';

export interface ListedStep {
  /** As the folder was compiled. */
  readonly listed: PassStep;
  /** What gives the same graph but for numbers inside weights, which a report does not show. */
  readonly running: PassStep;
}

/** `own` are those of the target's pipeline and of the config, whose passes come before the built-in ones. */
export function stepsOf(
  built: ManifestTarget,
  own: readonly PassStep[],
  extras: CalibrationExtras,
): readonly ListedStep[] {
  const { passes } = built;
  const measured = [
    ...passes.filter(needsData).map(({ name }) => name),
    ...(built.guard?.calibrated === true && !isIdle(built) ? ['set-precision'] : []),
  ];
  if (measured.length > 0 && extras.calibration === undefined) {
    refuse(wantsCalibration([...new Set(measured)]));
  }
  const withData = passesWithData(extras);
  return passes.map(({ name, options }) => {
    const step = own.find(({ pass }) => pass.name === name);
    const fallback = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
    const pass = withData.get(name) ?? step?.pass ?? fallback ?? refuse(noSuchPass(name));
    const listed = { pass, options: readOptions(pass, options) };
    const isOwn = step?.own === true && !withData.has(name);
    return { listed, running: { ...withoutMeasuring(listed, built), ...(isOwn && { own: true }) } };
  });
}

type Listed = ManifestTarget['passes'][number];

function needsData({ name, options }: Listed): boolean {
  if (name === 'prune-channels') {
    return options['importance'] === 'activation' || options['compensate'] === true;
  }
  return ['quantize-activations', 'smooth-activations', 'correct-biases'].includes(name);
}

function isIdle({ guard }: ManifestTarget): boolean {
  if (guard === undefined) return false;
  return guard.islands === 0 && guard.sites.every(({ repair }) => repair === undefined);
}

const MEASURE = 'measure-layers';

function passesWithData(extras: CalibrationExtras): ReadonlyMap<string, Pass> {
  const { calibration } = extras;
  const made: readonly Pass[] = [
    createPruneChannels(calibration === undefined ? {} : { calibration }),
    definePass({
      name: MEASURE,
      describe: 'measures on calibration data how the inputs of layers go together',
      options: CHOICE,
      run: () => undefined,
    }),
    createQuantizeActivations(extras),
    createSmoothActivations(extras),
    createCorrectBiases(extras),
    createSetPrecision({
      measures: new WeightMeasures(),
      extremes: calibration && new Extremes(calibration),
    }),
  ];
  return new Map(made.map((pass) => [pass.name, pass]));
}

/** Which numbers a weight is rounded to is worked out from data; in which form it is stored is not. */
function withoutMeasuring({ pass, options }: PassStep, built: ManifestTarget): PassStep {
  // A guard that repaired nothing need not read all weights again: the manifest has what it found.
  if (pass.name === 'set-precision' && isIdle(built)) {
    return { pass, options: { ...options, guard: 'off' } };
  }
  if (!isWeightPass(pass.name)) return { pass, options };
  const measuring = ['compensate', 'weighted'].filter((name) => Object.hasOwn(pass.options, name));
  const plain = Object.fromEntries(measuring.map((name) => [name, false]));
  return { pass, options: { ...options, ...plain } };
}

/** Options that JSON cannot say are written as in the IR. */
function readOptions(pass: Pass, given: Listed['options']): PassStep['options'] {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const spec = Object.hasOwn(pass.options, name) ? pass.options[name] : undefined;
      if (spec === undefined) return refuse(badPassOption(pass.name, name, 'it is unknown'));
      if (spec.check(value)) return [name, value];
      if (typeof value !== 'string') {
        return refuse(badPassOption(pass.name, name, `it is a ${spec.describe}`));
      }
      try {
        const reader = new TokenReader(value, undefined);
        const read = readOption(reader, spec);
        reader.end();
        return [name, read];
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        return refuse(badPassOption(pass.name, name, `it is a ${spec.describe}`));
      }
    }),
  );
}
