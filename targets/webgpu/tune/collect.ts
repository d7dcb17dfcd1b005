/** Finds in a trace what the heavy kernels of a model compute, and which of it is worth timing. */

import { parseGraph } from '../../../ir/parse.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { TraceEntry } from '../trace.ts';
import { FAMILIES, familyOf } from './problem.ts';
import type { Family } from './problem.ts';

export interface Problem {
  /** Only the heavy node, with weights of its own. */
  readonly graph: Graph;
  /** How often the model has it. */
  readonly count: number;
  /** Of all of them, together with what is fused behind. */
  readonly flops: number;
}

export interface FamilyProblems {
  readonly family: Family;
  /** Of the flops of the whole model. */
  readonly share: number;
  /** How many the model has; the heaviest of them follow. */
  readonly distinct: number;
  readonly problems: readonly Problem[];
}

const MOST_PROBLEMS = 4;
/** Fewer where these make up this part of a family. */
const ENOUGH = 0.9;

/** The families that the model has, the heaviest first; undefined where the trace is of an older snapc. */
export function heavyProblems(trace: readonly TraceEntry[]): readonly FamilyProblems[] | undefined {
  const total = trace.reduce((sum, { flops }) => sum + flops, 0);
  const tallies = new Map<string, { count: number; flops: number }>();
  for (const { problem, flops } of trace) {
    if (problem === undefined) continue;
    const tally = tallies.get(problem) ?? { count: 0, flops: 0 };
    tally.count++;
    tally.flops += flops;
    tallies.set(problem, tally);
  }
  const all: (Problem & { readonly family: Family })[] = [];
  for (const [text, tally] of tallies) {
    const parsed = parseGraph(text);
    const family = parsed.ok ? familyOf(parsed.value.name) : undefined;
    if (!parsed.ok || family === undefined) return undefined;
    all.push({ graph: parsed.value, family, ...tally });
  }
  return FAMILIES.flatMap((family) => {
    const own = all.filter((problem) => problem.family === family);
    const flops = own.reduce((sum, problem) => sum + problem.flops, 0);
    if (flops === 0) return [];
    const problems = heaviest(own, ENOUGH * flops);
    return [{ family, share: flops / Math.max(1, total), distinct: own.length, problems }];
  }).sort((a, b) => b.share - a.share);
}

function heaviest(problems: readonly Problem[], enough: number): readonly Problem[] {
  const taken: Problem[] = [];
  let flops = 0;
  for (const problem of [...problems].sort((a, b) => b.flops - a.flops)) {
    if (taken.length === MOST_PROBLEMS || flops >= enough) break;
    taken.push(problem);
    flops += problem.flops;
  }
  return taken;
}
