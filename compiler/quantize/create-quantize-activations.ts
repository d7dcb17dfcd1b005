/** Makes the pass `quantize-activations`, with the data that its ranges are measured on. */

import { attr } from '../../ir/attr.ts';
import type { Attributes } from '../../ir/define.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { noCalibration, unknownMethod } from '../calibrate/diagnostics.ts';
import { Memo } from '../calibrate/memo.ts';
import type { CalibrationMethod } from '../calibrate/method.ts';
import { calibrationMethods } from '../calibrate/methods/index.ts';
import { recordRanges, unionOf } from '../calibrate/record.ts';
import type { BandRanges } from '../calibrate/record.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import {
  activationsQuantized,
  badBands,
  badPercentile,
  bandsDiffer,
  noSuchLayer,
} from './activation-diagnostics.ts';
import { fullSites, raiseForFull } from './full-sites.ts';
import { gridOf, levelsOf } from './pairs.ts';
import type { Grid } from './pairs.ts';
import { placePairs, valuesToMeasure } from './place-pairs.ts';
import { findSites } from './sites.ts';

const NAME = 'quantize-activations';

/** What text cannot say. */
export interface CalibrationExtras {
  readonly calibration?: Calibration;
  /** Methods of one's own beside the built-in ones. */
  readonly methods?: readonly CalibrationMethod[];
  /** Is told what was measured and chosen, once for each graph that the pass runs on. */
  readonly onRanges?: (ranges: readonly MeasuredRange[]) => void;
}

/** Of one activation. */
export interface MeasuredRange {
  /** Of the model's nodes that compute it, or its own where it is an input. */
  readonly names: readonly string[];
  /** From the least timesteps on; undefined for a band without runs. */
  readonly bands: BandRanges;
  /** What integers stand for; undefined where it stays in floats, being always 0. */
  readonly grid: Grid | undefined;
}

export const SITE_OPTIONS = {
  /** Names of nodes and weights, `*` and `?` standing for others, with commas between; all when empty. */
  include: attr.string(''),
  exclude: attr.string(''),
  /** The first and the last layer too. */
  ends: attr.bool(false),
  /** Layers that depend on the timestep alone too. */
  time: attr.bool(false),
};

const options = {
  ...SITE_OPTIONS,
  /** The name of a calibration method. */
  method: attr.string('mse'),
  /** Of the numbers inside the range, in per cent; for the method `percentile`. */
  percentile: attr.float(99.99),
  /** Without zero points. */
  symmetric: attr.bool(false),
  /** Products of queries, keys, scores and values too. */
  attention: attr.bool(false),
  /** Behind results too, so that what follows one another stays in integers. */
  full: attr.bool(false),
  /** A concatenation has a scale for each of its parts, or one for all. */
  concats: attr.oneOf(['parts', 'whole'], 'parts'),
  /** Equal parts of the timesteps whose ranges are told apart. */
  bands: attr.int(1),
  /** The band whose ranges are used, from 0 on; -1 for what all of them cover. */
  band: attr.int(-1),
};

export type ActivationOptions = Attributes<typeof options>;

export function createQuantizeActivations(extras: CalibrationExtras = {}) {
  const memo = new Memo<BandRanges>();
  return definePass({
    name: NAME,
    describe: 'rounds the activations that layers of integer weights read to integers of 8 bits',
    options,
    requires: [foldedConstants],
    ensures: [foldedConstants],
    tolerance: 10,
    run: async (graph, given, context) => {
      const { report } = context;
      const { symmetric, percentile, bands, band } = given;
      const methods = [...calibrationMethods, ...(extras.methods ?? [])];
      const method = methods.find(({ name }) => name === given.method);
      if (!(percentile > 0 && percentile <= 100)) return report(badPercentile(percentile));
      if (bands < 1 || band < -1 || band >= bands) return report(badBands(bands, band));
      if (method === undefined) {
        const known = methods.map(({ name }) => name);
        return report(unknownMethod(given.method, known));
      }
      const { calibration } = extras;
      if (calibration === undefined) return report(noCalibration(NAME));
      if (given.full || given.attention) await raiseForFull(graph, context);
      const { sites, left } = findSites(graph, given);
      const all = given.full ? [...sites, ...fullSites(graph, sites, left)] : sites;
      if (all.length === 0) {
        if (!isDone(graph)) report(noSuchLayer(given.include, left));
        return;
      }
      const apart = given.concats === 'parts';
      const settings = { method, levels: levelsOf(symmetric), symmetric, percentile, bands };
      const ranges = await memo.of(graph, { ...given, band: 0 }, () =>
        recordRanges(graph, calibration, valuesToMeasure(all, apart), settings, context),
      );
      if (ranges === undefined) return;
      if (bands > 1) report(bandsDiffer([...ranges.values()]));
      const measured: MeasuredRange[] = [];
      const gridFor = (value: Value): Grid | undefined => {
        const own = ranges.get(value) ?? [];
        const range = (band < 0 ? undefined : own[band]) ?? unionOf(own);
        const grid = gridOf(range, symmetric, value.type.dtype);
        const names = value.producer?.origin.onnx ?? (value.name === undefined ? [] : [value.name]);
        measured.push({ names, bands: own, grid });
        return grid;
      };
      const count = placePairs(graph, all, apart, gridFor, NAME);
      extras.onRanges?.(measured);
      const zeros = measured.flatMap(({ names, grid }) =>
        grid === undefined ? [names[0] ?? ''] : [],
      );
      report(activationsQuantized(count, new Set(sites.map(({ node }) => node)).size, left, zeros));
    },
  });
}

function isDone(graph: Graph): boolean {
  for (const { origin } of graph.nodes()) if (origin.passes.includes(NAME)) return true;
  return false;
}
