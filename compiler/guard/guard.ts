/** Finds where fp16 could overflow, repairs it with the least change, looks again, and tells what is left. */

import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import { preciseNodes, residualNodes } from '../passes/set-precision/islands.ts';
import { firstLayers } from '../passes/set-precision/first-layers.ts';
import { analyseRanges } from './analyse.ts';
import type { Extremes } from './extremes.ts';
import { SAFETY } from './halves.ts';
import type { GuardMode, HalfArithmetic } from './halves.ts';
import { checkRanges } from './input-ranges.ts';
import { addIslands } from './repairs/islands.ts';
import { rescaleNorms } from './repairs/norms.ts';
import { scaleRegions } from './repairs/regions.ts';
import type { RepairContext } from './repairs/repair.ts';
import { scaleScoresFirst } from './repairs/scores.ts';
import { between } from './range.ts';
import type { Range } from './range.ts';
import { reportOf } from './report.ts';
import type { GuardReport, GuardSite } from './report.ts';
import type { RangeContext } from './rules/rule.ts';
import { findSites } from './sites.ts';
import type { Site } from './sites.ts';
import type { WeightMeasures } from './statistics.ts';
import { tellAll } from './tell.ts';
import { measureWeights, weightList } from './weights.ts';

export interface GuardSettings {
  readonly mode: GuardMode;
  readonly halves: HalfArithmetic;
  /** Bounds of inputs as they were declared. */
  readonly ranges: ReadonlyMap<string, Range>;
  /** The residual stream and its norms compute in fp32. */
  readonly wideResiduals: boolean;
  /** As many layers from the inputs on are made fp32 afterwards; -1 for as many as suit the graph. */
  readonly wideLayers: number;
  readonly measures: WeightMeasures;
  readonly extremes: Extremes | undefined;
}

export interface Guarded {
  readonly report: GuardReport;
  /** What is to compute in fp32 because of the guard. */
  readonly islands: ReadonlySet<Node>;
}

/** The graph is in the dtypes of the model, before any of it becomes fp16. Undefined where calibration data does not fit. */
export async function guardGraph(
  graph: Graph,
  settings: GuardSettings,
  context: PassContext,
): Promise<Guarded | undefined> {
  const { extremes, ranges } = settings;
  checkRanges(ranges, graph);
  const seen = extremes && (await extremes.of(graph, context));
  if (extremes !== undefined && seen === undefined) return undefined;
  const guard = new Guard(graph, settings, seen && new Map(seen), context);
  await guard.run();
  return guard.result();
}

class Guard {
  readonly #graph: Graph;
  readonly #settings: GuardSettings;
  readonly #observed: Map<Value, Range> | undefined;
  readonly #pass: PassContext;
  readonly #done: GuardSite[] = [];
  readonly #islands = new Set<Node>();
  #ranges: RangeContext | undefined;

  constructor(
    graph: Graph,
    settings: GuardSettings,
    observed: Map<Value, Range> | undefined,
    pass: PassContext,
  ) {
    this.#graph = graph;
    this.#settings = settings;
    this.#observed = observed;
    this.#pass = pass;
  }

  async run(): Promise<void> {
    const { mode } = this.#settings;
    await this.#analyse();
    if (mode === 'report') return;
    for (const repair of [scaleScoresFirst, scaleRegions, rescaleNorms, addIslands]) {
      const free = repair === scaleScoresFirst;
      // An island's readers read it in fp16, or become part of it: until nothing overflows on the way.
      for (let found = this.#toRepair(free); found.length > 0; found = this.#toRepair(free)) {
        const before = this.#done.length;
        repair(this.#context(found));
        if (this.#done.length === before) break;
        if (repair !== addIslands) await this.#analyse();
      }
    }
  }

  async #analyse(): Promise<void> {
    const { measures } = this.#settings;
    await measureWeights(this.#graph, measures, this.#pass);
    this.#ranges = analyseRanges(this.#graph, { inputs: this.#inputs(), measures });
  }

  /** What was declared, else what was observed with its margin. */
  #inputs(): ReadonlyMap<string, Range> {
    const known = new Map(this.#settings.ranges);
    for (const input of this.#graph.inputs) {
      const seen = this.#observed?.get(input);
      const { name = '' } = input;
      if (seen === undefined || known.has(name)) continue;
      known.set(name, between(SAFETY * seen.low, SAFETY * seen.high));
    }
    return known;
  }

  /** Repairs change which layers are the first, so that they are found anew each time. */
  #firstLayers(): ReadonlySet<Node> {
    return firstLayers(this.#graph, this.#settings.wideLayers);
  }

  #sites(first: ReadonlySet<Node>): readonly Site[] {
    const { halves, measures, wideResiduals } = this.#settings;
    const context = this.#ranges;
    if (context === undefined) throw new Error('nothing is known yet');
    const graph = this.#graph;
    const residuals = wideResiduals ? residualNodes(graph) : [];
    const wide = new Set([...preciseNodes(graph), ...residuals, ...this.#islands, ...first]);
    const [observed, islands] = [this.#observed, this.#islands];
    return findSites(graph, { context, measures, observed, wide, islands, halves });
  }

  /** Without calibration data, only what costs nothing is done for what may be a loose bound. */
  #toRepair(free: boolean): readonly Site[] {
    const risky = this.#sites(this.#firstLayers()).filter(({ verdict }) => verdict === 'risk');
    if (free || this.#settings.mode === 'strict') return risky;
    return risky.filter(({ kind, observed }) => kind === 'weight' || observed !== undefined);
  }

  #context(sites: readonly Site[]): RepairContext {
    const [graph, observed, wide, done] = [this.#graph, this.#observed, this.#islands, this.#done];
    return { graph, sites, observed, halves: this.#settings.halves, wide, done };
  }

  result(): Guarded {
    const { mode, halves, measures, ranges } = this.#settings;
    const first = this.#firstLayers();
    const sites = this.#sites(first);
    const weights = weightList(this.#graph, measures, first);
    const known = this.#inputs();
    const report = reportOf({
      mode,
      arithmetic: halves,
      calibrated: this.#observed !== undefined,
      sites,
      repaired: this.#done,
      islands: this.#islands.size,
      weights,
      unbounded: this.#graph.inputs.flatMap(({ name = '', type }) =>
        known.has(name) || ranges.has(name) || type.dtype === 'bool' ? [] : [name],
      ),
    });
    tellAll(report, sites, this.#done, this.#pass.report);
    return { report, islands: this.#islands };
  }
}
