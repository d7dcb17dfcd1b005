/** Records the ranges that values of a graph have on calibration data, apart for bands of timesteps. */

import type { Graph, Value } from '../../ir/graph.ts';
import { getElement, numbers } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import type { PassContext } from '../pass.ts';
import type { Calibration, CalibrationRun } from './calibration.ts';
import { noTimestep } from './diagnostics.ts';
import type { CalibrationMethod, Range, RangeCollector, RangeSettings } from './method.ts';
import { observe } from './observe.ts';

/** Timesteps of the models that this is about run from here down to 0. */
const TIMESTEPS = 1000;

export interface RecordSettings extends RangeSettings {
  readonly method: CalibrationMethod;
  /** Equal parts of the timesteps, from the least on. */
  readonly bands: number;
}

/** One range for each band; undefined where no run fell into it. */
export type BandRanges = readonly (Range | undefined)[];

/** Undefined where the calibration data does not fit, which is reported. */
export async function recordRanges(
  graph: Graph,
  calibration: Calibration,
  values: ReadonlySet<Value>,
  settings: RecordSettings,
  context: PassContext,
): Promise<ReadonlyMap<Value, BandRanges> | undefined> {
  const { method, bands } = settings;
  const timestep = graph.inputs.find(isTimestep)?.name;
  if (bands > 1 && timestep === undefined) context.report(noTimestep(bands));
  const collectors = new Map<Value, (RangeCollector | undefined)[]>();
  const fits = await observe(graph, calibration, context, (value, tensor, run) => {
    if (!values.has(value)) return;
    const own = collectors.get(value) ?? Array.from({ length: bands }, () => undefined);
    collectors.set(value, own);
    const band = bandOf(run, timestep, bands);
    const collector = own[band] ?? method.begin(settings);
    own[band] = collector;
    collector.add(numbers(tensor));
  });
  if (!fits) return undefined;
  return new Map(
    Array.from(collectors, ([value, own]) => [value, own.map((collector) => collector?.range())]),
  );
}

/** One number, or one for each item of a batch. */
export function isTimestep({ name = '', type }: Value): boolean {
  return type.shape.length <= 1 && DTYPES[type.dtype].kind !== 'bool' && /^t$|time/i.test(name);
}

function bandOf({ inputs }: CalibrationRun, timestep: string | undefined, bands: number): number {
  const tensor = timestep === undefined ? undefined : inputs.get(timestep);
  if (tensor === undefined || tensor.data.length === 0) return 0;
  const at = Math.floor((Number(getElement(tensor, 0)) * bands) / TIMESTEPS);
  return Math.min(bands - 1, Math.max(0, at));
}

/** What lies in the range of any band. */
export function unionOf(ranges: BandRanges): Range {
  const known = ranges.filter((range) => range !== undefined);
  return {
    low: Math.min(0, ...known.map(({ low }) => low)),
    high: Math.max(0, ...known.map(({ high }) => high)),
  };
}
